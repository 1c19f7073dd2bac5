"""Distributions and the behaviour of agents (rulebook 7.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.model.behaviour import (
    PROMPT,
    Behaviour,
    Distribution,
    constant,
    read_distribution,
    write_distribution,
)
from wscli.model.duration import MINUTE
from wscli.model.terms import PickOrder


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120s", constant(120_000)),
        ("0", constant(0)),
        ("250ms", constant(250)),
        ("exponential(3m)", Distribution(law="exponential", a=3 * MINUTE)),
        ("Exponential( mean = 3m )", Distribution(law="exponential", a=3 * MINUTE)),
        ("lognormal(mean=3m, cv=1.3)", Distribution(law="lognormal", a=3 * MINUTE, b=1.3)),
        ("lognormal(cv=1.3, mean=3m)", Distribution(law="lognormal", a=3 * MINUTE, b=1.3)),
        ("lognormal(3m, 0)", Distribution(law="lognormal", a=3 * MINUTE, b=0)),
        ("uniform(1m, 5m)", Distribution(law="uniform", a=MINUTE, b=5 * MINUTE)),
        ("uniform(1m,1m)", Distribution(law="uniform", a=MINUTE, b=MINUTE)),
    ],
)
def test_reads(text: str, expected: Distribution) -> None:
    assert read_distribution(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("normal(3m, 1m)", "'normal' is not a distribution"),
        ("uniform(5m, 1m)", "low end first"),
        ("uniform(5m)", "uniform needs high"),
        ("uniform(1m, 2m, 3m)", "uniform takes low, high"),
        ("exponential(mean=1m, mean=2m)", "exponential takes mean"),
        ("exponential()", "exponential takes mean|exponential needs mean"),
        ("exponential(3)", "has no unit"),
        ("lognormal(3m, cv=-1)", "cv must be a number from 0 to 100"),
        ("lognormal(3m, cv=nan)", "cv must be a number"),
        ("lognormal(3m, cv=x)", "cv must be a number"),
        ("uniform(min=1m, max=2m)", "uniform takes low, high"),
        ("quickly", "is not a duration"),
    ],
)
def test_refuses_with_a_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_distribution(text)


times = st.integers(0, 10**9)
distributions = (
    st.builds(constant, times)
    | st.builds(lambda a: Distribution(law="exponential", a=float(a)), times)
    | st.builds(lambda a, b: Distribution(law="lognormal", a=float(a), b=b), times, st.floats(0, 100))
    | st.builds(lambda a, b: Distribution(law="uniform", a=float(a), b=float(a + b)), times, times)
)


@given(distributions)
def test_what_is_written_reads_the_same(given_: Distribution) -> None:
    assert read_distribution(write_distribution(given_)) == given_


def test_own_behaviour_goes_over_that_of_all() -> None:
    everyone = Behaviour(accept_after=constant(5), decline_probability=0.2)
    own = Behaviour(decline_probability=0.0, pick_order=PickOrder.NEWEST)
    both = own.over(everyone).over(PROMPT)
    assert (both.accept_after, both.decline_probability, both.pick_order) == (
        constant(5),
        0.0,
        PickOrder.NEWEST,
    )
    assert both.no_response_probability == 0.0
    assert Behaviour().over(PROMPT) == PROMPT

"""How agents behave, as data: input of a simulation, not a setting of the product (rulebook 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

from wscli.model.duration import read_duration, write_duration
from wscli.model.terms import PickOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A time that is drawn: `law` and its parameters.

    constant (a) · exponential (mean) · lognormal (mean, cv) · uniform (low, high);
    times in milliseconds, cv (standard deviation over mean) a plain number.
    """

    law: str
    a: float
    b: float = 0.0

    @property
    def is_constant(self) -> bool:
        """Whether it always gives the same time."""
        return self.law == "constant"


def constant(milliseconds: int) -> Distribution:
    """Return the distribution that always gives `milliseconds`."""
    return Distribution(law="constant", a=milliseconds)


class Backwards(ValueError):
    """A range whose low end is above its high end: each of the two is right by itself."""


_LAWS = {"exponential": ("mean",), "lognormal": ("mean", "cv"), "uniform": ("low", "high")}
_CALL = re.compile(r"\s*([A-Za-z]+)\s*\((.*)\)\s*", re.DOTALL)
DISTRIBUTION_EXAMPLES = "120s, exponential(3m), lognormal(mean=3m, cv=1.3), uniform(1m, 5m)"


def read_distribution(text: str) -> Distribution:
    """Return the distribution that `text` says (interface §4).

    Raises:
        ValueError: with a message for people.
    """
    call = _CALL.fullmatch(text)
    if call is None:
        return constant(read_duration(text))
    law = call[1].lower()
    names = _LAWS.get(law)
    if names is None:
        raise ValueError(f"{call[1]!r} is not a distribution: write it like {DISTRIBUTION_EXAMPLES}")
    given = _arguments(law, names, call[2])
    first = float(read_duration(given[names[0]]))
    if law == "exponential":
        return Distribution(law=law, a=first)
    if law == "uniform":
        last = float(read_duration(given["high"]))
        if last < first:
            raise Backwards(f"uniform needs its low end first: {text!r}")
        return Distribution(law=law, a=first, b=last)
    return Distribution(law=law, a=first, b=_read_cv(given["cv"]))


def _arguments(law: str, names: tuple[str, ...], text: str) -> dict[str, str]:
    """Return the arguments of a law by name, given by position or by `name=`."""
    given: dict[str, str] = {}
    for position, part in enumerate(part.strip() for part in text.split(",")):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals:
            name, value = (names[position] if position < len(names) else "", part)
        if name not in names or name in given:
            raise ValueError(f"{law} takes {', '.join(names)}: write it like {DISTRIBUTION_EXAMPLES}")
        given[name] = value
    missing = [name for name in names if not given.get(name)]
    if missing:
        raise ValueError(f"{law} needs {', '.join(missing)}: write it like {DISTRIBUTION_EXAMPLES}")
    return given


def _read_cv(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise ValueError(f"cv must be a number from 0 to 100, not {text!r}")
    return value


def write_distribution(given: Distribution) -> str:
    """Return the canonical text of a distribution."""
    first = write_duration(round(given.a))
    if given.law == "lognormal":
        # All digits: what is written must read back as the same number.
        return f"lognormal(mean={first}, cv={repr(given.b).removesuffix('.0')})"
    if given.law == "uniform":
        return f"uniform({first}, {write_duration(round(given.b))})"
    return first if given.is_constant else f"exponential({first})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What agents do with offers and lists; None = as for all agents (rulebook 7.1)."""

    accept_after: Distribution | None = None
    decline_probability: float | None = None
    no_response_probability: float | None = None
    pick_after: Distribution | None = None
    pick_order: PickOrder | None = None

    def over(self, base: Behaviour) -> Behaviour:
        """Return `base` with what this one says in its place."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(base, **{name: value for name, value in said.items() if value is not None})


PROMPT = Behaviour(
    accept_after=constant(0),
    decline_probability=0.0,
    no_response_probability=0.0,
    pick_after=constant(0),
    pick_order=PickOrder.OLDEST,
)
"""The behaviour where nothing is said: everything is accepted and picked at once."""

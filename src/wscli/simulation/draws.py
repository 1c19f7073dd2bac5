"""Addressed randomness: every draw is a function of where it is used, never of what was drawn before.

A draw is asked for by its address (seed, case, purpose, agent, ordinal) and is the same in every run that
asks for it, whatever else is asked: two configurations meet the same handle times and the same answers,
and changing one setting moves nothing else (rulebook 7.3).

The generator is BLAKE2b (RFC 7693) as a keyed function in counter mode: the seed is the key, the address
the counter. It is specified to the bit, is in every Python, and costs about a microsecond.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from math import exp, log, log1p, sqrt

from wscli.model.behaviour import Distribution

ANSWER = "answer"
ACCEPT_AFTER = "accept-after"
PICK_AFTER = "pick-after"
PICK_ORDER = "pick-order"
HANDLE_TIME = "handle-time"

Draw = Callable[[str, str, str, int], float]
"""(purpose, case id, agent name or "", ordinal from 1) → a number in the open interval (0, 1)."""

_SEPARATOR = "\x1f"  # no name and no case id contains it
_STEP = 2.0**-52


def draws(seed: int) -> Draw:
    """Return the draws of a seed: uniform on the midpoints of 2⁵² equal steps, so never 0 and never 1."""
    keyed = blake2b(key=seed.to_bytes(8, "big"), digest_size=8)

    def draw(purpose: str, case: str, agent: str, ordinal: int) -> float:
        state = keyed.copy()
        state.update(_SEPARATOR.join((purpose, case, agent, str(ordinal))).encode())
        return ((int.from_bytes(state.digest(), "big") >> 12) + 0.5) * _STEP

    return draw


def sampler(distribution: Distribution) -> Callable[[float], int]:
    """Return what turns a draw into a time: whole milliseconds, rounded half up (rulebook 1.1).

    Rounding to milliseconds also removes what the last digit of a platform's logarithm may differ in.
    """
    first, second = distribution.a, distribution.b
    if distribution.law == "exponential":
        return lambda u: _whole(-first * log1p(-u))
    if distribution.law == "uniform":
        return lambda u: _whole(first + (second - first) * u)
    if distribution.law == "lognormal":
        return _lognormal(first, second)
    constant = _whole(first)
    return lambda u: constant


def _lognormal(mean: float, cv: float) -> Callable[[float], int]:
    from statistics import NormalDist

    if not mean:
        return lambda u: 0
    variance = log1p(cv * cv)
    location, spread, inverse = log(mean) - variance / 2, sqrt(variance), NormalDist().inv_cdf
    return lambda u: _whole(exp(location + spread * inverse(u)))


def _whole(milliseconds: float) -> int:
    return int(milliseconds + 0.5)

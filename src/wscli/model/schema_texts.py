"""What the texts of a document look like, as the regular expressions of its JSON Schema.

An expression cannot add up, so bounds are kept by counting digits: each of these accepts every text that is
written canonically and the usual ways to type one, and nothing that the reader refuses. They use only what
the engines of Python and of JavaScript have in common; `END` is there because in Python `$` also matches
before a line break at the end.
"""

from __future__ import annotations

from wscli.model.workforce import WEEKDAYS

END = r"(?![\s\S])"

_ODD = r"\u0000-\u001f\u007f-\u009f\u2028\u2029"
NAME = rf"^[^{_ODD}]*[^\s{_ODD}][^{_ODD}]*{END}"

_UNITS = {
    "d": "d|days?",
    "h": "h|hrs?|hours?",
    "m": "m|mins?|minutes?",
    "s": "s|secs?|seconds?",
    "ms": "ms|msec|milliseconds?",
}


def _parts(**counts: str) -> str:
    """Return the expression of a duration whose units come at most once each, the largest first."""
    parts = (rf"(({count}) ?({_UNITS[unit]}) ?)?" for unit, count in counts.items())
    return "(?=[0-9])" + "".join(parts)


def _upto(digits: int) -> str:
    return rf"[0-9]{{1,{digits}}}"


# 2147483647 minutes are 1491308 days, 2 hours and 7 minutes. Counted by digits everything stays below it;
# above 999999 days only what is written canonically is taken, each of its parts below the next unit.
_LOOSE = {"d": _upto(6), "h": _upto(6), "m": _upto(8), "s": _upto(9)}
_DAYS_BELOW_THE_LAST = "1[0-3][0-9]{5}|14[0-8][0-9]{4}|1490[0-9]{3}|1491[0-2][0-9]{2}|149130[0-7]"
_SMALL = {"h": "1?[0-9]|2[0-3]", "m": "[1-5]?[0-9]", "s": "[1-5]?[0-9]"}
_LAST_DAY = "1491308d"
_SECONDS = "([1-5]?[0-9]s)?"


def _duration(*, milliseconds: bool) -> str:
    loose, small, rest = dict(_LOOSE), {"d": _DAYS_BELOW_THE_LAST, **_SMALL}, _SECONDS
    if milliseconds:
        loose["ms"], small["ms"] = _upto(12), _upto(3)
        rest += f"({_upto(3)}ms)?"
    last = rf"{_LAST_DAY}((1h)?([1-5]?[0-9]m)?{rest}|2h([0-6]m)?{rest}|2h7m)"
    return rf"(0|{_parts(**loose)}|{_parts(**small)}|{last})"


DURATION = rf"^{_duration(milliseconds=False)}{END}"

_UNDER_AN_HOUR = _parts(m="[1-5]?[0-9]", s="[1-5]?[0-9]")
OFFER_TIMEOUT = (
    rf"^(?=[^1-9]*[1-9])({_UNDER_AN_HOUR}|1 ?({_UNITS['h']})|60 ?({_UNITS['m']})"
    rf"|([0-9]{{1,3}}|[12][0-9]{{3}}|3[0-5][0-9]{{2}}|3600) ?({_UNITS['s']})){END}"
)

_DRAWN = _duration(milliseconds=True)
_CV = r"([0-9]{1,2}(\.[0-9]+)?|100(\.0+)?|[0-9](\.[0-9]+)?e-[0-9]+)"


def _law(name: str, **arguments: str) -> str:
    given = r" ?, ?".join(rf"({word} ?= ?)?{value}" for word, value in arguments.items())
    return rf"{name}\( ?{given} ?\)"


TIME = (
    rf"^({_DRAWN}|{_law('exponential', mean=_DRAWN)}|{_law('lognormal', mean=_DRAWN, cv=_CV)}"
    rf"|{_law('uniform', low=_DRAWN, high=_DRAWN)}){END}"
)

_FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = "(" + "|".join((*_FULL_DAYS, *WEEKDAYS)) + ")"
_RANGE = rf"{_DAY}( ?- ?{_DAY})?"
DAY_RANGE = rf"^{_RANGE}{END}"
DAYS = rf"^{_RANGE}( ?, ?{_RANGE})*{END}"

CLOCK = rf"^(([01]?[0-9]|2[0-3]):[0-5][0-9]|24:00){END}"

_LEAP_YEAR = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DATE = (
    r"(?!0000)([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
    rf"|{_LEAP_YEAR}-02-29)"
)
_HOUR = "([01][0-9]|2[0-3])"
_TIME_OF_DAY = rf"{_HOUR}:[0-5][0-9](:[0-5][0-9](\.[0-9]{{1,6}})?)?"
INSTANT = rf"^{_DATE}([T ]{_TIME_OF_DAY}(Z|[+-]{_HOUR}:[0-5][0-9](:[0-5][0-9])?)?)?{END}"

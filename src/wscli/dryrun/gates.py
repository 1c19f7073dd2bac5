"""Gates: assertions on a summary or a comparison that has to be met, for pipelines (interface §7).

`PATH OP VALUE`, where the path leads through the document. A value is a number, a percentage, a duration
(in seconds; a difference may be negative), or text. Where there is nothing to measure the gate is not met:
null is no good news.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wscli.errors import GateNotMet, Invalid, Problem
from wscli.model.duration import SECOND, read_duration, write_duration
from wscli.model.paths import look_up, read_path
from wscli.model.terms import squash

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}
_GATE = re.compile(r"(.+?)\s*(<=|>=|==|!=|<|>)\s*([^<>=!]+)", re.DOTALL)
_SECONDS = frozenset(map(squash, ("wait", "wait_so_far", "handle")))
"""Parts of a summary that are seconds, but for their `count`."""
_SHARES = frozenset(map(squash, ("fraction", "fraction_with_withdrawn", "occupancy", "utilisation")))
_KINDS = {
    "seconds": ("a time", "a duration with its unit (90s, 10m), or seconds"),
    "share": ("a share", "a percentage (80%), or a number from 0 to 1"),
    "number": ("a number", "a number without a unit"),
}
_CHANGES = ("delta", "interval")
_MINUS = "−"
"""The sign that tables of differences have: what is copied from there is read."""
_EXAMPLE = "write PATH OP VALUE, as in 'service_level.fraction>=0.8'"


@dataclass(frozen=True, slots=True)
class Gate:
    """One assertion, as it was written and as it is judged."""

    text: str
    path: str
    operator: str
    value: float | str

    @property
    def wanted(self) -> str:
        """The value as it was written."""
        return self.text.rpartition(self.operator)[2].strip()


def read_gates(texts: Sequence[str]) -> list[Gate]:
    """Return the gates; raises Invalid with all that are none, before anything is run."""
    gates: list[Gate] = []
    problems: list[Problem] = []
    for text in texts:
        parts = _GATE.fullmatch(text.strip())
        try:
            if parts is None:
                raise Invalid(f"{text!r} is not an assertion", hint=_EXAMPLE)
            read_path(parts[1])
            gates.append(Gate(text.strip(), parts[1], parts[2], _value(parts[3].strip())))
        except Invalid as error:
            problems.append(Problem(path="--assert", message=error.message, hint=error.hint))
    if problems:
        raise Invalid("the assertions are not valid", problems=problems)
    return gates


def _value(text: str) -> float | str:
    sign, size = (-1, text[1:]) if text[:1] in ("-", _MINUS) else (1, text)
    number = _number(size)
    if number is not None:
        return sign * number
    try:
        return sign * read_duration(size) / SECOND
    except ValueError:
        return text.strip("'\"")


def _number(text: str) -> float | None:
    """Return a number or a percentage, None where it is neither."""
    try:
        number = float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def judge(gates: Sequence[Gate], document: dict[str, Any]) -> list[tuple[Gate, Any, bool]]:
    """Return each gate with its figure and whether it is met.

    Raises Invalid for a path that leads nowhere, and for a number that is to be compared with a word.
    """
    judged = []
    for gate in gates:
        figure = look_up(document, gate.path)
        judged.append((gate, figure, _is_met(gate, figure)))
    return judged


def _is_met(gate: Gate, figure: Any) -> bool:
    if figure is None:
        return False
    if isinstance(figure, (dict, list)):
        below = [str(key) for key in figure] if isinstance(figure, dict) else []
        hint = f"below it: {', '.join(below)}" if below else "name one of its entries, as in queues[Cases]"
        raise Invalid(f"{gate.path} is not a single figure, in --assert", hint=hint)
    if isinstance(figure, (bool, str)):
        return _OPERATORS[gate.operator](_text(figure), gate.wanted.strip("'\""))
    kind = _kind(gate.path)
    if isinstance(gate.value, str) or _unit_of(gate.wanted) not in (None, kind):
        raise Invalid(
            f"{gate.path} is {_KINDS[kind][0]}, and cannot be compared with {gate.wanted!r}, in --assert",
            hint=_KINDS[kind][1],
        )
    return _OPERATORS[gate.operator](figure, gate.value)


def _unit_of(wanted: str) -> str | None:
    """Return what kind of figure a value speaks of; a plain number may stand for any."""
    return "share" if wanted.endswith("%") else "seconds" if wanted[-1:].isalpha() else None


def _kind(path: str) -> str:
    """Return what kind of figure stands at a path of a summary or a comparison."""
    steps = [squash(says) for _, says in read_path(path)]
    while len(steps) > 1 and steps[-1].isdigit():
        steps.pop()  # an end of an interval
    if steps[-1] in _SHARES:
        return "share"
    if steps[-1].endswith("seconds") or steps[-1] == "threshold":
        return "seconds"
    return "number" if steps[-1] == "count" or _SECONDS.isdisjoint(steps) else "seconds"


def _text(figure: bool | str) -> str:
    return figure if isinstance(figure, str) else str(figure).lower()


def enforce(judged: Sequence[tuple[Gate, Any, bool]]) -> None:
    """Raise GateNotMet that names every gate that is not met, with its figure."""
    missed = [(gate, figure) for gate, figure, met in judged if not met]
    if not missed:
        return
    problems = [
        Problem(
            path=gate.path,
            message=f"is {_shown(figure, gate)}, wanted {gate.operator} {gate.wanted}",
            rule="gate",
        )
        for gate, figure in missed
    ]
    raise GateNotMet(f"{len(missed)} of {len(judged)} gates not met", problems=problems)


def _shown(figure: Any, gate: Gate) -> str:
    """Return a figure as its gate speaks of it: a duration, a percentage, a number; a change has its sign."""
    if figure is None:
        return "nothing to measure"
    if isinstance(figure, (bool, str)):
        return _text(figure)
    of_change = squash(read_path(gate.path)[0][1]) in _CHANGES
    sign = "-" if figure < 0 else "+" if figure > 0 and of_change else ""
    return sign + _written(gate)(abs(figure))


def _written(gate: Gate) -> Callable[[float], str]:
    """Return what writes a figure: as the value is written, and where that is 0, as its path says."""
    kind = _unit_of(gate.wanted) or (_kind(gate.path) if gate.value == 0 else "number")
    if kind == "share":
        return "{:.2%}".format
    if kind == "seconds":
        return lambda figure: write_duration(round(figure * SECOND))
    return "{:.12g}".format

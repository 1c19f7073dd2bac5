"""Gates: assertions on a summary or a comparison that has to be met, for pipelines (interface §7).

`PATH OP VALUE`, where the path leads through the document. A value is a number, a percentage, a duration
(in seconds; a difference may be negative), or text. Where there is nothing to measure the gate is not met:
null is no good news.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wscli.errors import GateNotMet, Invalid, Problem
from wscli.model.duration import SECOND, read_duration, write_duration
from wscli.model.paths import look_up, read_path

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}
_GATE = re.compile(r"(.+?)\s*(<=|>=|==|!=|<|>)\s*([^<>=!]+)", re.DOTALL)
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
    try:
        return sign * (float(size.removesuffix("%")) / 100 if size.endswith("%") else float(size))
    except ValueError:
        pass
    try:
        return sign * read_duration(size) / SECOND
    except ValueError:
        return text.strip("'\"")


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
    if figure is None or isinstance(figure, (dict, list)):
        return False
    if isinstance(figure, (bool, str)):
        return _OPERATORS[gate.operator](_text(figure), gate.wanted.strip("'\""))
    if isinstance(gate.value, str):
        raise Invalid(
            f"{gate.path} is {figure:g}, which cannot be compared with {gate.wanted!r}, in --assert",
            hint="a number, a percentage (80%), or a duration with its unit (90s, 10m)",
        )
    return _OPERATORS[gate.operator](figure, gate.value)


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
    count = f"{len(missed)} of {len(judged)} gates" if len(judged) > 1 else "the gate"
    raise GateNotMet(f"{count} not met", problems=problems)


def _shown(figure: Any, gate: Gate) -> str:
    """Return a figure as its gate speaks of it: a duration, a percentage, or a plain number."""
    if figure is None:
        return "nothing to measure"
    if isinstance(figure, (bool, str)):
        return _text(figure)
    if not isinstance(figure, (int, float)):
        return "not a single figure"
    if gate.wanted.endswith("%"):
        return f"{figure:.2%}"
    if gate.wanted[-1:].isalpha():
        return "-" * (figure < 0) + write_duration(round(abs(figure) * SECOND))
    return f"{figure:g}"

"""What kept one agent from a case for a while, as the end of a sentence that begins with their name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wscli.amounts import count
from wscli.dryrun.explaining.reasons import kind_of_failure
from wscli.dryrun.explaining.words import Clock, both, cases_text, either

Row = dict[str, Any]
_FEW = 3


def kind_of_span(span: Row, units: int | None) -> str:
    """Return in a word what a span is: what follows each other in one kind is one obstacle."""
    return kind_of_failure(span, units) if "check" in span else "free"


def merged(spans: list[Row], units: int | None) -> list[list[Row]]:
    """Return spans in groups: those that follow each other and are of one kind are one obstacle."""
    groups: list[list[Row]] = []
    for each in spans:
        if groups and kind_of_span(groups[-1][-1], units) == kind_of_span(each, units):
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def in_order(groups: list[list[Row]], facts: Row, clock: Clock) -> str:
    """Return obstacles one after the other: `was full with P-1 until 09:10:30, then was signed out`."""
    if len(groups) == 1:
        return clause(groups[0], facts, clock, whole=True)
    said, before = [], groups[0][0]["at"]
    for group in groups:
        since, until = group[0]["at"], group[-1]["until"]
        from_ = "" if since == before else f" from {clock(since)}"
        to = "" if group is groups[-1] else f" until {clock(until)}"
        said.append(f"{clause(group, facts, clock)}{from_}{to}")
        before = until
    return ", then ".join(said)


def clause(group: list[Row], facts: Row, clock: Clock, *, whole: bool = False) -> str:
    """Return what kept an agent from a case: `was full with P-1`, `was signed out`.

    `whole`: it did so all the while.
    """
    kind = kind_of_span(group[0], facts["units"])
    if kind == "full":
        return _full(group, facts, clock, whole=whole)
    said = _CLAUSES[kind](group, facts, clock)
    return f"{said} all the while" if whole and kind in _LASTING else said


_LASTING = ("signed-in", "presence", "left-to-row", "first-on-list")


def _left(span: Row) -> int:
    """Return the units that somebody who was full had left."""
    return max(int(span["have"] if span["check"] == "capacity" else span["units_left"]), 0)


def _full(group: list[Row], facts: Row, clock: Clock, *, whole: bool) -> str:
    left = [_left(span) for span in group]
    held = list(dict.fromkeys(case for span in group for case in span.get("holds", ())))
    cases = both(held) if len(held) <= _FEW else f"{', '.join(held[:_FEW])} and {len(held) - _FEW} more"
    if not max(left):
        return f"was full{f' with {cases}' if held else ''}{' all the while' if whole else ''}"
    beside = f", with {cases} in hand" if held and len(held) <= _FEW else ""
    needed = count(facts["units"], "unit")
    has = _amounts(group, left, clock)
    if whole:
        return f"never had the {needed} that it needs: {has}{beside}"
    return f"had {has if ' ' not in has else f'at most {max(left)}'} of the {needed} that it needs{beside}"


def _amounts(group: list[Row], left: list[int], clock: Clock) -> str:
    """Return the units that were left, and from when on where they changed: `40, and 10 from 09:03:00 on`."""
    changes = [place for place in range(len(left)) if not place or left[place] != left[place - 1]]
    if len(changes) == 1:
        return f"{left[0]}"
    if len(changes) > _FEW or not all("at" in span for span in group):
        return f"at most {max(left)}"
    later = [f"{left[place]} from {clock(group[place]['at'])} on" for place in changes[1:]]
    return f"{left[0]}, {'' if len(later) > 1 else 'and '}{both(later)}"


def _presence(group: list[Row], facts: Row, clock: Clock) -> str:
    allowed, name = group[0]["need"], facts["workstream"]
    wants = f"{name} wants {either(allowed)}" if allowed else f"{name} allows no presence"
    return f"was {either(sorted({span['have'] for span in group}))} ({wants})"


def _cool_down(group: list[Row], facts: Row, clock: Clock) -> str:
    again = group[-1]["asked_again"] if "asked_again" in group[-1] else group[-1]["until"]
    if again is None:
        return "had declined or missed it, and is not asked twice"
    return "was in a cool-down, having declined or missed it"


def _skills(group: list[Row], facts: Row, clock: Clock) -> str:
    needs = both([f"{name}:{rating}" for name, rating in group[0]["need"].items()])
    has = both([f"{name}:{rating}" for name, rating in group[0]["have"].items()])
    return f"lacks {needs}{f' (has {has})' if has else ''}"


def _first(group: list[Row], facts: Row, clock: Clock) -> str:
    ids = list(dict.fromkeys(case for span in group for case in span["before"]["cases"]))
    before = cases_text({"cases": ids, "count": len(ids)})
    if any(span["blocked"] for span in group):
        return f"had {before} before it on the list, which could not be taken either"
    return f"had {before} before it on the list"


_CLAUSES: dict[str, Callable[[list[Row], Row, Clock], str]] = {
    "presence": _presence,
    "cool-down": _cool_down,
    "skills": _skills,
    "first-on-list": _first,
    "member": lambda group, facts, clock: "was not a member of its queue",
    "signed-in": lambda group, facts, clock: "was signed out",
    "left-to-row": lambda group, facts, clock: "left it to the events file, which says who picks it",
    "look": lambda group, facts, clock: "was looking at the list",
    "offer-limit": lambda group, facts, clock: "could not be asked any more",
    "free": lambda group, facts, clock: "could have had it",
}

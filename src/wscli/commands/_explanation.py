"""An explanation as people read it: the answer, the story in order of time, what to look at next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wscli.commands._explained_page import Page
from wscli.session import Column, Session

if TYPE_CHECKING:
    from wscli.dryrun.explaining.words import Clock

Row = dict[str, Any]
_FEW = 6
"""So many are named, or have a line of their own; of more it is said how many."""


def show(session: Session, facts: Row) -> None:
    """Write an explanation to stdout, no wider than the terminal."""
    page = Page(session, facts.get("units"))
    if "story" in facts:
        _show_case(page, facts)
    else:
        _show_agent(page, facts)


def _show_case(page: Page, facts: Row) -> None:
    from wscli.dryrun.explaining.words import Clock

    clock = Clock(facts["arrived_at"])
    page.line(facts["verdict"], hang=0)
    if facts["agent"] is not None and "with_agent" in facts:
        _show_spans(page, facts, clock)
        _show_next(page, facts)
        return
    if facts["skills"] and not facts["skills_count"] and facts["workstream"] is not None:
        page.line(
            f"It names skills ({_ratings(facts['skills'])}), which do not count: cases of "
            f"{facts['workstream']} are picked.",
            hang=0,
        )
    if facts["story"]:
        page.heading("Routing")
        _show_decision(page, "workstream", facts["routing"]["workstream"])
        _show_decision(page, "queue", facts["routing"]["queue"])
        page.heading(f"Story  ({facts['arrived_at'][:10]}, {_offset(facts['arrived_at'])})")
    for row in facts["story"]:
        _SHOWN.get(row["event"], _show_row)(page, row, clock)
    _show_next(page, facts)


def _ratings(skills: Row) -> str:
    return ", ".join(f"{name}:{rating}" for name, rating in skills.items())


_MOST_SPANS = 12


def _show_spans(page: Page, facts: Row, clock: Clock) -> None:
    """Show what kept one agent from the case, where the answer does not have room for all of it."""
    from wscli.dryrun.explaining.obstacles import clause, merged
    from wscli.dryrun.explaining.others import MOST_TOLD

    groups = merged(facts["with_agent"], facts["units"])
    if len(groups) <= MOST_TOLD:
        return
    page.heading(f"{facts['agent']}, while {facts['case_id']} waited")
    for group in groups[:_MOST_SPANS]:
        until = clock(group[-1]["until"])
        page.line(f"{clock(group[0]['at'])}  {clause(group, facts, clock)}, until {until}", 2, 10)
    if len(groups) > _MOST_SPANS:
        page.line(f"… and {len(groups) - _MOST_SPANS} more: -o json shows them all", 2)


def _offset(instant: str) -> str:
    return "UTC" if instant.endswith("Z") else instant[23:]


def _show_decision(page: Page, kind: str, decision: Row) -> None:
    source = decision["source"]
    told = {
        "case-file": "named in the case file",
        "branch": f"a branch of flow {source!r}",
        "rule": f"a rule of {source!r}",
        "default": f"the default, as no branch of flow {source!r} matched"
        if kind == "workstream"
        else "the default queue, as no rule matched",
        "only-one": "the only one there is",
        "nothing": "nothing names one",
    }[decision["by"]]
    found, named = decision["found"], decision["named"]
    name = found or (f"none ({named!r} is not there)" if named else "none")
    page.line(f"{kind} {name}: {told}", 2)
    tried = decision["tried"]
    few = len(tried) <= _FEW
    for each in tried if few else tried[:2]:
        _show_tried(page, each)
    if not few:
        page.line(f"… {tried[2]['number']} to {tried[-2]['number']} did not match either", 4)
        _show_tried(page, tried[-1])
    if decision["not_tried"]:
        page.line(f"{decision['not_tried']} after it not tried", 4)


def _show_tried(page: Page, tried: Row) -> None:
    name = f"{tried['name']}: " if "name" in tried else ""
    has = "; ".join(
        dict.fromkeys(
            f"{each['attribute']} is {each['have'] if each['have'] is not None else 'empty'}"
            for each in tried["compared"]
        )
    )
    verb = "matched" if tried["matched"] else "did not match"
    because = f" ({has})" if has else ""
    page.line(f"{tried['number']}. {name}{tried['when']} → {tried['to']}: {verb}{because}", 4, 3)


# The story ------------------------------------------------------------------------------------------------


def _show_row(page: Page, row: Row, clock: Clock) -> None:
    from wscli.dryrun.explaining.words import event_text

    page.line(f"{clock(row['at'])}  {event_text(row)}", 2, 10)


def _show_placement(page: Page, row: Row, clock: Clock) -> None:
    from wscli.dryrun.explaining.rankings import ranking_text

    to = "by" if row["event"] == "picked" else "to"
    page.line(f"{clock(row['at'])}  {row['event']} {to} {row['agent']}", 2, 10)
    ranked = [each for each in row["candidates"] if "ranking" in each]
    for each in ranked[:_FEW]:
        page.line(f"{each['rank']}. {each['agent']} — {ranking_text(each, clock)}", 12)
    if len(ranked) > _FEW:
        page.line(f"… and {len(ranked) - _FEW} who ranked after them", 12)
    others = [each for each in row["candidates"] if "ranking" not in each and not each.get("chosen")]
    _show_grouped(page, [(each["agent"], each, 0) for each in others], clock)


def _show_grouped(page: Page, found: list[tuple[str, Row, float]], clock: Clock) -> None:
    """Show agents with why not: those of one reason together, in short where there are many reasons.

    Each is an agent, the check that failed, if one did, and for how many seconds it stood in the way.
    """
    from wscli.dryrun.explaining.reasons import IN_SHORT, kind_of_failure
    from wscli.dryrun.explaining.words import failure_text, lasting

    def told(failure: Row, seconds: float) -> str:
        text = failure_text(failure, clock) if "check" in failure else IN_SHORT["free"]
        return f"{text}, for {lasting(seconds)}" if seconds else text

    def told_in_short(failure: Row, seconds: float) -> str:
        return IN_SHORT[kind_of_failure(failure, page.units) if "check" in failure else "free"]

    few = len({told(failure, seconds) for _, failure, seconds in found}) <= _FEW
    groups: dict[str, dict[str, float]] = {}
    for agent, failure, seconds in found:
        group = groups.setdefault((told if few else told_in_short)(failure, seconds), {})
        group[agent] = group.get(agent, 0) + seconds
    for reason, agents in groups.items():
        named = list(agents)
        more = f" and {len(named) - _FEW} more" if len(named) > _FEW else ""
        longest = "" if few or not any(agents.values()) else f", for up to {lasting(max(agents.values()))}"
        page.line(f"{', '.join(named[:_FEW])}{more} — {reason}{longest}", 12)


def _show_wait(page: Page, row: Row, clock: Clock) -> None:
    from wscli.amounts import count
    from wscli.dryrun.explaining.reasons import went_first
    from wscli.dryrun.explaining.spent import is_felt
    from wscli.dryrun.explaining.words import cases_text, ending_text, lasting

    if not is_felt(row):
        return
    looked = any(found["check"] == "look" for each in row["candidates"] for found in each["failures"])
    page.line(
        f"{clock(row['at'])}  waited {lasting(row['seconds'])}, until {clock(row['until'])}: "
        f"nobody {'took it yet' if looked else 'could take it'}",
        2,
        10,
    )
    failures = [
        (each["agent"], found, float(found["seconds"]))
        for each in row["candidates"]
        for found in each["failures"]
        if found["seconds"] or len(each["failures"]) == 1
    ]
    _show_grouped(page, failures, clock)
    if row["went_first"]["count"]:
        page.line(went_first(row["went_first"]), 12)
    if row["overtaken_by"]["count"]:
        overtook = row["overtaken_by"]
        cost = "" if overtook["cost_time"] is None else "; without them it would have waited as long"
        page.line(
            f"{count(overtook['count'], 'case')} overtook it, needing less: {cases_text(overtook)}{cost}", 12
        )
    page.line(f"ended by {ending_text(row['ended_by'], clock)}", 12)


def _show_repeats(page: Page, row: Row, clock: Clock) -> None:
    from wscli.dryrun.explaining.words import repeated_text

    page.line(f"{clock(row['at'])}  {repeated_text(row)}, until {clock(row['until'])}", 2, 10)


_SHOWN = {
    "repeated": _show_repeats,
    "waited": _show_wait,
    "offered": _show_placement,
    "assigned": _show_placement,
    "picked": _show_placement,
}


def _show_next(page: Page, facts: Row) -> None:
    if facts["next"]:
        page.heading("Next")
        for each in facts["next"]:
            page.line(each["why"], 2)
            page.command(each["command"])


# An agent at an instant -----------------------------------------------------------------------------------

_MOST_LISTED = 10


def _show_agent(page: Page, facts: Row) -> None:
    from wscli.dryrun.explaining.words import Clock

    clock = Clock(facts["at"])
    page.line(facts["verdict"], hang=0)
    page.line(f"Member of {', '.join(facts['queues']) or 'no queue'}.", hang=0)
    _table(page, "Held", [_held(each, clock) for each in facts["held"]], ("case", "how", "since", "units"))
    listed = [_seen(each, clock) for each in facts["open_work_items"]]
    _table(page, "Open work items, as they stand on the list", listed, _SEEN)
    if facts["takes_next"]:
        verb = "has turned to the list, for" if facts["is_looking"] else "would turn first to"
        page.line(f"{facts['agent']} {verb} {facts['takes_next']}.")
    pushed = [_seen(each, clock) for each in facts["waiting_for_push"]]
    _table(page, "Waiting to be pushed, in their queues", pushed, _SEEN)
    _show_next(page, facts)


_SEEN = ("case", "queue", "since", "units", "why not")


def _held(each: Row, clock: Clock) -> Row:
    return {
        "case": each["case_id"],
        "how": each["how"],
        "since": clock(each["since"]),
        "units": each["units"],
    }


def _seen(each: Row, clock: Clock) -> Row:
    from wscli.dryrun.explaining.words import failure_text

    why = failure_text(each, clock) if "check" in each else "could have it"
    if "offered_to" in each:
        why = f"on offer to {each['offered_to']}"
    return {
        "case": each["case_id"],
        "queue": each["queue"],
        "since": clock(each["since"]),
        "units": each["units"],
        "why not": why,
    }


def _table(page: Page, title: str, rows: list[Row], columns: tuple[str, ...]) -> None:
    if not rows:
        return
    page.heading(title)
    page.session.emit_rows(rows[:_MOST_LISTED], [Column(name) for name in columns], width=page.width)
    if len(rows) > _MOST_LISTED:
        page.line(f"… and {len(rows) - _MOST_LISTED} more: -o json shows them all")

"""The figures of a page: those that decide, each with its definition, and the tables of queues and agents.

Definitions are those of rulebook 8, in the words of somebody who has not read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from wscli.amounts import count, number, percent
from wscli.report.html.markup import Html, markup, named, table, tag
from wscli.report.html.words import duration, worked

Summary = Mapping[str, Any]


class Key(NamedTuple):
    """A key figure: what it is, the figure, what belongs beside it, and how it is defined."""

    title: str
    value: str
    beside: str
    definition: str


def lede(summary: Summary) -> str:
    """Return the run in two or three sentences."""
    cases, wait, level = summary["cases"], summary["wait"], summary["service_level"]
    if not cases["arrived"]:
        return "No case took part in this run."
    text = (
        f"{count(cases['arrived'], 'case')} arrived; the run lasts {duration(summary['simulated_seconds'])}."
    )
    if wait["count"]:
        text += (
            f" Of the {number(level['answered'])} answered, {percent(level['fraction'])} waited less than "
            f"{duration(level['threshold'])}; the mean wait was {duration(wait['mean'])}."
        )
    else:
        text += " None of them was answered."
    left = [
        (cases["withdrawn"], "withdrawn"),
        (cases["open"] - cases["undistributed"], "still open at the end"),
        (cases["undistributed"], "never distributed"),
    ]
    said = [f"{count:,} {word}" for count, word in left if count]
    return f"{text} {', '.join(said).capitalize()}." if said else text


def keys(summary: Summary) -> Iterator[Key]:
    """Yield the key figures, the most telling first."""
    yield from _keys_of_service(summary)
    yield from _keys_of_cases(summary)
    yield from _keys_of_agents(summary)


def _keys_of_service(summary: Summary) -> Iterator[Key]:
    wait, level = summary["wait"], summary["service_level"]
    yield Key(
        "Service level",
        percent(level["fraction"]),
        f"answered in less than {duration(level['threshold'])}",
        "Cases answered in less than the threshold ÷ cases answered. With those in the divisor that were "
        f"withdrawn without ever being answered: {percent(level['fraction_with_withdrawn'])}.",
    )
    yield Key(
        "Mean wait",
        duration(wait["mean"]),
        f"half waited no more than {duration(wait['p50'])}",
        "From arrival to the first accept, auto-assignment or pick, of the cases that had one.",
    )
    yield Key(
        "95% within",
        duration(wait["p95"]),
        f"99%: {duration(wait['p99'])}; the longest {duration(wait['max'])}",
        "Of 100 answered cases 95 waited no longer: the 95th percentile of the same waits, by linear "
        "interpolation between closest ranks.",
    )


def _keys_of_cases(summary: Summary) -> Iterator[Key]:
    cases, handle, backlog = summary["cases"], summary["handle"], summary["backlog"]
    arrived = cases["arrived"]
    closed = f"{cases['resolved']:,} resolved"
    closed += f", {cases['auto_closed']:,} auto-closed" if cases["auto_closed"] else ""
    yield Key(
        "Cases",
        number(arrived),
        closed,
        "All cases that took part. Closed = resolved + auto-closed (after too long in Waiting) + withdrawn.",
    )
    yield Key(
        "Withdrawn",
        number(cases["withdrawn"]),
        f"{percent(cases['withdrawn'] / arrived if arrived else None)} of the cases",
        "Closed while Open: patience was over, or the case was withdrawn or resolved elsewhere.",
    )
    unfinished = cases["open"] + cases["active"] + cases["waiting"]
    yield Key(
        "Not finished",
        number(unfinished),
        f"{cases['open']:,} open, {cases['active']:,} active, {cases['waiting']:,} waiting",
        "State at the end of the run: in a queue, in work, waiting for the customer.",
    )
    yield Key(
        "Backlog",
        number(backlog["max"]),
        f"on average {number(backlog['mean'])}",
        "Cases Open after each instant: the most, and the mean over the whole run.",
    )
    yield Key(
        "Handle time",
        duration(handle["mean"]),
        f"from first accept to close {duration(handle['gross_mean'])}",
        "Mean time Active, of closed cases that somebody had.",
    )


def _keys_of_agents(summary: Summary) -> Iterator[Key]:
    yield Key(
        "Occupancy",
        percent(summary["occupancy"]),
        count(len(summary["agents"]), "agent"),
        "Units held × time, offers included ÷ capacity × time signed in, all agents together.",
    )
    if not is_used_as_occupied(summary):
        yield Key(
            "Utilisation",
            percent(summary["utilisation"]),
            "of the time signed in",
            "Time signed in with at least one active case or offer ÷ time signed in.",
        )


def is_used_as_occupied(summary: Summary) -> bool:
    """Whether utilisation says the same as occupancy of everybody: cases take all of an agent."""
    return all(each["utilisation"] == each["occupancy"] for each in (summary, *summary["agents"]))


def cards(summary: Summary) -> Html:
    """Return the key figures."""
    return tag(
        "dl",
        (
            tag(
                "div",
                tag("dt", key.title),
                tag("dd", key.value, class_="value"),
                tag("dd", key.beside, class_="beside"),
                tag("dd", key.definition, class_="definition"),
            )
            for key in keys(summary)
        ),
        class_="cards",
    )


def places(summary: Summary, kind: str, caption: str) -> Html:
    """Return the table of `queues` or `workstreams`; what was nowhere withdrawn or left open is no column."""
    left = [word for word in ("withdrawn", "open") if summary["cases"][word]]
    head = [kind.removesuffix("s"), "cases", "answered", *("still open" if w == "open" else w for w in left)]
    rows = (
        [
            named(each["name"]),
            number(each["cases"]["arrived"]),
            number(each["wait"]["count"]),
            *(number(each["cases"][word]) for word in left),
            duration(each["wait"]["mean"]),
            duration(each["wait"]["p95"]),
            duration(each["wait"]["max"]),
            percent(each["service_level"]["fraction"]),
            number(each["backlog"]["max"]),
        ]
        for each in summary[kind]
    )
    waits = ["mean wait", "95% within", "longest", "in time", "most open"]
    return table([*head, *waits], rows, caption=caption)


def agents(summary: Summary) -> Html:
    """Return the table of agents; kinds of offers, or picks, that nobody had are no column."""
    offered = [kind for kind in ("made", "accepted", "declined", "timed_out") if summary["offers"][kind]]
    picked, alike = bool(summary["picks"]["made"]), is_used_as_occupied(summary)
    words = {"made": "offers", "timed_out": "timed out"}
    head = ["agent", "handled", *(words.get(kind, kind) for kind in offered), *["picks"] * picked]
    rows = (
        [
            named(each["name"]),
            number(each["handled"]),
            *(number(each["offers"][kind]) for kind in offered),
            *[number(each["picks"]["made"])] * picked,
            percent(each["occupancy"]),
            *[percent(each["utilisation"])] * (not alike),
            worked(each["signed_in_seconds"]),
        ]
        for each in summary["agents"]
    )
    used = ["occupancy"] if alike else ["occupancy", "utilisation"]
    return table([*head, *used, "signed in"], rows, caption="Agents")


def offers(summary: Summary) -> Html | None:
    """Return the table of offers and picks by queue, with the total; None where there were none."""
    if not (summary["offers"]["made"] or summary["picks"]["made"] or summary["transfers"]):
        return None
    kinds = ("made", "accepted", "declined", "timed_out", "cancelled")
    head = ["queue", *(kind.replace("_", " ") for kind in kinds), "picked", "transfers"]
    whole: list[tuple[Html, Mapping[str, Any]]] = [(named(each["name"]), each) for each in summary["queues"]]
    whole.append((markup("all"), summary))
    rows = (
        [
            name,
            *(number(each["offers"][kind]) for kind in kinds),
            number(each["picks"]["made"]),
            number(each["transfers"]),
        ]
        for name, each in whole
    )
    return table(head, rows, caption="Offers, picks and transfers")


REASONS = {
    "no-workstream": "no branch of a flow held, and there is no default workstream",
    "dangling-workstream": "the flow names a workstream that does not exist (renamed or deleted)",
    "no-queue": "no rule held, and there is no default queue",
}
"""Why routing found no place for a case, in words (rulebook 2)."""


def undistributed(summary: Summary) -> Html:
    """Return the cases that were never distributed, by reason."""
    reasons: Sequence[tuple[str, int]] = list(summary["undistributed_reasons"].items())
    if not reasons:
        return tag("p", "Every case found a workstream and a queue.")
    rows = ([reason, REASONS.get(reason, ""), number(count)] for reason, count in reasons)
    return table(["reason", "what it means", "cases"], rows, texts=2, caption="Never distributed")

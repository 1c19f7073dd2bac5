"""Rows of an events file → the columns of an `EventTable`.

Events are read before the cases, because a `resolve` row may be what finishes a case without a handle time;
which case an id means is settled afterwards, by `link`. What a row asks for may still be refused in the run
(rulebook 9): here only unknown words and names, and missing fields, are bad rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from wscli.cases import fields
from wscli.cases.fields import BadValue, Memo, shown
from wscli.cases.header import Mistaken
from wscli.cases.problems import BadRows
from wscli.cases.rows import Records
from wscli.cases.table import CaseTable, EventKind, EventTable
from wscli.cases.vocabulary import Vocabulary
from wscli.model.terms import did_you_mean, read_term

EVENT_FIELDS = ("at", "event", "case_id", "agent", "value")
REQUIRED_FIELDS = ("at", "event")
AN_EVENT_LOG = Mistaken(
    frozenset({"seq", "state", "reason"}),
    "this is an event log: what came of a run, not what is to happen in one",
    f"an events file has the columns {', '.join(EVENT_FIELDS)}, with sign-in, accept, pick and their like",
)

_ABOUT_AGENTS = frozenset({EventKind.SIGN_IN, EventKind.SIGN_OUT, EventKind.PRESENCE})
NEEDS_CASE = frozenset(EventKind) - _ABOUT_AGENTS
NEEDS_AGENT = _ABOUT_AGENTS | {EventKind.PICK}
NEEDS_VALUE = frozenset({EventKind.PRESENCE, EventKind.TRANSFER})


@dataclass(slots=True)
class Events:
    """Events whose cases are still ids: `case_ids` has one per row, empty where none is meant."""

    table: EventTable
    case_ids: list[str] = field(default_factory=list)
    finished: set[str] = field(default_factory=set)
    """The ids that a `resolve` row finishes."""


class EventReader:
    """Fills an event table from batches of rows."""

    def __init__(
        self, bad: BadRows, vocabulary: Vocabulary, instant: Callable[[str], int], *, skip_bad_rows: bool
    ) -> None:
        self.events = Events(EventTable(bad.file))
        self._bad = bad
        self._instant = instant
        self._kind = Memo(event_kind).__getitem__
        self._agent = Memo(vocabulary.agents.find).__getitem__
        self._presence = Memo(vocabulary.presence).__getitem__
        self._queue = Memo(vocabulary.queues.find).__getitem__
        self._skip = skip_bad_rows

    def read(self, records: Records) -> Events:
        """Read all rows; what is wrong is in `bad` afterwards."""
        for lines, rows in records.batches():
            positions = [records.positions.get(name, -1) for name in EVENT_FIELDS]
            for line, row in zip(lines, rows, strict=True):
                texts = [row[position] if position >= 0 else "" for position in positions]
                faults = self._take(line, texts)
                if faults:
                    self._bad.add(line, faults)
        return self.events

    def _take(self, line: int, texts: list[str]) -> list[tuple[str, BadValue]]:
        """Append one row, or return what is wrong with it."""
        at_text, word, case_text, agent_text, value_text = texts
        faults: list[tuple[str, BadValue]] = []
        at = _read("at", self._instant, at_text, "every event", faults)
        kind = _read("event", self._kind, word, "every row", faults)
        if kind is None:
            return faults
        case = agent = value = None
        if kind in NEEDS_CASE:
            case = _read("case_id", fields.case_id, case_text, kind, faults)
        if agent_text or kind in NEEDS_AGENT:
            agent = _read("agent", self._agent, agent_text, kind if kind in NEEDS_AGENT else None, faults)
        if kind in NEEDS_VALUE:
            parse = self._presence if kind is EventKind.PRESENCE else self._queue
            value = _read("value", parse, value_text, kind, faults)
        if case and kind is EventKind.RESOLVE and not (faults and self._skip):
            self.events.finished.add(case)
        if not faults:
            self._append(
                line, at, kind, case or "", -1 if agent is None else agent, -1 if value is None else value
            )
        return faults

    def _append(self, line: int, at: int, kind: EventKind, case: str, agent: int, value: int) -> None:
        table = self.events.table
        table.at.append(at)
        table.event.append(kind)
        table.agent.append(agent)
        table.value.append(value)
        table.lines.append(line)
        self.events.case_ids.append(case)


def _read(
    place: str, parse: Callable[[str], Any], text: str, needer: str | None, faults: list[tuple[str, BadValue]]
) -> Any:
    """Parse one field; None where it is empty or wrong. An empty one is wrong if there is a `needer`."""
    if not text or text.isspace():
        if needer is not None:
            faults.append((place, BadValue(f"it is missing: {needer} needs one")))
        return None
    try:
        return parse(text)
    except BadValue as fault:
        faults.append((place, fault))
        return None


def event_kind(text: str) -> EventKind:
    """Read the word of an event as terms are read (`Sign in`); raises `BadValue`."""
    kind = read_term(EventKind, text)
    if kind is None:
        words = [kind.value for kind in EventKind]
        raise BadValue(
            f"no event {shown(text.strip())}", did_you_mean(text, words) or f"known: {', '.join(words)}"
        )
    return kind


def link(events: Events, cases: CaseTable, rejected: Collection[str], bad: BadRows) -> None:
    """Settle which case each event is about; an id that no case has is a bad row, and its row is dropped.

    Ids in `rejected` are those of bad case rows, which are reported already.
    """
    table = events.table
    meant = set(events.case_ids)
    index = {case: number for number, case in enumerate(cases.ids) if case in meant}
    index[""] = -1
    kept = []
    for row, case in enumerate(events.case_ids):
        found = index.get(case)
        table.case.append(-1 if found is None else found)
        if found is not None:
            kept.append(row)
        elif case not in rejected:
            bad.add(table.lines[row], [("case_id", BadValue(f"no case {shown(case)} in {cases.file}"))])
    if len(kept) < len(table):
        table.keep(kept)

"""The event log as XES (IEEE 1849-2016), which process-mining tools read.

XES has an element for each case with its events inside, while a run tells of all cases in order of time: a
case is complete only when the run is over. So rows are kept until then, as integers: an instant, a number,
and which of the few kinds of row it is. Two rows of one kind differ in nothing else, so the XML of a kind is
made once. 20 bytes a row, and about 100 a case.

Rows without a case, which are changes of presence, are no event of any trace, and a refused row is nothing
that happened to its case: both are left out, and counted in the head of the log. Why events are named as they
are, and why no library writes them, is decision 0017.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Protocol, TextIO

from wscli import __version__

TRANSITIONS = {
    "arrived": "schedule",
    "routed": "unknown",
    "undistributed": "unknown",
    "offered": "assign",
    "accepted": "start",
    "assigned": "start",
    "picked": "start",
    "declined": "reassign",
    "timed-out": "reassign",
    "cancelled": "reassign",
    "transferred": "reassign",
    "replied": "reassign",
    "waiting": "suspend",
    "resumed": "resume",
    "resolved": "complete",
    "auto-closed": "complete",
    "withdrawn": "withdraw",
}
"""Event of a case → transition of the standard lifecycle, that of the case as one piece of work.

What they mean there: sources: interchange.
"""

ENDINGS = ("resolved", "auto-closed", "withdrawn", "undistributed")
"""The events that are the outcome of a case if nothing follows them; otherwise its state is."""

HEAD = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="">
\t<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
\t<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
\t<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
\t<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
\t<global scope="trace">
\t\t<string key="concept:name" value=""/>
\t\t<date key="arrived_at" value="1970-01-01T00:00:00.000Z"/>
\t\t<string key="outcome" value=""/>
\t</global>
\t<global scope="event">
\t\t<string key="concept:name" value=""/>
\t\t<string key="lifecycle:transition" value="unknown"/>
\t\t<string key="state" value=""/>
\t\t<date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
\t\t<int key="seq" value="0"/>
\t</global>
\t<classifier name="Activity" scope="event" keys="concept:name"/>
\t<classifier name="Lifecycle" scope="event" keys="lifecycle:transition"/>
\t<classifier name="Activity_and_lifecycle" scope="event" keys="concept:name lifecycle:transition"/>
\t<string key="concept:name" value="wscli event log"/>
\t<string key="lifecycle:model" value="standard"/>
\t<string key="wscli_version" value="{__version__}"/>
"""
# A classifier's name is an NCName in the schema of the standard: "Activity + lifecycle" would not be valid.

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a character reference."""

_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
# A tab or a line break as itself would be read back as a blank: the value of an attribute is normalised.

_WHOLE_MINUTES = len("2026-03-02T09:00:00.000+01:00")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NONE = -1


class Cases(Protocol):
    """What is asked of the case table: columns of one length."""

    @property
    def ids(self) -> Sequence[str]:
        """As the case file has them."""

    @property
    def arrived(self) -> Sequence[int]:
        """Epoch milliseconds."""

    @property
    def priority(self) -> Sequence[int]:
        """From 1; 0 is none."""


class _Kind(NamedTuple):
    """What is the same in many rows, and the XML that an event of it begins with."""

    event: str
    queue: str | None
    workstream: str | None
    state: str
    text: str


class XesLog:
    """Takes the rows of an event log, and writes them by case when the run is over."""

    def __init__(self, cases: Cases, instant: Callable[[int], str]) -> None:
        """`instant` writes epoch milliseconds as ISO 8601, in the zone that the file is to have."""
        self.cases = cases
        self.instant = instant
        self.numbers = {case_id: number for number, case_id in enumerate(cases.ids)}
        self.order = array("i")  # cases as they arrive
        self.first = array("i", [_NONE]) * len(cases.ids)
        self.latest = array("i", [_NONE]) * len(cases.ids)
        # By row: the rows of a case are a chain from its first to its latest.
        self.following = array("i")
        self.at = array("q")
        self.seq = array("i")
        self.kind = array("i")
        self.kinds: list[_Kind] = []
        self.kind_of: dict[tuple[Any, ...], int] = {}
        self.left_out = {"presence": 0, "refused": 0}

    def add(self, row: Sequence[Any]) -> None:
        """Take a row: the values of the event log's columns, `at` in epoch milliseconds (interface §7)."""
        seq, at, event, case_id, *rest = row
        if event in self.left_out:
            self.left_out[event] += 1
            return
        key = (event, *rest)
        kind = self.kind_of.get(key)
        if kind is None:
            kind = self.kind_of[key] = len(self.kinds)
            self.kinds.append(_kind(event, *rest))
        number, place = self.numbers[case_id], len(self.at)
        previous = self.latest[number]
        if previous == _NONE:
            self.order.append(number)
            self.first[number] = place
        else:
            self.following[previous] = place
        self.latest[number] = place
        self.following.append(_NONE)
        self.at.append(at)
        self.seq.append(seq)
        self.kind.append(kind)

    def write(self, stream: TextIO) -> None:
        """Write the log, its traces in order of arrival; raises Invalid as `instant` does."""
        stream.write(HEAD)
        for event, count in self.left_out.items():
            stream.write(f"\t{_int(f'{event}_rows', count)}")
        for number in self.order:
            stream.write("".join(self._trace(number)))
        stream.write("</log>\n")

    def _trace(self, number: int) -> list[str]:
        last = self.kinds[self.kind[self.latest[number]]]
        priority = self.cases.priority[number]
        parts = [
            "\t<trace>\n",
            f"\t\t{_string('concept:name', self.cases.ids[number])}",
            f'\t\t<date key="arrived_at" value="{self._date(self.cases.arrived[number])}"/>\n',
            f"\t\t{_string('outcome', last.event if last.event in ENDINGS else last.state)}",
            f"\t\t{_string('queue', last.queue)}" if last.queue is not None else "",
            f"\t\t{_string('workstream', last.workstream)}" if last.workstream is not None else "",
            f"\t\t{_int('priority', priority)}" if priority else "",
        ]
        row = self.first[number]
        while row != _NONE:
            parts.append(
                f"{self.kinds[self.kind[row]].text}"
                f'\t\t\t<date key="time:timestamp" value="{self._date(self.at[row])}"/>\n'
                f'\t\t\t<int key="seq" value="{self.seq[row]}"/>\n'
                "\t\t</event>\n"
            )
            row = self.following[row]
        parts.append("\t</trace>\n")
        return parts

    def _date(self, at: int) -> str:
        """Return an instant as XML Schema has it, whose offsets have no seconds: some zones' once had."""
        text = self.instant(at)
        if len(text) <= _WHOLE_MINUTES:
            return text
        moment = _EPOCH + timedelta(milliseconds=at)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _kind(
    event: str, agent: str | None, queue: str | None, workstream: str | None, state: str, reason: str | None
) -> _Kind:
    values = {
        "concept:name": event,
        "lifecycle:transition": TRANSITIONS[event],
        "org:resource": agent,
        "queue": queue,
        "workstream": workstream,
        "state": state,
        "reason": reason,
    }
    texts = [f"\t\t\t{_string(key, value)}" for key, value in values.items() if value is not None]
    return _Kind(event, queue, workstream, state, "\t\t<event>\n" + "".join(texts))


def _string(key: str, value: str) -> str:
    return f'<string key="{key}" value="{escaped(value)}"/>\n'


def _int(key: str, value: int) -> str:
    return f'<int key="{key}" value="{value}"/>\n'


def escaped(text: str) -> str:
    """Return text as it stands between quotation marks; U+FFFD for what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text).translate(_ESCAPES)

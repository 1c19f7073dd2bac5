"""What the parts of a page have in common: the subject, its journal, and how its instants are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from wscli.report.html import journal, scale
from wscli.report.html.journal import Journal
from wscli.report.html.subject import Subject
from wscli.report.html.vega import Spec

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A subject that has been read; `offset` is how far its clocks are ahead of UTC when it begins, in ms."""

    subject: Subject
    journal: Journal
    offset: int

    @property
    def span(self) -> int:
        """How long the run is, in milliseconds."""
        return self.subject.end - self.subject.start

    def bins(self, most: int) -> scale.Bins:
        """Cut the run into pieces (`scale.bins`)."""
        return scale.bins(self.subject.start, self.subject.end, most, self.offset)

    def local(self, at: int) -> int:
        """Return an instant for a chart, whose axis is in UTC but shall show the run's clock."""
        # One offset for the whole run: an axis on which an hour comes twice cannot be drawn.
        return at + self.offset

    def clock(self, at: int) -> str:
        """Return an instant as people say it, as precisely as a run of this length needs it."""
        moment = _EPOCH + timedelta(milliseconds=self.local(at))
        day = f"{moment.day} {moment:%b}"
        if self.span > 90 * scale.DAY:
            return f"{day} {moment.year}, {moment:%H:%M}"
        if self.span > scale.DAY:
            return f"{moment:%a} {day}, {moment:%H:%M}"
        return f"{moment:%H:%M:%S}"

    def time_axis(self) -> Spec:
        """Return the channel of time: local clock, and a title that says which."""
        edges = (self.subject.start, max(self.subject.end, self.subject.start + 1))
        return {
            "field": "t",
            "type": "temporal",
            "scale": {"type": "utc", "nice": False, "domain": [self.local(at) for at in edges]},
            "axis": {"title": self.time_title(), "grid": False, **_ticks(self.span)},
        }

    def time_title(self) -> str:
        """Return what stands below an axis of time: the date, where the axis has only hours, and the zone."""
        sign, minutes = "+" if self.offset >= 0 else "−", abs(self.offset) // scale.MINUTE
        zone = str(self.subject.summary["settings"]["timezone"])
        shift = f" (UTC{sign}{minutes // 60:02d}:{minutes % 60:02d})" if self.offset else ""
        clock = f"time, {zone}{shift}"
        if self.span > 36 * scale.HOUR:
            return clock
        moment = _EPOCH + timedelta(milliseconds=self.local(self.subject.start))
        return f"{moment.day} {moment:%B %Y}, {clock}"


def _ticks(span: int) -> dict[str, Any]:
    if span <= 5 * scale.MINUTE:
        return {"format": "%H:%M:%S", "tickCount": 5}
    if span <= 36 * scale.HOUR:
        return {"format": "%H:%M", "tickCount": 8}
    if span <= 15 * scale.DAY:
        return {"format": "%a %-d %b", "tickCount": {"interval": "day", "step": 1}}
    if span <= 90 * scale.DAY:
        return {"format": "%-d %b", "tickCount": {"interval": "week", "step": 1}}
    return {"format": "%b %Y", "tickCount": 8}


def gather(subject: Subject) -> Facts:
    """Read a subject."""
    units: dict[str | None, int] = {each.name: each.capacity for each in subject.organisation.workstreams}
    read = journal.read(subject.rows, subject.beginning, units, subject.start, subject.end)
    return Facts(subject=subject, journal=read, offset=scale.offset_of(subject.zone, subject.start))

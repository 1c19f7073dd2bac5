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
        return scale.bins(self.subject.start, self.subject.end, most, self.subject.zone)

    def local(self, at: int) -> int:
        """Return an instant for a chart, whose axis is in UTC but shall show the run's clock."""
        # One offset for the whole run: an axis on which an hour comes twice cannot be drawn.
        return at + self.offset

    def clock(self, at: int) -> str:
        """Return an instant as people say it, as precisely as a run of this length needs it."""
        offset = scale.offset_of(self.subject.zone, at)
        moment = _EPOCH + timedelta(milliseconds=at + offset)
        day = f"{moment.day} {moment:%b}"
        which = self._which(at, offset)
        if self.span > 90 * scale.DAY:
            return f"{day} {moment.year}, {moment:%H:%M}{which}"
        if self.span > scale.DAY:
            return f"{moment:%a} {day}, {moment:%H:%M}{which}"
        return f"{moment:%H:%M:%S}{which}"

    def _which(self, at: int, offset: int) -> str:
        """Return the offset of an instant of an hour that comes twice, empty for any other."""
        others = (scale.offset_of(self.subject.zone, at + side * scale.DAY) for side in (-1, 1))
        for other in others:
            # The same clock at the other offset: is it there too?
            if other != offset and scale.offset_of(self.subject.zone, at + offset - other) == other:
                return f" ({_utc(offset)})"
        return ""

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
        zone = str(self.subject.summary["settings"]["timezone"])
        # The clock may change while the run lasts; the axis does not.
        changes = scale.offset_of(self.subject.zone, self.subject.end) != self.offset
        always = " all along" if changes else ""
        shift = f" ({_utc(self.offset)}{always})" if self.offset or changes else ""
        clock = f"time, {zone}{shift}"
        if self.span > 36 * scale.HOUR:
            return clock
        moment = _EPOCH + timedelta(milliseconds=self.local(self.subject.start))
        return f"{moment.day} {moment:%B %Y}, {clock}"


def _utc(offset: int) -> str:
    """Return an offset as it is written: `UTC+01:00`."""
    sign, minutes = "+" if offset >= 0 else "−", abs(offset) // scale.MINUTE
    return f"UTC{sign}{minutes // 60:02d}:{minutes % 60:02d}"


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

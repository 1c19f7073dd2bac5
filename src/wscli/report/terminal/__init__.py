"""A run in characters: how many cases were open over time, and how long they waited.

Characters, because a picture that stands between the figures is looked at, and one in another window is
not. Everything here returns lines of text and writes none; it knows no stream and no colour. Whoever calls
says how wide the lines may be, and whether block characters can be shown.
"""

from __future__ import annotations

from wscli.report.terminal.course import Course, course_of
from wscli.report.terminal.plots import ENOUGH, Canvas, open_cases, waits

__all__ = ["ENOUGH", "Canvas", "Course", "course_of", "open_cases", "waits"]

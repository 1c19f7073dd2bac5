"""The loading bay: case files and events files → columns, fast, with every bad row named.

`read_inputs` is the door. It knows names and dates, and gives indexes and milliseconds; it decides nothing
about routing, and imports nothing of wscli but the terms and the errors.
"""

from __future__ import annotations

from wscli.cases.instants import check_time_format
from wscli.cases.mapping import read_mapping
from wscli.cases.meter import Meter
from wscli.cases.reader import read_inputs
from wscli.cases.table import CaseFormat, CaseTable, EventKind, EventTable, Format
from wscli.cases.vocabulary import Vocabulary

__all__ = [
    "CaseFormat",
    "CaseTable",
    "EventKind",
    "EventTable",
    "Format",
    "Meter",
    "Vocabulary",
    "check_time_format",
    "read_inputs",
    "read_mapping",
]

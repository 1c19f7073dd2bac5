"""The small integers of the kernel, each with its meaning; order matters where it says so."""

from __future__ import annotations

# Kinds of events, in the order in which they are taken at one instant (rulebook 1.3).
RELEASE = 0  # a case is resolved, put to Waiting, or withdrawn by a row: its units go back
RESPONSE = 1  # an offer is accepted or declined
PRESENCE = 2  # sign-in, sign-out, presence, shift start and end
TIMER = 3  # offer timeout, cool-down over, auto-close
ARRIVAL = 4  # a case is routed and enters its queue; resume, reply, transfer
PICK = 5  # an agent takes a listed case
PATIENCE = 6  # last of all, after the matching pass

ORDER_BITS = 56
"""An event's place within its instant is one integer: its kind above its order, this many bits wide.

Case rows come first, then event rows, then schedules, then what the run itself scheduled.
"""

# States of a case (rulebook 3).
ABSENT = 0  # not arrived, or not part of the run
OPEN = 1
ACTIVE = 2
WAITING = 3
CLOSED = 4

# How a closed case ended.
RESOLVED = 1
AUTO_CLOSED = 2
WITHDRAWN = 3

# Base presences, in the order of the model's terms.
AVAILABLE = 0
BUSY = 1
BUSY_DND = 2
AWAY = 3
OFFLINE = 4

# What an agent does with an offer.
ACCEPTS = 0
DECLINES = 1
IGNORES = 2

# Orders in which an agent goes through the list of open work items (rulebook 6.5).
OLDEST = 0
BY_PRIORITY = 1
NEWEST = 2
RANDOM = 3

# Event rows: what a file, or a schedule, says happens.
SIGN_IN = 0
SIGN_OUT = 1
SET_PRESENCE = 2
ACCEPT = 3
DECLINE = 4
IGNORE = 5
PICK_ROW = 6
WAIT = 7
RESUME = 8
REPLY = 9
RESOLVE = 10
WITHDRAW = 11
TRANSFER = 12
SHIFT_START = 13
SHIFT_END = 14
DATED_PRESENCE = 15

ROW_WORDS = (
    "sign-in",
    "sign-out",
    "presence",
    "accept",
    "decline",
    "ignore",
    "pick",
    "wait",
    "resume",
    "reply",
    "resolve",
    "withdraw",
    "transfer",
    "shift-start",
    "shift-end",
    "scripted",
)

KIND_OF_ROW = (
    PRESENCE,
    PRESENCE,
    PRESENCE,
    RESPONSE,
    RESPONSE,
    RESPONSE,
    PICK,
    RELEASE,
    ARRIVAL,
    ARRIVAL,
    RELEASE,
    RELEASE,
    ARRIVAL,
    PRESENCE,
    PRESENCE,
    PRESENCE,
)
"""The kind of event that each row code is."""

NEVER = -1
"""Stands for an instant or a duration that there is none of, in integer columns."""

FOREVER = 1 << 62
"""An instant behind all others: when what never comes is due."""

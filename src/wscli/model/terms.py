"""The closed vocabularies of the document, how they are read and written, and how names compare.

A term is written in kebab-case and read ignoring case, spaces, `-` and `_`, so that `Entity Records`
and `Busy - DND` work as they stand in the admin form.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T", bound=StrEnum)


class Channel(StrEnum):
    """What kind of work a workstream receives (sources: L3)."""

    ENTITY_RECORDS = "entity-records"
    LIVE_CHAT = "live-chat"
    SMS = "sms"
    FACEBOOK = "facebook"
    WECHAT = "wechat"
    MICROSOFT_TEAMS = "microsoft-teams"
    LINE = "line"
    WHATSAPP = "whatsapp"
    CUSTOM = "custom"
    TWITTER = "twitter"


class Mode(StrEnum):
    """Work distribution mode: pushed to an agent, or picked by one."""

    PUSH = "push"
    PICK = "pick"


class BasePresence(StrEnum):
    """The five base statuses, from most to least open for work."""

    AVAILABLE = "available"
    BUSY = "busy"
    BUSY_DND = "busy-dnd"
    AWAY = "away"
    OFFLINE = "offline"


class MatchingLogic(StrEnum):
    """How near an agent's skills have to be to those that a case requires (sources: L25)."""

    EXACT = "exact"
    CLOSEST = "closest"


class Status(StrEnum):
    """Whether a workstream takes part in routing."""

    ACTIVE = "active"
    INACTIVE = "inactive"


class PickOrder(StrEnum):
    """Which case of their list an agent takes first (rulebook 6.5)."""

    OLDEST = "oldest"
    PRIORITY = "priority"
    NEWEST = "newest"
    RANDOM = "random"


class ShiftEnd(StrEnum):
    """What happens to Active cases when a shift ends (rulebook 4.6)."""

    FINISH = "finish"
    REQUEUE = "requeue"


class Operator(StrEnum):
    """How a condition compares an attribute with its value (rulebook 2.8)."""

    EQUALS = "equals"
    NOT_EQUALS = "not-equals"
    GREATER_THAN = "greater-than"
    GREATER_OR_EQUAL = "greater-or-equal"
    LESS_THAN = "less-than"
    LESS_OR_EQUAL = "less-or-equal"
    CONTAINS = "contains"
    NOT_CONTAINS = "not-contains"
    BEGINS_WITH = "begins-with"
    ENDS_WITH = "ends-with"
    IN = "in"
    NOT_IN = "not-in"
    IS_NULL = "is-null"
    IS_NOT_NULL = "is-not-null"


class Semantics(StrEnum):
    """The named, versioned rules a simulation follows; the second is reserved for later."""

    CLASSIC_2019 = "classic-2019"
    UNIFIED_2025 = "unified-2025"


_NEAR = 0.8
"""How alike the words of two names have to be: `Crads` is near `Cards`, `East` is not near `West`."""


def squash(text: str) -> str:
    """Return `text` without case, spaces, `-` and `_`: the form in which terms are compared."""
    return "".join(ch for ch in text.casefold() if ch not in "-_" and not ch.isspace())


def read_term(terms: type[T], text: str) -> T | None:
    """Return the term that `text` says, or None."""
    wanted = squash(text)
    return next((term for term in terms if squash(term.value) == wanted), None)


def name_key(name: str) -> str:
    """Return the form in which names compare: trimmed, NFC, casefolded (NOCASE of SQLite is ASCII only)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.strip()).casefold())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like `word`, if one is near enough to suggest."""
    import difflib

    by_form = {squash(candidate): str(candidate) for candidate in known}  # a term is more than its text
    found = difflib.get_close_matches(squash(word)[:100], list(by_form), n=1, cutoff=0.6)
    return by_form[found[0]] if found else None


def near_name(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that `word` is most likely a slip of, if there is one.

    Names share words more than terms do: `Routine cases` is no slip of `Urgent cases`, and `Team 2` none of
    `Team 1`. So every word has to be near the one in its place, or only the blanks differ.
    """
    import difflib

    def likeness(name: str) -> float:
        if squash(name) == squash(word):
            return 1.0
        pairs = list(zip(name.casefold().split(), word.casefold().split(), strict=False))
        if not pairs or len(name.split()) != len(word.split()):
            return 0.0
        return min(difflib.SequenceMatcher(None, *pair).ratio() for pair in pairs)

    by_likeness = {likeness(name): name for name in map(str, known)}
    best = max(by_likeness, default=0.0)
    return by_likeness[best] if best >= _NEAR else None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return `did you mean “…”?` for a near word; else None."""
    found = nearest(word, known)
    return f"did you mean {found!r}?" if found is not None else None

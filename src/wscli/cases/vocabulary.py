"""The names that rows may refer to, and their indexes.

Names compare trimmed, NFC and casefolded; an unknown one is answered with the nearest known. Base presences
are always known and come first, so that an index below five is a `BasePresence` in its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wscli.cases.fields import BadValue, rating, shown
from wscli.model.terms import BasePresence, did_you_mean, name_key, read_term


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one kind, in order, and their index by name key."""

    kind: str
    names: tuple[str, ...]
    index: dict[str, int]

    @classmethod
    def of(cls, kind: str, names: Iterable[str]) -> Names:
        """Number `names` from 0 in the order given."""
        listed = tuple(names)
        return cls(kind, listed, {name_key(name): number for number, name in enumerate(listed)})

    def knows(self, text: str) -> bool:
        """Whether `text` is one of the names."""
        return name_key(text) in self.index

    def find(self, text: str) -> int:
        """Return the index of the name that `text` says; raises `BadValue`."""
        found = self.index.get(name_key(text))
        if found is not None:
            return found
        hint = did_you_mean(text, self.names)
        if hint is None:
            listed = ", ".join(self.names[:10]) + (" …" if len(self.names) > 10 else "")
            hint = f"known: {listed}" if self.names else f"the configuration has no {self.kind}"
        raise BadValue(f"no {self.kind} {shown(text)}", hint)

    def find_optional(self, text: str) -> int:
        """Return the index of the name, -1 where `text` is empty; raises `BadValue`."""
        return self.find(text) if text and not text.isspace() else -1


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything that rows may name; each kind is numbered in the order of definition."""

    queues: Names
    workstreams: Names
    skills: Names
    agents: Names
    presences: Names

    @classmethod
    def of(
        cls,
        *,
        queues: Iterable[str] = (),
        workstreams: Iterable[str] = (),
        skills: Iterable[str] = (),
        agents: Iterable[str] = (),
        presences: Iterable[str] = (),
    ) -> Vocabulary:
        """Number the names; `presences` are the custom ones, numbered from 5 on."""
        return cls(
            Names.of("queue", queues),
            Names.of("workstream", workstreams),
            Names.of("skill", skills),
            Names.of("agent", agents),
            Names.of("presence", (*(base.value for base in BasePresence), *presences)),
        )

    def presence(self, text: str) -> int:
        """Return the index of a presence; base ones are read as terms (`Busy - DND`). Raises `BadValue`."""
        if not self.presences.knows(text):
            base = read_term(BasePresence, text)
            if base is not None:
                return self.presences.find(base.value)
        return self.presences.find(text)

    def required_skills(self, text: str) -> tuple[tuple[int, int], ...]:
        """Read `spanish:3 cards:2` as (skill index, rating needed at least); without a rating, 1 is needed.

        A name with blanks in it stands between commas: `credit cards:2, spanish`. Raises `BadValue`.
        """
        needed: dict[int, int] = {}
        for part in re.split("[,;]", text):
            whole = part.strip()
            for word in [whole] if self.skills.knows(_skill_name(whole)) else whole.split():
                name = _skill_name(word)
                skill = self.skills.find(name)
                if skill in needed:
                    raise BadValue(
                        f"skill {shown(name)} is named twice", "name it once, with the higher rating"
                    )
                needed[skill] = 1 if name == word else rating(word[len(name) + 1 :])
        return tuple(needed.items())


def _skill_name(word: str) -> str:
    """Return what stands before the last colon, or all of it where no single word follows that colon."""
    name, _, needed = word.rpartition(":")
    return name if name and len(needed.split()) <= 1 else word

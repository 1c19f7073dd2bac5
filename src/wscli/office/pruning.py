"""What `--prune` deletes, what stands in its way, and what looks like a rename instead.

Pruned is what documents leave out, of the kinds that they have. An object that something kept still names
stays an obstacle: the answer names both sides. Deleting one object and creating another just like it is
nearly always a rename, and a rename keeps what refers to the object; so it is said before anything is done.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from wscli.errors import Problem
from wscli.model.checks.finding import command
from wscli.model.checks.runner import locate
from wscli.model.fields import NOUNS
from wscli.model.organisation import SECTIONS, Organisation
from wscli.model.parse import Parsed
from wscli.model.references import Reference, references_by_name
from wscli.model.terms import BasePresence, name_key, read_term
from wscli.office.conflicts import release
from wscli.store import Change

_NOUN_OF = {noun.name: noun for noun in NOUNS}
_RENAMED = ("workstream", "queue", "agent", "ruleset", "flow")
"""The kinds that have a command `rename`."""

_MOST_COMPARED = 200
"""Deleted or created objects of a kind; where there are more, nobody renamed them one by one."""


def without_the_rest(merged: Organisation, parsed: Parsed) -> Organisation:
    """Return the organisation without what documents leave out of the sections they have.

    What is there but could not be read is not left out.
    """
    stated = parsed.origins.keys() | parsed.broken
    for section in parsed.sections:
        if section in SECTIONS:
            things = merged.section(section)
            kept = [thing for thing in things if (section, name_key(thing.name)) in stated]
            merged = merged.with_section(section, kept)
    return merged


@dataclass(frozen=True, slots=True)
class Rename:
    """A deletion and a creation that look like one rename."""

    kind: str
    old: str
    new: str

    @property
    def hint(self) -> str:
        """What to do instead: a command line."""
        words = [self.kind, "rename", self.old, self.new]
        if self.kind == "workstream":
            words.append("--update-flows")
        return f"{command(*words)} keeps what refers to it; then try again"

    @property
    def problem(self) -> Problem:
        """The warning that says so."""
        message = (
            f"{self.kind} {self.old!r} would be deleted and {self.new!r} created with most fields the same:"
            " this looks like a rename"
        )
        return Problem(path="", message=message, hint=self.hint, severity="warning")


def renames(changes: Sequence[Change]) -> list[Rename]:
    """Return the deletions that a creation of the same kind is most like, if most of its fields are equal."""
    found = []
    for kind in _RENAMED:
        gone = [each for each in changes if each.kind == kind and each.action == "deleted"]
        made = [each for each in changes if each.kind == kind and each.action == "created"]
        for new in made if max(len(gone), len(made)) <= _MOST_COMPARED else ():
            likest = max(((_likeness(old, new), at) for at, old in enumerate(gone)), default=None)
            if likest is not None and likest[0][0] > 0.5:
                found.append(Rename(kind, gone.pop(likest[1]).name, new.name))
    return found


def _likeness(old: Change, new: Change) -> tuple[float, float]:
    """Return the share of equal fields among those that either states, and how like the names are."""
    before = {name: sides["old"] for name, sides in old.fields.items() if name != "name"}
    after = {name: sides["new"] for name, sides in new.fields.items() if name != "name"}
    either = before.keys() | after.keys()
    equal = sum(name in before and name in after and before[name] == after[name] for name in either)
    return equal / len(either) if either else 0.0, SequenceMatcher(None, old.name, new.name).ratio()


def still_named(
    changes: Sequence[Change], merged: Organisation, parsed: Parsed, looks: Collection[Rename]
) -> list[Problem]:
    """Return a problem for every place in `merged` that names an object which would be deleted."""
    renamed = {(each.kind, each.old): each for each in looks}
    found = []
    for kind, section in ((noun.name, noun.section) for noun in NOUNS):
        gone = [each for each in changes if each.kind == kind and each.action == "deleted"]
        named = references_by_name(merged, section) if gone else {}
        for change in gone:
            if section == "presences" and read_term(BasePresence, change.name) is not None:
                continue  # what is left is the base presence of that name
            for place in named.get(name_key(change.name), ()):
                problem = _in_the_way(change, place, merged, parsed)
                look = renamed.get((kind, change.name))
                found.append(problem if look is None else replace(problem, hint=look.hint))
    return found


def _in_the_way(change: Change, place: Reference, merged: Organisation, parsed: Parsed) -> Problem:
    path, (file, line, column) = locate(place.section, place.name, place.path, parsed.origins)
    hint = f"state {change.kind} {change.name!r} in the files, or name another here"
    if file is None:
        way_out = release(merged, _NOUN_OF[change.kind], change.name, place)
        hint = f"state {change.kind} {change.name!r} in the files, or first: {way_out}"
    return Problem(
        path=path,
        message=f"{place.text} still names {change.kind} {change.name!r}, which would be deleted",
        hint=hint,
        rule="still-in-use",
        file=file,
        line=line,
        column=column,
    )

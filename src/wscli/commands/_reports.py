"""How commands say what they did: one voice for created, updated, renamed, deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wscli.session import Column, Format, Session

if TYPE_CHECKING:
    from wscli.errors import Problem
    from wscli.model.fields import Noun
    from wscli.office.items import ItemEdit
    from wscli.office.writing import Edit
    from wscli.store import Change

SCHEMA_VERSION = 1
CHANGES_FIELDS = ("schema_version", "changes", "counts")


def shown_columns(noun: Noun) -> tuple[Column, ...]:
    """Return the fields that `show` has, and that a command that writes gives to programs."""
    from wscli.commands._options import columns

    return columns(noun, *(("queues",) if noun.name == "agent" else ()), "referred_to_by")


def say_edit(
    session: Session, noun: Noun, edit: Edit, *, dry_run: bool, done: str = "", part: Noun | None = None
) -> None:
    """Say what an edit did, warn of what is odd, and give the object to programs as `show` gives it.

    `done`: what was done, where that says more than old and new. `part`: what was edited, if not all of it.
    """
    from wscli.commands._options import of_option

    for warning in edit.warnings:
        session.warn(of_option(warning, part or noun))
    unchanged = edit.change.action == "unchanged"
    say(session, change_text(edit.change) if unchanged or not done else done, dry_run=dry_run)
    _give_thing(session, noun, edit)


def say_item(session: Session, owner: Noun, part: Noun, verb: str, done: ItemEdit, *, dry_run: bool) -> None:
    """Say what was done to a rule or a branch: `moved rule 'A' in ruleset 'B' to number 1: …`."""
    place = {
        "added": f" as number {done.number}" if part.name == "rule" else "",
        "moved": f" to number {done.number}",
    }
    word, _, relation = verb.partition(" ")
    name = done.edit.thing.name
    text = f"{word} {done.label} {relation} {owner.name} {name!r}{place.get(word, '')}: {done.text}"
    say_edit(session, owner, done.edit, dry_run=dry_run, done=text, part=part)


def say_rename(
    session: Session, noun: Noun, old: str, edit: Edit, *, updated: bool = False, dry_run: bool
) -> None:
    """Say that an object has another name, and what becomes of the flows that said the old one."""
    from wscli.errors import Problem
    from wscli.model.checks.finding import command

    new = edit.thing.name
    renamed = f"renamed {noun.name} {old!r} to {new!r}"
    say(session, change_text(edit.change) if edit.change.action == "unchanged" else renamed, dry_run=dry_run)
    for place in edit.named:
        if updated:
            say(session, f"re-pointed {place.text} to {new!r}", dry_run=dry_run)
            continue
        message = f"{_mark(dry_run)}{place.text} still says {old!r}: its cases are not distributed"
        hint = None
        if place is edit.named[-1]:
            back = (
                "" if dry_run else f"rename it back ({command(noun.name, 'rename', new, old)}), then again: "
            )
            hint = f"{back}--update-flows re-points the flows"
        session.warn(Problem(path="", message=message, hint=hint, rule="flow-dangling-workstream"))
    _give_thing(session, noun, edit)


def say_changes(
    session: Session, changes: Sequence[Change], warnings: Iterable[Problem], *, dry_run: bool
) -> None:
    """Say what several documents changed, each object in a line and the counts in the last."""
    for warning in warnings:
        session.warn(warning)
    for change in changes if session.format is Format.TABLE else ():
        if change.action != "unchanged":
            say(session, change_text(change), dry_run=dry_run)
    counts = count(changes)
    shown = (f"{number} {action}" for action, number in counts.items() if number or action != "deleted")
    say(session, ", ".join(shown), dry_run=dry_run)
    give(session, changes_record(changes))


def changes_record(changes: Sequence[Change]) -> dict[str, object]:
    """Return changes as programs read them (interface §3)."""
    records = list(map(_record, changes))
    return {"schema_version": SCHEMA_VERSION, "changes": records, "counts": count(changes)}


def _give_thing(session: Session, noun: Noun, edit: Edit) -> None:
    """Give the object of an edit to programs, as `show` does."""
    if session.format is not Format.TABLE:
        from wscli.office.listing import shown

        session.emit_object(shown(edit.after, noun, edit.thing.name), shown_columns(noun))


def give(session: Session, record: dict[str, object]) -> None:
    """Give what a command did to programs; people have read the line."""
    if session.format is not Format.TABLE:
        session.emit_object(record)


def say(session: Session, message: str, *, dry_run: bool) -> None:
    """Say one line; what a dry run would have done is marked."""
    session.say(f"{_mark(dry_run)}{message}")


def _mark(dry_run: bool) -> str:
    return "(dry run) " if dry_run else ""


def change_text(change: Change) -> str:
    """Return a change in words, an update field by field: old → new."""
    # The settings are one object each, without a name.
    name = change.kind if change.kind == change.name else f"{change.kind} {change.name!r}"
    if change.action == "unchanged":
        return f"{name} is unchanged"
    if change.action != "updated":
        return f"{change.action} {name}"
    fields = (
        f"{key} {_said(key, side['old'])} → {_said(key, side['new'])}" for key, side in change.fields.items()
    )
    return f"updated {name}: {', '.join(fields)}"


def _said(field: str, value: object) -> str:
    """Return the value of a field in words; rules, branches and shifts as `show` has them."""
    from wscli.model.words import LINES

    return _plain(list(LINES[field](value)) if field in LINES and isinstance(value, list) else value)


def _plain(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "[" + ", ".join(map(_plain, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(item)}" for key, item in value.items()) + "}"
    return str(value)


def count(changes: Iterable[Change]) -> dict[str, int]:
    """Return how many changes of each action there are."""
    counts = {"created": 0, "updated": 0, "unchanged": 0, "deleted": 0}
    for change in changes:
        counts[change.action] += 1
    return counts


def _record(change: Change) -> dict[str, object]:
    """Return a change as programs read it (interface §3)."""
    fields = change.fields if change.action == "updated" else {}
    return {"kind": change.kind, "name": change.name, "action": change.action, "fields": fields}


def report_problems(
    session: Session, problems: Sequence[Problem], *, strict: bool, hint: str | None = None
) -> None:
    """Report what a validation found; `hint` is what to do if that is not in order.

    Raises Invalid (exit 3) if that is not in order; the problems are then on stdout for programs, and with
    the error for people.
    """
    from wscli.errors import Invalid

    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    ok = not errors and not (strict and warnings)
    record = {
        "schema_version": SCHEMA_VERSION,
        "ok": ok,
        "errors": errors,
        "warnings": warnings,
        "problems": [problem_record(problem) for problem in problems],
    }
    give(session, record)
    listed = problems if session.format is Format.TABLE else ()
    if not ok:
        because = "" if errors else ", and --strict takes no warnings"
        raise Invalid(f"not valid: {_counts(errors, warnings)}{because}", hint=hint, problems=listed)
    for warning in listed:
        session.warn(warning)
    session.say(f"valid, with {_counts(0, warnings)}" if warnings else "valid")


def problem_record(problem: Problem) -> dict[str, object]:
    """Return a problem as programs read it (interface §2)."""
    names = ("path", "file", "line", "column", "severity", "rule", "message", "hint")
    return {name: getattr(problem, name) for name in names}


def _counts(errors: int, warnings: int) -> str:
    parts = [(errors, "error"), (warnings, "warning")]
    return " and ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts if count)

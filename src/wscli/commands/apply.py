"""Making the database say what documents say (interface §3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wscli.commands import _reports
from wscli.commands._options import DryRun, Files, Prune
from wscli.errors import Failed, Usage
from wscli.session import Session, current

if TYPE_CHECKING:
    from wscli.office.applying import Outcome
    from wscli.store import Change


def apply(file: Files = None, prune: Prune = False, dry_run: DryRun = False) -> None:
    """Lay configuration files over what is stored, in one transaction.

    A file states whole objects: one that is stored becomes what the file says of it, and a field that the
    file leaves out gets its default, also if another value is stored. Objects that no file names stay as
    they are. Applying the same files again changes nothing.

    With --prune what the files leave out is deleted, of the kinds that they have: files
    with a list of queues say which queues there are, and nothing about agents. It is listed, and asked for.

    Examples:

        wscli apply -f centre.yaml
        wscli apply -f configuration/ --prune --dry-run
        wscli export | wscli apply -f -
    """
    from wscli.office import applying, validation

    session = current()
    if not file:
        raise Usage("missing option -f, in `wscli apply`", hint="name a file: wscli apply -f FILE")
    session.expect_fields(_reports.CHANGES_FIELDS)
    parsed, shape = validation.read(file, session.stdin)
    store, agreed = session.store(), None
    if prune and not (session.yes or dry_run):
        agreed = _agree(session, applying.preview(store, parsed, shape, prune=True))
    outcome = applying.apply(store, parsed, shape, prune=prune, agreed=agreed, dry_run=dry_run)
    for each in outcome.renames if agreed is None else ():
        session.warn(each.problem)
    _reports.say_changes(session, outcome.changes, outcome.warnings, dry_run=dry_run)


def _agree(session: Session, outcome: Outcome) -> Sequence[Change]:
    """List what would be deleted, and return it when somebody agrees; raises Failed when not."""
    deleted = outcome.deleted
    if not deleted:
        return deleted
    for each in outcome.renames:
        session.warn(each.problem)
    for change in deleted:
        session.warn(f"would delete {change.kind} {change.name!r}")
    number = len(deleted)
    if not session.confirm(f"delete {number} object{'' if number == 1 else 's'}?"):
        raise Failed("not agreed to: nothing was written", hint="without --prune nothing is deleted")
    return deleted

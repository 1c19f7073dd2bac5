"""Making the database say what documents say (interface §3)."""

from __future__ import annotations

from wscli.commands import _reports
from wscli.commands._options import DryRun, Files
from wscli.session import current


def apply(file: Files = None, dry_run: DryRun = False) -> None:
    """Lay configuration files over what is stored, in one transaction.

    What a file states is created, or updated field by field; the rest stays. Applying the same files again
    changes nothing.

    Examples:

        wscli apply -f centre.yaml
        wscli export | wscli apply -f -
    """
    from wscli.errors import Usage
    from wscli.office import applying, validation

    session = current()
    if not file:
        raise Usage("missing option -f, in `wscli apply`", hint="name a file: wscli apply -f FILE")
    session.expect_fields(_reports.CHANGES_FIELDS)
    parsed, shape = validation.read(file, session.stdin)
    changes, warnings = applying.apply(session.store(), parsed, shape, dry_run=dry_run)
    _reports.say_changes(session, changes, warnings, dry_run=dry_run)

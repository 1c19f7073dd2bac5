"""What this installation is, and whether it is well (interface §3)."""

from __future__ import annotations

from wscli.errors import Failed
from wscli.session import current


def doctor() -> None:
    """Say which versions and paths are used, and whether the database is sound.

    Ends with exit code 1 if something is wrong. Nothing is changed or created; a database that is not there
    yet is nothing wrong: the first command that writes creates it.

    Examples:

        wscli doctor
        wscli doctor -o json --fields integrity,counts
    """
    from wscli.office import health

    session = current()
    record, wrong = health.examine(session.store(), session.database_origin)
    session.emit_object(record)
    if wrong:
        raise Failed("; ".join(error.message for error in wrong), hint=wrong[0].hint)
    session.say("all is well")

"""Standard streams that survive what shells do to them.

A reader that leaves (`| head`), a full disk or a terminal with a small alphabet is everyday life for a
program in a pipe; Python answers each with a traceback unless told otherwise. What is written is not
decided here.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress


def prepare_streams() -> None:
    """Make sure there are three streams, and that none fails on a character it cannot show."""
    # A process started with a stream closed (`>&-`) has None there.
    sys.stdin = sys.stdin or io.StringIO()
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def settle_stdout() -> None:
    """Write what is still buffered, or give it up where it cannot be written.

    For the end of a command that failed: the interpreter flushes at exit, and where that fails it
    complains on stderr and changes the exit code.
    """
    try:
        sys.stdout.flush()
    except AttributeError:
        return  # started with stdout closed, and failed before there was a stand-in
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)

"""What the tests of this room share: a vocabulary, and a reader of texts that writes them to files first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wscli.cases import CaseTable, EventTable, Format, Vocabulary, read_inputs
from wscli.errors import Invalid

VOCABULARY = Vocabulary.of(
    queues=["Cases", "Everything else"],
    workstreams=["Case Workstream"],
    skills=["spanish", "cards", "Credit cards"],
    agents=["ann", "Ben"],
    presences=["In training"],
)

Read = Callable[..., tuple[CaseTable, EventTable | None]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a reader of `cases` and `events` given as text or bytes; options of `Format` by name."""

    def _read(
        cases: str | bytes,
        events: str | bytes | None = None,
        *,
        name: str = "cases.csv",
        events_name: str = "events.csv",
        wanted: set[str] | None = None,
        handle_optional: bool = False,
        **options: Any,
    ) -> tuple[CaseTable, EventTable | None]:
        sources: list[str | None] = []
        for file, content in ((name, cases), (events_name, events)):
            if content is None:
                sources.append(None)
                continue
            path = tmp_path / file
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            sources.append(str(path))
        return read_inputs(
            str(sources[0]),
            sources[1],
            Format(**options),
            VOCABULARY,
            wanted=frozenset(wanted or ()),
            handle_optional=handle_optional,
        )

    return _read


@pytest.fixture
def refused(read: Read) -> Callable[..., Invalid]:
    """Return a reader that must refuse, and gives the error."""

    def _refused(*args: Any, **options: Any) -> Invalid:
        with pytest.raises(Invalid) as caught:
            read(*args, **options)
        return caught.value

    return _refused

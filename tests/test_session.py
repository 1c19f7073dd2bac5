"""What one invocation carries, decided from options, environment and streams."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from wscli.errors import Invalid, Problem, Usage
from wscli.output import Format
from wscli.session import Session, current, default_database, read_fields, use


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def session(
    stdin: str = "",
    *,
    tty: bool = False,
    environ: dict[str, str] | None = None,
    quiet: bool = False,
    no_color: bool = False,
    no_input: bool = False,
    yes: bool = False,
) -> Session:
    stream = Terminal if tty else io.StringIO
    return Session(
        environ=environ or {},
        stdin=stream(stdin),
        stdout=stream(),
        stderr=stream(),
        quiet=quiet,
        no_color=no_color,
        no_input=no_input,
        yes=yes,
    )


def written(stream: object) -> str:
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {"HOME": "/home/ann"}, "/home/ann/.local/share/wscli/wscli.db"),
        ("linux", {"HOME": "/home/ann", "XDG_DATA_HOME": "/data"}, "/data/wscli/wscli.db"),
        ("linux", {"HOME": "/home/ann", "XDG_DATA_HOME": "data"}, "/home/ann/.local/share/wscli/wscli.db"),
        ("darwin", {"HOME": "/Users/ann"}, "/Users/ann/Library/Application Support/wscli/wscli.db"),
        ("win32", {"LOCALAPPDATA": "C:/ann/Local"}, "C:/ann/Local/wscli/wscli.db"),
    ],
)
def test_default_database_of_each_platform(platform: str, environ: dict[str, str], expected: str) -> None:
    assert default_database(environ, platform) == Path(expected)


def test_database_and_its_origin() -> None:
    plain = session(environ={"HOME": "/home/ann"})
    assert plain.database_origin == "default"
    plain.environ = {"HOME": "/home/ann", "WSCLI_DB": "env.db"}
    assert (plain.database, plain.database_origin) == (Path("env.db"), "WSCLI_DB")
    plain.db = "option.db"
    assert (plain.database, plain.database_origin) == (Path("option.db"), "--db")


def test_format_is_that_of_the_option_then_the_environment_then_a_table() -> None:
    assert session().format is Format.TABLE
    chosen = session(environ={"WSCLI_OUTPUT": "yaml"})
    assert chosen.format is Format.YAML and chosen.output is None
    chosen.output = Format.JSON
    assert chosen.format is Format.JSON
    with pytest.raises(Invalid, match="in WSCLI_OUTPUT"):
        _ = session(environ={"WSCLI_OUTPUT": "xml"}).format


@pytest.mark.parametrize(
    ("tty", "environ", "no_color", "expected"),
    [
        (True, {}, False, True),
        (False, {}, False, False),
        (True, {"TERM": "dumb"}, False, False),
        (True, {"NO_COLOR": "1"}, False, False),
        (True, {"NO_COLOR": ""}, False, True),
        (False, {"FORCE_COLOR": "1"}, False, True),
        (False, {"FORCE_COLOR": "0"}, False, False),
        (True, {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        (True, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        (True, {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour(tty: bool, environ: dict[str, str], no_color: bool, expected: bool) -> None:
    one = session(tty=tty, environ=environ, no_color=no_color)

    assert one.colour(one.stdout) is expected


def test_say_and_warn() -> None:
    loud, quiet = session(), session(quiet=True)
    problem = Problem(path="queues[0]", message="no members", hint="add one", rule="queue-without-members")
    for one in (loud, quiet):
        one.say("created 'a\nb'")
        one.warn(problem)
        one.warn("old \x1b[1mfile")

    warnings = (
        "warning: queues[0]: no members [queue-without-members]\nhint: add one\nwarning: old \\x1b[1mfile\n"
    )
    assert written(loud.stderr) == "created 'a\\nb'\n" + warnings
    assert written(quiet.stderr) == warnings
    assert written(loud.stdout) == ""


def test_words_are_coloured_on_a_terminal_and_say_the_same() -> None:
    one = session(tty=True)
    one.warn("beware")

    assert written(one.stderr) == "\x1b[1;33mwarning\x1b[0m: beware\n"


def test_emit_rows_says_when_a_table_would_be_empty() -> None:
    one = session()
    one.emit_rows(iter([]), ["name"], empty="no workstreams yet")
    assert (written(one.stdout), written(one.stderr)) == ("", "no workstreams yet\n")

    one = session(environ={"WSCLI_OUTPUT": "json"})
    one.emit_rows(iter([]), ["name"], empty="no workstreams yet")
    assert (written(one.stdout), written(one.stderr)) == ("[]\n", "")


def test_emit_object_with_fields() -> None:
    one = session(environ={"WSCLI_OUTPUT": "csv"})
    one.fields = read_fields(" capacity, name ")
    one.emit_object({"name": "x", "capacity": 5})

    assert written(one.stdout) == "capacity,name\n5,x\n"


def test_tables_know_the_width_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    one = session(tty=True, no_color=True)
    one.emit_rows([{"a": "word " * 30}], ["a"])

    assert max(map(len, written(one.stdout).splitlines())) <= 40


@pytest.mark.parametrize(
    ("answer", "expected"), [("y\n", True), ("YES\n", True), ("n\n", False), ("\n", False), ("", False)]
)
def test_confirm_asks_on_a_terminal(answer: str, expected: bool) -> None:
    one = session(answer, tty=True, no_color=True)

    assert one.confirm("delete 'x'?") is expected
    assert written(one.stderr) == "delete 'x'? [y/N] " + ("" if answer else "\n")
    assert written(one.stdout) == ""


def test_confirm_takes_yes_without_asking() -> None:
    one = session(tty=False, yes=True)

    assert one.confirm("delete?")
    assert written(one.stderr) == ""


@pytest.mark.parametrize(("tty", "no_input"), [(False, False), (True, True)])
def test_confirm_where_nobody_can_be_asked_is_a_usage_error(tty: bool, no_input: bool) -> None:
    with pytest.raises(Usage, match="delete 'x'") as caught:
        session("y\n", tty=tty, no_input=no_input).confirm("delete 'x'?")

    assert "--yes" in (caught.value.hint or "")


def test_read_fields_refuses_nothing() -> None:
    assert read_fields("a,b,") == ("a", "b")
    with pytest.raises(Invalid, match="no field is named"):
        read_fields(" , ")


def test_current_is_the_session_in_use() -> None:
    with pytest.raises(LookupError):
        current()
    with use(session()) as one:
        assert current() is one


def test_a_reader_of_messages_who_left_is_no_error() -> None:
    class Closed(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    Session(environ={}, stdin=io.StringIO(), stdout=io.StringIO(), stderr=Closed()).say("done")

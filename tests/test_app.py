"""The front door as a user meets it: words in, exit code and streams out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NamedTuple

import pytest
import typer

from wscli import __version__
from wscli.app import COMMANDS, main
from wscli.errors import Conflict, GateNotMet, Invalid, NotFound, Problem
from wscli.front.options import wants_json
from wscli.session import current

demo = typer.Typer()


@demo.command()
def create(
    name: Annotated[str, typer.Argument(help="Its name")],
    capacity: Annotated[str, typer.Option(help="Units one case takes")],
    mode: Annotated[str, typer.Option()] = "push",
    size: Annotated[int, typer.Option()] = 1,
    shiny: Annotated[bool, typer.Option("--shiny/--no-shiny")] = False,
) -> None:
    """Create a thing.

    A paragraph about things,
    over two lines.

    Examples:

        wscli thing create 'A thing' --capacity 5
    """
    current().say(f"created {name!r}, capacity {capacity}, mode {mode}, size {size}, shiny {shiny}")


@demo.command("list")
def list_things() -> None:
    """List the things."""
    current().emit_rows([{"name": "a"}, {"name": "b"}], ["name"])


@demo.command()
def numbers() -> None:
    """Write more than a pipe holds."""
    current().emit_rows(({"n": n} for n in range(20_000)), ["n"])


@demo.command()
def fail(how: str) -> None:
    """End with the error of that name."""
    raise ERRORS[how]


@demo.command()
def begin(how: str) -> None:
    """Write, then end with the error of that name."""
    list_things()
    raise ERRORS[how]


@demo.command(hidden=True)
def secret() -> None:
    """Not on the help page."""


def where() -> None:
    """Say where the database is."""
    session = current()
    print(session.database, session.database_origin)


PROBLEMS = [
    Problem(
        path="things[2].size", message="'five' is no number", hint="write 5", file="t.yaml", line=7, column=15
    ),
    Problem(path="things[3]", message="is \x1b[31mred", rule="no-colour", severity="warning"),
]
ERRORS: dict[str, BaseException] = {
    "invalid": Invalid("2 problems in t.yaml", problems=PROBLEMS, hint="correct them"),
    "single": Invalid("'five' is no number", problems=PROBLEMS[:1]),
    "not-found": NotFound("no thing 'x'"),
    "conflict": Conflict("thing 'x' is there already"),
    "gate": GateNotMet("wait.p95<10m: it is 700"),
    "disk": OSError(28, "No space left on device", "things.db"),
    "bug": ValueError("boom"),
    "exit": typer.Exit(3),
    "abort": typer.Abort(),
    "interrupt": KeyboardInterrupt(),
    "pipe": BrokenPipeError(32, "Broken pipe"),
}
TABLE = {
    "thing": ("test_app:demo", "Create, list and show things"),
    "where": ("test_app:where", "Say where the database is"),
}


class Result(NamedTuple):
    code: int
    stdout: str
    stderr: str


Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("WSCLI_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setitem(sys.modules, "test_app", sys.modules[__name__])


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(*words: str, **environ: str) -> Result:
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        code = main(words, TABLE)
        return Result(code, *capsys.readouterr())

    return run


def process(*words: str, **details: object) -> subprocess.Popen[bytes]:
    """Start the demo in its own process, with ordinary buffering."""
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    here = str(Path(__file__).parent)
    program = f"import sys; sys.path.insert(0, {here!r}); import test_app; test_app.run_demo()"
    return subprocess.Popen([sys.executable, "-c", program, *words], env=environ, **details)  # type: ignore[call-overload,no-any-return]


def run_demo() -> None:
    sys.exit(main(sys.argv[1:], TABLE))


# Exit codes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("thing create x --capacity 5", 0, "created 'x', capacity 5, mode push, size 1"),
        ("think", 2, "did you mean 'thing'?"),
        ("thing creat", 2, "did you mean 'create'?"),
        ("thing", 2, "missing command, in `wscli thing`"),
        ("-q", 2, "missing command, in `wscli`"),
        ("thing create x --capcity 5", 2, "did you mean '--capacity'?"),
        ("thing create x --no-shyny", 2, "did you mean '--no-shiny'?"),
        ("thing create x", 2, "missing option --capacity, in `wscli thing create`"),
        ("thing create", 2, "missing argument NAME, option --capacity"),
        ("thing create x --capacity", 2, "option --capacity needs a value"),
        ("thing create x --capacity --mode push", 2, "option --capacity needs a value, and '--mode'"),
        ("-o --quiet thing list", 2, "option -o needs a value"),
        ("thing create my thing --capacity 5", 2, "a name with spaces is written in quotes"),
        ("thing create x --capacity 5 --size five", 3, "'--size': 'five' is not a valid"),
        ("-o xml thing list", 3, "no such output format 'xml', in --output"),
        ("thing list -o jsno", 3, "did you mean 'json'?"),
        ("thing list --fields nam", 3, "did you mean 'name'?"),
        ("thing list --fields ,", 3, "no field is named"),
        ("--db= thing list", 3, "the path is empty, in --db"),
        ("thing fail invalid", 3, "error: 2 problems in t.yaml"),
        ("thing fail not-found", 4, "error: no thing 'x'"),
        ("thing fail conflict", 5, "error: thing 'x' is there already"),
        ("thing fail gate", 6, "error: wait.p95<10m: it is 700"),
        ("thing fail disk", 1, "error: No space left on device, 'things.db'"),
        ("thing fail bug", 1, "something unforeseen happened: ValueError: boom"),
        ("thing fail bug", 1, "hint: WSCLI_DEBUG=1"),
    ],
)
def test_exit_code_and_message(run: Run, line: str, code: int, said: str) -> None:
    result = run(*line.split())

    assert result.code == code
    assert said in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("how", "code"), [("exit", 3), ("abort", 130), ("interrupt", 130), ("pipe", 0)], ids=str
)
def test_quiet_endings_say_nothing(how: str, code: int) -> None:
    ended = process("thing", "fail", how, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    assert ended.communicate() == (b"", b"")
    assert ended.returncode == code


def test_exit_code_does_not_depend_on_the_format(run: Run) -> None:
    for how in ("invalid", "not-found", "conflict", "gate", "bug"):
        assert len({run("thing", "fail", how, "-o", name).code for name in ("table", "json", "none")}) == 1


def test_a_value_called_like_an_option_is_given_with_an_equals_sign(run: Run) -> None:
    assert "capacity --mode" in run("thing", "create", "x", "--capacity=--mode").stderr
    assert "capacity -5" in run("thing", "create", "x", "--capacity", "-5").stderr


def test_debug_shows_the_traceback(run: Run) -> None:
    result = run("thing", "fail", "bug", WSCLI_DEBUG="1")

    assert result.code == 1
    assert "Traceback" in result.stderr and "error: something unforeseen" in result.stderr


# Errors in words and as JSON ----------------------------------------------------------------------------


def test_problems_are_listed_with_their_place_and_hint(run: Run) -> None:
    assert run("thing", "fail", "invalid").stderr == (
        "error: 2 problems in t.yaml\n"
        "  t.yaml:7:15 things[2].size: 'five' is no number\n"
        "    hint: write 5\n"
        "  warning: things[3]: is \\x1b[31mred [no-colour]\n"
        "hint: correct them\n"
    )


def test_a_single_problem_is_not_said_twice(run: Run) -> None:
    expected = "error: t.yaml:7:15 things[2].size: 'five' is no number\nhint: write 5\n"

    assert run("thing", "fail", "single").stderr == expected


def test_json_error_is_one_object_as_documented(run: Run) -> None:
    error = json.loads(run("thing", "fail", "invalid", "-o", "json").stderr)["error"]

    assert (error["code"], error["message"], error["hint"]) == (3, "2 problems in t.yaml", "correct them")
    assert error["problems"][0] == {
        "path": "things[2].size",
        "file": "t.yaml",
        "line": 7,
        "column": 15,
        "severity": "error",
        "rule": "shape",
        "message": "'five' is no number",
        "hint": "write 5",
    }


@pytest.mark.parametrize(
    "line",
    [
        "-o json think",
        "thing create -ojson",
        "thing nothing",
        "thing create --bad --output=json",
        "-qo json x",
    ],
)
def test_usage_errors_are_json_too(run: Run, line: str) -> None:
    environ = {} if "json" in line else {"WSCLI_OUTPUT": "json"}
    result = run(*line.split(), **environ)

    assert json.loads(result.stderr)["error"]["code"] == result.code == 2


@pytest.mark.parametrize(
    ("line", "environ", "expected"),
    [
        ("-o json x", "", True),
        ("x -o JSON", "", True),
        ("x -o table", "json", False),
        ("-o json x -o csv", "", False),
        ("x -o xml", "json", True),
        ("x -- -o json", "", False),
        ("x --output", "", False),
        ("x", "jsonl", False),
    ],
)
def test_wants_json_reads_raw_arguments(line: str, environ: str, expected: bool) -> None:
    assert wants_json(line.split(), {"WSCLI_OUTPUT": environ}) is expected


def test_terminal_escapes_of_users_stay_text(run: Run) -> None:
    for line in (["thing", "create", "a\x1b[2Jb", "--capacity", "5"], ["\x1b[2J"], ["--\x1b]0;x\x07"]):
        assert "\x1b" not in run(*line).stderr


# Global options -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("--db a.db where", "a.db --db"),
        ("where --db a.db", "a.db --db"),
        ("--db a.db where --db b.db", "b.db --db"),
        ("where", "env.db WSCLI_DB"),
    ],
)
def test_the_database_said_last_wins_over_the_environment(run: Run, line: str, expected: str) -> None:
    assert run(*line.split(), WSCLI_DB="env.db").stdout == f"{expected}\n"


@pytest.mark.parametrize("line", ["-o jsonl thing list", "thing -o jsonl list", "thing list --output JSONL"])
def test_output_may_stand_anywhere(run: Run, line: str) -> None:
    assert run(*line.split(), WSCLI_OUTPUT="csv").stdout == '{"name": "a"}\n{"name": "b"}\n'


def test_output_of_the_environment_counts_where_nothing_is_said(run: Run) -> None:
    assert run("thing", "list", WSCLI_OUTPUT="csv").stdout == "name\na\nb\n"
    assert run("thing", "list", WSCLI_OUTPUT="").stdout.startswith("name\n─")


def test_wrong_environment_is_refused_before_the_command_runs(run: Run) -> None:
    result = run("thing", "create", "x", "--capacity", "5", WSCLI_OUTPUT="xml")

    assert result.code == 3
    assert "in WSCLI_OUTPUT" in result.stderr and "created" not in result.stderr
    assert run("--help", WSCLI_OUTPUT="xml").code == 0


def test_quiet_silences_what_was_done(run: Run) -> None:
    assert run("thing", "create", "x", "--capacity", "5", "-q").stderr == ""


@pytest.mark.parametrize("line", ["--version", "-q --version", "thing list --version"])
def test_version(run: Run, line: str) -> None:
    assert run(*line.split()) == (0, f"wscli {__version__}\n", "")


# The tree and its help ----------------------------------------------------------------------------------


def test_only_the_module_of_the_command_that_runs_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("lazy_one", "lazy_two"):
        (tmp_path / f"{name}.py").write_text('def go() -> None:\n    """Go."""\n    print("gone")\n')
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    table = {"one": ("lazy_one:go", "Go one way"), "two": ("lazy_two:go", "Go the other way")}

    assert main(["--help"], table) == 0
    assert main(["tow"], table) == 2
    captured = capsys.readouterr()
    assert "Go one way" in captured.out and "did you mean 'two'?" in captured.err
    assert not {"lazy_one", "lazy_two"} & set(sys.modules)

    assert main(["one"], table) == 0
    assert "lazy_one" in sys.modules and "lazy_two" not in sys.modules


def test_bare_program_shows_its_help(run: Run) -> None:
    bare = run()

    assert bare == run("--help") == run("help") == run("-h")
    assert bare.code == 0
    assert "  thing  Create, list and show things\n" in bare.stdout


def test_help_page_of_a_command(run: Run) -> None:
    page = run("thing", "create", "--help").stdout

    assert page == run("help", "thing", "create").stdout
    assert page.startswith(
        "Create a thing.\n\n"
        "A paragraph about things, over two lines.\n\n"
        "Usage: wscli thing create NAME [OPTIONS]\n\n"
        "Arguments:\n"
        "  NAME  Its name  [required]\n\n"
        "Options:\n"
        "  --capacity TEXT"
    )
    assert page.endswith("\n\nExamples:\n  wscli thing create 'A thing' --capacity 5\n")
    assert page.index("Options:") < page.index("Global options:") < page.index("Examples:")
    assert max(map(len, page.splitlines())) <= 80


def test_help_of_a_noun_lists_its_verbs(run: Run) -> None:
    page = run("thing", "--help").stdout

    assert page.startswith("Create, list and show things.\n\nUsage: wscli thing COMMAND … [OPTIONS]\n")
    assert "  create   Create a thing\n" in page
    assert "secret" not in page


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_shows_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    from wscli.front.tree import LazyGroup, root_group

    command = root_group(COMMANDS).load(name)
    verbs = [[verb] for verb in command.entries] if isinstance(command, LazyGroup) else []
    for words in ([], *verbs):
        assert main([name, *words, "--help"]) == 0
        page = capsys.readouterr().out
        assert f"Usage: {' '.join(['wscli', name, *words])}" in page
        assert max(map(len, page.splitlines())) <= 80


# Pipes, full disks, completion --------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "table"])
def test_a_reader_that_leaves_is_silence(format: str) -> None:
    writer = process("thing", "numbers", "-o", format, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert writer.stdout is not None and writer.stderr is not None
    assert len(writer.stdout.read(1)) == 1
    writer.stdout.close()

    assert writer.stderr.read() == b""
    assert writer.wait() == 0
    writer.stderr.close()


def test_a_pipe_closed_before_the_first_word_is_silence_too() -> None:
    for words in (["thing", "list"], ["--version"], ["--help"]):
        reading, writing = os.pipe()
        os.close(reading)
        ended = process(*words, stdout=writing, stderr=subprocess.PIPE)
        os.close(writing)

        assert ended.communicate()[1] == b""
        assert ended.returncode == 0


@pytest.mark.parametrize(("how", "code", "said"), [("gate", 6, b"error: wait"), ("interrupt", 130, b"")])
def test_an_error_keeps_its_code_when_the_reader_has_left(how: str, code: int, said: bytes) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = process("thing", "begin", how, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    message = ended.communicate()[1]

    assert ended.returncode == code
    assert message.startswith(said) and message.count(b"\n") == bool(said)


def test_an_error_does_not_swallow_what_was_written_before() -> None:
    ended = process("thing", "begin", "disk", stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    assert ended.communicate()[0].decode().splitlines()[-2:] == ["a", "b"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", [["thing", "list"], ["--version"]])
def test_a_full_disk_is_one_line(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = process(*words, stdout=full, stderr=subprocess.PIPE)

        assert ended.communicate()[1] == b"error: No space left on device\n"
        assert ended.returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="file descriptors of POSIX")
def test_closed_streams_do_no_harm() -> None:
    command = (
        'exec "$0" -c "import sys; sys.path.insert(0, \'$1\'); import test_app; test_app.run_demo()" thing'
    )
    shell = ["sh", "-c", command + " fail invalid >&- 2>&-", sys.executable, str(Path(__file__).parent)]

    assert subprocess.run(shell, check=False).returncode == 3


@pytest.mark.parametrize(
    ("words", "cword", "expected"),
    [
        ("wscli th", 1, ["thing"]),
        ("wscli thing cr", 2, ["create"]),
        ("wscli thing create --cap", 3, ["--capacity"]),
        ("wscli -o js", 2, ["json", "jsonl"]),
    ],
)
def test_bash_completion(
    monkeypatch: pytest.MonkeyPatch, words: str, cword: int, expected: list[str]
) -> None:
    monkeypatch.setenv("_WSCLI_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(cword))
    completing = process(stdout=subprocess.PIPE)

    assert completing.communicate()[0].decode().split() == expected

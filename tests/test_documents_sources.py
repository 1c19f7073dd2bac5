"""Where documents come from: files, folders, standard input, and what is said when they do not."""

from __future__ import annotations

import io
import os
import pathlib
import subprocess
import sys
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.documents import read_documents
from wscli.errors import Failed, Invalid, NotFound, Usage, WscliError


class Endless(io.RawIOBase):
    """A stream without an end that remembers how much of it was asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        self.asked += size
        return b" " * size


def values(sources: Iterable[str | pathlib.Path], stdin: bytes = b"") -> list[object]:
    documents = read_documents([str(source) for source in sources], stdin=io.BytesIO(stdin))
    return [document.value for document in documents]


def refused(sources: Iterable[str | pathlib.Path], stdin: bytes = b"") -> WscliError:
    with pytest.raises(WscliError) as caught:
        values(sources, stdin)
    return caught.value


def test_files_are_read_in_the_order_given(tmp_path: pathlib.Path) -> None:
    (tmp_path / "b.yaml").write_text("b: 010\n---\nc: ~\n")
    (tmp_path / "a.JSON").write_text('{"a": 1.10}')
    assert values([tmp_path / "b.yaml", tmp_path / "a.JSON"]) == [{"b": "010"}, {"c": None}, {"a": "1.10"}]


def test_a_document_knows_the_name_the_user_gave(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    pathlib.Path("a.yaml").write_text("a: 1\n")
    documents = read_documents(["a.yaml", "-"], stdin=io.StringIO("b: 1\n"))
    assert [document.file for document in documents] == ["a.yaml", "<stdin>"]


def test_a_folder_means_its_documents_by_name(tmp_path: pathlib.Path) -> None:
    for name in ("b.yml", "a.yaml", "c.json", "d.txt", ".e.yaml", "f"):
        (tmp_path / name).write_text(f'["{name}"]')
    (tmp_path / "g.yaml").mkdir()
    documents = read_documents([str(tmp_path)], stdin=io.BytesIO())
    assert [document.value for document in documents] == [["a.yaml"], ["b.yml"], ["c.json"]]
    assert documents[0].file == str(tmp_path / "a.yaml")


def test_a_folder_without_documents(tmp_path: pathlib.Path) -> None:
    error = refused([tmp_path])
    assert isinstance(error, Invalid)
    assert error.message == f"{tmp_path} holds no documents"
    assert "*.yaml" in (error.hint or "")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (b'{"a": "\\ud83d\\ude00"}', {"a": "😀"}),  # JSON: YAML cannot read it
        (b" [1.10]", ["1.10"]),
        (b"{a: [b]}", {"a": ["b"]}),  # YAML that begins like JSON
        (b"a: 1\n", {"a": "1"}),
        (b"", None),
    ],
)
def test_standard_input_is_json_where_it_looks_so(typed: bytes, value: object) -> None:
    assert values(["-"], typed) == [value]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (b'{"a": 1,\n "b" "c"}', "not JSON"),
        (b"{a: [b, c}", "after the [ of line 1"),
        (b"[" * 100_000, "more than 100 levels"),
    ],
)
def test_standard_input_that_is_neither_is_judged_as_what_it_resembles(typed: bytes, message: str) -> None:
    error = refused(["-"], typed)
    assert error.message == "<stdin> cannot be read"
    assert message in error.problems[0].message


def test_standard_input_can_be_text_with_a_buffer() -> None:
    stream = io.TextIOWrapper(io.BytesIO("a: é\n".encode()), encoding="ascii")
    [document] = read_documents(["-"], stdin=stream)
    assert document.value == {"a": "é"}


def test_standard_input_is_given_once() -> None:
    assert isinstance(refused(["-", "-"]), Usage)


def test_no_more_than_the_limit_is_read_from_standard_input() -> None:
    stream = Endless()
    with pytest.raises(Invalid) as caught:
        read_documents(["-"], stdin=stream)  # type: ignore[arg-type]
    assert stream.asked == 8 * 1024 * 1024 + 1
    assert caught.value.problems[0].message == "larger than 8 MiB"


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no /dev/zero")  # noqa: PTH110
def test_no_more_than_the_limit_is_read_from_a_file() -> None:
    assert refused(["/dev/zero"]).problems[0].message == "larger than 8 MiB"


def test_a_missing_file_suggests_a_near_one(tmp_path: pathlib.Path) -> None:
    (tmp_path / "workstreams.yaml").write_text("")
    error = refused([tmp_path / "workstream.yaml"])
    assert isinstance(error, NotFound)
    assert error.message == f"there is no file {tmp_path / 'workstream.yaml'}"
    assert error.hint == "did you mean 'workstreams.yaml'?"
    assert refused([tmp_path / "zzz"]).hint == "check the name and the folder"


@pytest.mark.parametrize("source", ["", " "])
def test_an_empty_word_is_no_folder(source: str) -> None:
    error = refused([source])
    assert isinstance(error, NotFound)
    assert "is the variable set" in str(error.hint)


def test_a_missing_folder_is_named(tmp_path: pathlib.Path) -> None:
    error = refused([tmp_path / "conf" / "a.yaml"])
    assert isinstance(error, NotFound)
    assert error.hint == f"there is no folder {tmp_path / 'conf'}"
    (tmp_path / "file").write_text("")
    assert isinstance(refused([tmp_path / "file" / "a.yaml"]), NotFound)


def test_a_file_that_cannot_be_opened(tmp_path: pathlib.Path) -> None:
    assert isinstance(refused([tmp_path / ("x" * 5_000)]), Failed)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.yaml").write_text("")
    (tmp_path / "a.yaml").chmod(0)
    assert isinstance(refused([tmp_path / "a.yaml"]), Failed)


def test_the_problems_of_all_files_come_at_once(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.yaml").write_text("a: b: c\n")
    (tmp_path / "b.json").write_text("{")
    (tmp_path / "c.yaml").write_text("a: 1\na: 2\n")
    error = refused([tmp_path])
    assert isinstance(error, Invalid)
    assert error.message == "2 sources cannot be read"
    places = {(pathlib.Path(problem.file or "").name, problem.line) for problem in error.problems}
    assert places == {("a.yaml", 1), ("b.json", 1), ("c.yaml", 2)}
    missing = refused([tmp_path, tmp_path / "none.yaml"])
    assert isinstance(missing, NotFound)
    assert len(missing.problems) == 4


def test_a_single_failure_keeps_its_words_and_gains_what_is_wrong_elsewhere(tmp_path: pathlib.Path) -> None:
    (tmp_path / "c.yaml").write_text("a: 1\na: 2\n")
    error = refused([tmp_path, tmp_path / "none.yaml"])
    assert error.message == f"there is no file {tmp_path / 'none.yaml'}"
    assert [problem.line for problem in error.problems] == [2]


@pytest.mark.parametrize("text", ["a: é\n", "{é: 1}\n"])
def test_a_byte_order_mark_is_not_text(text: str) -> None:
    [document] = read_documents(["-"], stdin=io.BytesIO(text.encode("utf-8-sig")))
    assert document.place(()) == (1, 1)
    assert "\ufeff" not in repr(document.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_another_encoding_is_named(encoding: str) -> None:
    problem = refused(["-"], "a: é\n".encode(encoding)).problems[0]
    assert problem.message == f"the file is {encoding.upper()}, not UTF-8"


def test_a_byte_that_is_not_utf_8_has_its_place() -> None:
    problem = refused(["-"], "a: é\nname: José\n".encode()[:-3] + b"\xe9\n").problems[0]
    assert problem.message == "byte 0xE9 (number 16 of the file) is not UTF-8"
    assert problem.place == "<stdin>:2:10"


@given(st.binary())
def test_any_bytes_are_read_or_refused_with_problems(data: bytes) -> None:
    try:
        assert values(["-"], data)
    except Invalid as error:
        assert error.problems


def test_importing_does_not_load_the_parsers() -> None:
    code = "import sys, wscli.documents; print({'yaml', 'json', 'difflib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"

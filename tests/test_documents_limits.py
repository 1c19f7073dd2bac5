"""What would take the process down is refused with a place, quickly and in little memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from wscli.documents import read_text
from wscli.errors import Invalid, Problem

MIB = 1024 * 1024


@pytest.fixture
def little_memory() -> Iterator[None]:
    """Fail a test that ever holds over 64 MiB of Python objects at once."""
    tracemalloc.start()
    yield
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 64 * MIB


def refusal(text: str, *, json: bool = False) -> Problem:
    with pytest.raises(Invalid) as caught:
        read_text(text, "a", json=json)
    return caught.value.problems[-1]


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("json", [False, True])
@pytest.mark.parametrize("piece", ["[", '{"a":', '[{"a":[', '{"":{"":'])
def test_a_hundred_thousand_levels(piece: str, json: bool) -> None:
    problem = refusal(piece * 100_000, json=json)
    assert problem.message == "more than 100 levels inside each other"
    assert problem.line == 1


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("piece", ["- ", "? ", "[ ", "{a: "])
def test_a_hundred_thousand_levels_of_yaml(piece: str) -> None:
    assert refusal(piece * 100_000).message == "more than 100 levels inside each other"


@pytest.mark.parametrize("json", [False, True])
def test_a_hundred_levels_are_read(json: bool) -> None:
    [document] = read_text("[" * 100 + "]" * 100, "a", json=json)
    assert len(document.places) == 100
    assert refusal("[" * 101 + "]" * 101, json=json).column == 101


def laughs(lines: int) -> str:
    text = "a0: &a0 lol\n"
    for line in range(1, lines):
        text += f"a{line}: &a{line} [{','.join([f'*a{line - 1}'] * 10)}]\n"
    return text


@pytest.mark.usefixtures("little_memory")
def test_a_billion_laughs() -> None:
    problem = refusal(laughs(30))
    assert problem.message == "more than 1,000,000 values, aliases followed"
    assert problem.line == 7
    [document] = read_text(laughs(6), "a", json=False)
    assert len(document.places) < 100


@pytest.mark.usefixtures("little_memory")
def test_an_alias_does_not_multiply_long_text() -> None:
    text = f"a: &a {'x' * MIB}\nb: [{','.join(['*a'] * 10_000)}]\n"
    assert refusal(text).line == 2


def test_levels_are_counted_through_aliases() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} {'[' * 40}*a{n - 1}{']' * 40}\n" for n in (1, 2, 3))
    problem = refusal(text)
    assert (problem.message, problem.line) == ("more than 100 levels inside each other", 4)


@pytest.mark.parametrize("json", [False, True])
def test_a_file_of_too_many_values(json: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wscli.documents.builder.MAX_NODES", 1_000)
    assert refusal("[" + "1," * 1_000 + "1]", json=json).message == "more than 1,000 values, aliases followed"


def test_a_file_of_too_many_documents() -> None:
    assert refusal("---\n" * 10_001).message == "more than 10,000 documents in one file"


def test_a_file_of_too_many_problems_lists_the_first_thousand() -> None:
    with pytest.raises(Invalid) as caught:
        read_text("a:\n" * 5_000, "a", json=False)
    assert len(caught.value.problems) == 1_001
    assert caught.value.problems[-1].message == "more than 1,000 problems"


def test_a_file_of_too_many_tag_directives() -> None:
    assert refusal("".join(f"%TAG !a{n}! x\n" for n in range(100_000))).line == 17


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("text", ['"' + '\\"' * MIB, '"\\' * MIB, "[" * 99 + '"' + '\\"' * MIB])
def test_an_unclosed_json_string_is_one_pass(text: str) -> None:
    assert "unterminated" in refusal(text, json=True).message


@pytest.mark.parametrize("json", [False, True])
def test_a_text_over_eight_mebibytes(json: bool) -> None:
    assert refusal(" " * (8 * MIB + 1), json=json).message == "larger than 8 MiB"
    assert read_text(" " * 8 * MIB, "a", json=json)[0].value is None

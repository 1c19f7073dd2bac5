"""Keys from what a terminal sends, in whatever pieces it comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wscli.report.replay.keys import Decoder

SENT = [
    (b"q", ["q"]),
    (b" ", [" "]),
    (b"\r", ["enter"]),
    (b"\n", ["enter"]),
    (b"\x7f", ["backspace"]),
    (b"\x1b[C", ["right"]),
    (b"\x1bOD", ["left"]),
    (b"\x1b[1;5C", ["right"]),
    (b"\x1b[A", []),
    (b"\x1b[15~", []),
    (b"\x1bOP", []),
    (b"\x04", ["end-of-input"]),
    (b"\x15", ["clear"]),
    (b"\x01", []),
    ("é".encode(), ["é"]),
    ("漢".encode(), ["漢"]),
    (b"ab", ["a", "b"]),
]


@pytest.mark.parametrize(("data", "keys"), SENT)
def test_keys(data: bytes, keys: list[str]) -> None:
    assert Decoder().feed(data) == keys


@given(st.lists(st.sampled_from(SENT), max_size=8), st.lists(st.integers(1, 4)))
def test_they_may_arrive_in_pieces(sent: list[tuple[bytes, list[str]]], sizes: list[int]) -> None:
    data = b"".join(piece for piece, _ in sent)
    decoder, found = Decoder(), []
    for size in [*sizes, len(data)]:
        found += decoder.feed(data[:size])
        data = data[size:]

    assert found + decoder.settle() == [key for _, keys in sent for key in keys]


def test_an_escape_that_does_not_go_on_is_the_key() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\x1b") == []
    assert decoder.waiting
    assert decoder.settle() == ["escape"]
    assert not decoder.waiting


@given(st.binary(max_size=60))
def test_whatever_is_sent_every_key_is_one_letter_or_a_name(data: bytes) -> None:
    decoder = Decoder()
    names = {"escape", "enter", "backspace", "left", "right", "end-of-input", "clear"}
    for key in [*decoder.feed(data), *decoder.settle()]:
        assert key in names or (len(key) == 1 and key.isprintable())

"""Tables for people: what gives way where a line is too short, and what never does."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from wscli.tables import Column, shortened, write_table

COLUMNS = [Column("name", "", cut=True), Column("cases", right=True), Column("wait", right=True)]


def table(width: int | None, *names: str, encoding: str = "utf-8") -> list[str]:
    page = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    records: list[dict[str, object]] = [{"name": name, "cases": "1,234", "wait": "–"} for name in names]
    write_table(page, records, COLUMNS, width, False)
    page.seek(0)
    return page.read().splitlines()


def test_a_name_that_is_too_long_loses_its_middle() -> None:
    assert table(30, "Customer service, north, desk 17", "Sales") == [
        "                   cases  wait",
        "──────────────────────────────",
        "Customer se…sk 17  1,234     –",
        "Sales              1,234     –",
    ]


def test_wide_letters_count_as_the_cells_they_take() -> None:
    lines = table(30, "顧客サポート部門の特別な案件 17", "Sales")

    assert lines[2] == "顧客サポー…件 17  1,234     –"
    assert {cell_len(line) for line in lines} == {29}, "half of a letter is none"


def test_nothing_is_cut_where_there_is_room_or_no_edge() -> None:
    name = "Customer service, north, desk 17"
    assert name in table(None, name)[2] and name in table(60, name)[2]


def test_figures_keep_their_digits_on_a_line_that_is_too_short() -> None:
    assert table(12, "Customer service")[2].split() == ["Custo…ce", "1,234", "–"]


def test_ascii_has_words_of_its_own() -> None:
    lines = table(30, "Customer service, north, desk 17", encoding="ascii")

    assert "".join(lines).isascii()
    assert lines[2] == "Customer s...k 17  1,234     -"


def test_what_a_stream_cannot_carry_stands_in_line_as_it_is_written() -> None:
    assert table(60, "王芳", "Zoë", "Sales", encoding="ascii")[2:] == [
        "\\u738b\\u82b3  1,234     -",
        "Zo\\xeb        1,234     -",
        "Sales         1,234     -",
    ]
    assert table(60, "王芳", "Zoë", encoding="latin-1")[3] == "Zoë           1,234     -"


@given(
    st.text(st.characters(exclude_categories=["C"], exclude_characters="…"), max_size=40), st.integers(1, 40)
)
def test_what_is_shortened_fits_and_keeps_both_ends(text: str, room: int) -> None:
    short = shortened(text, room)
    begin, mark, end = short.partition("…")

    assert cell_len(short) <= room
    assert bool(mark) is (cell_len(text) > room)
    assert text.startswith(begin) and text.endswith(end)


def test_spare_columns_are_left_out_the_last_first_where_there_is_no_room() -> None:
    columns = [Column("a"), Column("b", spare=True), Column("c"), Column("d", spare=True)]
    record: dict[str, object] = dict.fromkeys("abcd", "12345")
    heads = {}
    for width in (26, 25, 19, 18, 5, None):
        page = io.StringIO()
        write_table(page, [record], columns, width, False)
        heads[width] = "".join(page.getvalue().splitlines()[0].split())

    assert heads == {26: "abcd", 25: "abc", 19: "abc", 18: "ac", 5: "ac", None: "abcd"}

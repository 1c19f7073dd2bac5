"""Markup: whatever is put into it is text, unless it is markup already."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Page

from wscli.report.html.markup import Html, block, markup, named, table, tag
from wscli.terminal import printable

TEXT = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ["<script>", "&amp;", '"', "' onclick='", "\u202e", "\x00\x1b[2J", "]]>", "<!--", "</td>", "\ud800"]
)


@given(text=TEXT, attribute=TEXT)
@settings(max_examples=60)
def test_text_and_attributes_come_back_as_they_went_in(text: str, attribute: str) -> None:
    page = Page(tag("p", text, title=attribute))

    (paragraph,) = page.elements
    assert paragraph.text == printable(text)
    assert paragraph.attributes == {"title": printable(attribute)}


@given(cells=st.lists(TEXT, min_size=1, max_size=4))
@settings(max_examples=30)
def test_a_table_has_a_cell_for_each_text(cells: list[str]) -> None:
    page = Page(table(cells, [cells, cells]))

    texts = [each.text for each in page.elements if each.name in ("th", "td")]
    assert texts == [printable(cell) for cell in cells] * 3


def test_markup_in_a_format_string_is_text_again() -> None:
    inside = tag("b", "x")

    assert tag("p", inside) == "<p><b>x</b></p>"
    assert tag("p", f"{inside}") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"
    assert tag("p", inside + "<i>") == "<p>&lt;b&gt;x&lt;/b&gt;&lt;i&gt;</p>"


def test_attributes_are_left_out_stand_alone_or_have_a_value() -> None:
    assert (
        tag("p", class_="a", hidden=None, open=True, aria_label="<")
        == '<p class="a" open aria-label="&lt;"></p>'
    )


def test_content_may_be_nested_and_empty() -> None:
    assert markup("a", None, [tag("b", 1), ["<", None]]) == "a<b>1</b>&lt;"
    assert markup() == Html("")


def test_a_block_keeps_its_lines_and_shows_what_would_steer() -> None:
    assert block("a: <b>\n  c\x1b") == '<pre tabindex="0">a: &lt;b&gt;\n  c\\x1b</pre>'


def test_names_are_isolated_and_none_is_a_dash() -> None:
    assert named("שלום <b>") == "<bdi>שלום &lt;b&gt;</bdi>"
    assert named(None) == "–"

"""HTML that cannot be forgotten to be escaped: text is text until `tag` has made markup of it.

`Html` is a `str` that is markup already. Only this module makes any: whatever else is put into a tag, or
joined with Html by `+` or in an f-string, is a plain `str` again and is escaped. Characters that steer a
terminal or the direction of writing are shown, as everywhere in the program, and names are isolated from the
text around them (`<bdi>`).
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from wscli.terminal import printable

_VOID = frozenset({"meta", "br", "hr"})


class Html(str):
    """Markup: what `tag`, `block` and their like return, and what `drawing` is given."""

    __slots__ = ()


Content = Html | str | int | float | None | Iterable["Content"]
"""What may stand in a tag; None is nothing."""


def markup(*content: Content) -> Html:
    """Return content as markup, one after the other: Html as it is, everything else escaped."""
    return Html("".join(map(_markup, content)))


def _markup(content: Content) -> str:
    if isinstance(content, Html):
        return content
    if content is None:
        return ""
    if isinstance(content, str | int | float):
        return escape(printable(str(content)))
    return "".join(map(_markup, content))


def tag(name: str, /, *content: Content, **attributes: str | int | bool | None) -> Html:
    """Return an element. `class_` is the attribute class, `aria_label` aria-label; None leaves one out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{_markup(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{markup(*content)}</{name}>")


def named(name: str | None) -> Html:
    """Return a name from a user or a file, whose direction of writing does not spread."""
    return tag("bdi", name) if name else markup("–")


def block(text: str) -> Html:
    """Return text of several lines as it is, each made harmless."""
    # One line at a time: `printable` would show the line breaks, which mean what they are here.
    return tag("pre", Html("\n".join(_markup(line) for line in text.split("\n"))), tabindex=0)


def drawing(svg: str) -> Html:
    """Take SVG from the drawing library, which has escaped the texts that it was given."""
    return Html(svg)


def stylesheet(css: str) -> Html:
    """Take the style of the page, which is a file of ours."""
    return tag("style", Html(css))


def table(
    head: Iterable[str],
    rows: Iterable[Iterable[Content]],
    *,
    texts: int = 1,
    caption: str | None = None,
    stacked: str | None = None,
) -> Html:
    """Return a table that scrolls by itself; the first `texts` columns are text, the rest figures.

    `stacked` is the class of one whose cells stand below each other on a narrow screen, each with its title.
    """
    titles = list(head)
    kinds = ["text" if place < texts else "figure" for place in range(len(titles))]
    header = tag(
        "tr", [tag("th", title, scope="col", class_=kind) for title, kind in zip(titles, kinds, strict=True)]
    )
    body = [
        tag("tr", [_cell(place, cell, kinds[place], titles[place]) for place, cell in enumerate(row)])
        for row in rows
    ]
    inside = tag(
        "table",
        tag("caption", caption) if caption else None,
        tag("thead", header),
        tag("tbody", body),
        class_=f"stacked {stacked}" if stacked else None,
    )
    return tag("div", inside, class_="scroll", tabindex=0, role="region", aria_label=caption or titles[0])


def _cell(place: int, content: Content, kind: str, title: str) -> Html:
    if place == 0:
        return tag("th", content, scope="row", class_=kind)
    return tag("td", content, class_=kind, data_title=title or None)

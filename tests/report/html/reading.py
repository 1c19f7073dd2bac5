"""A page as a test reads it: its elements with their attributes and texts, and runs to make pages of."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from frontdoor import CENTRE, Result, run

VOID = {"meta", "br", "hr", "img"}
MARKS = {"path", "line", "rect", "circle"}

CASES = """\
case_id,arrived_at,handle_seconds,priority,subject,patience_seconds
C1,2026-03-02T09:00:00,60,1,card lost,
C2,2026-03-02T09:00:01,600.5,1,loan,
C3,2026-03-02T09:00:02,60,1,loan,30
C4,2026-03-02T09:00:03,60,,card,
C5,2026-03-02T09:05:00,120|60|30,1,card,
"""
EVENTS = """\
at,event,agent,case_id
2026-03-02T08:59:00,sign-in,ann,
2026-03-02T08:59:30,sign-in,ben,
2026-03-02T09:00:05,decline,,C2
2026-03-02T09:01:10,accept,,C2
"""


@dataclass
class Element:
    """An element: its name, attributes, the text in it, and what it stands in."""

    name: str
    attributes: dict[str, str | None]
    inside: list[str]
    content: list[str | Element] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements directly in it."""
        return [each for each in self.content if isinstance(each, Element)]

    @property
    def text(self) -> str:
        """The text directly in it."""
        return "".join(each for each in self.content if isinstance(each, str))

    def all(self, name: str) -> list[Element]:
        """Return every element of this name below."""
        return [found for child in self.children for found in ([child] if child.name == name else [])] + [
            found for child in self.children for found in child.all(name)
        ]

    def whole(self) -> str:
        """Return all text below."""
        return "".join(each if isinstance(each, str) else each.whole() for each in self.content)


class Page(HTMLParser):
    """Reads a page, and refuses one whose elements are not closed as they were opened."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, [])
        self.stack = [self.root]
        self.elements: list[Element] = []
        self.feed(text)
        self.close()
        assert self.stack == [self.root], [element.name for element in self.stack]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), [each.name for each in self.stack[1:]])
        assert len(element.attributes) == len(attrs), f"an attribute twice in {tag}"
        self.stack[-1].content.append(element)
        self.elements.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop().name == tag, tag

    def handle_data(self, data: str) -> None:
        self.stack[-1].content.append(data)

    def all(self, name: str) -> list[Element]:
        return [element for element in self.elements if element.name == name]

    @property
    def headings(self) -> list[str]:
        return [element.whole() for element in self.all("h2")]


def wscli(line: str, **how: str) -> Result:
    """Run one command line, typed as in a shell."""
    return run(shlex.split(line), **how)


def saved(name: str = "base", options: str = "", cases: str = CASES, events: str | None = EVENTS) -> None:
    """Save a run of the small contact centre in the current folder."""
    Path("centre.yaml").write_text(CENTRE, encoding="utf-8")
    Path("cases.csv").write_text(cases, encoding="utf-8")
    more = ""
    if events is not None:
        Path("events.csv").write_text(events, encoding="utf-8")
        more = "--events events.csv"
    done = wscli(f"simulate cases.csv -f centre.yaml {more} --save {shlex.quote(name)} {options} -o none")
    assert done.code == 0, done.err


def page_of(words: str = "base") -> Page:
    """Return the page of a saved run, read."""
    done = wscli(f"report {words} --html -")
    assert done.code == 0, done.err
    return Page(done.out)

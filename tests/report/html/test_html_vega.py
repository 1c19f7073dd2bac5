"""Charts: their scales, what is taken out of a drawing, and who may make markup."""

from __future__ import annotations

import ast
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import Page

from wscli.errors import Failed
from wscli.report import html
from wscli.report.html import vega

SOURCE = Path(str(html.__file__)).parent


@given(most=st.integers(0, 10**12))
def test_ticks_are_a_few_whole_numbers_that_reach_the_most(most: int) -> None:
    ticks = vega.whole_ticks(most)

    assert ticks[0] == 0 and ticks[-1] >= most
    assert 2 <= len(ticks) <= 6
    assert len({after - before for before, after in pairwise(ticks)}) == 1


def test_a_drawing_keeps_its_marks_and_texts_and_loses_the_rest() -> None:
    name = 'x aria-hidden="true" class="a" > 1.23456'
    spec: vega.Spec = {
        "data": {"values": [{"a": name, "v": 1}]},
        "mark": {"type": "bar", "color": vega.MAIN},
        "encoding": {"y": {"field": "a", "type": "nominal"}, "x": {"field": "v", "type": "quantitative"}},
    }
    spec["encoding"]["y"]["axis"] = {"labelLimit": 0}
    page = Page(vega.draw(spec))

    names = {name for element in page.elements for name in element.attributes}
    assert not names & {"aria-hidden", "role", "xmlns", "height", "version", "pointer-events"}
    (root,) = page.all("svg")
    assert {"width", "viewbox"} <= set(root.attributes)
    assert name in [each.text for each in page.all("text")]
    assert [each.attributes["fill"] for each in page.all("path")] == ["var(--main)"]


def test_nothing_is_loaded_for_a_drawing() -> None:
    spec = {
        "data": {"url": "http://nowhere.invalid/data.json"},
        "mark": "bar",
        "encoding": {"x": {"field": "v", "type": "quantitative"}},
    }
    try:
        drawn = vega.draw(spec)
    except ValueError:
        return
    assert "<path" not in drawn


def test_a_missing_library_is_a_failure_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(Failed) as caught:
        vega.require()

    assert caught.value.hint == "pip install 'wscli[report]'"


@pytest.mark.parametrize("file", sorted(SOURCE.rglob("*.py")), ids=lambda file: file.stem)
def test_markup_is_made_in_one_module_only(file: Path) -> None:
    called = {
        node.func.id
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    doors = {"Html": "markup", "drawing": "vega", "stylesheet": "page"}

    assert not [name for name, module in doors.items() if name in called and file.stem != module]

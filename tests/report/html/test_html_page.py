"""The page: its sections, its figures, its charts; nothing outside it, and nothing in it but text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from reading import CASES, MARKS, Element, Page, page_of, saved, wscli

from frontdoor import CENTRE

SECTIONS = [
    "Key figures",
    "What stands out",
    "Over time",
    "Waits",
    "Agents",
    "Offers and picks",
    "Not distributed",
    "Assumptions",
    "How this was made, and can be made again",
]
NOBODY = """\
workstreams: [{name: W, capacity: 10, allowed_presences: [available]}]
queues: [{name: Q, priority: 1}]
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """The page of the small run, made once for all tests that only read it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("page"))
        patch.setenv("WSCLI_DB", "wscli.db")
        saved()
        return page_of()


def drawings(figure: Element) -> list[Element]:
    """Return the drawings of a figure, and hold that it has one for a desk and one for a phone."""
    ways = [each.attributes.get("class") for each in figure.all("div")]
    assert ways.count("wide") == ways.count("narrow") == 1
    return figure.all("svg")


# What it says ---------------------------------------------------------------------------------------------


def test_it_has_its_sections_in_order(page: Page) -> None:
    assert page.headings == SECTIONS
    assert [each.whole() for each in page.all("h1")] == ["base"]


def test_it_says_what_the_summary_says() -> None:
    saved()
    page = page_of()
    summary = json.loads(wscli("runs show base -o json").out)
    values = [each.text for each in page.all("dd") if each.attributes.get("class") == "value"]

    assert f"{summary['service_level']['fraction']:.1%}" in values
    assert f"{summary['occupancy']:.1%}" in values
    assert str(summary["cases"]["arrived"]) in values
    assert summary["digest"] in page.root.whole()


def test_every_key_figure_has_its_definition(page: Page) -> None:
    cards = next(each for each in page.all("dl") if each.attributes.get("class") == "cards")

    assert len(cards.children) == 10
    for card in cards.children:
        assert [each.attributes.get("class") for each in card.children] == [
            None,
            "value",
            "beside",
            "definition",
        ]
        assert all(each.whole() for each in card.children)


def test_it_says_how_to_make_it_again(page: Page) -> None:
    text = page.root.whole()

    assert "wscli runs repeat base" in text
    assert text.count("sha256:") == 1
    assert {each.whole() for each in page.all("code")} >= {"cases.csv", "events.csv"}
    assert any("name: Urgent" in each.whole() for each in page.all("pre"))


def test_findings_and_undistributed_cases_are_told() -> None:
    saved()
    centre = (
        Path("centre.yaml").read_text().replace("default_workstream: Routine", "default_workstream: Gone")
    )
    Path("centre.yaml").write_text(centre)
    assert wscli("simulate cases.csv -f centre.yaml --save stranded -o none").code == 0
    findings = json.loads(wscli("runs show stranded -o json").out)["findings"]
    page = page_of("stranded")

    assert findings
    assert [each.text for each in page.all("li") if "ol" in each.inside] == [
        each["message"] for each in findings
    ]
    assert "dangling-workstream" in [each.whole() for each in page.all("th")]


# What it draws --------------------------------------------------------------------------------------------


def test_every_chart_has_marks_labels_and_words(page: Page) -> None:
    figures = page.all("figure")

    assert [each.all("strong")[0].text for each in figures] == [
        "Open cases, and who was there",
        "Answered within … , by queue",
        "How busy agents were",
        "Who held what, when",
        "What became of offers",
    ]
    for figure in figures:
        (image,) = [each for each in figure.all("div") if each.attributes.get("role") == "img"]
        assert len(image.attributes["aria-label"] or "") > 30
        for drawing in drawings(figure):
            marked = [
                each for each in drawing.all("g") if "role-mark" in (each.attributes.get("class") or "")
            ]
            assert sum(len(each.all(name)) for each in marked for name in MARKS) > 0
            assert len([each for each in drawing.all("text") if each.text]) > 3


def test_what_a_colour_means_is_said_in_a_legend(page: Page) -> None:
    words = {
        "Open cases, and who was there": {"most at once", "on average", "signed in"},
        "How busy agents were": {"occupancy", "utilisation"},
        "Who held what, when": {"active", "offer, not answered yet"},
        "What became of offers": {"accepted", "declined", "timed out", "cancelled"},
    }
    drawn = {
        figure.all("strong")[0].text: [{each.text for each in svg.all("text")} for svg in drawings(figure)]
        for figure in page.all("figure")
    }

    for title, legend in words.items():
        assert all(legend <= texts for texts in drawn[title]), title


def test_every_chart_has_its_figures_as_a_table_too(page: Page) -> None:
    for section in page.all("section"):
        if section.all("figure"):
            assert section.all("table")


def test_the_line_of_an_agent_has_what_they_held(page: Page) -> None:
    table = next(each for each in page.all("table") if each.whole().startswith("Who held what"))
    rows = [[cell.whole() for cell in row.children] for row in table.all("tr")[1:]]

    assert ["ann", "C1", "Cards", "offer"] in [row[:4] for row in rows]
    assert ["ann", "C1", "Cards", "active"] in [row[:4] for row in rows]


def test_a_long_run_is_drawn_in_pieces_and_stays_small() -> None:
    rows = [f"C{n},2026-03-{2 + n // 200:02d}T09:{n % 60:02d}:00,60,1" for n in range(1200)]
    saved(cases="\n".join(["case_id,arrived_at,handle_seconds,priority", *rows]), events=None)
    done = wscli("report base --html -")

    assert "How full everybody's hands were" in [each.text for each in Page(done.out).all("strong")]
    assert len(done.out) < 300_000


def test_the_same_run_is_the_same_page() -> None:
    saved()
    assert wscli("report base --html -").out == wscli("report base --html -").out


# What it refers to ----------------------------------------------------------------------------------------


def test_nothing_in_it_leads_out_of_it(page: Page) -> None:
    names = {name for element in page.elements for name in element.attributes}

    assert not names & {"src", "href", "srcset", "style", "action", "data", "xlink:href", "background"}
    assert not [name for name in names if name.startswith("on") or name.startswith("xmlns")]
    assert not {each.name for each in page.elements} & {
        "script",
        "link",
        "iframe",
        "img",
        "object",
        "image",
        "a",
    }


def test_no_address_and_no_file_is_in_its_style_or_drawings() -> None:
    saved()
    text = wscli("report base --html -").out

    assert not re.search(r"https?:|url\(|@import|@font-face", text)


def test_its_policy_forbids_all_but_its_own_style(page: Page) -> None:
    (policy,) = [
        each.attributes["content"]
        for each in page.all("meta")
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    ]

    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'",
        policy or "",
    )


# Names that would be something else -----------------------------------------------------------------------

HOSTILE = {
    "ann": "an\\u202enrevo",
    "ben": "</text><img src=x onerror=alert(1)>",
    "Cards": "[red]x' + alert(1) + '",
    "Everything": '=1+1 & \\"><b>',
    "Urgent": "<script>alert(2)</script>",
    "Routine": "${alert} {{x}} <!-- ",
}


def test_hostile_names_stay_text() -> None:
    saved()
    centre = Path("centre.yaml").read_text()
    for name, other in HOSTILE.items():
        centre = re.sub(rf"\b{name}\b(?!:)", lambda _, other=other: f'"{other}"', centre)
    Path("centre.yaml").write_text(centre)
    cases = Path("cases.csv").read_text().replace("C1", "<script>alert(1)</script>").replace("C4", "\u202e4C")
    Path("cases.csv").write_text(cases)
    done = wscli("simulate cases.csv -f centre.yaml --save '<i>run</i>' -o none")
    assert done.code == 0, done.err
    html = wscli("report '<i>run</i>' --html -").out
    page = Page(html)

    names = {each.name for each in page.elements}
    assert not names & {"script", "img", "b", "i"}
    assert "\u202e" not in html
    said = {each.text for each in [*page.all("bdi"), *page.all("text")]}
    shown = {"an\\u202enrevo", "[red]x' + alert(1) + '", '=1+1 & "><b>', "<script>alert(1)</script>"}
    assert said >= {*shown, "\\u202e4C", "<i>run</i>", "</text><img src=x onerror=alert(1)>"}
    drawn = {each.text for each in page.all("text")}
    assert drawn >= {"an\\u202enrevo", "[red]x' + alert(1) + '"}
    assert not [each for each in page.elements if set(each.attributes) & {"onerror", "src"}]


# Runs in which little happens -----------------------------------------------------------------------------


def test_a_run_of_one_case() -> None:
    saved("one", cases="case_id,arrived_at,handle_seconds\nC1,2026-03-02T09:00,60\n", events=None)

    assert page_of("one").headings == SECTIONS


@pytest.mark.parametrize("options", ["--until 2026-03-02T08:00", "--until 2026-03-02T09:00"])
def test_a_run_in_which_nothing_happens_yet(options: str) -> None:
    saved(options=options)

    assert page_of().headings == SECTIONS


def test_a_run_with_no_agents() -> None:
    Path("nobody.yaml").write_text(NOBODY)
    Path("cases.csv").write_text("case_id,arrived_at,handle_seconds\nC1,2026-03-02T09:00,60\n")
    done = wscli("simulate cases.csv -f nobody.yaml --save base --until 2026-03-02T10:00 -o none")
    assert done.code == 0, done.err
    page = page_of()

    assert page.headings == SECTIONS
    assert "Nobody held anything." in page.root.whole()
    assert len(page.all("figure")) == 1


def test_times_are_those_of_the_clock_after_it_has_changed_too() -> None:
    cases = "case_id,arrived_at,handle_seconds,subject\nE,2026-10-25T00:00:00Z,60,card\n" + "".join(
        f"P{minute},2026-10-25T04:0{minute}:00Z,1800,card\n" for minute in range(10)
    )
    saved("dst", "--timezone Europe/Madrid", cases, None)
    text = page_of("dst").root.whole()

    assert "open at once (05:0" in text
    assert "time, Europe/Madrid (UTC+02:00 all along)" in text


def test_an_hour_that_comes_twice_says_which_it_is() -> None:
    cases = (
        "case_id,arrived_at,handle_seconds,subject\n"
        + "".join(f"P{hour},2026-10-24T{hour}:30:00Z,60,card\n" for hour in range(22, 24))
        + "A,2026-10-25T00:30:00Z,60,card\nB,2026-10-25T01:30:00Z,60,card\nC,2026-10-25T02:30:00Z,60,card\n"
    )
    saved("twice", "--timezone Europe/Madrid", cases, None)
    cells = {cell.whole() for cell in page_of("twice").all("td")}

    assert {"02:30:00 (UTC+02:00)", "02:30:00 (UTC+01:00)", "01:30:00", "03:30:00"} <= cells


def test_a_long_name_is_cut_in_drawings_and_stands_there_whole() -> None:
    name = "Second line support for enterprise customers in the north <b>"
    Path("long.yaml").write_text(CENTRE.replace("Cards", f"'{name}'"), encoding="utf-8")
    Path("cases.csv").write_text(CASES, encoding="utf-8")
    assert wscli("simulate cases.csv -f long.yaml --save long -o none").code == 0
    page = page_of("long")
    charts = [figure for figure in page.all("figure") if "by queue" in figure.whole()]

    (waits,) = charts
    for drawing in drawings(waits):
        (text,) = [each for each in drawing.all("text") if "…" in each.text]
        assert [title.whole() for title in text.all("title")] == [name]
        assert text.text.startswith("Sec") and text.text.endswith("<b>")
    (picture,) = [each for each in waits.all("div") if each.attributes.get("role") == "img"]
    assert name in (picture.attributes["aria-label"] or "")


# Two runs -------------------------------------------------------------------------------------------------


def test_a_second_run_is_held_against_the_first() -> None:
    saved()
    saved("more", "--set agents[ben].capacity=100 --set queues[Cards].members=[ann,ben]")
    page = page_of("base more")

    assert page.headings == ["What changes", *SECTIONS]
    assert page.all("h1")[0].whole() == "more against base"
    differs = next(each for each in page.all("table") if each.whole().startswith("What was changed"))
    assert "queues[Cards].members" in differs.whole()
    assert [each.whole() for each in differs.all("ins")] == ["+ ben"]
    for table in page.all("table"):
        if "stacked" in (table.attributes.get("class") or ""):
            # A cell that stands alone on a narrow screen says what it is, but for a word that says so itself.
            untitled = [each for each in table.all("td") if "data-title" not in each.attributes]
            assert {each.whole() for each in untitled} <= {"", "may be chance", "more than chance", "unknown"}
    (first, *_) = page.all("p")[1:]
    assert first.attributes["class"] == "lede" and " mean wait " in first.whole()
    (chart, *_) = page.all("figure")
    assert {"a: base", "b: more"} <= {each.text for each in chart.all("text")}
    assert len(drawings(chart)) == 2


def test_runs_of_which_the_same_came_say_so() -> None:
    saved()
    saved("again")
    text = page_of("base again").root.whole()

    assert "The same came of all " in text and "nothing was changed." in text
    assert "What came of it" not in text


def test_runs_of_which_the_same_came_show_the_figures_that_are_others() -> None:
    saved()
    saved("patient", "--service-level 2h")
    page = page_of("base patient")
    (table,) = [each for each in page.all("table") if each.whole().startswith("What came of it")]

    assert "with other options: some figures changed." in page.root.whole()
    rows = [row.all("th")[0].whole() for row in table.all("tr")[1:]]
    assert rows == ["Service level", "In time is within", "… with those withdrawn"]
    assert [each.whole() for each in table.all("tr")[0].all("th")] == ["measure", "a", "b", "change"]


def test_a_page_of_few_cases_explains_no_intervals() -> None:
    saved()
    saved("more", "--set queues[Cards].members=[ann,ben]")
    text = page_of("base more").root.whole()

    assert "there are no intervals" in text and "20 sections" not in text
    assert "95% interval" not in text

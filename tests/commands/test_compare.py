"""`wscli runs compare` and `simulate --compare-with`: two runs side by side, and gates on what changed."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from frontdoor import CENTRE, Result

Wscli = Callable[..., Result]

HEADER = "case_id,arrived_at,handle_seconds,priority,subject,patience_seconds"
MORE = "queues[Cards].members=[ann, ben]"


def rows(count: int = 120, first: int = 0) -> list[str]:
    """Return cases of one morning, every one at an instant of its own; too many cards for one agent."""
    return [
        f"C{number},2026-03-02T{9 + number // 60:02}:{number % 60:02}:{number % 7:02},"
        f"{90 + 37 * (number % 5)},1,{'card' if number % 3 else 'loan'},{'' if number % 4 else 900}"
        for number in range(first, first + count)
    ]


@pytest.fixture
def desk(wscli: Wscli) -> Wscli:
    """Files alone: centre.yaml, more.yaml with one more member of Cards, cases.csv."""
    Path("centre.yaml").write_text(CENTRE)
    Path("more.yaml").write_text(CENTRE.replace("members: [ann]}", "members: [ann, ben]}"))
    Path("cases.csv").write_text("\n".join([HEADER, *rows()]) + "\n")
    return wscli


@pytest.fixture
def two(desk: Wscli) -> Wscli:
    """The same with two saved runs, `base` and `more`."""
    for name, more in (("base", []), ("more", ["--set", MORE])):
        done = desk("simulate", "cases.csv", "-f", "centre.yaml", *more, "--save", name)
        assert done.code == 0, done.err
    return desk


def document(result: Result) -> Any:
    assert result.code in (0, 6), result.err
    return json.loads(result.out)


# The document ---------------------------------------------------------------------------------------------


def test_saved_runs_and_fresh_ones_are_compared_alike(two: Wscli) -> None:
    saved = document(two("runs", "compare", "base", "more", "-o", "json"))
    fresh = document(
        two("simulate", *shlex.split("cases.csv -f centre.yaml --compare-with more.yaml -o json"))
    )

    assert saved["labels"] == {"a": "base", "b": "more"}
    assert fresh["labels"] == {"a": "centre.yaml", "b": "more.yaml"}
    differ = ("labels", "next", "a", "b")
    assert {key: saved[key] for key in saved if key not in differ} == {
        key: fresh[key] for key in fresh if key not in differ
    }
    assert saved["a"]["digest"] == fresh["a"]["digest"]
    assert saved["b"]["wait"] == fresh["b"]["wait"]


def test_the_change_is_b_less_a_and_turns_round_with_them(two: Wscli) -> None:
    found = document(two("runs", "compare", "base", "more", "-o", "json"))
    turned = document(two("runs", "compare", "2", "1", "-o", "json"))

    assert found["paired"] and not found["identical"]
    assert found["differences"] == [
        {"path": "queues[Cards].members", "a": ["ann"], "b": ["ann", "ben"]},
    ]
    mean = found["b"]["wait"]["mean"] - found["a"]["wait"]["mean"]
    assert found["delta"]["wait"]["mean"] == pytest.approx(mean) == -turned["delta"]["wait"]["mean"]
    assert found["cases"]["better"] == turned["cases"]["worse"]
    assert found["gained"]["case_id"] == turned["lost"]["case_id"] == found["changed"][0]["case_id"]


def test_options_that_differ_are_told_by_their_names(two: Wscli) -> None:
    words = "cases.csv -f centre.yaml --until 2026-03-02T10:00 --seed 4 --service-level 1m --save late"
    assert two("simulate", *shlex.split(words)).code == 0
    found = document(two("runs", "compare", "base", "late", "-o", "json"))

    told = {each["path"]: (each["a"], each["b"]) for each in found["differences"]}
    assert told == {"seed": (0, 4), "until": (None, "2026-03-02T10:00"), "service_level": (None, "1m")}


# The same, and not the same, cases ------------------------------------------------------------------------


def test_two_runs_of_the_same_are_identical_and_say_nothing_else(two: Wscli) -> None:
    assert two("simulate", "cases.csv", "-f", "centre.yaml", "--save", "again").code == 0
    digest = document(two("runs", "show", "base", "-o", "json"))["digest"].removeprefix("sha256:")
    line = f"identical: the same came of all 120 cases (digest {digest[:12]})\n"

    assert two("runs", "compare", "base", "again") == Result(0, line, "")
    assert two("runs", "compare", "base", "base").out == line
    same = two("simulate", *shlex.split("cases.csv -f centre.yaml --compare-with centre.yaml"))
    assert same.out == line


def test_what_was_changed_without_a_difference_is_still_told(two: Wscli) -> None:
    assert two("simulate", "cases.csv", "-f", "centre.yaml", "--seed", "4", "--save", "seeded").code == 0

    line = two("runs", "compare", "base", "seeded").out
    assert line.startswith("identical: the same came of all 120 cases (digest ")
    assert line.endswith("), with other options: what was changed made no difference\n")
    assert len(line.splitlines()) == 1


def test_figures_that_changed_though_the_same_came_are_shown(two: Wscli) -> None:
    words = ["simulate", "cases.csv", "-f", "centre.yaml", "--service-level", "1s", "--save", "patient"]
    assert two(*words).code == 0
    first, *rest = two("runs", "compare", "base", "patient").out.splitlines()

    assert first.startswith("identical: ") and first.endswith("), with other options: some figures changed")
    assert "    service_level: none → 1s" in rest
    table = [*rest[rest.index("All cases") + 3 :], ""]
    shown = [line.split("  ")[0] for line in table[: table.index("")]]
    assert shown == ["answered in time", "in time is within", "or withdrawn"]
    assert two("runs", "compare", "base", "patient", "--assert", "delta.service_level.fraction==0").code == 6


def test_gates_hold_on_identical_runs(two: Wscli) -> None:
    gates = [
        "identical==true", "delta.wait.p95<=0", "delta.queues[Cards].wait.mean==0s", "cases.worse.count==0",
        "a.wait.count>0", "b.service_level.fraction>=0%",
    ]  # fmt: skip
    words = [word for gate in gates for word in ("--assert", gate)]

    assert two("runs", "compare", "base", "base", *words).code == 0


def test_another_order_of_the_file_is_the_same_cases(two: Wscli) -> None:
    Path("turned.csv").write_text("\n".join([HEADER, *reversed(rows())]) + "\n")
    assert two("simulate", "turned.csv", "-f", "centre.yaml", "--save", "turned").code == 0
    assert two("simulate", "turned.csv", "-f", "centre.yaml", "--set", MORE, "--save", "both").code == 0

    same = document(two("runs", "compare", "base", "turned", "-o", "json"))
    assert same["identical"] and same["paired"]
    assert two("runs", "compare", "base", "turned").out.startswith("identical: ")
    straight = document(two("runs", "compare", "base", "more", "-o", "json"))
    turned = document(two("runs", "compare", "base", "both", "-o", "json"))
    assert turned["paired"]
    for key in ("cases", "delta", "interval", "priorities"):
        assert turned[key] == straight[key]
    page = two("runs", "compare", "base", "both").out
    assert "cases file: sha256 " in page


def test_other_cases_are_compared_as_two_groups_and_it_says_so(two: Wscli) -> None:
    Path("other.csv").write_text("\n".join([HEADER, *rows(100, 40)]) + "\n")
    assert two("simulate", "other.csv", "-f", "centre.yaml", "--save", "other").code == 0

    found = document(two("runs", "compare", "base", "other", "-o", "json"))
    assert not found["paired"] and found["why_unpaired"]
    assert (found["cases"]["only_a"], found["cases"]["only_b"], found["cases"]["both"]) == (40, 20, 80)
    page = two("runs", "compare", "base", "other").out
    assert "Compared as two groups, 120 cases in a and 100 in b: the cases are not the same" in page
    assert "waited as long" not in page
    gate = two("runs", "compare", "base", "other", "--assert", "paired==true", "-o", "none")
    assert (gate.code, "paired: is false, wanted == true" in gate.err) == (6, True)


def test_cases_that_only_one_run_answers(two: Wscli) -> None:
    words = "cases.csv -f centre.yaml --until 2026-03-02T09:30 --save half"
    assert two("simulate", *shlex.split(words)).code == 0
    assert (
        two("simulate", *shlex.split(words.replace("half", "none")), "--set", "queues[Cards].members=[]").code
        == 0
    )
    found = document(two("runs", "compare", "half", "none", "-o", "json"))

    assert found["delta"]["queues"][0]["wait"]["mean"] is None
    assert found["cases"]["answered_only_in_a"] > 0
    page = two("runs", "compare", "half", "none").out
    assert f"{found['cases']['answered_only_in_a']} were answered only in a" in page
    assert "; in Cards 0 of 20 cases instead of" in " ".join(found["verdict"])
    gate = two("runs", "compare", "half", "none", "--assert", "delta.queues[Cards].wait.mean<=0")
    assert (gate.code, "is nothing to measure" in gate.err) == (6, True)


# The page -------------------------------------------------------------------------------------------------


def test_the_page_says_what_where_and_for_whom(two: Wscli) -> None:
    found = document(two("runs", "compare", "base", "more", "-o", "json"))
    result = two("runs", "compare", "base", "more")
    page = result.out

    assert (result.code, result.err) == (0, "")
    assert max(map(len, page.splitlines())) <= 80
    assert page.startswith("1 more member in Cards (ben): its mean wait falls from ")
    assert " ".join(found["verdict"]) == " ".join(page.partition("\n\n")[0].split())
    assert "\n\na  base\nb  more\nThe same 120 cases, case by case. Changes are b − a.\n" in page
    assert "queues[Cards].members: [ann] → [ann, ben]" in page
    headings = ("What was changed", "All cases", "Queues", "Agents", SHORTER, LONGER, "Next")
    assert [page.count(f"\n\n{heading}") for heading in headings] == [1] * 7
    shown = [each["case_id"] for each in found["changed"]]
    gained = [each["case_id"] for each in found["changed"] if each["delta_seconds"] < 0]
    assert cases_below(page, SHORTER) == gained
    assert gained + cases_below(page, LONGER) == shown


SHORTER, LONGER = "Waits that became shorter most", "Waits that became longer most"


def cases_below(page: str, heading: str) -> list[str]:
    table = page.partition(f"{heading}\n")[2].partition("\n\n")[0]
    return [line.split()[0] for line in table.splitlines()[2:]]


def test_the_commands_to_look_closer_can_be_typed(two: Wscli) -> None:
    saved = document(two("runs", "compare", "base", "more", "-o", "json"))
    fresh = document(
        two("simulate", *shlex.split("cases.csv -f centre.yaml --compare-with more.yaml -o json"))
    )

    gained, lost = saved["gained"], saved["lost"]
    commands = [each["command"] for each in saved["next"]]
    assert commands == [
        *([f"wscli explain {gained['case_id']} --run base"] if gained else []),
        *([f"wscli explain {lost['case_id']} --run more"] if lost else []),
    ]
    assert fresh["next"][0]["command"] == f"wscli explain {gained['case_id']} cases.csv -f centre.yaml"
    page = two("runs", "compare", "base", "more").out
    waited = gained["a"]["wait_seconds"]
    assert f"  Why did {gained['case_id']}, which gained most, wait " in page and waited > 60
    assert [line.strip() for line in page.splitlines() if line.startswith("    wscli ")] == commands
    for command in (*commands, *(each["command"] for each in fresh["next"])):
        assert two(*shlex.split(command)[1:]).code == 0, command


def test_many_agents_are_not_all_shown(desk: Wscli) -> None:
    agents = "".join(f"  - {{name: agent {number:02}, capacity: 50}}\n" for number in range(30))
    members = ", ".join(f"agent {number:02}" for number in range(30))
    centre = CENTRE.replace("  - {name: ann,", f"{agents}  - {{name: ann,")
    Path("many.yaml").write_text(centre.replace("members: [ann]}", f"members: [{members}]}}"))
    words = ["simulate", "cases.csv", "-f", "centre.yaml", "--compare-with", "many.yaml"]
    page, whole = desk(*words).out, desk(*words, "--all").out

    assert "10 are shown: --all" in page
    assert "--all" not in whole
    assert len(whole.splitlines()) > len(page.splitlines())
    assert "more lines: --all" in page.partition("\nAll cases\n")[0]


@pytest.mark.parametrize("columns", [30, 40, 60, 80])
def test_a_row_is_named_in_full_however_narrow_the_page_is(
    two: Wscli, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = two("runs", "compare", "base", "more").out.splitlines()
    found = lines[lines.index("All cases") : lines.index("Queues")]

    for name in ("answered in time", "handle time, mean", "occupancy"):
        assert any(line == name or line.startswith(f"{name}  ") for line in found), name
    assert any("median" in line for line in found)
    assert all(len(line) <= columns for line in lines if not line.startswith("    "))


def test_hostile_names_stay_text(desk: Wscli) -> None:
    Path("bad.yaml").write_text(CENTRE.replace("ann", '"[red]x\\u202E"').replace("ben", "班長班長"), "utf-8")
    page = desk("simulate", "cases.csv", "-f", "centre.yaml", "--compare-with", "bad.yaml").out

    assert "\x1b" not in page and "\u202e" not in page
    assert "[red]x" in page and "班長班長" in page


def test_where_there_are_too_few_cases_it_says_how_many(desk: Wscli) -> None:
    lines = [f"C{number},{2 + number // 600:02},{number % 600}" for number in range(1200)]
    text = [
        f"{case},2026-03-{day}T{9 + int(at) // 60:02}:{int(at) % 60:02}:00,{20 + 20 * (int(at) % 5)},1,"
        f"{'card' if int(at) % 5 else 'loan'},"
        for case, day, at in (line.split(",") for line in lines)
    ]
    Path("many.csv").write_text("\n".join([HEADER, *text]) + "\n")
    words = ["simulate", "many.csv", "-f", "centre.yaml", "--set", MORE]
    page = desk(*words, "--compare-with", "centre.yaml").out
    found = document(desk(*words, "--compare-with", "centre.yaml", "-o", "json"))

    why = found["no_interval"]["wait"]["p95"]
    assert why["needed"] == 5000 and f"too few ({why['count']:,})" in page
    assert "Where there are too few for it (it takes " in " ".join(page.split())


def test_of_other_work_the_files_come_first_and_the_largest_places(desk: Wscli) -> None:
    other = CENTRE.replace("Cards", "Plastic")
    Path("other.yaml").write_text(other)
    Path("others.csv").write_text("\n".join([HEADER, *rows(40, 500)]) + "\n")
    assert desk("simulate", "cases.csv", "-f", "centre.yaml", "--save", "a").code == 0
    assert desk("simulate", "others.csv", "-f", "other.yaml", "--save", "b").code == 0
    lines = desk("runs", "compare", "a", "b").out.splitlines()

    assert lines[lines.index("What was changed") + 1].startswith("    cases file: sha256 ")
    queues = next(at for at, line in enumerate(lines) if line.startswith("Queues"))
    assert [line.split()[0] for line in lines[queues + 3 : queues + 5]] == ["Cards", "Plastic"]


# Gates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of_runs", [True, False])
def test_a_gate_that_is_not_met_is_6_after_the_comparison(two: Wscli, of_runs: bool) -> None:
    words = (
        ["runs", "compare", "more", "base"]
        if of_runs
        else ["simulate", "cases.csv", "-f", "more.yaml", "--compare-with", "centre.yaml"]
    )
    met = two(*words, "--assert", "delta.wait.p95>=1s", "--assert", "b.cases.arrived==120")
    assert met.code == 0, met.err
    missed = two(*words, "--assert", "delta.wait.p95<=-2m", "--assert", "cases.worse.count==0")
    assert missed.code == 6
    assert missed.out == met.out
    assert "error: 2 of 2 gates not met\n  delta.wait.p95: is " in missed.err
    assert "wanted <= -2m [gate]\n  cases.worse.count: is " in missed.err


@pytest.mark.parametrize(
    ("gate", "hint"),
    [
        ("delta.wiat.p95<=0", "did you mean 'wait'?"),
        ("delta.queues[Card].wait.mean<=0", "did you mean 'Cards'?"),
        ("wait.p95<=10m", "write b.wait.p95 for the second run, or delta.wait.p95 for b − a"),
        (
            "queues[Cards].delta.wait.p95<=0",
            "write b.queues[Cards].wait.p95 for the second run, or delta.queues[Cards].wait.p95 for b − a",
        ),
        ("detla.wait.p95<=0", "did you mean 'delta'?"),
        ("delta.wait.p95<=2mn", "a duration with its unit"),
    ],
)
def test_a_gate_that_leads_nowhere_is_3_with_the_near_word(two: Wscli, gate: str, hint: str) -> None:
    result = two("runs", "compare", "base", "more", "--assert", gate)

    assert (result.code, result.out) == (3, "")
    assert hint in result.err


# What cannot be compared ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("runs compare base", 2, "missing argument B"),
        ("runs compare base mor", 4, "did you mean 'more'?"),
        ("runs compare base more --assert delta", 3, "is not an assertion"),
        ("simulate cases.csv --compare-with nothing.yaml -f centre.yaml", 4, "nothing.yaml"),
        ("simulate cases.csv --compare-with more.yaml", 3, "in the database"),
        ("simulate cases.csv -f centre.yaml --compare-with more.yaml --save", 2, "--save keeps one"),
        ("simulate cases.csv -f centre.yaml --compare-with more.yaml --case-log x.csv", 2, "a log is of one"),
        ("simulate - -f centre.yaml --compare-with more.yaml", 2, "standard input cannot be"),
        ("simulate cases.csv -f - --compare-with -", 2, "standard input is named twice"),
        ("simulate gone.csv -f centre.yaml --compare-with more.yaml", 4, "no file 'gone.csv'"),
    ],
)
def test_what_cannot_be_compared(two: Wscli, words: str, code: int, said: str) -> None:
    result = two(*shlex.split(words))

    assert (result.code, result.out) == (code, "")
    assert said in result.err


def test_set_and_overlay_change_the_first_only(two: Wscli) -> None:
    words = f"cases.csv -f centre.yaml --set '{MORE}' --compare-with more.yaml"
    assert two("simulate", *shlex.split(words)).out.startswith("identical: ")
    found = document(two("simulate", *shlex.split(words.replace("more.yaml", "centre.yaml")), "-o", "json"))
    assert found["labels"] == {"a": "centre.yaml with --set", "b": "centre.yaml"}
    assert MORE in found["next"][0]["command"]
    assert "--set" not in found["next"][-1]["command"] or len(found["next"]) == 1


def test_what_is_stored_is_the_first_where_no_file_is(desk: Wscli) -> None:
    assert desk("apply", "-q", "-f", "centre.yaml").code == 0
    found = document(desk("simulate", "cases.csv", "--compare-with", "more.yaml", "-o", "json"))
    assert found["labels"] == {"a": "what is stored", "b": "more.yaml"}


def test_what_the_second_configuration_cannot_do_is_said_of_its_file(desk: Wscli) -> None:
    Path("closest.yaml").write_text(
        CENTRE.replace("{name: Urgent,", "{name: Urgent, matching_logic: closest,")
    )
    assert "closest" in Path("closest.yaml").read_text()
    result = desk("simulate", "cases.csv", "-f", "centre.yaml", "--compare-with", "closest.yaml")

    assert (result.code, result.out) == (3, "")
    assert "error: the configuration cannot be simulated, in --compare-with closest.yaml" in result.err
    assert "for one run say --set" not in result.err
    assert result.err.count("hint: change it in closest.yaml: --set is for the first configuration") == 2


def test_a_case_that_the_second_configuration_cannot_place_names_it(desk: Wscli) -> None:
    Path("named.csv").write_text(f"{HEADER},queue\nC1,2026-03-02T09:00:00,60,1,x,,Cards\n")
    Path("renamed.yaml").write_text(
        CENTRE.replace("name: Cards, priority", "name: Plastic, priority").replace(
            "queue: Cards}", "queue: Plastic}"
        )
    )
    result = desk("simulate", "named.csv", "-f", "centre.yaml", "--compare-with", "renamed.yaml")

    assert (result.code, result.out) == (3, "")
    assert "under renamed.yaml" in result.err

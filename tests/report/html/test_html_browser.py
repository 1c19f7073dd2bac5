"""The page in a browser, where there is one: nothing refused, nothing asked for, everything drawn."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from reading import MARKS, Page, saved, wscli

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--enable-logging=stderr",
    "--v=0",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
OWN = "not an origin"
"""What the browser's own requests are said to be from; those of a page have its origin."""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium here")


@dataclass
class Seen:
    """What a browser made of a page: its document, what it complained of, what it asked the network for."""

    page: Page
    complaints: list[str]
    requests: list[str]


def opened(file: Path) -> Seen:
    """Open a page."""
    folder = file.parent
    words = [f"--user-data-dir={folder / 'profile'}", f"--log-net-log={folder / 'net.json'}", "--dump-dom"]
    ended = subprocess.run(
        [str(BROWSER), *QUIET, *words, file.as_uri()], capture_output=True, text=True, timeout=100, check=True
    )
    events = json.loads((folder / "net.json").read_text(encoding="utf-8"))["events"]
    asked = [event["params"] for event in events if "url" in event.get("params", {})]
    return Seen(
        page=Page(ended.stdout),
        complaints=[line for line in ended.stderr.splitlines() if "CONSOLE" in line],
        requests=[each["url"] for each in asked if each.get("initiator", OWN) != OWN],
    )


def test_everything_is_drawn_and_nothing_is_asked_for(place: Path) -> None:
    saved()
    saved("more", "--set queues[Cards].members=[ben]")
    assert wscli("report base more --html page.html").code == 0
    seen = opened(place / "page.html")

    assert seen.complaints == []
    assert seen.requests == []
    assert len(seen.page.all("figure")) == 6
    for figure in seen.page.all("figure"):
        for drawing in figure.all("svg"):
            marked = [
                each for each in drawing.all("g") if "role-mark" in (each.attributes.get("class") or "")
            ]
            assert sum(len(each.all(name)) for each in marked for name in MARKS) > 0
            assert [each for each in drawing.all("text") if each.text]


def test_a_page_that_loads_or_runs_something_is_noticed(place: Path) -> None:
    saved()
    html = wscli("report base --html -").out
    intruder = '<script>document.title = "run"</script><img src="http://nowhere.invalid/x.png" alt="">'
    (place / "guarded.html").write_text(html.replace("</main>", f"{intruder}</main>"), encoding="utf-8")
    open_door = html.replace("Content-Security-Policy", "X-No-Policy")
    (place / "open.html").write_text(open_door.replace("</main>", f"{intruder}</main>"), encoding="utf-8")

    guarded = opened(place / "guarded.html")
    assert len(guarded.complaints) == 2
    assert guarded.requests == []
    assert [each.whole() for each in guarded.page.all("title")] == ["base – wscli report"]
    assert opened(place / "open.html").requests == ["http://nowhere.invalid/x.png"]

"""Long lists come a sheet at a time, and the first page shows the first of each kind."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.views import home, sheets
from tests.library import DOCUMENTS
from tests.views.conftest import SITE, Publish
from tests.views.test_pages import text

RISK, GUIDE = "en/risks/another-operation.md", "en/guides/questions.md"


def many(path: str, title: str, count: int) -> dict[str, str]:
    """A document `count` times, with titles that end in two digits."""
    words = re.sub(r"(?m)^title: .*$", "title: {title}", DOCUMENTS[path])
    return {
        path.replace(".md", f"-{number:02}.md"): words.replace("{title}", f"{title} {number:02}")
        for number in range(count)
    }


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sheets of three, so that a few pages make a long list."""
    monkeypatch.setattr(sheets, "MOST", 3)


def test_a_list_goes_on_on_other_sheets(client: Client, publish: Publish, few: None) -> None:
    publish(SITE | many(RISK, "Harm", 6))
    first, last = text(client, "/risks/"), text(client, "/risks/pages/3/")
    assert re.findall(r"Another operation|Harm \d\d", first) == ["Another operation", "Harm 00", "Harm 01"]
    assert re.findall(r"Another operation|Harm \d\d", last) == ["Harm 05"]
    assert re.findall(r'href="(/risks/(?:pages/\d/)?)"(?: aria-current="page")?>\d<', first) == [
        "/risks/",
        "/risks/pages/2/",
        "/risks/pages/3/",
    ]
    assert '<a href="/risks/pages/3/" aria-current="page">3</a>' in last


@pytest.mark.parametrize("sheet", ["0", "1", "4", "01", "999999", "-1", "two"])
def test_a_sheet_has_one_address_and_others_are_not_there(
    client: Client, publish: Publish, few: None, sheet: str
) -> None:
    publish(SITE | many(RISK, "Harm", 6))
    assert client.get(f"/risks/pages/{sheet}/").status_code == 404


def test_of_many_sheets_the_ends_and_those_around_this_one_are_named(
    client: Client, publish: Publish, few: None
) -> None:
    publish(SITE | many(RISK, "Harm", 44))
    page = text(client, "/risks/pages/8/")
    [foot] = re.findall(r'<ul class="letters">(.*?)</ul>', page, re.DOTALL)
    named = re.findall(r"<li>(?:<a[^>]*>|<span>)([^<]*)<", foot)
    assert named == ["1", "2", "…", "5", "6", "7", "8", "9", "10", "11", "…", "14", "15"]
    assert "<li><span>…</span></li>" in foot
    assert '<a href="/risks/pages/8/" aria-current="page">8</a>' in foot


def test_a_short_list_has_no_sheets(client: Client, site: None) -> None:
    assert "Sheets of this list" not in text(client, "/risks/")
    assert client.get("/risks/pages/2/").status_code == 404


def test_guides_go_on_stage_by_stage(client: Client, publish: Publish, few: None) -> None:
    publish(SITE | many(GUIDE, "Step", 4))
    shown = [
        re.findall(r">(Questions to ask|Step \d\d)</a>", text(client, f"/guides/{more}")) for more in ("", "pages/2/")
    ]
    assert shown == [["Questions to ask", "Step 00", "Step 01"], ["Step 02", "Step 03"]]


def test_checks_and_scores_go_on_too(client: Client, publish: Publish, few: None) -> None:
    item = "check_items:\n  - id: one\n    question: Is it?\n    truth: It is.\n"
    harms = {path: words.replace("findings:", f"{item}findings:", 1) for path, words in many(RISK, "Harm", 4).items()}
    publish(SITE | harms)
    assert re.findall(r"Harm \d\d", text(client, "/check/")) == ["Harm 00", "Harm 01", "Harm 02"]
    assert re.findall(r"Harm \d\d", text(client, "/check/pages/2/")) == ["Harm 03"]
    scored = [text(client, f"/score-sheet/{more}") for more in ("", "pages/2/", "pages/3/", "pages/4/")]
    titles = [title for page in scored for title in re.findall(r'scope="row"><a href="[^"]+">([^<]+)<', page)]
    assert len(titles) == len(set(titles)) == 11
    sums = {re.search(r"<dl.*?</dl>", page, re.DOTALL)[0] for page in scored}  # type: ignore[index]
    assert len(sums) == 1


def test_the_first_page_shows_the_first_of_a_kind_and_leads_to_all(
    client: Client, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "MOST_OF_A_KIND", 3)
    monkeypatch.setattr(home, "MOST_OF_A_STAGE", 2)
    publish(SITE | many(RISK, "Harm", 3) | many(GUIDE, "Step", 3))
    page = text(client, "/")
    assert re.findall(r"Another operation<|Harm \d\d", page) == ["Another operation<", "Harm 00", "Harm 01"]
    assert '<li><a href="/risks/">All: Risks</a></li>' in page
    assert "All: Conditions" not in page
    assert re.findall(r">(Questions to ask|Step \d\d|All guides)</a>", page) == [
        "Questions to ask",
        "Step 00",
        "All guides",
    ]


def test_lists_read_only_what_they_show(client: Client, site: None) -> None:
    for address in (
        "/",
        "/conditions/",
        "/procedures/",
        "/benefits/",
        "/risks/",
        "/guides/",
        "/check/",
        "/score-sheet/",
    ):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert [
            query["sql"] for query in asked if '"portal_page"."plain"' in query["sql"] and "LIMIT 1" not in query["sql"]
        ] == []

"""The page of a comparison: its address, what leads to it, how it is kept."""

import html
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.desk.documents import Document
from portal.desk.press.projection import take_off
from portal.shelf.comparing import compare
from portal.shelf.counter import Counter
from portal.shelf.decisions import Decision
from tests.kept import starting_with
from tests.views.choices import (
    ADDRESS,
    COMPARED,
    DECISION,
    GROUPS,
    LASTING,
    SHEET,
    SPACER,
    shown,
    table,
    treatment,
)
from tests.views.conftest import Publish

# The decision aid and all that it names, published.
compared = starting_with(COMPARED)


@pytest.mark.parametrize(
    ("asked", "choices"),
    [
        ("", [SPACER, "Decompression"]),
        ("?choices=", [SPACER, "Decompression"]),
        ("?choices=fusion,waiting", ["Waiting", "Fusion"]),
        ("?choices=fusion&choices=waiting", ["Waiting", "Fusion"]),
        ("?choices=fusion,%20waiting,fusion", ["Waiting", "Fusion"]),
        ("?choices=waiting,fusion,nothing", ["Waiting", "Fusion"]),
        ("?choices=fusion", [SPACER, "Decompression"]),
        ("?choices=nothing,neither", [SPACER, "Decompression"]),
        ("?choices=waiting,interspinous-spacer,decompression,fusion,magnets",
         ["Waiting", SPACER, "Decompression", "Fusion"]),
        ("?choice=fusion,waiting&x=1", [SPACER, "Decompression"]),
        ("?choices=%00,%F0%9F,<script>alert(1)</script>", [SPACER, "Decompression"]),
        ("?choices=" + "a," * 3000, [SPACER, "Decompression"]),
        ("?" + "choices=x&" * 500, [SPACER, "Decompression"]),
    ],
    ids=["bare", "empty", "two", "repeated", "twice", "one unknown", "one", "unknown", "too many", "other names",
         "hostile", "long", "many"],
)  # fmt: skip
def test_the_address_says_which_choices_and_nothing_else_counts(
    client: Client, compared: None, asked: str, choices: list[str]
) -> None:
    page = client.get(ADDRESS + asked).content.decode()
    assert table(page).choices == choices
    assert "alert(1)" not in page
    assert '<link rel="canonical" href="/decisions/narrow-canal/">' in page


def test_too_few_and_too_many_are_told_kindly(client: Client, compared: None) -> None:
    few, many = "One choice alone cannot be compared", "At most four fit side by side"
    for asked, notes in {
        "": [False, False],
        "?choices=fusion": [True, False],
        "?choices=fusion,waiting": [False, False],
        "?choices=waiting,interspinous-spacer,decompression,fusion,magnets": [False, True],
    }.items():
        page = client.get(ADDRESS + asked).content.decode()
        assert [few in page, many in page] == notes, asked


def test_the_form_lies_open_only_when_too_few_or_too_many_were_ticked(client: Client, compared: None) -> None:
    form = re.compile(r"<details( open)?>\s*<summary>Compare other choices")
    asked = ("", "?choices=fusion,waiting", "?choices=fusion",
             "?choices=waiting,interspinous-spacer,decompression,fusion,magnets")  # fmt: skip
    found = [form.findall(client.get(ADDRESS + query).content.decode()) for query in asked]
    assert found == [[""], [""], [" open"], [" open"]]


def test_the_contents_begin_with_the_choices_and_what_matters(client: Client, compared: None) -> None:
    page = client.get(ADDRESS).content.decode()
    contents = page[page.index('<nav class="contents"') :]
    lines = re.findall(r'<li><a href="(#[^"]+)">([^<]+)</a>', contents[: contents.index("</nav>")])
    assert lines[:2] == [("#side-by-side", "Your choices side by side"), ("#what-matters", "What matters to you?")]
    assert all(f'id="{anchor[1:]}"' in page for anchor, _text in lines)


def test_without_a_first_choice_of_the_writer_the_first_four_are_shown(client: Client, publish: Publish) -> None:
    publish(COMPARED | {"en/decisions/narrow-canal.md": DECISION.format(first="")})
    assert shown(client).choices == ["Waiting", SPACER, "Decompression", "Fusion"]


def test_the_form_asks_by_the_address_and_shows_what_is_ticked(client: Client, compared: None) -> None:
    page = client.get(ADDRESS + "?choices=fusion,waiting").content.decode()
    form = re.search(r"<form.*?</form>", page, re.DOTALL)[0]
    assert 'method="get"' in form
    assert f'action="{ADDRESS}#side-by-side"' in form
    assert "csrf" not in form
    boxes = re.findall(r"<input[^>]*>", form)
    ticked = {re.search(r'value="([^"]+)"', box)[1]: " checked" in box for box in boxes}
    assert ticked == {
        "waiting": True, "interspinous-spacer": False, "decompression": False, "fusion": True, "magnets": False,
    }  # fmt: skip
    assert {re.search(r'name="([^"]+)"', box)[1] for box in boxes} == {"choices"}
    assert "name" not in re.search(r"<button[^>]*>", form)[0]


def test_a_choice_that_is_not_published_is_left_out(client: Client, compared: None) -> None:
    take_off(Document.objects.get(slug="decompression"))
    page = client.get(ADDRESS + "?choices=waiting,decompression,fusion").content.decode()
    assert table(page).choices == ["Waiting", "Fusion"]
    assert 'value="decompression"' not in page
    # What was to be shown at first is one short now.
    assert shown(client).choices == ["Waiting", SPACER, "Fusion", "Magnets"]


def test_with_fewer_than_two_choices_there_is_no_comparison(client: Client, compared: None) -> None:
    for slug in ("interspinous-spacer", "decompression", "fusion", "magnets"):
        take_off(Document.objects.get(slug=slug, kind="procedure"))
    page = client.get(ADDRESS).content.decode()
    assert "comparison-table" not in page
    assert "None is the best one for everybody." in page
    assert client.get(SHEET).status_code == 404


def test_a_corrected_figure_renders_the_page_again_and_unsigns_it(client: Client, publish: Publish) -> None:
    publish(COMPARED)
    before, counted = Decision.objects.get().reading_digest, Counter.current("en")
    changed = GROUPS.replace("percent: 63", "percent: 64")
    publish({"all/findings/daily-life.md": LASTING.format(shape="two_counts", figures=changed)})
    assert Decision.objects.get().reading_digest != before
    assert Counter.current("en") > counted
    assert shown(client, "?choices=decompression,fusion").lines["Daily life at five years"]["Fusion"].startswith("64")


def test_the_page_is_kept_by_caches_and_asked_for_again_when_a_choice_changes(client: Client, publish: Publish) -> None:
    publish(COMPARED)
    first = client.get(ADDRESS + "?choices=waiting,fusion")
    assert set(first.headers["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert not first.cookies
    kept = {"If-None-Match": first.headers["ETag"]}
    assert client.get(ADDRESS + "?choices=waiting,fusion", headers=kept).status_code == 304
    publish({"en/procedures/fusion.md": treatment("fusion", "stay: 2-3\n")})
    again = client.get(ADDRESS + "?choices=waiting,fusion", headers=kept)
    assert again.status_code == 200
    assert table(again.content.decode()).lines["Nights in hospital"]["Fusion"] == "2 to 3 nights"


def test_as_many_queries_for_two_choices_as_for_four(
    client: Client, compared: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    decision = Decision.objects.select_related("edition").get()
    for asked in ([], ["waiting", "fusion"], ["waiting", "fusion", "decompression", "magnets"]):
        with django_assert_num_queries(2):
            compare(decision, asked)
    client.get("/conditions/")
    for asked in ("", "?choices=waiting,fusion", "?choices=waiting,interspinous-spacer,decompression,fusion"):
        with django_assert_num_queries(5):
            client.get(ADDRESS + asked)


def test_one_condition_and_each_of_its_treatments_lead_to_the_comparison(client: Client, compared: None) -> None:
    link = f'Compare your choices:</p> <ul> <li><a href="{ADDRESS}">A narrow canal side by side</a></li>'
    for address in ("/conditions/spinal-stenosis/", "/procedures/fusion/", "/procedures/interspinous-spacer/"):
        assert link in re.sub(r"\s+", " ", client.get(address).content.decode()), address
    assert link not in client.get("/risks/another-operation/").content.decode()
    take_off(Document.objects.get(kind="decision"))
    assert "Compare your choices" not in client.get("/procedures/fusion/").content.decode()


def test_sentences_to_tick_send_and_keep_nothing(client: Client, compared: None) -> None:
    page = client.get(ADDRESS).content.decode()
    part = re.search(r'<section class="what-matters".*?</section>', page, re.DOTALL)[0]
    assert "I want to walk further." in part
    assert '<input type="checkbox" autocomplete="off">' in part
    assert "name=" not in part
    assert "<form" not in part


def test_nothing_is_marked_as_best_and_titles_are_escaped(client: Client, publish: Publish) -> None:
    hostile = "<b>Fusion</b> & more"
    publish(COMPARED | {"en/procedures/fusion.md": treatment("fusion", title=f'"{hostile}"')})
    page = client.get(ADDRESS + "?choices=waiting,fusion").content.decode()
    assert table(page).choices == ["Waiting", hostile]
    assert hostile not in page
    assert html.escape(hostile) in page


def test_the_score_sheet_counts_what_a_decision_weighs(compared: None) -> None:
    decision = Decision.objects.get()
    assert (decision.gains, decision.harms) == (2, 3)

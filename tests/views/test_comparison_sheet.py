"""The sheet of a comparison: its address, and what paper says."""

import pytest
from django.test import Client

from portal.desk.documents import Document
from portal.desk.press.projection import take_off
from tests.kept import starting_with
from tests.paper.reading import opened, tagged, words, words_of
from tests.paper.web import words_for_paper
from tests.views.choices import (
    ADDRESS,
    COMPARED,
    DECISION,
    SHEET,
    SPACER,
)
from tests.views.conftest import Publish

# The decision aid and all that it names, published.
compared = starting_with(COMPARED)


def test_the_page_as_a_file_says_what_the_page_says(client: Client, compared: None) -> None:
    web = client.get(ADDRESS).content.decode()
    for ending in (".pdf", ".large.pdf"):
        made = client.get(ADDRESS.removesuffix("/") + ending).content
        assert words_of(made) == words_for_paper(web, f"http://testserver{ADDRESS}")


def test_the_sheet_is_one_page_on_its_side_with_the_choices_that_were_asked_for(client: Client, compared: None) -> None:
    response = client.get(SHEET + "?choices=waiting,decompression,fusion")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="narrow-canal-choices.pdf"'
    assert response.headers["Link"] == f'<http://testserver{ADDRESS}>; rel="canonical"'
    [page] = opened(response.content).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    text = " ".join(words_of(response.content))
    assert text.startswith("Get help now Numb between the legs")
    assert "Waiting Decompression Fusion" in text
    assert "Daily life at five years 267 people Not compared directly 61 of 100 Nerves freed alone 63 of 100" in text
    assert f"http://testserver{ADDRESS}?choices=waiting,decompression,fusion" in text


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ("?choices=zzz", ""),
        ("?choices=", ""),
        ("?", None),
        ("?made=up", ""),
        ("?choices=waiting,fusion&made=up", "?choices=waiting,fusion"),
        ("?choices=fusion,waiting", "?choices=waiting,fusion"),
        ("?choices=waiting&choices=fusion", "?choices=waiting,fusion"),
        ("?choices=waiting,fusion,zzz", "?choices=waiting,fusion"),
        ("?choices=%77aiting,fusion", "?choices=waiting,fusion"),
        ("?choices=fusion", "?choices=interspinous-spacer,decompression"),
        ("?choices=waiting,interspinous-spacer,decompression,fusion,magnets",
         "?choices=waiting,interspinous-spacer,decompression,fusion"),
        ("?choices=waiting,fusion", None),
        ("?choices=waiting%2Cfusion", None),
        ("?choices=waiting%2cfusion", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_sheet_has_one_address_however_its_choices_are_asked_for(
    client: Client, compared: None, asked: str, query: str | None
) -> None:
    response = client.get(SHEET + asked)
    if query is None:
        assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
        return
    assert (response.status_code, response.headers["Location"]) == (302, SHEET + query)
    assert set(response.headers["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert client.get(response.headers["Location"]).status_code == 200


def test_the_sheet_is_tagged_with_its_heads_and_its_pictures(client: Client, compared: None) -> None:
    document = tagged(client.get(SHEET + "?choices=interspinous-spacer,decompression").content)
    assert [words(tag.text) for tag in document.named("/H1")] == [["A", "narrow", "canal", "side", "by", "side"]]
    heads = [" ".join(words(tag.text)) for tag in document.named("/TH")]
    assert heads[:3] == ["What you may ask", SPACER, "Decompression"]
    assert [figure.alt for figure in document.named("/Figure")] == [
        "29 of 100 people", "8 of 100 people", "18 of 100 people",
    ]  # fmt: skip


def test_a_page_that_is_gone_has_no_sheet(client: Client, compared: None) -> None:
    assert client.get("/decisions/nothing.comparison.pdf").status_code == 404
    assert client.get("/procedures/fusion.comparison.pdf").status_code == 404
    take_off(Document.objects.get(kind="decision"))
    assert client.get(SHEET).status_code == 410


def test_an_old_address_of_the_sheet_leads_to_the_new_one(client: Client, publish: Publish) -> None:
    text = DECISION.format(first="").replace("---\n\n##", "aliases:\n  - old-name\n---\n\n##", 1)
    publish(COMPARED | {"en/decisions/narrow-canal.md": text})
    response = client.get("/decisions/old-name.comparison.pdf")
    assert (response.status_code, response.headers["Location"]) == (301, SHEET)

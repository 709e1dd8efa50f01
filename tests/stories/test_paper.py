"""Printing: a page on paper holds every word that it has on the screen, folded or not, and its links' addresses."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page as BrowserPage
from pypdf import PdfReader

from tests.browser import visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

Browse = Callable[..., Any]
# What people read of a page: the main text but for what is pressed, and the emergency card. Then the words
# in drawings, whose letters stand wherever the drawing puts them.
READ = """() => {
    const labels = [...document.querySelectorAll('main svg text')].map(each => each.textContent.trim());
    const aside = '.rail, .path, .related, .picker, .letters, .aside-for-readers, .to-top, .back, summary, svg, '
        + '.check-passage, .check-print, .was-it-clear, .you-said, .search-form, .doing, .compare-way';
    document.querySelectorAll(aside).forEach(each => each.remove());
    document.querySelectorAll('details').forEach(each => each.open = true);
    const text = document.querySelector('main').innerText + ' ' + document.querySelector('.all-signs').innerText;
    return [text, labels];
}"""
PAPER = {"format": "A4", "print_background": False, "prefer_css_page_size": True}


def words(text: str) -> Counter[str]:
    """The words of a text, whether or not their letters are joined."""
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower()))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize(
    "address",
    [
        "/procedures/microdiscectomy/",
        "/",
        *(
            pytest.param(address, marks=pytest.mark.gate)
            for address in ("/guides/the-assessment/", "/benefits/less-pain/", "/glossary/")
        ),
    ],
)
def test_paper_holds_every_word_of_the_page(browse: Browse, library: str, address: str) -> None:
    def story(page: BrowserPage) -> tuple[bytes, list[Any]]:
        visit(page, library + address)
        # The print first, before anything is opened.
        return page.pdf(**PAPER), page.evaluate(READ)

    paper, (read, labels) = browse(story)
    text = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper)).pages)
    assert sum(words(read).values()) > 300
    assert words(read) - words(text) == Counter()
    assert [label for label in labels if squeezed(label) not in squeezed(text)] == []


def test_paper_has_the_signs_first_the_addresses_of_links_page_numbers_and_room_to_write(
    browse: Browse, library: str
) -> None:
    def story(page: BrowserPage) -> bytes:
        visit(page, f"{library}/procedures/microdiscectomy/")
        return page.pdf(**PAPER)

    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(browse(story))).pages]
    assert "Get help now" in sheets[0]
    assert f"1 / {len(sheets)}" in sheets[0]
    text = re.sub(r"\s+", " ", " ".join(sheets))
    assert "https://www.nice.org.uk/guidance/ng59" in text.replace(" ", "")
    assert "Your notes and questions" in text
    assert "Last changed" in text
    assert "Print this page" not in text


@pytest.mark.gate
def test_the_chosen_size_holds_on_paper(browse: Browse, library: str) -> None:
    def story(page: BrowserPage) -> list[int]:
        visit(page, f"{library}/guides/the-day/")
        sizes = []
        for size in ("normal", "largest"):
            page.evaluate("size => localStorage.setItem('reading-text', size)", size)
            page.reload()
            sizes.append(len(PdfReader(io.BytesIO(page.pdf(**PAPER))).pages))
        return sizes

    normal, largest = browse(story)
    assert largest > 1.5 * normal

"""A page as a PDF: what it says of itself, whatever words it is given, and always the same bytes."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portal.paper.letters import FAMILY, letters, printable
from portal.paper.setting import Sheet, pdf
from tests.paper.reading import opened, tagged, words, words_of

CHANGED = datetime(2026, 3, 1, 12, 30, 5, 999, tzinfo=UTC)


def sheet(html: str, **given: Any) -> Sheet:
    facts: dict[str, Any] = {
        "title": "A slipped disc",
        "site": "Back surgery",
        "language": "en",
        "address": "https://clinic.example/conditions/slipped-disc/",
        "counting": "{page} of {pages}",
        "changed_at": CHANGED,
    }
    return Sheet(html, **(facts | given))


def test_a_file_says_what_it_is_in_which_language_and_of_which_day() -> None:
    reader = opened(pdf(sheet("<h1>A slipped disc</h1><p>Words</p>", language="pt-br")))
    catalogue = reader.trailer["/Root"]
    assert reader.metadata.title == "A slipped disc"
    assert reader.metadata.author == "Back surgery"
    assert reader.metadata.creation_date == CHANGED.replace(microsecond=0)
    assert catalogue["/Lang"] == "pt-BR"
    assert catalogue["/MarkInfo"]["/Marked"].value is True
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()


def test_the_same_page_has_the_same_bytes_and_another_day_has_others() -> None:
    html = '<h1>A</h1><p>b</p><svg class="picture" viewBox="0 0 9 9" aria-label="c"><path d="M0 0H9V9Z"/></svg>'
    assert pdf(sheet(html)) == pdf(sheet(html))
    assert pdf(sheet(html)) != pdf(sheet(html, changed_at=CHANGED.replace(day=2)))


def test_every_letter_is_from_the_font_that_came_with_it() -> None:
    drawn = '<svg viewBox="0 0 9 9" aria-label="e"><text>f</text></svg>'
    html = f"<p>a <strong>b</strong> <em>c</em> <code>d</code></p>{drawn}"
    names = {
        font["/BaseFont"].partition("+")[2]
        for page in opened(pdf(sheet(html))).pages
        for font in (reference.get_object() for reference in page["/Resources"]["/Font"].values())
    }
    assert names
    assert {name[: len("NotoSans")] for name in names} == {"NotoSans"}
    assert letters().families[0] == FAMILY


def test_headings_are_bookmarks_in_their_order() -> None:
    def outline(items: list[Any]) -> list[Any]:
        return [outline(item) if isinstance(item, list) else item.title for item in items]

    reader = opened(pdf(sheet("<h1>A</h1><h2>B</h2><p>x</p><h3>C</h3><h2>D</h2>")))
    assert outline(reader.outline) == ["A", ["B", ["C"], "D"]]


def test_pages_are_counted_and_named_outside_the_words_that_are_read_out() -> None:
    made = pdf(sheet("<p>word</p>" * 100))
    reader = opened(made)
    pages = len(reader.pages)
    assert pages > 1
    assert f"2 of {pages}" in reader.pages[1].extract_text()
    assert "A slipped disc" in reader.pages[1].extract_text()
    assert words_of(made) == ["word"] * 100


def test_a_table_has_its_caption_and_header_cells_and_repeats_them_for_the_eye_only() -> None:
    rows = "<tr><th scope='row'>x</th><td>y</td></tr>" * 60
    head = "<thead><tr><th>Activity</th><th>Time</th></tr></thead>"
    made = pdf(sheet(f"<table><caption>When</caption>{head}<tbody>{rows}</tbody></table>"))
    [table] = tagged(made).named("/Table")
    assert [words(tag.text) for tag in table.named("/Caption")] == [["When"]]
    assert [words(tag.text) for tag in table.named("/TH")] == [["Activity"], ["Time"]]
    assert len(table.named("/TR")) == 61
    reader = opened(made)
    assert len(reader.pages) > 1
    assert all("Activity" in page.extract_text() for page in reader.pages)


def test_pictures_speak_and_decoration_is_silent() -> None:
    drawn = '<path d="M0 0H9V9Z"/></svg>'
    loud = f'<svg class="picture" viewBox="0 0 9 9" role="img" aria-label="#a &amp; &quot;b&quot;">{drawn}'
    silent = f'<svg class="bar" viewBox="0 0 9 9" aria-hidden="true">{drawn}'
    made = tagged(pdf(sheet(f"<p>a</p>{loud}{silent}<p>{silent.replace('bar', '')}b</p>")))
    assert [figure.alt for figure in made.named("/Figure")] == ['#a & "b"']


def test_links_lead_to_their_addresses_and_print_them() -> None:
    made = pdf(sheet('<p><a href="/risks/">Risks</a> and <a href="https://www.nice.org.uk/ng59">NICE</a>.</p>'))
    addresses = ["https://clinic.example/risks/", "https://www.nice.org.uk/ng59", "https://www.nice.org.uk/ng59"]
    assert [link.address for link in tagged(made).named("/Link")] == addresses
    assert "NICE (https://www.nice.org.uk/ng59)." in opened(made).pages[0].extract_text()
    assert words_of(made) == ["Risks", "and", "NICE."]


def test_large_print_is_never_smaller_than_18_points() -> None:
    html = (
        '<p>Words<sup>1</sup> and <sub>2</sub></p><p class="typical">Small</p><h3>Heading</h3>'
        '<table><caption>c</caption><tr><th>a <span class="looked-at">b</span></th><td>d</td></tr></table>'
        '<p><a href="https://www.nice.org.uk/ng59">NICE</a></p>'
    )

    def sizes(*, is_large: bool) -> set[float]:
        found: set[float] = set()
        page = opened(pdf(sheet(html, is_large=is_large))).pages[0]
        page.extract_text(visitor_text=lambda said, _cm, _tm, _font, size: found.add(size) if said.strip() else None)
        return found

    assert min(sizes(is_large=True)) >= 18
    assert max(sizes(is_large=False)) > 11 > min(sizes(is_large=False))


@pytest.mark.parametrize(
    "hostile",
    [
        "#panic() #{1 + 1} #import @preview/x:1.0.0",
        "$x^2$ $",
        "\\ \\u{41} \\#",
        "@ref <label> [content] {code}",
        "= heading *bold* _emph_ `raw` // comment /* more */",
        "~ -- --- ... 'single' \"double\"",
        '{"sort": "text"}',
        "</script> &amp; &#35;",
        "Ελληνικά Кириллица Tiếng Việt",
    ],
)
@pytest.mark.parametrize("is_large", [False, True])
def test_words_come_out_as_they_are_whatever_they_mean_elsewhere(hostile: str, is_large: bool) -> None:
    escaped = hostile.replace("&", "&amp;").replace("<", "&lt;")
    html = f'<h1>{escaped}</h1><p class="finding-label">{escaped}</p><ul><li>{escaped}</li></ul>'
    made = pdf(sheet(html, title=hostile, site=hostile, is_large=is_large))
    assert words_of(made) == words(hostile) * 3
    assert opened(made).metadata.title == hostile


def test_what_no_font_can_draw_is_named_and_what_nobody_sees_is_left_out() -> None:
    made = pdf(sheet("<p>a 😀 \u200d\u00ad\u0007b سلام</p>", title="😀"))
    assert words_of(made)[:6] == ["a", "[grinning", "face]", "b", "[arabic", "letter"]
    assert opened(made).metadata.title == "[grinning face]"
    assert printable("e\u0301") == "é"
    assert printable("\ue000\ufe0f") == ""
    assert printable("\u2003") == "\u2003"


@pytest.mark.parametrize("html", ["<p>{}</p>", "<h1>{}</h1>", "<table><tr><td>{}</td><td>b</td></tr></table>"])
def test_a_word_of_5000_letters_breaks_and_stays_whole(html: str) -> None:
    made = pdf(sheet(html.format("x" * 5000)))
    assert words_of(made)[0] == "x" * 5000


@pytest.mark.parametrize(
    "html",
    [
        '<div class="callout-emergency">{}</div>',
        '<section class="finding">{}</section>',
        "<table><tr><td>{}</td><td>b</td></tr></table>",
        '<ol class="plates"><li>{}</li></ol>',
        "<figure><figcaption><div>{}</div></figcaption></figure>",
    ],
)
@pytest.mark.parametrize("is_large", [False, True])
def test_nothing_is_lost_of_what_is_longer_than_a_page(html: str, is_large: bool) -> None:
    made = pdf(sheet(html.format("<p>several words in a row</p>" * 150), is_large=is_large))
    shown = " ".join(word for page in opened(made).pages for word in page.extract_text().split())
    assert len(opened(made).pages) > 2
    assert shown.count("several words in a row") == 150


@pytest.mark.parametrize("is_large", [False, True])
def test_an_empty_page_is_a_page(is_large: bool) -> None:
    made = pdf(sheet("", is_large=is_large))
    assert len(opened(made).pages) == 1
    assert words_of(made) == []

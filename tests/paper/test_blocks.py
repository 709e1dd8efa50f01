"""HTML as what a typesetter knows, element by element."""

from typing import Any

import pytest

from portal.paper.blocks import blocks
from portal.paper.drawings import drawing
from portal.paper.markup import BadMarkup, read_html
from portal.paper.words import printed
from portal.text.blocks import BLOCKS

HERE = "https://clinic.example/conditions/slipped-disc/"


def made(html: str) -> list[dict[str, Any]]:
    return blocks(read_html(html), HERE)


def para(*body: dict[str, Any], look: str = "") -> dict[str, Any]:
    return {"sort": "para", "look": look, "body": list(body)}


def text(words: str) -> dict[str, Any]:
    return {"sort": "text", "text": words}


def test_words_have_one_space_where_html_has_many_and_none_at_the_ends() -> None:
    html = "<p>\n  One <em> two </em>\n three<br> four </p>"
    emphasis = {"sort": "emph", "body": [text("two ")]}
    assert made(html) == [para(text("One "), emphasis, text("three"), {"sort": "break"}, text("four"))]


def test_a_no_break_space_stays() -> None:
    assert made("<p>5\u00a0mm</p>") == [para(text("5\u00a0mm"))]


def test_loose_words_beside_blocks_become_paragraphs() -> None:
    assert made("<div>before<p>within</p> after</div>") == [
        para(text("before")),
        para(text("within")),
        para(text("after")),
    ]


def test_headings_skip_no_level() -> None:
    levels = [block["level"] for block in made("<h2>a</h2><h2>b</h2><h1>c</h1><h4>d</h4><h3>e</h3>")]
    assert levels == [1, 2, 1, 2, 3]


@pytest.mark.parametrize(
    "html", ["", "<p> </p>", "<h1></h1>", "<ul></ul>", "<dl></dl>", '<div class="callout-today"></div>']
)
def test_what_says_nothing_is_left_out(html: str) -> None:
    assert made(html) == []


def test_lists_hold_items_of_blocks() -> None:
    [numbered] = made("<ol><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ol>")
    assert numbered["is_numbered"] is True
    assert numbered["items"][0] == [para(text("a"))]
    inner = {"sort": "items", "look": "", "is_numbered": False, "items": [[para(text("c"))]]}
    assert numbered["items"][1] == [para(text("b")), inner]


def test_terms_are_read_in_groups_or_without_them() -> None:
    expected = [{"sort": "terms", "items": [{"term": [text("a")], "body": [para(text("b"))]}]}]
    assert made("<dl><div><dt>a</dt><dd>b</dd></div></dl>") == expected
    assert made("<dl><dt>a</dt><dd>b</dd></dl>") == expected


def test_a_table_keeps_its_caption_its_header_cells_and_spans() -> None:
    [board] = made(
        "<table><caption>When</caption><thead><tr><th scope='col'>A</th><th>B</th></tr></thead>"
        "<tbody><tr><th scope='row'>x</th><td class='align-right'>y</td></tr>"
        "<tr><td colspan='2'>z</td></tr></tbody></table>"
    )
    assert (board["caption"], board["columns"]) == ([text("When")], 2)
    assert [cell["is_head"] for cell in board["head"][0]] == [True, True]
    [[row_head, value], [wide]] = board["rows"]
    assert (row_head["is_head"], value["is_head"], value["aligned"]) == (True, False, "right")
    assert (wide["across"], wide["body"]) == (2, [para(text("z"))])


def test_the_cells_of_a_row_know_how_many_lines_the_longest_of_them_takes() -> None:
    letters = "x" * 43
    [board] = made(f"<table><tr><td><p>four</p><ul><li>five</li></ul></td><td>{letters}</td></tr></table>")
    assert [cell["lines"] for cell in board["rows"][0]] == [{"normal": 2, "large": 2}] * 2


def test_a_box_knows_how_many_lines_its_words_and_drawings_take() -> None:
    people = '<svg class="people" viewBox="0 0 9 9" aria-label="x"></svg>'
    icon = '<svg viewBox="0 0 9 9" aria-hidden="true"></svg>'
    [box] = made(f'<section class="finding"><p>{icon}<strong>{"x" * 45}</strong></p>{people}loose</section>')
    assert box["lines"] == {"normal": 1 + 7 + 1, "large": 2 + 7 + 1}


def test_what_is_folded_on_the_screen_lies_open_under_its_name() -> None:
    assert made("<details><summary>More</summary><p>Words</p></details>") == [
        para(text("More"), look="title"),
        para(text("Words")),
    ]


@pytest.mark.parametrize("name", ["numbers", "finding", "figure", "words", "notes"])
def test_what_needs_no_name_to_lie_open_has_none_and_the_next_part_has_its_name_again(name: str) -> None:
    folded = "<details><summary>Show</summary><p>Words</p></details>"
    [block, title, _words] = made(f'<div class="{name}"><div>{folded}</div></div>{folded}')
    assert block == para(text("Words")) or block["body"] == [para(text("Words"))]
    assert title == para(text("Show"), look="title")


def test_a_picture_stays_with_its_caption_and_its_long_words_follow() -> None:
    svg = '<svg class="picture" viewBox="0 0 20 10" aria-label="A disc"><path d="M0 0"/></svg>'
    folded = "<details><summary>In words</summary><p>Long</p></details>"
    [figure, words] = made(f"<figure class='figure'>{svg}<figcaption>Seen from above.{folded}</figcaption></figure>")
    assert [block["sort"] for block in figure["body"]] == ["drawing", "para"]
    assert words == para(text("Long"))


@pytest.mark.parametrize("degree", sorted(BLOCKS["callout"].argument))
def test_every_degree_of_callout_is_a_box_with_its_word(degree: str) -> None:
    icon = '<svg viewBox="0 0 20 20" aria-hidden="true"></svg>'
    html = f'<div class="callout callout-{degree}"><p class="callout-degree">{icon}\n<span>Now</span></p></div>'
    [box] = made(html)
    [degree_line] = box["body"]
    assert (box["sort"], box["tone"], degree_line["look"]) == ("box", degree, "degree")
    assert [piece["sort"] for piece in degree_line["body"]] == ["drawing", "text", "text"]


def test_links_on_the_page_lead_to_the_first_word_of_the_place() -> None:
    notes_of_it = '<ol><li id="note-1" class="x">Book</li><li id="other">B</li></ol>'
    [line, notes] = made(f'<p><a href="#note-1">1</a> <a href="#gone">2</a></p>{notes_of_it}')
    assert line["body"] == [{"sort": "jump", "name": "note-1", "look": "", "body": [text("1")]}, text(" "), text("2")]
    assert notes["items"][0][0]["body"] == [{"sort": "place", "name": "note-1"}, text("Book")]
    assert notes["items"][1][0]["body"] == [text("B")]


def test_a_link_that_only_leads_around_on_a_screen_is_left_out() -> None:
    assert made('<p>Words. <a class="back" href="#a">Back</a></p><p id="a">x</p>')[0] == para(text("Words."))


def test_a_place_named_twice_is_reached_once_and_an_empty_one_at_the_end() -> None:
    [first, second] = made('<p id="a">x</p><p id="a"><a href="#a">y</a></p>')
    assert [piece["sort"] for piece in first["body"]] == ["place", "text"]
    assert [piece["sort"] for piece in second["body"]] == ["jump"]
    assert made('<p><a href="#b">x</a></p><p id="b"></p>')[-1]["body"] == [{"sort": "place", "name": "b"}]


def test_other_pages_are_linked_by_their_full_address_and_not_spelled_out() -> None:
    [line] = made('<p><a href="/risks/infection/">infection</a></p>')
    address = "https://clinic.example/risks/infection/"
    assert line["body"] == [{"sort": "link", "address": address, "body": [text("infection")], "printed": ""}]


@pytest.mark.parametrize(
    ("href", "words", "expected"),
    [
        ("https://www.nice.org.uk/guidance/ng59", "nice.org.uk", "https://www.nice.org.uk/guidance/ng59"),
        ("https://doi.org/10.1136/bmj.f6415", "doi:10.1136/bmj.f6415", ""),
        ("https://pubmed.ncbi.nlm.nih.gov/24231273/", "PubMed 24231273", ""),
        ("https://clinic.example/", "https://clinic.example/", ""),
        ("mailto:team@clinic.example", "Write to us", "team@clinic.example"),
        ("tel:+441234", "call +441234", ""),
        ("/risks/", "Risks", ""),
    ],
)
def test_an_address_is_printed_where_the_words_of_a_link_do_not_say_it(href: str, words: str, expected: str) -> None:
    [link] = read_html(f'<a href="{href}">{words}</a>').elements
    assert printed(link) == expected


def test_a_drawing_keeps_the_names_that_svg_needs_and_gets_the_fonts_of_the_page() -> None:
    [svg] = read_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<text class="x" font-family="system-ui" aria-hidden="true">a &lt; b</text></svg>'
    ).elements
    made_of_it = drawing(svg, "#123456")
    assert made_of_it["svg"] == (
        '<svg xmlns="http://www.w3.org/2000/svg" color="#123456" viewBox="0 0 100 10" preserveAspectRatio="none">'
        '<text font-family="Noto Sans">a &lt; b</text></svg>'
    )
    assert (made_of_it["place"], made_of_it["alt"], made_of_it["width"]) == ("bar", None, 100.0)


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<p>\n<video></video></p>", "<video> in line 2 cannot stand among words on paper"),
        ("<form></form>", "<form> in line 1 is not known on paper"),
        ("<ul><p>x</p></ul>", "<p> cannot stand in the <ul> of line 1"),
        ("<ul>loose</ul>", "'loose' cannot stand in the <ul> of line 1"),
        ("<table><tr><p>x</p></tr></table>", "<p> in line 1 is no cell of a table"),
        ("<table><p>x</p></table>", "<p> in line 1 cannot stand in a table on paper"),
        ("<table></table>", "the <table> in line 1 has no rows"),
        ('<svg class="picture" viewBox="0 0 1 1"></svg>', "<svg> in line 1 has no aria-label and is not aria-hidden"),
        ('<svg aria-hidden="true"></svg>', "<svg> in line 1 has no viewBox"),
        ('<svg viewBox="0 0 1 1" aria-hidden="true"><image/></svg>', "<image> in line 1 is not known in a drawing"),
        ("<p>x</div>", "</div> in line 1 closes <p>"),
        ("<p>x", "<p> in line 1 is never closed"),
    ],
)
def test_what_is_not_known_on_paper_is_refused_by_name(html: str, message: str) -> None:
    with pytest.raises(BadMarkup) as refused:
        made(html)
    assert str(refused.value) == message


def test_room_for_an_answer_is_a_box_with_its_question_whose_lines_the_typesetter_draws() -> None:
    question = "<div class='answer-room'><p>Why?</p><div class='rule'></div><div class='rule'></div></div>"
    [answers] = made(f"<ol><li>{question}</li></ol>")
    [box] = answers["items"][0]
    assert (box["sort"], box["tone"], box["body"]) == ("box", "answer-room", [para(text("Why?"))])

"""Faults and remarks lead to the line they speak of, in the words that are on the screen and in no others."""

import pytest

from portal.admin.addresses import of_kind, screen
from portal.kinds.registry import KINDS
from portal.text.limits import MOST_LINES
from tests.admin.conftest import document
from tests.admin.forms import form_in, parsed
from tests.admin.test_panel import FIGURE, links

SPACER = ("procedure", "interspinous-spacer")
FAULTY = "## Words\n\nFirst.\n\n[A link](javascript:alert(1))"
pytestmark = pytest.mark.django_db


def answered(client, body, address="", **more):
    """The whole screen, as a button brings it without a script."""
    address = address or screen(document(*SPACER), "change")
    return client.post(address, form_in(client.get(address)) | {"body": body} | more)


def numbered(response):
    """The lines that the screen shows, by the anchors that lead to them."""
    lines = {span.get("id", ""): "".join(span.itertext()) for span in parsed(response).iter("span")}
    return {anchor: words.removesuffix("\n") for anchor, words in lines.items() if "line-" in anchor}


def fault_of(response, words="cannot be linked to"):
    """The first link whose words hold these."""
    return next(link for said, link in links(response).items() if words in said)


def test_a_fault_that_stops_saving_leads_to_its_line_of_what_was_typed(loaded, writer):
    answer = answered(writer, FAULTY)
    link = fault_of(answer)
    assert (link["href"], link["data-line"]) == ("#typed-line-5", "5")
    assert numbered(answer) == {f"typed-line-{n}": line for n, line in enumerate(FAULTY.split("\n"), start=1)}


def test_the_panel_names_the_same_line_and_when_it_comes_alone_it_leads_to_the_field(loaded, writer):
    alone = answered(writer, FAULTY, _check="alone")
    assert (fault_of(alone)["href"], fault_of(alone)["data-line"]) == ("#field-body", "5")
    assert numbered(alone) == {}
    remark = links(answered(writer, f"## Words\n\n{FIGURE}", _check="alone"))["Line 3"]
    assert (remark["href"], remark["data-line"]) == ("#field-body", "3")


def test_remarks_on_words_that_are_not_saved_lead_to_these_words(loaded, writer):
    answer = answered(writer, f"\r\n \r\n## Words\r\n\r\n{FIGURE}", _check="1")
    link = links(answer)["Line 3"]
    assert (link["href"], link["data-line"]) == ("#typed-line-3", "3")
    assert numbered(answer)["typed-line-3"] == FIGURE


def test_remarks_on_a_page_that_was_only_opened_lead_to_the_newest_revision(loaded, writer):
    assert answered(writer, f"## Words\n\n{FIGURE}", _save="1").status_code == 302
    found = document(*SPACER)
    opened = writer.get(screen(found, "change"))
    link = links(opened)["Line 3"]
    number = found.head.text.split("\n").index(FIGURE) + 1
    assert (link["href"], link["data-line"]) == (f"{screen(found, 'revision', found.head_id)}#line-{number}", "3")
    assert numbered(opened) == {}
    assert numbered(writer.get(link["href"]))[f"line-{number}"] == FIGURE


def test_a_link_to_a_line_takes_nobody_away_from_words_that_were_not_saved(loaded, writer):
    body = f"## Words\n\n{FIGURE}"
    assert answered(writer, body, _save="1").status_code == 302
    answer = answered(writer, body, title="Not saved yet", _check="1")
    assert links(answer)["Line 3"]["href"] == "#typed-line-3"
    assert numbered(answer)["typed-line-3"] == FIGURE


def test_remarks_after_a_collision_lead_to_the_words_of_both(loaded, writer, publisher):
    found = document(*SPACER)
    mine = form_in(writer.get(screen(found, "change"))) | {"title": "Mine", "body": f"## Words\n\n{FIGURE}"}
    theirs = form_in(publisher.get(screen(found, "change"))) | {"title": "Theirs"}
    publisher.post(screen(found, "change"), theirs)
    refused = writer.post(screen(found, "change"), mine)
    assert refused.status_code == 409
    assert links(refused)["Line 3"]["href"] == "#typed-line-3"
    assert numbered(refused)["typed-line-3"] == FIGURE


def test_faults_of_fields_lead_to_the_fields_and_need_no_lines(loaded, writer):
    answer = answered(writer, "## Words", title="x" * 101)
    assert fault_of(answer, "101")["href"] == "#field-title"
    assert "data-line" not in fault_of(answer, "101")
    assert numbered(answer) == {}


def test_a_new_page_has_lines_too_before_it_is_anywhere(loaded, writer):
    answer = answered(writer, f"## Words\n\n{FIGURE}", of_kind(KINDS["guide"], "add"), title="New", _check="1")
    assert links(answer)["Line 3"]["href"] == "#typed-line-3"
    assert numbered(answer)["typed-line-3"] == FIGURE


def test_a_text_over_the_limits_is_not_shown_a_second_time(loaded, writer):
    answer = answered(writer, "x\n" * MOST_LINES + "x")
    assert fault_of(answer, f"more than {MOST_LINES} lines")["href"] == "#field-body"
    assert numbered(answer) == {}


def test_a_look_at_words_that_cannot_be_drawn_shows_their_lines(loaded, writer):
    look = answered(writer, FAULTY, _look="frame")
    assert fault_of(look)["href"] == "#typed-line-5"
    assert numbered(look)["typed-line-5"] == FAULTY.split("\n")[4]


def test_lines_are_shown_as_they_were_typed_and_do_nothing(loaded, writer):
    hostile = "<script>alert(1)</script> [a](javascript:x) </pre>"
    answer = answered(writer, f"## Words\n\n{hostile}")
    assert numbered(answer)["typed-line-3"] == hostile
    assert "<script>alert" not in answer.content.decode()

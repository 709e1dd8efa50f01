"""The panel below a text: its grade, what the linter says and where, and what only a person can judge."""

import re
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.admin.addresses import of_kind, screen
from portal.desk.documents import Revision
from portal.desk.press.instruments import ITEMS, rules_by_item
from portal.kinds.registry import KINDS
from portal.text.lint import RULES
from tests.admin.conftest import document
from tests.admin.forms import form_in, parsed, words_of

SPACER = ("procedure", "interspinous-spacer")
FIGURE = "Of those who had it, 39 of 100 people were better."
pytestmark = pytest.mark.django_db


def panel(client, body, **more):
    """The panel alone, as the script asks for it while this body is being written."""
    address = screen(document(*SPACER), "change")
    return client.post(address, form_in(client.get(address)) | {"body": body, "_check": "alone"} | more)


def links(response):
    return {"".join(link.itertext()): link.attrib for link in parsed(response).iter("a")}


def test_the_screen_shows_the_grade_of_the_text_beside_the_live_one(loaded, writer):
    shown = words_of(writer.get(screen(document(*SPACER), "change")))
    assert "This text What readers see now" in shown
    [now, before] = re.search(r"Reading grade \(school years\) ([\d.]+) ([\d.]+)", shown).groups()
    assert now == before
    assert "Longest sentence (words) 4 4" in shown


def test_what_is_typed_is_judged_and_nothing_is_saved(loaded, writer):
    before = Revision.objects.count()
    long = "word " * 40
    answer = panel(writer, f"## What it can cost\n\n{FIGURE}\n\nThe {long}here.\n\n::: summary\n:::")
    assert answer.status_code == 200
    assert "“39 of 100” has no source" in words_of(answer)
    assert "These stop the page from being published." in words_of(answer)
    assert "a sentence of 42 words" in words_of(answer)
    assert "<html" not in answer.content.decode()
    assert Revision.objects.count() == before


def gist(response):
    [said] = [element.get("data-gist") for element in parsed(response).iter() if element.get("data-gist")]
    return said


def test_the_panel_has_one_sentence_for_those_who_cannot_see_it_change(loaded, writer):
    assert gist(panel(writer, "## What it costs\n\nNothing.\n\n::: summary\n:::")) == "Every figure names its source."
    assert gist(panel(writer, f"{FIGURE}\n\n::: summary\n:::")) == "1 figure has no source."
    two = panel(writer, f"{FIGURE}\n\nAnd 12 of 100 were not.\n\n::: summary\n:::")
    assert gist(two) == "2 figures have no source."
    assert gist(panel(writer, "# Too big")) == "The words cannot be checked before something is mended."


def test_a_remark_about_a_field_leads_to_that_field(loaded, writer):
    answer = panel(writer, "## Words\n\n::: summary\n:::", summary="It cures. It always works. It is painless.")
    assert links(answer)["Summary"]["href"] == "#field-summary"


def test_without_a_script_the_button_draws_the_whole_screen_with_what_was_typed(loaded, writer):
    found = document(*SPACER)
    address = screen(found, "change")
    sent = form_in(writer.get(address)) | {"body": f"## Mine\n\n{FIGURE}", "saving-note": "mine", "_check": "1"}
    answer = writer.post(address, sent)
    assert "“39 of 100” has no source" in words_of(answer)
    assert form_in(answer)["body"] == [f"## Mine\r\n\r\n{FIGURE}"]
    assert form_in(answer)["saving-note"] == ["mine"]
    assert form_in(answer)["saving-based_on"] == [str(found.head_id)]
    assert document(*SPACER).head_id == found.head_id


def test_words_with_faults_are_not_judged_and_the_faults_are_named(loaded, writer):
    said = words_of(panel(writer, "# Too big"))
    assert "The words can be checked when this is mended:" in said
    assert "headings in the text begin with ##" in said


def test_hard_words_are_counted_and_what_others_call_them_is_offered(loaded, writer):
    body = "## Words\n\nDegenerative changes. Extraordinarily extraordinarily bad. A spacer.\n\n::: summary\n:::"
    said = words_of(panel(writer, body))
    assert "Extraordinarily" not in said.split("Hard words")[1].split("Check list")[0].split("extraordinarily")[0]
    assert "extraordinarily once" in said
    degenerate = words_of(panel(writer, "## Words\n\nIt is degenerative.\n\n::: summary\n:::"))
    assert "degenerative once · say: “changes that come with age”" in degenerate
    assert "spacer once" not in said


def test_typed_html_is_shown_as_words(loaded, writer):
    hostile = "<script>alert(1)</script>"
    html = panel(writer, f"## Words\n\n{hostile} 39 of 100 {hostile}", summary=hostile).content.decode()
    assert "<script" not in html


def test_each_rule_of_an_instrument_belongs_to_an_item_that_is_there():
    known = {(item.instrument, item.number) for item in ITEMS}
    assert rules_by_item().keys() - known == set()
    assert len(known) == len(ITEMS) == 44
    named = {rule for rules in rules_by_item().values() for rule in rules}
    assert {rule.name for rule in RULES if re.search(r"PEMAT \d|CDC \d", rule.source)} == named


def test_an_item_is_looked_at_again_where_its_rule_spoke_and_boxes_are_sent_nowhere(loaded, writer):
    fine = panel(writer, "## Words\n\nYou can ask us.\n\n::: summary\n:::")
    bad = panel(writer, "## Words\n\nOne. Two is so. Three is so. Four is so.\n\n::: summary\n:::")

    def state(answer, item):
        return next(
            "".join(line.itertext()).split()[0:2]
            for line in parsed(answer).iter("li")
            if item in "".join(line.itertext())
        )

    assert state(fine, "PEMAT 8") == ["nothing", "found"]
    assert state(bad, "PEMAT 8") == ["look", "again"]
    boxes = [box for box in parsed(fine).iter("input") if box.get("type") == "checkbox"]
    assert len(boxes) == len(ITEMS) - len(rules_by_item())
    assert {box.get("name") for box in boxes} == {None}


def test_kinds_that_readers_do_not_open_have_no_panel(loaded, writer):
    assert "How it reads" not in words_of(writer.get(of_kind(KINDS["finding"], "add")))
    new = words_of(writer.get(of_kind(KINDS["guide"], "add")))
    assert "Write something, then check it here." in new


def test_a_new_page_is_judged_before_it_is_anywhere(loaded, writer):
    address = of_kind(KINDS["guide"], "add")
    sent = form_in(writer.get(address)) | {"title": "New", "body": f"## Words\n\n{FIGURE}", "_check": "alone"}
    answer = writer.post(address, sent)
    assert links(answer)["Line 3"]["href"] == "#field-body"


def test_a_longer_text_costs_no_more_queries(loaded, writer):
    def queries(body):
        with CaptureQueriesContext(connection) as counted:
            assert panel(writer, body).status_code == 200
        return len(counted)

    paragraph = "See [here](condition:spinal-stenosis) and [there](guide:questions). A spacer [@moojen-2013].\n\n"
    panel(writer, "## Words")
    assert queries(f"## Words\n\n{paragraph}") == queries(f"## Words\n\n{paragraph * 3}")


def test_the_largest_text_is_judged_in_a_moment(loaded, writer):
    paragraph = "A spacer may help your extraordinarily sore legs, and 39 of 100 people said so by then. " * 3 + "\n\n"
    body = "## Words\n\n" + paragraph * (195_000 // len(paragraph))
    panel(writer, "## Words")
    began = time.process_time()
    answer = panel(writer, body)
    seconds = time.process_time() - began
    assert "has no source" in words_of(answer)
    # However much there is to say, a hundred remarks of a sort are shown.
    assert answer.content.decode().count("has no source") == 100
    # A second on an idle machine, with room for a slow one.
    assert seconds < 3


def test_who_may_only_look_is_given_no_panel(loaded, staff):
    reader = staff("reader", "view")
    answer = reader.post(screen(document(*SPACER), "change"), {"body": "x", "_check": "alone"})
    assert answer.status_code == 403

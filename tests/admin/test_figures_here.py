"""From a page to the findings behind its figures, and from a finding to its place on the pages that show it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.admin.addresses import of_kind, screen
from portal.admin.document.named import in_words
from portal.admin.document.places import anchors_on
from portal.desk.documents import Document, Origin
from portal.desk.drafts import begin, revise
from portal.desk.people import User
from portal.kinds.registry import KINDS
from portal.text.references import Ref
from tests.admin.conftest import document
from tests.admin.forms import form_in, parsed, words_of
from tests.admin.test_looking import typed
from tests.desk.four_eyes import publish
from tests.library import DOCUMENTS

SPACER, RISK, STENOSIS = (
    ("procedure", "interspinous-spacer"),
    ("risk", "another-operation"),
    ("condition", "spinal-stenosis"),
)
FINDING = ("finding", "moojen-2013-another-operation")
PLACE = "result-moojen-2013-another-operation"
pytestmark = pytest.mark.django_db


def figures(answer):
    """The findings that a screen lists: where each link leads, and all that is said of the finding."""
    lists = [one for one in parsed(answer).iter("ul") if one.get("class") == "figures-here"]
    rows = lists[0].findall("li") if lists else []
    return [(row.find("a").get("href"), " ".join(" ".join(row.itertext()).split())) for row in rows]


def with_findings(*slugs):
    """Copies of the one finding, public, and a text of the procedure that names them all."""
    author, _is_new = User.objects.get_or_create(username="first-hand")
    text = DOCUMENTS["all/findings/moojen-2013-another-operation.md"]
    for slug in slugs:
        begin(ref=Ref("finding", slug), language="all", text=text, author=author, origin=Origin.STAFF)
        publish(document("finding", slug), revision=document("finding", slug).head, by=None)
    found = document(*SPACER)
    names = "".join(f"  - {slug}\n" for slug in ("moojen-2013-another-operation", *slugs))
    text = found.head.text.replace("  - moojen-2013-another-operation\n", names)
    return revise(found, text=text, based_on=found.head, author=author, origin=Origin.STAFF)


@pytest.mark.parametrize("name", ["change", "revision"])
def test_a_page_leads_to_each_finding_that_it_shows_in_one_click(loaded, writer, name):
    found = document(*SPACER)
    address = screen(found, name, *([found.head_id] if name == "revision" else []))
    says = "Another operation By one year: 29 of 100 (a spacer); 8 of 100 (decompression)"
    assert figures(writer.get(address)) == [(screen(document(*FINDING), "change"), says)]


def test_a_finding_that_only_the_text_draws_is_listed_once(loaded, writer):
    found = document(*STENOSIS)
    body = "## Words\n\n" + "::: finding moojen-2013-another-operation\n:::\n\n" * 2
    writer.post(screen(found, "change"), typed(writer, found, body=body, findings=""))
    [listed] = figures(writer.get(screen(found, "change")))
    assert listed[0] == screen(document(*FINDING), "change")


def test_a_finding_whose_change_waits_or_that_is_not_public_says_so(loaded, writer):
    finding = document(*FINDING)
    sent = typed(writer, finding)
    row = next(number for number in range(2) if sent[f"arms-{number}-percent"] == ["29"])
    writer.post(screen(finding, "change"), sent | {f"arms-{row}-percent": "31"})
    text = DOCUMENTS["all/findings/moojen-2013-another-operation.md"].replace("Another operation", "Leg pain")
    author = User.objects.create_user("hand")
    begin(ref=Ref("finding", "new-one"), language="all", text=text, author=author, origin=Origin.STAFF)
    found = document(*SPACER)
    names = "moojen-2013-another-operation\nnew-one\nnobody-wrote-this"
    writer.post(screen(found, "change"), typed(writer, found, harm_findings=names))
    assert [words for _address, words in figures(writer.get(screen(found, "change")))] == [
        "Another operation By one year: 29 of 100 (a spacer); 8 of 100 (decompression) a change waits",
        "Leg pain not published yet",
    ]


def test_findings_of_the_same_name_are_told_apart_and_cost_the_same_with_three(loaded, writer):
    address = screen(document(*SPACER), "change")
    writer.get(address)
    with CaptureQueriesContext(connection) as one:
        writer.get(address)
    with_findings("second", "third")
    with CaptureQueriesContext(connection) as three:
        said = [words for _address, words in figures(writer.get(address))]
    assert [words.split(" By ")[0] for words in said] == [
        "Another operation moojen-2013-another-operation",
        "Another operation second",
        "Another operation third",
    ]
    # Two more are for what stops the draft, which the live text has not.
    assert len(three) <= len(one) + 2


def test_a_new_page_and_one_without_findings_list_none(loaded, writer):
    assert figures(writer.get(of_kind(KINDS["guide"], "add"))) == []
    page = writer.get(screen(document("guide", "questions"), "change"))
    assert figures(page) == []
    assert "Correct a figure" not in words_of(page)


def test_a_text_that_cannot_be_read_any_more_lists_no_findings(loaded, writer):
    found, author = document(*SPACER), User.objects.create_user("hand")
    broken = revise(found, text="no front matter", based_on=found.head, author=author, origin=Origin.STAFF)
    page = writer.get(screen(found, "revision", broken.pk))
    assert page.status_code == 200
    assert figures(page) == []


def test_the_preview_of_a_finding_opens_at_its_place(loaded, writer):
    address = screen(document(*FINDING), "preview")
    answer = writer.get(address)
    assert answer.url == f"{address}?on=procedure%3Ainterspinous-spacer#{PLACE}"
    html = writer.get(answer.url).content.decode()
    assert html.count(f'id="{PLACE}"') == 1
    assert f'href="?on=risk%3Aanother-operation#{PLACE}">Another operation</a>' in html


def test_words_and_sources_are_previewed_at_their_place_in_the_list(loaded, writer):
    for kind, slug, place in (("term", "spacer", "term-spacer"), ("source", "moojen-2013", "source-moojen-2013")):
        answer = writer.get(screen(document(kind, slug), "preview"))
        assert answer.url.endswith(f"#{place}")
        assert f'id="{place}"' in writer.get(answer.url).content.decode()


def test_a_page_is_previewed_from_its_top_without_being_sent_on(loaded, writer):
    answer = writer.get(screen(document(*SPACER), "preview"))
    assert answer.status_code == 200
    assert "js/desk/place.js" in answer.content.decode()
    assert "js/desk" not in Client().get("/procedures/interspinous-spacer/").content.decode()


def test_a_finding_stands_where_it_is_drawn_first(loaded, writer):
    ref, place = Ref(*FINDING), ("en", *SPACER)
    assert anchors_on([place], ref) == {place: PLACE}
    found = document(*SPACER)
    body = "## Words\n\n::: finding moojen-2013-another-operation\n:::\n\n::: summary\n:::\n"
    writer.post(screen(found, "change"), typed(writer, found, body=body))
    publish(document(*SPACER), revision=document(*SPACER).head, by=None)
    assert anchors_on([place], ref) == {place: "finding-moojen-2013-another-operation"}
    assert anchors_on([("en", *STENOSIS)], ref) == {}
    assert anchors_on([place], Ref("clinic", "clinic")) == {}
    assert anchors_on([], ref) == {}


def test_pages_that_would_be_affected_are_named_by_their_titles(loaded, publisher):
    page = publisher.get(screen(document(*SPACER), "withdraw"))
    [row] = next(one for one in parsed(page).iter("ul") if one.get("class") == "named").findall("li")
    assert [(link.get("href"), link.text) for link in row.findall("a")] == [
        ("/conditions/spinal-stenosis/", "A narrowed spinal canal"),
        (screen(document(*STENOSIS), "change"), "Open at the desk"),
    ]
    assert "spinal-stenosis" not in words_of(page)


def test_the_pages_that_a_finding_changes_are_opened_at_its_place(loaded, writer):
    finding = document(*FINDING)
    sent = typed(writer, finding)
    row = next(number for number in range(2) if sent[f"arms-{number}-percent"] == ["29"])
    writer.post(screen(finding, "change"), sent | {f"arms-{row}-percent": "31"})
    html = writer.get(screen(finding, "publishing")).content.decode()
    assert f'<a href="/procedures/interspinous-spacer/#{PLACE}">A spacer between the bones</a>' in html


def test_pages_of_one_title_are_told_apart_by_their_short_names_and_cost_what_one_does(loaded, publisher):
    author, address = User.objects.create_user("hand"), screen(document(*SPACER), "withdraw")
    publisher.get(address)
    with CaptureQueriesContext(connection) as one:
        publisher.get(address)
    for slug in ("narrow-one", "narrow-two"):
        text = DOCUMENTS["en/conditions/spinal-stenosis.md"].replace("A narrowed spinal canal", "Narrow & <b>")
        begin(ref=Ref("condition", slug), language="en", text=text, author=author, origin=Origin.STAFF)
        publish(document("condition", slug), revision=document("condition", slug).head, by=None)
    with CaptureQueriesContext(connection) as three:
        said = words_of(publisher.get(address))
    assert len(three) == len(one)
    assert "Narrow & <b> condition · narrow-one" in said
    assert "Narrow & <b> condition · narrow-two" in said
    assert "A narrowed spinal canal condition Open at the desk" in said


def test_what_a_look_leaves_out_is_named_by_its_title_where_it_has_one(loaded):
    refs = [Ref(*SPACER), Ref("finding", "nobody")]
    assert list(in_words(refs, "en").values()) == ["“A spacer between the bones” (treatment)", "finding:nobody"]
    assert in_words([], "en") == {}


def test_staff_meet_the_word_that_the_site_uses_for_treatments(loaded, writer):
    page = words_of(writer.get(of_kind(KINDS["procedure"], "changelist")))
    assert "Treatments" in page
    assert "Add treatment" in page
    assert "rocedure" not in page
    front = words_of(writer.get("/admin/"))
    assert "Treatments" in front
    assert "Procedures" not in front


def test_a_list_has_its_hits_before_its_filters_and_a_link_leads_to_those(loaded, writer):
    html = writer.get(of_kind(KINDS["finding"], "changelist")).content.decode()
    assert (
        html.index('href="#changelist-filter"')
        < html.index('id="result_list"')
        < html.index('<nav id="changelist-filter"')
    )


@pytest.mark.parametrize(
    ("address", "chosen"),
    [
        ("/admin/owners/", "· every sort · without owner"),
        ("/admin/owners/?kind=risk&who=all", "· risks · with or without owner"),
        ("/admin/reports/waiting/", "· everything that waits · anybody"),
    ],
)
def test_a_folded_filter_says_what_is_chosen(loaded, everything, address, chosen):
    [fold] = [one for one in parsed(everything.get(address)).iter("details") if one.get("class") == "narrow"]
    assert fold.get("open") is None
    assert " ".join("".join(fold.find("summary").itertext()).split()) == f"Narrow this list {chosen}"
    assert fold.find("form") is not None


def test_a_form_with_faults_keeps_its_figures(loaded, writer):
    found = document(*SPACER)
    answer = writer.post(screen(found, "change"), form_in(writer.get(screen(found, "change"))) | {"body": "# Too big"})
    assert "Not saved yet. Please mend this:" in words_of(answer)
    assert [address for address, _words in figures(answer)] == [screen(document(*FINDING), "change")]
    assert Document.objects.get(pk=found.pk).head_id == found.head_id


def test_many_other_pages_of_a_finding_are_folded_so_that_the_bar_stays_low(loaded, writer):
    author = User.objects.create_user("hand")
    for number in (1, 2):
        text = DOCUMENTS["en/risks/another-operation.md"].replace("title: Another", f"title: {number} more")
        begin(ref=Ref("risk", f"more-{number}"), language="en", text=text, author=author, origin=Origin.STAFF)
        publish(document("risk", f"more-{number}"), revision=document("risk", f"more-{number}").head, by=None)
    page = parsed(writer.get(screen(document(*FINDING), "preview"), follow=True))
    bar = next(one for one in page.iter("aside") if one.get("class") == "preview-bar")
    fold = bar.find(".//details")
    assert fold.find("summary").text == "It is also shown on 3 other pages"
    assert [link.text for link in fold.iter("a")] == ["Another operation", "1 more operation", "2 more operation"]

"""Lists of documents: what they say, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.admin.addresses import of_kind, screen
from portal.admin.site import desk
from portal.desk.documents import Document, Origin
from portal.desk.drafts import begin, keep_beside, revise
from portal.desk.entries import ENTRIES
from portal.desk.people import User
from portal.desk.titles import title_in
from portal.kinds.registry import KINDS
from portal.text.references import Ref
from tests.admin.conftest import document
from tests.admin.forms import form_in, parsed, words_of
from tests.desk.four_eyes import publish
from tests.library import DOCUMENTS

GUIDES = KINDS["guide"]
pytestmark = pytest.mark.django_db


def begun(slug, title):
    author, _is_new = User.objects.get_or_create(username="sister-ward")
    text = f"---\nformat: 1\ntitle: {title}\n---\n\nSome words about scans.\n"
    return begin(ref=Ref("guide", slug), language="en", text=text, author=author, origin=Origin.STAFF)


def rows(client, query=""):
    """The cells of the list, row by row."""
    page = client.get(of_kind(GUIDES, "changelist") + query)
    assert page.status_code == 200
    table = [table for table in parsed(page).iter("table") if table.get("id") == "result_list"]
    bodies = table[0].findall("tbody/tr") if table else []
    return [["".join(cell.itertext()).strip() for cell in row] for row in bodies]


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_a_row_says_what_where_and_by_whom(loaded, writer):
    begun("my-scan", "Reading my scan")
    new, old = rows(writer)
    assert new[:4] == ["Reading my scan", "my-scan", "English", "not published yet"]
    assert new[4].endswith("sister-ward")
    assert old[:4] == ["Questions to ask", "questions", "English", "live"]
    assert old[4].endswith("a file")


def test_each_state_is_said_in_plain_words_and_can_be_filtered(loaded, everything, writer):
    found = document("guide", "questions")
    address = screen(found, "change")
    writer.post(address, form_in(writer.get(address)) | {"title": "Questions"})
    found = document("guide", "questions")
    assert rows(writer)[0][3] == "draft, readers see an older text"
    decide = {"revision": found.head_id, "comment": "shorter"}
    writer.post(screen(found, "publishing"), decide | {"action": "submit"})
    assert rows(writer, "?state=submitted")[0][3] == "draft, readers see an older text; submitted for approval"
    everything.post(screen(found, "publishing"), decide | {"action": "send_back"})
    assert rows(writer, "?state=submitted") == []
    assert rows(writer, "?state=sent_back")[0][3] == "draft, readers see an older text; sent back"
    keep_beside(Document.objects.get(pk=found.pk), text="---\nformat: 1\n---\n", parent=found.live, note="")
    assert (
        rows(writer, "?state=clash")[0][3] == "draft, readers see an older text; sent back; to be joined with its file"
    )
    everything.post(screen(found, "withdraw"), {"reason": "old"})
    assert rows(writer, "?state=withdrawn")[0][3].startswith("withdrawn")
    assert rows(writer, "?state=live") == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\nformat: 1\ntitle: Leg pain\n---\n", "Leg pain"),
        ("---\nformat: 1\nlabel:\n  en: Leg pain after a year\n---\n", "Leg pain after a year"),
        ("---\nformat: 1\nname: The clinic\n---\n", "The clinic"),
        ("---\nformat: 1\ntitle: 7\n---\n", ""),
        ("---\nformat: 1\n---\n", ""),
        ("no front matter", ""),
        ("", ""),
    ],
)
def test_a_text_is_called_by_the_first_name_it_has(text, title):
    assert title_in(text) == title


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("Questions", ["questions"]),
        ("my-sc", ["my-scan"]),
        ("reading scan", ["my-scan"]),
        ("before you decide", []),
        ("%", []),
        ("'; --", []),
    ],
)
def test_search_finds_titles_and_short_names(loaded, writer, query, slugs):
    begun("my-scan", "Reading my scan")
    assert [row[1] for row in rows(writer, f"?q={query}")] == slugs


def test_pages_that_share_a_short_name_in_two_languages_are_told_apart(loaded, writer, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    text = "---\nformat: 1\ntitle: Fragen\n---\n\nWorte.\n"
    author = User.objects.create_user("ward", is_staff=True)
    begin(ref=Ref("guide", "questions"), language="de", text=text, author=author, origin=Origin.STAFF)
    assert [row[0] for row in rows(writer, "?q=ask")] == ["Questions to ask"]
    assert [row[0] for row in rows(writer, "?q=Fragen")] == ["Fragen"]


def test_a_search_looks_once_and_costs_the_same_with_one_row_and_with_three(loaded, writer):
    address = of_kind(GUIDES, "changelist")
    begun("scan-1", "Scan 1")
    writer.get(address)
    plain, one = queries(writer, address), queries(writer, f"{address}?q=scan")
    assert one == plain - 1  # found and counted in one query
    begun("scan-2", "Scan 2")
    begun("scan-3", "Scan 3")
    assert queries(writer, f"{address}?q=scan") == one


def test_what_a_search_finds_is_shown_page_by_page_in_its_order(loaded, writer, monkeypatch):
    monkeypatch.setattr("portal.admin.entries.DocumentAdmin.list_per_page", 2)
    for number in (3, 1, 5, 2, 4):
        begun(f"scan-{number}", f"Scan {number}")
    found = [[row[1] for row in rows(writer, f"?q=scan&p={page}")] for page in (1, 2, 3)]
    assert found == [["scan-1", "scan-2"], ["scan-3", "scan-4"], ["scan-5"]]
    assert [row[1] for row in rows(writer, "?q=scan&o=-1")] == ["scan-5", "scan-4"]
    assert [row[1] for row in rows(writer, "?q=scan&all=")] == [f"scan-{number}" for number in range(1, 6)]
    assert "5 results" in words_of(writer.get(of_kind(GUIDES, "changelist") + "?q=scan"))
    assert writer.get(of_kind(GUIDES, "changelist") + "?q=scan&p=9").status_code == 302


def test_lists_can_be_sorted_by_public_title(loaded, writer):
    for slug, title in {"b": "Bandage", "a": "Walking", "c": "Arm"}.items():
        author = User.objects.create_user(f"for-{slug}", is_staff=True)
        text = document("guide", "questions").live.text.replace("Questions to ask", title)
        new = begin(ref=Ref("guide", slug), language="en", text=text, author=author, origin=Origin.STAFF)
        publish(new, revision=new.head, by=author)
    titles = ["Arm", "Bandage", "Questions to ask", "Walking"]
    assert [row[0] for row in rows(writer, "?o=0")] == titles
    assert [row[0] for row in rows(writer, "?o=-0")] == titles[::-1]


def test_lists_cost_the_same_with_one_row_and_with_three(loaded, writer):
    address = of_kind(GUIDES, "changelist")
    writer.get(address)
    one = queries(writer, address)
    begun("second", "Second")
    begun("third", "Third")
    assert queries(writer, address) == one


def test_the_history_costs_the_same_with_one_revision_and_with_three(loaded, writer):
    found = document("guide", "questions")
    address = screen(found, "history")
    writer.get(address)
    one = queries(writer, address)
    for title in ("Second", "Third"):
        change = screen(found, "change")
        writer.post(change, form_in(writer.get(change)) | {"title": title, "saving-note": f"now {title}"})
    # The author is looked up with the revisions.
    assert queries(writer, address) == one
    assert "now Third" in words_of(writer.get(address))


def test_the_history_shows_every_revision_and_its_text_read_only(loaded, writer):
    found = document("guide", "questions")
    page = words_of(writer.get(screen(found, "history")))
    assert "readers see this one" in page
    assert "loaded from content/" in page
    assert "a file" in page
    text = writer.get(screen(found, "revision", found.head_id))
    assert "title: Questions to ask" in words_of(text)
    other = document("risk", "another-operation").head_id
    assert writer.get(screen(found, "revision", other)).status_code == 404


def test_entries_are_grouped_by_what_they_are(admin_client):
    said = words_of(admin_client.get(reverse("admin:index")))
    assert said.index("Pages") < said.index("What pages are made of") < said.index("People")
    assert "Spine portal – desk" in said


def test_a_list_is_sorted_by_title_whichever_way_and_every_page_shows_its_own_rows(loaded, writer, monkeypatch):
    begun("a-slug", "Zebra")
    begun("z-slug", "Apple")
    publish(document("guide", "a-slug"), revision=published_text("a-slug", "Zebra"), by=None)
    publish(document("guide", "z-slug"), revision=published_text("z-slug", "Apple"), by=None)
    assert [row[0] for row in rows(writer, "?o=0")] == ["Apple", "Questions to ask", "Zebra"]
    assert [row[0] for row in rows(writer, "?o=-0")] == ["Zebra", "Questions to ask", "Apple"]
    monkeypatch.setattr(desk._registry[ENTRIES["guide"]], "list_per_page", 2)
    assert [row[0] for row in rows(writer, "?o=0&p=1")] == ["Apple", "Questions to ask"]
    assert [row[0] for row in rows(writer, "?o=0&p=2")] == ["Zebra"]


def published_text(slug, title):
    """A text that can go live, as the newest of its document."""
    found = document("guide", slug)
    text = DOCUMENTS["en/guides/questions.md"].replace("Questions to ask", title)
    return revise(found, text=text, based_on=found.head, author=found.head.author, origin=Origin.STAFF)

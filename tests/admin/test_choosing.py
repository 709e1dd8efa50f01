"""What the buttons of the bar offer to put into a text."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.desk.documents import Document, Origin
from portal.desk.drafts import begin
from portal.desk.people import User
from portal.text.references import Ref
from tests.admin.conftest import document

pytestmark = pytest.mark.django_db


def offered(client, button, asked="", **more):
    answer = client.get(reverse("admin:choices"), {"for": button, "q": asked} | more)
    assert answer.status_code == 200
    return [(choice["title"], f"{choice['kind']}:{choice['slug']}") for choice in answer.json()["choices"]]


def drafted(kind, slug, title):
    text = f"---\nformat: 1\ntitle: {title}\n---\n\nUnseen words.\n"
    author = User.objects.get_or_create(username="author")[0]
    return begin(ref=Ref(kind, slug), language="en", text=text, author=author, origin=Origin.STAFF)


def test_each_button_offers_its_own_kinds_by_title(loaded, writer):
    assert offered(writer, "source") == [("Interspinous device against decompression", "source:moojen-2013")]
    assert offered(writer, "finding") == [("Another operation", "finding:moojen-2013-another-operation")]
    assert offered(writer, "term") == [("spacer", "term:spacer")]
    assert offered(writer, "picture") == []
    assert offered(writer, "link") == [
        ("A narrowed spinal canal", "condition:spinal-stenosis"),
        ("A spacer between the bones", "procedure:interspinous-spacer"),
        ("Another operation", "risk:another-operation"),
        ("Questions to ask", "guide:questions"),
        ("spacer", "term:spacer"),
    ]


def test_every_word_must_be_in_title_or_short_name_whatever_the_capitals(loaded, writer):
    assert offered(writer, "link", "SPINAL canal") == [("A narrowed spinal canal", "condition:spinal-stenosis")]
    assert offered(writer, "link", "stenosis") == [("A narrowed spinal canal", "condition:spinal-stenosis")]
    assert offered(writer, "link", "spacer") == [
        ("spacer", "term:spacer"),
        ("A spacer between the bones", "procedure:interspinous-spacer"),
    ]
    assert offered(writer, "link", "spinal nonsense") == []
    assert offered(writer, "link", "%") == offered(writer, "link", "_") == []


def test_drafts_are_offered_and_marked_by_their_title_only(loaded, writer):
    drafted("guide", "after-surgery", "After surgery")
    answer = writer.get(reverse("admin:choices"), {"for": "link", "q": "surgery"}).json()
    assert answer == {
        "choices": [
            {
                "title": "After surgery",
                "slug": "after-surgery",
                "kind": "guide",
                "noun": "guide",
                "is_public": False,
            }
        ],
        "is_more": False,
    }
    assert offered(writer, "link", "unseen") == []


def test_another_language_is_offered_only_where_it_is_asked_for(loaded, writer, settings):
    settings.LANGUAGES = [("en", "English"), ("es", "Spanish")]
    assert offered(writer, "link", language="es") == []
    assert offered(writer, "source", language="es") != []
    assert offered(writer, "link", language="nonsense") == offered(writer, "link")


@pytest.mark.parametrize("button", ["", "everything", "finding'--"])
def test_an_unknown_button_offers_nothing(loaded, writer, button):
    assert offered(writer, button) == []


def test_a_long_question_is_cut_and_at_most_twenty_are_offered(loaded, writer):
    for number in range(25):
        drafted("guide", f"made-up-{number}", f"Made up {number:02}")
    answer = writer.get(reverse("admin:choices"), {"for": "link", "q": "made up"}).json()
    assert (len(answer["choices"]), answer["is_more"]) == (20, True)
    assert answer["choices"][0]["title"] == "Made up 00"
    assert offered(writer, "link", "x " * 100_000) == []


def test_more_documents_cost_no_more_queries(loaded, writer):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            offered(writer, "link", "made")
        return len(counted)

    drafted("guide", "made-1", "Made 1")
    one = queries()
    drafted("guide", "made-2", "Made 2")
    drafted("condition", "made-3", "Made 3")
    assert queries() == one
    assert Document.objects.filter(live__isnull=True).count() == 3


def test_only_who_may_look_is_answered_and_only_by_get(loaded, writer, staff):
    address = reverse("admin:choices")
    assert Client().get(address, {"for": "link"}).status_code == 302
    assert staff("nobody").get(address, {"for": "link"}).status_code == 403
    assert staff("reader", "view").get(address, {"for": "link"}).status_code == 200
    assert writer.post(address, {"for": "link"}).status_code == 405
    assert document("guide", "questions").live_id

"""The screen on which a page is taken off the site: where its readers can be sent."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.admin.addresses import screen
from portal.desk.approvals import Publication
from portal.desk.documents import Document, Origin
from portal.desk.drafts import begin
from portal.desk.people import User
from portal.shelf.treatments import Procedure
from portal.text.references import Ref
from tests.admin.conftest import document
from tests.admin.forms import parsed, words_of
from tests.desk.four_eyes import publish
from tests.library import DOCUMENTS

SPACER = ("procedure", "interspinous-spacer")
TEXT = DOCUMENTS["en/procedures/interspinous-spacer.md"]
pytestmark = pytest.mark.django_db


def another(slug: str, title: str, author: User) -> Document:
    """Another procedure, published."""
    text = TEXT.replace("A spacer between the bones", title)
    made = begin(ref=Ref("procedure", slug), language="en", text=text, author=author, origin=Origin.STAFF)
    publish(made, revision=made.head, by=author)
    return made


def offered(client, found: Document) -> list[tuple[str, str]]:
    """The addresses that are offered while typing, with their titles."""
    page = parsed(client.get(screen(found, "withdraw")))
    [box] = [one for one in page.iter("input") if one.get("name") == "leads_to"]
    [lists] = [one for one in page.iter("datalist") if one.get("id") == box.get("list")]
    return [(option.get("value"), option.text) for option in lists.iter("option")]


def test_other_pages_of_its_sort_are_offered_and_what_is_offered_is_understood(loaded, publisher, author):
    spacer = document(*SPACER)
    assert offered(publisher, spacer) == []
    another("injection", "An injection <b>", author)
    assert offered(publisher, spacer) == [("/procedures/injection/", "An injection <b>")]
    publisher.post(screen(spacer, "withdraw"), {"reason": "x", "leads_to": "/procedures/injection/"})
    assert Publication.objects.get(is_withdrawal=True).leads_to == "procedure:injection"


def test_as_many_pages_as_there_are_cost_the_same_queries(loaded, publisher, author):
    counted = []
    for number in range(3):
        another(f"procedure-{number}", f"Number {number}", author)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(offered(publisher, document(*SPACER))) == number + 1
        counted.append(len(queries))
    assert counted[0] == counted[2]


def test_a_page_that_is_not_public_is_neither_offered_nor_taken(loaded, publisher, author):
    begin(ref=Ref("procedure", "draft"), language="en", text=TEXT, author=author, origin=Origin.STAFF)
    spacer = document(*SPACER)
    assert offered(publisher, spacer) == []
    refused = publisher.post(screen(spacer, "withdraw"), {"reason": "x", "leads_to": "/procedures/draft/"})
    assert "Choose one." in words_of(refused)
    assert Procedure.objects.exists()

"""What the screen of a text says besides its buttons: where it has been, where readers meet it, what was asked for."""

import pytest

from portal.admin.addresses import screen
from portal.desk.people import User
from tests.admin.conftest import document
from tests.admin.forms import words_of
from tests.admin.test_deciding import SPACER, decide, retitled
from tests.desk.test_publishing import revised

pytestmark = pytest.mark.django_db


def test_a_withdrawn_page_says_so_and_offers_no_way_back_in_one_press(loaded, everything, publisher):
    found = document(*SPACER)
    publisher.post(screen(found, "withdraw"), {"reason": "not safe", "leads_to": "/conditions/spinal-stenosis/"})
    page = everything.get(screen(found, "publishing"))
    assert "Its readers are sent to “A narrowed spinal canal”." in words_of(page)
    assert "I agree that it was taken down" in words_of(page)
    assert [name for name in ("correct", "publish", "submit") if f'value="{name}"' in page.content.decode()] == []


def test_a_figure_names_the_pages_that_show_it(loaded, everything):
    finding = document("finding", "moojen-2013-another-operation")
    revised(finding, "percent: 29", "percent: 31", User.objects.get(username="chief"))
    said = words_of(everything.get(screen(finding, "publishing")))
    assert "Do their words say the number, too?" in said
    assert "A spacer between the bones treatment Open at the desk Another operation risk Open at the desk" in said


def test_what_a_colleague_asked_for_stays_in_sight_with_the_next_text(loaded, writer, everything):
    found = retitled(writer, "First")
    decide(writer, found, "submit")
    decide(everything, found, "send_back", comment="Say how long.")
    retitled(writer, "Second")
    assert f"Revision {found.head_id}, before this one: sent back by chief" in words_of(
        everything.get(screen(found, "publishing"))
    )


def test_who_decides_and_does_not_write_is_led_to_where_a_text_stands(loaded, staff):
    answer = staff("approver", "view", "approve").get(screen(document(*SPACER), "change"), follow=True)
    assert answer.request["PATH_INFO"] == screen(document(*SPACER), "publishing")
    assert "Only a writer can change the text." in words_of(answer)

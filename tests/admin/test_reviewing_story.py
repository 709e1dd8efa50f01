"""A reviewer reads a pack, is stopped by a change, and signs; an owner is named. In a real browser."""

import pytest
from django.urls import reverse

from portal.admin.addresses import screen
from portal.desk.approvals import SignOff
from portal.desk.documents import Document
from portal.desk.people import User
from tests.admin.conftest import document
from tests.admin.test_story import NARROW, WIDE, press, sign_in, troubles

SPACER = ("procedure", "interspinous-spacer")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chief(loaded):
    User.objects.create_user("ann", first_name="Ann", last_name="Demo", is_staff=True)
    named = {"first_name": "Dr", "last_name": "Example", "role": "spinal surgeon (demo)"}
    return User.objects.create_superuser("chief", password="a password for tests", **named)


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "light"), (WIDE, "dark")])
def test_a_pack_is_read_and_signed_and_owners_are_named(chief, live_server, browse, size, scheme):
    ticks = [document(*SPACER).pk, document("guide", "questions").pk]
    reviews, owners = reverse("admin:reviews"), reverse("admin:owners")

    def story(page):
        sign_in(page, live_server.url)
        page.goto(live_server.url + reviews)
        found = {"list": troubles(page)}
        for tick in ticks:
            page.check(f"#page-{tick}")
        press(page, "text=Read the ticked pages")
        found["pack"] = troubles(page)
        page.check(f"#tick-{ticks[0]}")
        page.emulate_media(media="print")
        sheets = page.evaluate("[...document.querySelectorAll('.pack-page')].map(e => getComputedStyle(e).breakBefore)")
        page.emulate_media(media="screen")
        press(page, ".pack-sign button")
        found["signed"] = troubles(page)
        said = page.inner_text("body")
        page.goto(live_server.url + owners)
        found["owners"] = troubles(page)
        page.check(f"#document-{ticks[0]}")
        page.select_option("#id_owner", label="Ann Demo")
        press(page, "text=Hand over >> nth=-1")
        return found, sheets, said, page.inner_text("body")

    found, sheets, said, handed = browse(story, viewport=size, color_scheme=scheme)
    assert found == {"list": [], "pack": [], "signed": [], "owners": []}
    assert sheets == ["page", "page"]
    assert "1 page was signed." in said
    assert "1 page of the pack was not ticked and not signed." in said
    assert "1 document was handed over." in handed
    assert SignOff.objects.get().document_id == ticks[0]
    assert Document.objects.get(pk=ticks[0]).owner == User.objects.get(username="ann")


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "light"), (WIDE, "dark")])
def test_a_change_meanwhile_is_shown_and_one_button_is_enough_where_nothing_changed(
    chief, loaded, live_server, browse, size, scheme
):
    spacer, questions = document(*SPACER), document("guide", "questions")
    pack = reverse("admin:reviews_pack") + f"?page={spacer.pk}&page={questions.pk}"
    review, owner = screen(questions, "review"), screen(questions, "owner")

    def story(page):
        sign_in(page, live_server.url)
        page.goto(live_server.url + pack)
        # As if the page had been shown before the change.
        page.evaluate("document.querySelectorAll('[name^=digest-]')[0].value = '0'.repeat(64)")
        for one in (spacer, questions):
            page.check(f"#tick-{one.pk}")
        press(page, ".pack-sign button")
        found = {"refused": troubles(page)}
        said = page.inner_text(".pack-refused")
        ticks = [page.is_checked(f"#tick-{one.pk}") for one in (spacer, questions)]
        press(page, ".pack-sign button")
        page.goto(live_server.url + review)
        found["unchanged"] = troubles(page)
        press(page, "text=Reviewed, no change")
        page.goto(live_server.url + owner)
        found["owner"] = troubles(page)
        return found, said, ticks

    found, said, ticks = browse(story, viewport=size, color_scheme=scheme)
    assert found == {"refused": [], "unchanged": [], "owner": []}
    assert ("A spacer between the bones" in said, "Questions to ask" in said) == (True, False)
    assert ticks == [False, True]
    assert list(SignOff.objects.values_list("document", flat=True)) == [questions.pk, questions.pk]

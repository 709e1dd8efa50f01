"""A story of the history in a real browser: two texts are chosen, compared in both views, and one is restored."""

import pytest

from portal.admin.addresses import screen
from portal.desk.people import User
from portal.desk.reviewing import submit
from tests.admin.conftest import document
from tests.admin.test_history import saved
from tests.admin.test_story import NARROW, SPACER, WIDE, press, sign_in, troubles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def words_in(page, place):
    return " ".join(page.inner_text(place).split())


@pytest.mark.parametrize(("size", "scheme"), [(NARROW, "dark"), (WIDE, "light")])
def test_two_texts_are_chosen_compared_and_one_is_restored(loaded, live_server, browse, size, scheme):
    chief = User.objects.create_superuser("chief", password="a password for tests")
    first = document(*SPACER).head
    second = saved(SPACER, "is small", "is tiny", chief, note="a plainer word")
    submit(second, by=chief, comment="please read")
    third = saved(SPACER, "title: A spacer", "title: A block", chief)
    history, comparing = (screen(document(*SPACER), name) for name in ("history", "comparing"))

    def story(page):
        sign_in(page, live_server.url)
        page.goto(live_server.url + history)
        found = {"history": troubles(page)}
        page.check(f"input[name=from][value='{first.pk}']")
        page.check(f"input[name=to][value='{second.pk}']")
        press(page, "text=Compare the two")
        shown = [words_in(page, place) for place in (".summary", "del >> nth=-1", "ins >> nth=-1")]
        found["reading"] = troubles(page)
        press(page, "text=As written")
        found["source"] = troubles(page)
        press(page, "text=Compare draft with live")
        shown.append(words_in(page, ".summary"))
        page.goto(f"{live_server.url}{comparing}?to=x")
        found["not found"] = troubles(page)
        page.goto(f"{live_server.url}{history}{first.pk}/")
        found["revision"] = troubles(page)
        press(page, f"text=Restore revision {first.pk} as a new draft")
        return found, shown, page.inner_text(".messagelist")

    found, shown, said = browse(story, viewport=size, color_scheme=scheme)
    assert found == {"history": [], "reading": [], "source": [], "not found": [], "revision": []}
    assert shown == [
        "1 place differs: section “What it can cost”.",
        "removed: small (end)",
        "added: tiny (end)",
        "2 places differ: Title, section “What it can cost”.",
    ]
    restored = document(*SPACER).head
    assert f"Saved as revision {restored.pk}, with the text of revision {first.pk}." in said
    assert (restored.text, restored.parent, document(*SPACER).live) == (first.text, third, first)

"""A refusal is the first thing that is heard: the title of the screen begins with it, whichever screen it is."""

import pytest

from portal.admin.addresses import screen
from tests.admin.conftest import document
from tests.admin.forms import form_in, parsed, words_of
from tests.admin.test_deciding import SPACER, approved_of, decide, retitled

pytestmark = pytest.mark.django_db


def title_of(response) -> str:
    return " ".join("".join(parsed(response).find("head/title").itertext()).split())


def is_announced(response) -> bool:
    return title_of(response).startswith("Error: ")


SENT = {
    "change": {"stay": "x", "title": "A spacer"},
    "owner": {"owner": "999999"},
    "review": {"reviewer_name": ""},
    "sharing": {"action": "make", "note": "", "days": "0"},
    "withdraw": {"reason": ""},
    "publishing": {"action": "approve"},
}


@pytest.mark.parametrize("name", SENT)
def test_every_screen_of_a_document_says_in_its_title_that_it_refused(loaded, everything, name):
    if name == "sharing":
        retitled(everything)
    found = document(*SPACER)
    place = screen(found, name)
    shown = everything.get(place)
    assert not is_announced(shown)
    sent = form_in(shown) if name == "change" else {"revision": str(found.head_id)}
    refused = everything.post(place, sent | SENT[name])
    assert refused.status_code in {200, 409}
    assert is_announced(refused)
    assert title_of(refused).removeprefix("Error: ") == title_of(shown)


def test_what_is_refused_for_what_stands_there_anyway_is_announced_too(loaded, publisher):
    refused = decide(publisher, approved_of(retitled(publisher, summary="")), "publish")
    assert is_announced(refused)
    assert "That was not done: What stops it stands below." in words_of(refused)


def test_a_revision_that_could_not_be_brought_back_is_announced(loaded, writer):
    first = document(*SPACER).head_id
    retitled(writer)
    place = screen(document(*SPACER), "revision", first)
    assert not is_announced(writer.get(place))
    refused = writer.post(place, {"based_on": str(first)})
    assert refused.status_code == 409
    assert is_announced(refused)

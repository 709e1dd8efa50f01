"""Owners and deputies on the desk, one document at a time and many at once."""

import pytest
from django.urls import reverse

from portal.admin.addresses import screen
from portal.desk.care.stewardship import Handover, hand_over
from portal.desk.documents import Document
from portal.desk.people import User
from tests.admin.conftest import document
from tests.admin.forms import form_in, words_of

SPACER = ("procedure", "interspinous-spacer")
QUESTIONS = ("guide", "questions")
pytestmark = pytest.mark.django_db


def person(name, **more):
    return User.objects.create_user(name, is_staff=True, **more)


# --- Owner of one document


def test_an_owner_is_named_and_the_history_tells_it(loaded, everything):
    ann = person("ann", first_name="Ann", last_name="Demo")
    address = screen(document(*SPACER), "owner")
    answer = everything.post(address, form_in(everything.get(address), "owner") | {"owner": ann.pk}, follow=True)
    assert "Handed over." in words_of(answer)
    assert "owner Ann Demo · deputy nobody · named by chief" in words_of(answer)
    assert Document.objects.get(slug=SPACER[1]).owner == ann
    everything.post(address, {"owner": ann.pk, "deputy": ""})
    assert Handover.objects.count() == 1


def test_the_same_person_twice_is_refused_in_words(loaded, everything):
    ann = person("ann")
    answer = everything.post(screen(document(*SPACER), "owner"), {"owner": ann.pk, "deputy": ann.pk})
    assert answer.status_code == 409
    assert "Owner and deputy are the same person" in words_of(answer)


def test_who_has_left_cannot_be_chosen_and_is_shown_as_left(loaded, everything):
    ann, ben = person("ann", first_name="Ann", last_name="Demo"), person("ben")
    hand_over(document(*SPACER), owner=ann, deputy=ben, by=ben)
    User.objects.filter(pk=ann.pk).update(is_active=False)
    address = screen(document(*SPACER), "owner")
    page = everything.get(address)
    assert "Ann Demo left" in words_of(page)
    assert "the deputy acts meanwhile" in words_of(page)
    assert form_in(page, "owner") | {"csrfmiddlewaretoken": ""} == {
        "csrfmiddlewaretoken": "",
        "owner": [""],
        "deputy": [str(ben.pk)],
    }
    assert everything.post(address, {"owner": ann.pk}).status_code == 200
    assert Document.objects.get(slug=SPACER[1]).owner == ann


def test_a_writer_sees_the_owner_and_cannot_name_one(loaded, writer):
    address = screen(document(*SPACER), "owner")
    assert 'class="section owner"' not in writer.get(address).content.decode()
    assert writer.post(address, {"owner": ""}).status_code == 403


# --- Owners of many


def test_many_documents_are_handed_over_at_once(loaded, everything):
    ann = person("ann")
    chosen = [document(*SPACER).pk, document(*QUESTIONS).pk]
    address = reverse("admin:owners") + "?kind=&who=nobody"
    answer = everything.post(address, {"document": chosen, "owner": ann.pk, "deputy": ""}, follow=True)
    assert "2 documents were handed over." in words_of(answer)
    assert sorted(Document.objects.filter(owner=ann).values_list("pk", flat=True)) == sorted(chosen)
    assert "Questions to ask" not in words_of(answer)  # it has an owner now


def test_the_list_is_narrowed_by_kind_and_shows_only_those_without_owner(loaded, everything):
    ann = person("ann")
    hand_over(document(*QUESTIONS), owner=ann, deputy=None, by=ann)
    address = reverse("admin:owners")
    assert "Questions to ask" not in words_of(everything.get(address))
    assert "Questions to ask" in words_of(everything.get(address + "?who=all&kind=guide"))
    assert "A spacer between the bones" not in words_of(everything.get(address + "?who=all&kind=guide"))
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert "Questions to ask" in words_of(everything.get(address))


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"owner": "ann"}, 409, "No document is ticked"),
        ({"owner": "", "document": "spacer"}, 200, "Choose an owner."),
        ({"owner": "ann", "document": ["x", "9" * 30, "-1"]}, 409, "No document is ticked"),
    ],
)
def test_a_handover_of_many_that_is_not_whole_changes_nothing(loaded, everything, sent, status, words):
    numbers = {"ann": person("ann").pk, "spacer": document(*SPACER).pk}
    answer = everything.post(
        reverse("admin:owners"),
        {name: numbers.get(value, value) if isinstance(value, str) else value for name, value in sent.items()},
    )
    assert (answer.status_code, words in words_of(answer)) == (status, True)
    assert not Handover.objects.exists()


def test_an_empty_list_says_what_it_is_empty_of(loaded, everything):
    empty = words_of(everything.get(f"{reverse('admin:owners')}?kind=card&who=all"))
    assert "There is no document of this sort." in empty
    assert "has an owner" not in empty
    hand_over(document(*QUESTIONS), owner=person("ann"), deputy=None, by=person("ben"))
    full = words_of(everything.get(f"{reverse('admin:owners')}?kind=guide&who=nobody"))
    assert "No document is listed: every one of these has an owner." in full

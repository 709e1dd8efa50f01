"""Who looks after a page: an owner and a deputy, handed over by people, never lost."""

import pytest
from django.db import IntegrityError, transaction

from portal.desk.care import stewardship
from portal.desk.care.stewardship import Handover, HandoverRefused, hand_over, hand_over_together
from portal.desk.documents import Document
from portal.desk.people import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann", first_name="Ann", last_name="Demo", is_staff=True)


@pytest.fixture
def ben() -> User:
    return User.objects.create_user("ben", is_staff=True)


def left(person: User) -> User:
    person.is_active = False
    person.save()
    return person


def test_a_handover_points_the_page_to_both_and_leaves_a_row(spacer: Document, ann: User, ben: User) -> None:
    made = hand_over(spacer, owner=ann, deputy=ben, by=ben)
    found = Document.objects.with_people().get(pk=spacer.pk)
    assert (found.owner, found.deputy, found.acting, found.has_owner) == (ann, ben, ann, True)
    assert list(Handover.objects.values_list("document", "owner", "deputy", "by")) == [
        (spacer.pk, ann.pk, ben.pk, ben.pk)
    ]
    assert made == Handover.objects.get()


def test_where_nothing_changes_no_row_is_written(spacer: Document, ann: User, ben: User) -> None:
    hand_over(spacer, owner=ann, deputy=ben, by=ben)
    assert hand_over(spacer, owner=ann, deputy=ben, by=ann) is None
    assert Handover.objects.count() == 1


def test_a_page_can_be_left_to_nobody_and_the_history_says_so(spacer: Document, ann: User) -> None:
    hand_over(spacer, owner=ann, deputy=None, by=ann)
    hand_over(spacer, owner=None, deputy=None, by=ann)
    assert list(Handover.objects.values_list("owner", flat=True)) == [None, ann.pk]
    assert list(Document.objects.without_owner().filter(pk=spacer.pk)) == [spacer]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("ann", "ann"), "the same person"),
        ((None, "ann"), "Name the owner too"),
        (("gone", None), "Gone Demo can no longer sign in"),
        (("ann", "gone"), "Gone Demo can no longer sign in"),
        (("patient", None), "patient can no longer sign in"),
    ],
)
def test_people_who_do_not_fit_are_refused_in_plain_words(
    spacer: Document, ann: User, names: tuple[str | None, str | None], words: str
) -> None:
    User.objects.create_user("gone", first_name="Gone", last_name="Demo", is_staff=True, is_active=False)
    User.objects.create_user("patient")
    owner, deputy = (name and User.objects.get(username=name) for name in names)
    with pytest.raises(HandoverRefused, match=words):
        hand_over(spacer, owner=owner, deputy=deputy, by=ann)
    assert not Handover.objects.exists()
    assert Document.objects.get(pk=spacer.pk).owner is None


def test_when_the_owner_leaves_the_deputy_acts_and_the_page_is_without_owner(
    spacer: Document, ann: User, ben: User
) -> None:
    hand_over(spacer, owner=ann, deputy=ben, by=ann)
    assert spacer not in Document.objects.without_owner()
    assert list(Document.objects.looked_after_by(ben)) == []
    left(ann)
    found = Document.objects.with_people().get(pk=spacer.pk)
    assert (found.acting, found.has_owner) == (ben, False)
    assert spacer in Document.objects.without_owner()
    assert list(Document.objects.looked_after_by(ben)) == [spacer]
    left(ben)
    assert Document.objects.with_people().get(pk=spacer.pk).acting is None


def test_many_pages_change_hands_with_one_row_each_and_those_that_do_not_change_none(
    spacer: Document, ann: User, ben: User
) -> None:
    hand_over(spacer, owner=ann, deputy=ben, by=ann)
    documents = list(Document.objects.all())
    made = hand_over_together(documents, owner=ann, deputy=ben, by=ben)
    assert len(made) == len(documents) - 1
    assert not Document.objects.exclude(owner=ann, deputy=ben).exists()
    assert Handover.objects.filter(document=spacer).count() == 1


def test_more_than_can_be_looked_over_are_refused_and_nothing_changes(
    spacer: Document, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stewardship, "MOST_AT_ONCE", 2)
    with pytest.raises(HandoverRefused, match="more than 2"):
        hand_over_together(Document.objects.all(), owner=ann, deputy=None, by=ann)
    assert not Document.objects.filter(owner=ann).exists()


@pytest.mark.parametrize(("owner", "deputy"), [(None, "ann"), ("ann", "ann")])
def test_the_database_holds_that_a_deputy_stands_in_for_somebody_else(
    spacer: Document, ann: User, owner: str | None, deputy: str
) -> None:
    people = {None: None, "ann": ann}
    with pytest.raises(IntegrityError, match="a_deputy_stands_in"), transaction.atomic():
        Document.objects.filter(pk=spacer.pk).update(owner=people[owner], deputy=people[deputy])

"""The front page, the list for packs and the report say the same of a review, in the same words and numbers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.admin.addresses import screen
from portal.desk.care.stewardship import hand_over
from portal.desk.people import User
from portal.desk.reviewing import send_back, submit
from tests.admin.conftest import document
from tests.admin.forms import words_of
from tests.admin.report_tables import rows
from tests.admin.test_front import GUIDE, RISK, SPACER, front, heaps, me, other, signed
from tests.admin.test_reviews import change, surgeon
from tests.desk.care.test_standing import signed as signed_on
from tests.desk.test_publishing import revised

__all__ = ["other", "surgeon"]
pytestmark = pytest.mark.django_db


def test_ones_own_pages_come_before_those_of_others_and_are_not_counted_twice(loaded, other, staff):
    for slug, days in (("questions", -1), ("another-operation", -2), ("interspinous-spacer", 30)):
        signed(slug, due_in=days)
    signed("spinal-stenosis", due_in=-3, digest="f" * 64)
    owner = staff("owner", "view")
    has_left = User.objects.create_user("has-left", is_staff=True)
    for found, who, deputy in ((GUIDE, me(owner), None), (SPACER, has_left, me(owner)), (RISK, other, None)):
        hand_over(document(*found), owner=who, deputy=deputy, by=other)
    User.objects.filter(pk=has_left.pk).update(is_active=False)
    canal = document("condition", "spinal-stenosis")
    assert heaps(owner) == {
        "Your pages: clinical review 2": [screen(document(*found), "publishing") for found in (GUIDE, SPACER)],
        "Clinical review overdue 2": [screen(canal, "publishing"), screen(document(*RISK), "publishing")],
    }
    said = words_of(front(owner))
    yesterday = timezone.localdate() - timedelta(days=1)
    assert "2 things wait for you" in said
    assert f"overdue: due on {yesterday:%-d %b %Y}, reviewed last by Dr Example" in said
    assert "Dr Example · looked after by nobody" in said
    assert "changed since its review: due on" in said
    assert "Dr Example · looked after by Dr Example" in said


def test_all_of_ones_own_pages_are_in_the_report_that_the_heap_leads_to(loaded, other, reader):
    for slug in ("questions", "another-operation"):
        signed(slug, due_in=-1)
    hand_over(document(*GUIDE), owner=me(reader), deputy=None, by=other)
    titles = {
        whose: [row[0] for row in rows(reader, "reviews", f"?state=wanted&who={whose}")]
        for whose in ("mine", "others", "nobody", "anybody", "x")
    }
    mine, others = "Questions to ask", "Another operation"
    both = [others, mine] if document(*RISK).pk < document(*GUIDE).pk else [mine, others]
    assert titles == {"mine": [mine], "others": [others], "nobody": [others], "anybody": both, "x": both}


def test_the_list_and_the_report_have_the_same_words_and_the_same_numbers(loaded, surgeon, reader):
    today = timezone.localdate()
    signed_on("questions", today - timedelta(days=300), today + timedelta(days=400))
    signed_on("spinal-stenosis", today - timedelta(days=300), today + timedelta(days=10))
    signed_on(SPACER[1], today - timedelta(days=300), today - timedelta(days=1))
    change(document(*SPACER), "is small", "is tiny")
    states = {row[0]: row[3] for row in rows(reader, "reviews", "?state=every")}
    assert list(states.items()) == [
        ("A spacer between the bones", "overdue; changed since its review"),
        ("A narrowed spinal canal", "due soon"),
        ("Another operation", "awaits its first review"),
        ("Questions to ask", "reviewed"),
    ]
    numbers = {"waiting": 3, "wanted": 2, "overdue": 1, "changed": 0, "due": 1, "awaiting": 1}
    for state, number in numbers.items():
        listed = surgeon.get(reverse("admin:reviews") + f"?state={state}")
        assert (state, listed.context["page"].paginator.count) == (state, number)
        assert (state, len(rows(reader, "reviews", f"?state={state}"))) == (state, number)
    waiting = words_of(surgeon.get(reverse("admin:reviews")))
    assert "treatment · overdue · changed since its review · due" in waiting
    assert "condition · due soon · due" in waiting
    assert "risk · awaits its first review · looked after by nobody" in waiting


def test_what_is_red_comes_first_and_what_is_amber_before_ones_drafts(loaded, other, staff):
    owner = staff("owner", "change")
    revised(document(*SPACER), "is small", "is tiny", me(owner))
    back = revised(document(*RISK), "a second operation", "another operation", me(owner))
    submit(back, by=me(owner))
    send_back(back, by=other, comment="Too short.")
    hand_over(document(*GUIDE), owner=me(owner), deputy=None, by=other)
    signed("questions", due_in=-1)
    assert list(heaps(owner)) == ["Your pages: clinical review 1", "Sent back to you 1", "Your drafts 1"]
    signed("questions", due_in=30)
    assert list(heaps(owner)) == ["Sent back to you 1", "Your pages: clinical review 1", "Your drafts 1"]
    signed("questions", due_in=300, digest="f" * 64)
    assert list(heaps(owner)) == ["Sent back to you 1", "Your pages: clinical review 1", "Your drafts 1"]

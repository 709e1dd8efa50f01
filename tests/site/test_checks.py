"""System checks: what a builder forgot, and what a clinic must not skip."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from portal import checks
from portal.desk import reviewing
from portal.desk.documents import Document, Origin, Revision
from portal.desk.drafts import begin
from portal.desk.people import User
from portal.kinds.registry import KINDS
from portal.shelf.reference import Card
from portal.shelf.rows import ROWS
from portal.text.references import Ref
from tests.desk.four_eyes import publish

CARD = """---
format: 1
title: Get help now
shown_on: every_page
in_brief: Numb between the legs, or a leg going weak fast.
---

::: callout emergency
Call {emergency_number}.
:::
"""


@pytest.fixture
def card(db: None) -> Document:
    """A published emergency card that nobody has reviewed."""
    ref = Ref("card", "get-help-now")
    document = begin(ref=ref, language="en", text=CARD, author=None, origin=Origin.FILE)
    publish(document, revision=Revision.objects.get(document=document), by=None)
    return document


def test_every_kind_of_the_house_is_whole() -> None:
    assert checks.every_kind_is_whole() == []


def test_a_kind_without_row_class_or_template_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setitem(KINDS, "leaflet", replace(KINDS["card"], slug="leaflet", address="/{slug}/"))
    monkeypatch.delitem(ROWS, "risk")
    monkeypatch.setitem(ROWS, "poster", ROWS["card"])
    assert [(fault.id, fault.msg) for fault in checks.every_kind_is_whole()] == [
        ("portal.E001", "The kind 'risk' has no row class in portal/shelf."),
        ("portal.E001", "The kind 'leaflet' has no row class in portal/shelf."),
        ("portal.E005", "Links cannot name the kind 'leaflet': add it to portal/text/references.py."),
        ("portal.E003", "The row class of 'poster' belongs to no kind in portal/kinds/registry.py."),
    ]


def test_a_kind_without_its_template_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_has_template", lambda name: name != "content/risk.html")
    [fault] = checks.every_kind_is_whole()
    assert (fault.id, fault.msg) == ("portal.E002", "The kind 'risk' has no template templates/content/risk.html.")


def test_production_refuses_to_start_while_a_card_awaits_review(card: Document, settings: Any) -> None:
    settings.DEBUG, settings.ACCEPT_UNREVIEWED = False, False
    with pytest.raises(ImproperlyConfigured, match=r"“Get help now” await clinical review.*ACCEPT_UNREVIEWED=yes"):
        checks.refuse_unreviewed()
    assert [fault.id for fault in checks.safety_pages_are_reviewed(databases=["default"])] == ["portal.E004"]


def test_a_clinic_that_accepts_it_may_start(card: Document, settings: Any) -> None:
    settings.DEBUG, settings.ACCEPT_UNREVIEWED = False, True
    checks.refuse_unreviewed()
    assert checks.safety_pages_are_reviewed(databases=["default"]) == []


def test_a_reviewed_card_lets_production_start(card: Document, settings: Any) -> None:
    settings.DEBUG, settings.ACCEPT_UNREVIEWED = False, False
    reviewing.sign_off(
        card,
        reading_digest=Card.objects.get().reading_digest,
        reviewer_name="A. Demo",
        reviewer_role="Surgeon (demo)",
        reviewed_on=timezone.localdate(),
        due_on=timezone.localdate() + timedelta(days=300),
        by=User.objects.create_user("staff"),
    )
    checks.refuse_unreviewed()
    assert checks.safety_pages_are_reviewed(databases=["default"]) == []


def test_development_is_not_held_up(card: Document, settings: Any) -> None:
    settings.DEBUG = True
    checks.refuse_unreviewed()
    assert checks.safety_pages_are_reviewed(databases=["default"]) == []


@pytest.mark.parametrize(
    ("header", "proxies", "ids"),
    [
        (("HTTP_X_FORWARDED_PROTO", "https"), 0, ["portal.W001"]),
        (("HTTP_X_FORWARDED_PROTO", "https"), 1, []),
        (("HTTP_X_FORWARDED_PROTO", "https"), 2, []),
        (None, 0, []),
        (None, 1, []),
    ],
)
def test_a_proxy_that_is_trusted_and_not_counted_is_named(settings: Any, header: Any, proxies: int, ids: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER, settings.PROXIES = header, proxies
    warned = checks.proxies_are_counted()
    assert [one.id for one in warned] == ids
    assert all("All readers together then send as few messages" in str(one.hint) for one in warned)

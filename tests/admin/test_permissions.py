"""Every role at every screen and every button of the desk, as the one table says."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse
from django.utils import timezone

from portal import migrations
from portal.admin.addresses import of_kind, screen, stem_of
from portal.admin.site import desk
from portal.desk import publishing, reviewing
from portal.desk.approvals import Approval, Confirmation, Publication, SignOff
from portal.desk.care.stewardship import Handover, hand_over
from portal.desk.documents import Document, Revision
from portal.desk.entries import ENTRIES
from portal.desk.people import User
from portal.desk.pictures.blobs import upload
from portal.desk.withdrawing import withdraw
from portal.kinds.registry import KINDS
from tests.admin.conftest import document
from tests.admin.forms import form_in
from tests.admin.permission_table import (
    ANYBODY,
    CHIEF,
    MANAGER,
    OF_A_DOCUMENT,
    OF_THE_DESK,
    ROLES,
    STAFF,
    VERBS,
    Verb,
)
from tests.desk.four_eyes import approved, publish
from tests.desk.test_publishing import revised
from tests.pictures import drawn_png
from tests.visitors.messages import sent

SPACER = ("procedure", "interspinous-spacer")
pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture
def roles(db: None) -> None:
    """The groups as migrating makes them; a test that empties the database takes them away for the next one."""
    import_module("portal.migrations.0005_roles").make_roles(apps, None)
    for ending, give in (
        ("stewardship", "let_them_name_owners"),
        ("preview_links", "give_to_roles"),
        ("feedback", "give_to_roles"),
    ):
        [name] = [path.stem for path in Path(migrations.__path__[0]).glob(f"*_{ending}.py")]
        getattr(import_module(f"portal.migrations.{name}"), give)(apps, None)


@pytest.fixture
def signed_in(roles: None) -> As:
    """A browser of somebody with this role and no other."""

    def client_of(role: str) -> Client:
        client = Client()
        if role == ANYBODY:
            return client
        user = User.objects.create_user(role.replace(" ", "-"), is_staff=True, is_superuser=role == CHIEF)
        if role not in (STAFF, CHIEF):
            user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return client_of


def opens(answer: Any) -> bool:
    """Whether a screen, or the one that it leads to, was shown; a way to the sign-in is none."""
    # Not the answer itself: that would close the connection to the database, too.
    for close in answer._resource_closers:
        close()
    return answer.status_code in (200, 302) and not getattr(answer, "url", "").startswith(reverse("admin:login"))


def test_every_screen_of_the_desk_is_in_the_table() -> None:
    stems = {stem_of(kind): kind for kind in KINDS.values()}
    names = {name for name in _names(desk.get_urls()) if name}
    of_documents = {name for name in names if name.rsplit("_", 1)[0] in stems}
    assert {name.rsplit("_", 1)[1] for name in of_documents} == set(OF_A_DOCUMENT)
    assert names - of_documents == set(OF_THE_DESK)
    assert len(of_documents) == len(OF_A_DOCUMENT) * len(ENTRIES)


def _names(patterns: list[URLPattern | URLResolver]) -> list[str | None]:
    found: list[str | None] = []
    for pattern in patterns:
        found += _names(pattern.url_patterns) if isinstance(pattern, URLResolver) else [pattern.name]
    return found


def address_of(name: str, found: Document) -> str:
    try:
        return screen(found, name)
    except NoReverseMatch:
        return screen(found, name, found.head_id)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_screens_of_a_document_and_no_others(loaded: Any, signed_in: As, role: str) -> None:
    client, found = signed_in(role), document(*SPACER)
    addresses = {name: address_of(name, found) for name in OF_A_DOCUMENT if name not in ("changelist", "add")}
    addresses |= {name: of_kind(found.kind_row, name) for name in ("changelist", "add")}
    opened = {name for name, address in addresses.items() if opens(client.get(address))}
    assert opened == {name for name, allowed in OF_A_DOCUMENT.items() if role in allowed}


@pytest.mark.gate
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_the_same_screens_of_every_kind(loaded: Any, signed_in: As, role: str) -> None:
    client = signed_in(role)
    allowed = {name for name, some in OF_A_DOCUMENT.items() if role in some}
    for found in Document.objects.select_related("head").order_by("kind", "pk").distinct():
        unreviewed = {"review"} if not found.kind_row.review_months else set()
        names = set(OF_A_DOCUMENT) - {"changelist", "add"}
        opened = {name for name in names if opens(client.get(address_of(name, found)))}
        assert opened == (allowed & names) - unreviewed, found


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_screens_of_the_desk_and_no_others(loaded: Any, signed_in: As, role: str) -> None:
    client = signed_in(role)
    other, group = User.objects.create_user("other", is_staff=True), Group.objects.get(name=MANAGER)
    picture, message = upload(drawn_png(), by=other).name, sent().pk
    opened = set()
    for name in OF_THE_DESK:
        answer = client.get(_desk_address(name, other.pk, group.pk, picture, message))
        # A sign-in that somebody does not need any more leads on; the stock shortcut finds no such object.
        opened |= {name} if opens(answer) or (name == "view_on_site" and answer.status_code == 404) else set()
    assert opened == {name for name, allowed in OF_THE_DESK.items() if role in allowed}


def _desk_address(name: str, user: int, group: int, picture: str, message: int) -> str:
    """Where a screen is; those of one account get an account, those of one role a role."""
    numbers = {
        "app_list": ("portal",),
        "view_on_site": (1, 1),
        "auth_user_password_change": (user,),
        "report": ("waiting",),
        "report_csv": ("waiting",),
        "upload": (picture,),
        "portal_user_new_app": (user,),
    }
    of_one = {"portal_user": (user,), "auth_group": (group,), "portal_feedback": (message,)}
    try:
        return reverse(f"admin:{name}", args=numbers.get(name) or of_one.get(name.rsplit("_", 1)[0]))
    except NoReverseMatch:
        return reverse(f"admin:{name}")


@pytest.fixture
def in_state(loaded: Any) -> Callable[[str], Document]:
    """The spacer's page in a state, by people who are nobody in this test."""

    def brought(state: str) -> Document:
        writer, second = (User.objects.create_user(name) for name in ("first-hand", "second-hand"))
        found = document(*SPACER)
        if state == "live":
            return found
        draft = revised(found, "is small", "is tiny", writer)
        later = timezone.now() + timedelta(days=1)
        {
            "draft": lambda: None,
            "submitted": lambda: reviewing.submit(draft, by=writer),
            "approved": lambda: approved(draft),
            "scheduled": lambda: publishing.schedule(found, revision=approved(draft), at=later, by=second),
            "owned": lambda: hand_over(
                found, owner=User.objects.create_user("o", is_staff=True), deputy=None, by=second
            ),
            "withdrawn": lambda: _taken_off(found, draft, second),
            "corrected": lambda: publishing.correct(found, revision=draft, by=second, note="a dose"),
        }[state]()
        return document(*SPACER)

    return brought


def _taken_off(found: Document, draft: Revision, by: User) -> None:
    publish(found, revision=draft, by=by)
    withdraw(found, by=by, note="by mistake")


def _rows() -> tuple[object, ...]:
    counted = (Revision, Approval, Publication, Confirmation, SignOff, Handover)
    return (*(model.objects.count() for model in counted), list(Document.objects.values_list("live", "due")))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
def test_each_role_presses_its_buttons_and_no_others(
    in_state: Callable[[str], Document], signed_in: As, verb: Verb, role: str
) -> None:
    found, client, chief = in_state(verb.state), signed_in(role), Client()
    chief.force_login(User.objects.create_superuser("draws-the-form"))
    sent = _filled(chief, found, verb)
    before = _rows()
    # The button that restores a text is on the screen of an earlier one.
    numbers = (found.live_id,) if verb.screen == "revision" else ()
    answer = client.post(screen(found, verb.screen, *numbers), sent)
    is_done = answer.status_code == 302 and not answer.url.startswith(reverse("admin:login"))
    assert (is_done, _rows() != before) == (role in verb.allowed, role in verb.allowed), answer.status_code
    assert answer.status_code in (302, 403)


def _filled(chief: Client, found: Document, verb: Verb) -> dict[str, Any]:
    """What the button's form sends, as somebody who may press every button is shown it."""
    numbers = {"revision": str(found.due_id or found.head_id), "based_on": str(found.head_id)}
    if alone := Publication.objects.unconfirmed().first():
        numbers["publication"] = str(alone.pk)
    forms = {"change": "writing", "review": "section"}
    shown = form_in(chief.get(screen(found, verb.screen)), forms[verb.screen]) if verb.screen in forms else numbers
    return shown | verb.sent

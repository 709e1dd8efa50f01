"""Who gets in, to which screen, and by which method."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.admin.addresses import ONE_DOCUMENT, of_kind, screen
from portal.desk.documents import Document
from portal.desk.entries import ENTRIES
from portal.kinds.registry import KINDS
from tests.admin.conftest import document
from tests.admin.forms import form_in, words_of

SPACER = ("procedure", "interspinous-spacer")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ONE_DOCUMENT)
def test_nobody_gets_in_unless_signed_in(loaded, client, name):
    answer = client.get(screen(document(*SPACER), name))
    assert (answer.status_code, answer.url.startswith(reverse("admin:login"))) == (302, True)


@pytest.mark.parametrize("name", ONE_DOCUMENT)
def test_staff_without_a_role_are_refused(loaded, staff, name):
    assert staff("nobody").get(screen(document(*SPACER), name)).status_code == 403


@pytest.mark.parametrize("name", ONE_DOCUMENT)
def test_a_document_of_another_kind_is_not_found(loaded, everything, name):
    guide = document("guide", "questions")
    address = screen(document(*SPACER), name).replace(f"/{document(*SPACER).pk}/", f"/{guide.pk}/")
    assert everything.get(address).status_code == 404
    assert everything.post(address).status_code == 404


@pytest.mark.parametrize("name", ["change", "publishing", "withdraw", "review"])
def test_a_post_without_the_token_is_refused(loaded, everything, name):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = everything.cookies
    assert strict.post(screen(document(*SPACER), name), {}).status_code == 403


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_its_list_and_its_add_screen_and_nothing_is_deleted(loaded, everything, kind):
    assert everything.get(of_kind(KINDS[kind], "changelist")).status_code == 200
    page = everything.get(of_kind(KINDS[kind], "add"))
    assert page.status_code == 200
    assert "saving-note" in form_in(page)
    assert everything.get(of_kind(KINDS[kind], "changelist") + "1/delete/").status_code == 404
    assert ENTRIES[kind]._meta.default_permissions == ()


def test_who_may_only_look_reads_the_text_and_cannot_save(loaded, staff):
    reader = staff("reader", "view")
    address = screen(document(*SPACER), "change")
    assert "title: A spacer between the bones" in words_of(reader.get(address, follow=True))
    assert reader.post(address, {"title": "x"}).status_code == 403
    assert reader.get(of_kind(KINDS["procedure"], "add")).status_code == 403
    assert reader.post(of_kind(KINDS["procedure"], "add"), {"title": "x"}).status_code == 403
    assert Document.objects.get(pk=document(*SPACER).pk).head_id == document(*SPACER).live_id


def test_answers_of_the_desk_are_kept_by_nobody(loaded, everything):
    for name in ONE_DOCUMENT:
        assert "no-store" in everything.get(screen(document(*SPACER), name)).headers["Cache-Control"]


def test_staff_and_roles_are_kept_by_a_superuser_only(everything, admin_client):
    users = reverse("admin:portal_user_changelist")
    assert everything.get(users).status_code == 403
    assert admin_client.get(users).status_code == 200
    assert admin_client.get(reverse("admin:portal_user_add")).status_code == 200
    assert admin_client.get(reverse("admin:auth_group_changelist")).status_code == 200


@pytest.mark.parametrize("place", ["0", "999999999999999999999999"])
def test_a_number_that_is_no_document_is_not_found(loaded, everything, place):
    assert everything.get(f"{of_kind(KINDS['procedure'], 'changelist')}{place}/change/").status_code == 404


def test_who_may_change_sees_whatever_writing_needs(loaded, staff):
    writes = staff("writes", "change")
    assert "You have no role yet" not in words_of(writes.get(reverse("admin:index")))
    for name in ("choices", "files", "reports"):
        assert writes.get(reverse(f"admin:{name}")).status_code != 403, name

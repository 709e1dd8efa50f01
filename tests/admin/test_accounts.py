"""Accounts: who makes them, what can be set in them, and that nobody is deleted."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.desk.people import User
from tests.admin.forms import form_in, words_of
from tests.admin.permission_table import MANAGER, PUBLISHER, WRITER
from tests.admin.test_permissions import roles  # noqa: F401  a fixture

PEOPLE = "/admin/portal/user/"
PASSWORD = "a password for tests"
pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(roles) -> Client:  # noqa: F811
    user = User.objects.create_user("manager", is_staff=True)
    user.groups.add(Group.objects.get(name=MANAGER))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def nurse(db) -> User:
    return User.objects.create_user("nurse", is_staff=True, last_name="Demo")


def of(user: User) -> str:
    return f"{PEOPLE}{user.pk}/change/"


def sent(client: Client, user: User) -> dict[str, list[str]]:
    return form_in(client.get(of(user)), "user_form")


def test_a_site_manager_adds_somebody_with_a_role(manager):
    shown = form_in(manager.get(f"{PEOPLE}add/"), "user_form")
    writer = Group.objects.get(name=WRITER)
    typed = {"username": "new", "last_name": "Demo", "role": "nurse (demo)", "groups": [writer.pk]}
    manager.post(f"{PEOPLE}add/", shown | typed | {"password1": PASSWORD, "password2": PASSWORD})
    made = User.objects.get(username="new")
    assert (made.is_staff, made.is_superuser, made.role, list(made.groups.all())) == (
        True,
        False,
        "nurse (demo)",
        [writer],
    )
    assert made.check_password(PASSWORD)


def test_what_the_form_does_not_offer_cannot_be_set_by_sending_it(manager, nurse):
    everything = [permission.pk for permission in Permission.objects.all()]
    more = {"is_superuser": "on", "user_permissions": everything, "is_staff": ""}
    manager.post(of(nurse), sent(manager, nurse) | {"first_name": "Ann"} | more)
    nurse.refresh_from_db()
    assert (nurse.first_name, nurse.is_superuser, nurse.is_staff) == ("Ann", False, True)
    assert not nurse.user_permissions.exists()


def test_an_account_that_may_do_everything_is_not_for_a_site_manager(manager, nurse):
    chief = User.objects.create_superuser("chief", password=PASSWORD)
    manager.post(of(chief), {"username": "chief", "is_active": ""})
    manager.post(
        f"{PEOPLE}{chief.pk}/password/", {"password1": "another password 1", "password2": "another password 1"}
    )
    assert manager.post(f"{PEOPLE}{chief.pk}/new-app/").status_code == 403
    chief.refresh_from_db()
    assert (chief.is_active, chief.check_password(PASSWORD)) == (True, True)


def test_nobody_is_deleted(manager, admin_client, nurse):
    for client in (manager, admin_client):
        assert client.post(f"{PEOPLE}{nurse.pk}/delete/", {"post": "yes"}).status_code == 403
        client.post(PEOPLE, {"action": "delete_selected", "_selected_action": [nurse.pk], "post": "yes"})
    assert User.objects.filter(pk=nurse.pk).exists()
    group = Group.objects.get(name=PUBLISHER)
    assert admin_client.post(f"/admin/auth/group/{group.pk}/delete/", {"post": "yes"}).status_code == 403


def test_who_leaves_is_made_inactive(manager, nurse):
    shown = sent(manager, nurse)
    shown.pop("is_active")
    manager.post(of(nurse), shown)
    nurse.refresh_from_db()
    assert not nurse.is_active


def test_nobody_shuts_themselves_out(manager):
    me = User.objects.get(username="manager")
    shown = sent(manager, me)
    shown.pop("is_active")
    assert "You cannot shut yourself out." in words_of(manager.post(of(me), shown))
    me.refresh_from_db()
    assert me.is_active


def test_the_last_account_that_may_do_everything_stays(admin_client, admin_user):
    shown = sent(admin_client, admin_user)
    shown.pop("is_superuser")
    assert "the last account that may do everything" in words_of(admin_client.post(of(admin_user), shown))
    User.objects.create_superuser("second")
    assert admin_client.post(of(admin_user), shown).status_code == 302
    admin_user.refresh_from_db()
    assert not admin_user.is_superuser


def test_a_lost_telephone_is_noted_with_who_helped(manager, nurse):
    TOTPDevice.objects.create(user=nurse, name="app")
    address = f"{PEOPLE}{nurse.pk}/new-app/"
    assert "speak to them" in words_of(manager.get(address))
    assert TOTPDevice.objects.filter(user=nurse).exists()
    assert manager.post(address).status_code == 302
    assert not TOTPDevice.objects.filter(user=nurse).exists()
    noted = LogEntry.objects.get()
    assert (noted.user.username, noted.object_id) == ("manager", str(nurse.pk))
    assert "Second factor taken away" in noted.get_change_message()


def test_roles_are_seen_by_a_site_manager_and_changed_by_who_may_do_everything(manager, admin_client):
    group = Group.objects.get(name=WRITER)
    address = f"/admin/auth/group/{group.pk}/change/"
    assert manager.get(address).status_code == 200
    assert manager.post(address, {"name": "Author"}).status_code == 403
    assert admin_client.get(address).status_code == 200
    assert Group.objects.filter(name=WRITER).exists()

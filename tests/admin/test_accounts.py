"""Accounts and roles: who looks after whom, and that nobody locks the clinic out."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.desk.accounts import AccountRefused, must_leave_somebody
from portal.desk.people import PeopleStay, User
from tests.admin.forms import form_in, words_of
from tests.admin.signing_in import PASSWORD, is_in, person, sign_in, with_telephone

LIST, ADD = "/admin/portal/user/", "/admin/portal/user/add/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def roles() -> None:
    import_module("portal.migrations.0005_roles").make_roles(apps, None)


@pytest.fixture
def chief() -> User:
    return User.objects.create_superuser("chief", password=PASSWORD, first_name="Demo", last_name="Chief")


@pytest.fixture
def manager(roles: None) -> User:
    user = person("manager")
    user.groups.add(Group.objects.get(name="Site manager"))
    return user


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def change_of(user: User) -> str:
    return reverse("admin:portal_user_change", args=(user.pk,))


def saved(client: Client, user: User, **sent: Any) -> Any:
    """Send the form of an account as it is shown, with some fields otherwise; None leaves a box without its tick."""
    shown = form_in(client.get(change_of(user)), "account") | sent
    return client.post(change_of(user), {name: value for name, value in shown.items() if value is not None})


def test_a_site_manager_adds_somebody_who_then_chooses_a_password(manager):
    client, writer = browser(manager), Group.objects.get(name="Writer")
    shown = form_in(client.get(ADD), "account")
    assert set(shown) == {
        "csrfmiddlewaretoken", "username", "first_name", "last_name", "email", "role", "registration", "password1",
        "password2",
    }  # fmt: skip
    sent = {"username": "demo", "first_name": "Demo", "last_name": "Writer", "groups": [writer.pk]}
    answer = client.post(ADD, shown | sent | {"password1": PASSWORD, "password2": PASSWORD})
    made = User.objects.get(username="demo")
    assert answer.url == change_of(made)
    assert (made.is_staff, made.is_superuser, made.must_change_password) == (True, False, True)
    assert ([*made.groups.all()], made.get_full_name()) == ([writer], "Demo Writer")
    own = Client()
    sign_in(own, "demo")
    assert own.get("/admin/", follow=True).request["PATH_INFO"] == reverse("admin:password_change")


@pytest.mark.parametrize(("first", "second"), [("short", "short"), (PASSWORD, PASSWORD + "s"), ("", "")])
def test_a_first_password_is_held_to_the_rules_too(manager, first, second):
    answer = browser(manager).post(ADD, {"username": "demo", "password1": first, "password2": second})
    assert (answer.status_code, User.objects.filter(username="demo").exists()) == (200, False)


def test_what_a_site_manager_sends_besides_the_form_has_no_effect(manager):
    forged = {
        "is_superuser": "on",
        "is_staff": "on",
        "user_permissions": [permission.pk for permission in Permission.objects.all()],
        "must_change_password": "",
        "password": "x",
        "id": "999",
    }
    client, nurse = browser(manager), person()
    hashed = nurse.password
    assert saved(client, nurse, first_name="Demo", **forged).status_code == 302
    client.post(ADD, {"username": "new", "password1": PASSWORD, "password2": PASSWORD} | forged)
    for user in (User.objects.get(pk=nurse.pk), User.objects.get(username="new")):
        assert (user.is_superuser, user.user_permissions.count()) == (False, 0)
    nurse.refresh_from_db()
    assert (nurse.first_name, nurse.password) == ("Demo", hashed)
    assert User.objects.get(username="new").must_change_password


def test_a_superusers_account_is_seen_by_a_site_manager_and_not_changed(manager, chief):
    client = browser(manager)
    with_telephone(chief)
    assert "You may look at this, but not change it." in words_of(client.get(change_of(chief)))
    before = User.objects.filter(pk=chief.pk).values().get()
    new = {"new_password1": "a heron in a bathtub", "new_password2": "a heron in a bathtub"}
    for name in ("portal_user_change", "auth_user_password_change", "portal_user_reset", "portal_user_delete"):
        address = reverse(f"admin:{name}", args=(chief.pk,))
        assert client.post(address, new | {"username": "x", "post": "yes"}).status_code == 403, name
    assert User.objects.filter(pk=chief.pk).values().get() == before
    assert TOTPDevice.objects.filter(user=chief).count() == 1


def test_a_superuser_gives_and_takes_everything_but_not_the_last(chief):
    client, second = browser(chief), person("second")
    assert saved(client, second, is_superuser="on").status_code == 302
    assert User.objects.in_charge().count() == 2
    assert saved(client, second, is_superuser=None).status_code == 302
    answer = saved(client, chief, is_superuser=None)
    assert "the last account that may do everything" in words_of(answer)
    assert [user.username for user in User.objects.in_charge()] == ["chief"]


def test_nobody_switches_their_own_account_off(manager, chief):
    for user in (manager, chief):
        answer = saved(browser(user), user, is_active=None)
        assert "You cannot switch your own account off." in words_of(answer)
    assert User.objects.filter(is_active=False).count() == 0


def test_who_leaves_is_switched_off_and_their_open_browser_is_out(manager):
    nurse = person()
    own = browser(nurse)
    assert is_in(own)
    assert saved(browser(manager), nurse, is_active=None).status_code == 302
    assert not is_in(own)
    assert sign_in(Client()).status_code == 200
    assert "This account is switched off" in words_of(browser(manager).get(change_of(nurse)))


def test_the_last_account_in_charge_stays_whoever_asks(chief):
    somebody = person()
    chief.is_active = False
    with pytest.raises(AccountRefused, match="the last account"):
        must_leave_somebody(user=chief, by=somebody)
    User.objects.create_superuser("second")
    must_leave_somebody(user=chief, by=somebody)


def test_nobody_is_deleted(chief):
    nurse, client = person(), browser(chief)
    address = reverse("admin:portal_user_delete", args=(nurse.pk,))
    assert [client.get(address).status_code, client.post(address, {"post": "yes"}).status_code] == [403, 403]
    client.post(LIST, {"action": "delete_selected", "_selected_action": [nurse.pk], "post": "yes"})
    for delete in (nurse.delete, User.objects.all().delete, User.objects.filter(pk=nurse.pk).delete):
        with pytest.raises(PeopleStay, match="Set is_active to False instead"):
            delete()
    assert User.objects.count() == 2


def test_a_lost_telephone_is_taken_off_after_asking_and_noted(manager):
    nurse, client = person(), browser(manager)
    with_telephone(nurse)
    own = Client()
    sign_in(own)
    address = reverse("admin:portal_user_reset", args=(nurse.pk,))
    assert "meet or call them first" in words_of(client.get(address))
    assert TOTPDevice.objects.count() == 1
    assert client.post(address).url == change_of(nurse)
    assert TOTPDevice.objects.count() == 0
    [noted] = LogEntry.objects.all()
    assert (noted.user, noted.object_id) == (manager, str(nurse.pk))
    assert noted.get_change_message() == "Took the telephone and the recovery codes off the account."
    history = words_of(client.get(reverse("admin:portal_user_history", args=(nurse.pk,))))
    assert "manager Took the telephone" in history
    assert client.post(address).status_code == 409


def test_nobody_takes_their_own_second_step_away(manager):
    with_telephone(manager)
    client = Client()
    sign_in(client, "manager")
    client.force_login(manager)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.get().persistent_id
    session.save()
    answer = client.post(reverse("admin:portal_user_reset", args=(manager.pk,)))
    assert answer.status_code == 409
    assert "You cannot take your own second step away." in words_of(answer)
    assert TOTPDevice.objects.count() == 1


def test_a_forgotten_password_is_set_by_a_site_manager_for_one_sign_in(manager):
    nurse, client, new = person(), browser(manager), "a heron in a bathtub"
    own = browser(nurse)
    address = reverse("admin:auth_user_password_change", args=(nurse.pk,))
    assert client.post(address, {"new_password1": new, "new_password2": new}).status_code == 302
    nurse.refresh_from_db()
    assert (nurse.check_password(new), nurse.must_change_password, is_in(own)) == (True, True, False)
    assert LogEntry.objects.get().get_change_message() == "Set a password, to be changed at the next sign-in."
    own_screen = client.get(reverse("admin:auth_user_password_change", args=(manager.pk,)))
    assert own_screen.url == reverse("admin:password_change")


def test_roles_are_seen_by_a_site_manager_and_changed_by_a_superuser(manager, chief):
    role = Group.objects.get(name="Writer")
    address = reverse("admin:auth_group_change", args=(role.pk,))
    manager.user_permissions.set(Permission.objects.filter(codename__in=["add_group", "change_group", "delete_group"]))
    client = browser(User.objects.get(pk=manager.pk))
    assert "Can publish" not in words_of(client.get(address))
    assert client.post(address, {"name": "Queen"}).status_code == 403
    stray = Permission.objects.get(codename="delete_logentry")
    role.permissions.add(stray)
    kept = {permission.pk for permission in role.permissions.all()}
    above = browser(chief)
    shown = form_in(above.get(address), "account")
    assert above.post(address, shown | {"name": "Author"}).status_code == 302
    role.refresh_from_db()
    assert (role.name, {permission.pk for permission in role.permissions.all()}) == ("Author", kept)


def test_a_name_that_differs_in_capitals_only_is_taken(manager):
    answer = browser(manager).post(ADD, {"username": "Manager", "password1": PASSWORD, "password2": PASSWORD})
    assert (answer.status_code, User.objects.count()) == (200, 1)


def test_the_list_asks_as_often_for_four_people_as_for_two(manager, django_assert_max_num_queries):
    client, counts = browser(manager), []
    for names in (["one"], ["two", "three"]):
        for name in names:
            person(name).groups.add(Group.objects.get(name="Writer"))
        with django_assert_max_num_queries(16) as asked:
            page = client.get(LIST)
        counts.append(len(asked))
    assert "Site manager" in words_of(page)
    assert counts[0] == counts[1]

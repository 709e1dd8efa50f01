"""Accounts: who may change what of whom, and that nobody is ever deleted."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.desk.people import User
from tests.admin.doors import INDEX, OWN, PASSWORD, at, give_password, person, with_app
from tests.admin.forms import form_in, parsed, words_of

pytestmark = pytest.mark.django_db
ADD, STAFF = "/admin/portal/user/add/", "/admin/portal/user/"
# What nobody but a superuser gives, and what nobody gives at all here.
SMUGGLED = {"is_superuser": "on", "is_staff": "", "user_permissions": "1", "date_joined_0": "2000-01-01", "id": "1"}
SMUGGLED |= {"must_change_password": ""}


def change(user):
    return reverse("admin:portal_user_change", args=[user.pk])


@pytest.fixture
def roles(db):
    import_module("portal.migrations.0005_roles").make_roles(apps, None)


@pytest.fixture
def manager(roles):
    user = person("manager", first_name="Manager", last_name="Example")
    user.groups.add(Group.objects.get(name="Site manager"))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def chief(roles):
    user = User.objects.create_superuser("chief", password=PASSWORD)
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def filled(client, address, **more):
    return form_in(client.get(address), "account") | more


def test_a_manager_adds_a_person_who_can_work_at_the_desk(manager):
    writer = Group.objects.get(name="Writer")
    names = {"username": "nurse", "first_name": "Nurse", "last_name": "Example", "email": "nurse@example.org"}
    more = {"role": "spine nurse", "registration": "demo 1", "groups": [str(writer.pk)]}
    sent = filled(manager, ADD, **names, **more, password1=PASSWORD, password2=PASSWORD)
    answer = manager.post(ADD, sent)
    made = User.objects.get(username="nurse")
    assert answer.url == change(made)
    assert {name: getattr(made, name) for name in names} == names
    assert (made.role, made.registration, list(made.groups.all())) == ("spine nurse", "demo 1", [writer])
    assert (made.is_staff, made.is_superuser, made.is_active, made.user_permissions.count()) == (True, False, True, 0)
    # The manager knows this password, so it opens nothing but the choice of another.
    assert made.must_change_password
    assert at(give_password(Client(), "nurse")) == OWN


def test_a_weak_first_password_is_refused(manager):
    sent = filled(manager, ADD, username="nurse", password1="short", password2="short")
    answer = manager.post(ADD, sent)
    assert "This password is too short: it needs at least 12 characters." in words_of(answer)
    assert not User.objects.filter(username="nurse").exists()


def test_a_manager_gives_nobody_more_than_roles(manager):
    sent = filled(manager, ADD, username="nurse", password1=PASSWORD, password2=PASSWORD)
    refused = manager.post(ADD, sent | SMUGGLED)
    assert "something that the form does not offer: date_joined" not in words_of(refused)
    names = "id, is_staff, is_superuser, must_change_password, user_permissions"
    assert f"does not offer: {names}. Nothing was saved." in words_of(refused)
    assert not User.objects.filter(username="nurse").exists()
    manager.post(ADD, sent)
    for user in (User.objects.get(username="nurse"), manager.user):
        permission = Permission.objects.get(codename="publish_document")
        before = user.password
        for name, value in {**SMUGGLED, "user_permissions": [str(permission.pk)], "password": "plain"}.items():
            manager.post(change(user), filled(manager, change(user)) | {name: value})
        user.refresh_from_db()
        assert (user.is_superuser, user.is_staff, user.user_permissions.count()) == (False, True, 0)
        assert user.password == before


def test_a_manager_sees_a_superuser_and_changes_nothing_of_them(manager):
    boss = User.objects.create_superuser("boss", password=PASSWORD, first_name="Boss")
    with_app(boss)
    page = manager.get(change(boss))
    assert "only somebody who may do everything can change this account" in words_of(page)
    assert "May everything Signing in may sign in" in words_of(page)
    assert [e for e in parsed(page).iter("button") if e.get("name") == "_save"] == []
    ways = [change(boss), reverse("admin:auth_user_password_change", args=[boss.pk])]
    ways.append(reverse("admin:portal_user_new_app", args=[boss.pk]))
    sent = {"username": "mine", "is_active": "", "password1": "another four words", "password2": "another four words"}
    assert [manager.post(way, sent).status_code for way in ways] == [403, 403, 403]
    kept = User.objects.get(pk=boss.pk)
    assert (kept.username, kept.is_active, kept.password, kept.has_app) == ("boss", True, boss.password, True)


@pytest.mark.parametrize("who", ["manager", "chief"])
def test_nobody_is_deleted_and_no_role_is(request, who):
    client = request.getfixturevalue(who)
    user, role = person(), Group.objects.get(name="Writer")
    for name, found in (("portal_user_delete", user), ("auth_group_delete", role)):
        way = reverse(f"admin:{name}", args=[found.pk])
        assert (client.get(way).status_code, client.post(way, {"post": "yes"}).status_code) == (403, 403)
    for way in (STAFF, "/admin/auth/group/"):
        client.post(way, {"action": "delete_selected", "_selected_action": [user.pk, role.pk], "post": "yes"})
    assert User.objects.filter(pk=user.pk).exists()
    assert Group.objects.filter(pk=role.pk).exists()
    assert "Delete" not in words_of(client.get(change(user)))


def test_who_has_left_is_out_at_once_and_stays_in_the_list(manager):
    user = person(first_name="Ward", last_name="Example")
    theirs = Client()
    theirs.force_login(user)
    sent = filled(manager, change(user))
    del sent["is_active"]
    manager.post(change(user), sent)
    assert theirs.get(INDEX).status_code == 302
    assert "Ward Example ward - has left" in words_of(manager.get(STAFF)).replace(" - - ", " - ")
    assert "Ward Example" not in words_of(manager.get(STAFF + "?standing=here"))
    assert "Ward Example" in words_of(manager.get(STAFF + "?standing=left"))


@pytest.mark.parametrize("who", ["manager", "chief"])
def test_nobody_shuts_themselves_out(request, who):
    client = request.getfixturevalue(who)
    sent = filled(client, change(client.user))
    del sent["is_active"]
    answer = client.post(change(client.user), sent)
    assert "You cannot shut yourself out. Ask a colleague to do it." in words_of(answer)
    assert User.objects.get(pk=client.user.pk).is_active


@pytest.mark.parametrize("taken", ["is_active", "is_superuser"])
def test_somebody_is_left_who_may_do_everything(chief, taken):
    other = User.objects.create_superuser("other", password=PASSWORD)
    sent = filled(chief, change(other))
    del sent[taken]
    assert chief.post(change(other), sent).status_code == 302
    assert getattr(User.objects.get(pk=other.pk), taken) is False
    own = filled(chief, change(chief.user))
    del own["is_superuser"]
    answer = chief.post(change(chief.user), own)
    assert "This is the last account that may do everything." in words_of(answer)
    assert User.objects.get(pk=chief.user.pk).is_superuser


def test_a_lost_telephone_is_taken_away_by_button_and_noted(manager):
    user = person(first_name="Ward", last_name="Example")
    with_app(user)
    way = reverse("admin:portal_user_new_app", args=[user.pk])
    assert "Ward Example has lost the telephone" in words_of(manager.get(way))
    assert TOTPDevice.objects.count() == 1
    assert manager.post(way).url == change(user)
    assert (TOTPDevice.objects.count(), StaticDevice.objects.count()) == (0, 0)
    note = LogEntry.objects.get()
    assert (note.user, note.object_id) == (manager.user, str(user.pk))
    history = words_of(manager.get(reverse("admin:portal_user_history", args=[user.pk])))
    assert "Second factor taken away, to be set up anew." in history


def test_the_own_factor_and_password_are_changed_where_the_old_ones_are_asked_for(manager):
    with_app(manager.user)
    manager.user.totpdevice_set.update(confirmed=False)
    ways = {"portal_user_new_app": "/admin/my-sign-in/", "auth_user_password_change": "/admin/password_change/"}
    for name, there in ways.items():
        sent = {"password1": "another four words", "password2": "another four words"}
        assert manager.post(reverse(f"admin:{name}", args=[manager.user.pk]), sent).url == there
    assert User.objects.get(pk=manager.user.pk).check_password(PASSWORD)
    assert TOTPDevice.objects.count() == 1


def test_no_other_spelling_of_the_own_number_goes_round_the_old_password(manager):
    number = str(manager.user.pk)
    way = reverse("admin:auth_user_password_change", args=["here"])
    sent = {"password1": "another four words", "password2": "another four words"}
    for spelling in (f"0{number}", f"00{number}", f"_3{number[0]}{number[1:]}", f" {number}"):
        manager.post(way.replace("here", spelling), sent)
    assert User.objects.get(pk=manager.user.pk).check_password(PASSWORD)


def test_a_manager_gives_a_new_password_which_ends_open_sessions(manager):
    user = person()
    theirs = Client()
    theirs.force_login(user)
    way = reverse("admin:auth_user_password_change", args=[user.pk])
    assert "usable_password" not in form_in(manager.get(way), "account")
    sent = {"password1": "short", "password2": "short"}
    assert "too short" in words_of(manager.post(way, sent))
    words = {"password1": "another four words", "password2": "another four words", "usable_password": "false"}
    manager.post(way, words)
    assert theirs.get(INDEX).status_code == 302
    found = User.objects.get(pk=user.pk)
    assert (found.check_password("another four words"), found.must_change_password) == (True, True)


def test_roles_are_seen_by_a_manager_and_changed_by_a_superuser(manager, chief):
    role = Group.objects.get(name="Writer")
    way = reverse("admin:auth_group_change", args=[role.pk])
    before = set(role.permissions.values_list("codename", flat=True))
    assert "May add document, change document, make preview links, view document" in words_of(manager.get(way)).replace(
        "What people of this role may do", "May"
    )
    assert manager.post(way, {"name": "Mine", "permissions": []}).status_code == 403
    assert manager.post("/admin/auth/group/add/", {"name": "Mine"}).status_code == 403
    assert set(role.permissions.values_list("codename", flat=True)) == before
    publish = Permission.objects.get(codename="publish_document")
    sent = filled(chief, way)
    assert len(sent["permissions"]) == len(before)
    chief.post(way, sent | {"permissions": [*sent["permissions"], str(publish.pk)]})
    assert set(role.permissions.values_list("codename", flat=True)) == before | {"publish_document"}


def test_a_writer_sees_no_accounts(roles):
    user = person()
    user.groups.add(Group.objects.get(name="Writer"))
    client = Client()
    client.force_login(user)
    other = person("sister")
    ways = [STAFF, ADD, change(other), reverse("admin:portal_user_new_app", args=[other.pk])]
    assert [client.get(way).status_code for way in ways] == [403] * 4
    assert [client.post(way, {"username": "x"}).status_code for way in ways] == [403] * 4


def test_the_list_asks_as_often_for_three_people_as_for_one(manager, django_assert_max_num_queries):
    def asked():
        with django_assert_max_num_queries(40) as seen:
            manager.get(STAFF)
        return len(seen)

    first = asked()
    for name in ("one", "two", "three"):
        person(name).groups.add(Group.objects.get(name="Writer"))
    assert asked() == first


def test_a_filter_with_any_word_in_it_is_no_fault(manager):
    for words in ("role=x", "role=99999999999999999999", "standing=x"):
        assert manager.get(f"{STAFF}?{words}").status_code == 200
    writer = Group.objects.get(name="Writer")
    person().groups.add(writer)
    assert "ward" in words_of(manager.get(f"{STAFF}?role={writer.pk}"))

"""The word of health for whoever watches over the machines."""

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

ADDRESS = "/healthz"
pytestmark = pytest.mark.django_db


def test_a_process_that_can_serve_says_ok_and_is_not_kept(client):
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.cookies == {}


def test_whoever_asks_needs_no_name_and_no_https(settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["portal.example"], True
    assert Client().get(ADDRESS, headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert Client().head(ADDRESS, headers={"host": ""}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_it_is_only_asked(client, method):
    answer = getattr(client, method)(ADDRESS)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("address", ["/healthz/", "/healthz/x", "/Healthz", "/es/healthz", "/x/healthz"])
def test_exactly_that_path(client, address):
    assert client.get(address, follow=True).status_code == 404


def test_without_the_database_it_says_so(client, monkeypatch):
    def gone(self):
        raise OperationalError("connection to server at 10.0.0.5 failed: password secret")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", gone)
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.content) == (503, b"database: does not answer\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_without_a_migration_it_says_what_to_do_and_with_one_of_a_newer_release_it_goes_on(client):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("portal", "9999_of_a_newer_release")
    assert client.get(ADDRESS).status_code == 200
    newest = max(name for app, name in recorder.applied_migrations() if app == "portal" and name < "9")
    recorder.record_unapplied("portal", newest)
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.content) == (503, b"migrations: not applied, run manage.py migrate\n")


def test_a_cache_that_is_gone_is_told_and_is_no_illness(client, monkeypatch):
    monkeypatch.setattr(type(cache._connections[cache._alias]), "is_gone", True, raising=False)
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.content) == (200, b"ok\ncache: gone\n")


def test_it_costs_two_questions_at_most(client, django_assert_max_num_queries):
    client.get(ADDRESS)
    with django_assert_max_num_queries(2):
        client.get(ADDRESS)

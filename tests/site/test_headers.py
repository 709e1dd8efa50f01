"""What every answer tells the browser, and what it does not ask the browser for."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

ADDRESS = "/robots.txt"
SIGN_IN = "/admin/login/"


def directives(header: str) -> dict[str, list[str]]:
    """A security policy as a mapping, since its order is free."""
    return {name: values for name, *values in (part.split() for part in header.split(";") if part.strip())}


@pytest.mark.parametrize("address", [ADDRESS, SIGN_IN])
def test_only_the_sites_own_files_may_run_or_be_shown(client, address):
    policy = directives(client.get(address).headers["Content-Security-Policy"])
    own, nothing = ["'self'"], ["'none'"]
    assert policy == {
        "default-src": nothing,
        "script-src": own,
        "style-src": own,
        "img-src": own,
        "font-src": own,
        "connect-src": own,
        "form-action": own,
        "base-uri": nothing,
        "frame-ancestors": nothing,
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_each_answer_is_guarded(client, name, value):
    assert client.get(ADDRESS).headers[name] == value


def test_no_page_may_use_camera_microphone_or_place(client):
    powers = client.get(ADDRESS).headers["Permissions-Policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(powers)
    assert all(power.endswith("=()") for power in powers)


def test_over_https_browsers_are_told_to_come_by_https_only(settings):
    settings.SECURE_HSTS_SECONDS = 100
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    answer = Client().get(ADDRESS, secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=100; includeSubDomains"


def test_in_production_http_is_sent_on_to_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get(ADDRESS)
    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://testserver{ADDRESS}")


def test_a_host_nobody_named_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["portal.example"]
    assert client.get(ADDRESS, headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize("address", [ADDRESS, "/no/such/page/"])
def test_a_reader_is_given_no_cookie(client, address):
    assert client.get(address).cookies == {}


@pytest.mark.parametrize(("address", "language"), [("/no/such/page/", "en"), ("/es/no/such/page/", "es")])
def test_language_comes_from_the_address_only(client, settings, address, language):
    settings.LANGUAGES = [("en", "English"), ("es", "español")]
    client.cookies["django_language"] = "en" if language == "es" else "es"
    answer = client.get(address, headers={"accept-language": "es"})
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, language)
    assert "accept-language" not in answer.headers.get("Vary", "").lower()

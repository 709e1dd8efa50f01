"""The mail server, the sender and the site's own address come from the environment, or are refused with the mend."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import environment
from tests.site.test_settings import setting

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def test_a_mail_server_is_named_by_one_address(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://user:p%40ss@mail.example:587")
    assert environment.email("EMAIL_URL", debug=False) == {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "user",
        "EMAIL_HOST_PASSWORD": "p@ss",
        "EMAIL_USE_TLS": True,
        "EMAIL_TIMEOUT": 30,
    }


@pytest.mark.parametrize(
    ("debug", "backend"), [(True, "django.core.mail.backends.console.EmailBackend"), (False, SMTP)]
)
def test_without_one_mails_are_printed_in_development_and_go_to_this_machine_in_production(monkeypatch, debug, backend):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert environment.email("EMAIL_URL", debug=debug)["EMAIL_BACKEND"] == backend


@pytest.mark.parametrize("written", ["nonsense", "mysql://u:secret@h/n", "smtp://u:secret@h:port"])
def test_a_wrong_mail_server_is_refused_without_its_password(monkeypatch, written):
    monkeypatch.setenv("EMAIL_URL", written)
    with pytest.raises(ImproperlyConfigured, match="write smtp") as refused:
        environment.email("EMAIL_URL", debug=False)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "value"), [("", ""), ("https://portal.example/", "https://portal.example"), ("http://h:8000",) * 2]
)
def test_the_sites_own_address_has_no_slash_at_its_end(monkeypatch, written, value):
    monkeypatch.setenv("SITE_URL", written)
    assert environment.site_url("SITE_URL") == value


@pytest.mark.parametrize("written", ["portal.example", "https://portal.example/desk", "javascript:x", "https://h?x=1"])
def test_what_is_no_address_of_a_site_is_refused(monkeypatch, written):
    monkeypatch.setenv("SITE_URL", written)
    with pytest.raises(ImproperlyConfigured, match="such as https:"):
        environment.site_url("SITE_URL")


def test_production_reads_all_three():
    changes = {
        "SITE_URL": "https://portal.example",
        "EMAIL_FROM": "desk@h",
        "EMAIL_URL": "smtps://u:p@mail.example:465",
    }
    read = {
        name: setting(name, **changes) for name in ("SITE_URL", "DEFAULT_FROM_EMAIL", "EMAIL_HOST", "EMAIL_TIMEOUT")
    }
    assert read == {
        "SITE_URL": "https://portal.example",
        "DEFAULT_FROM_EMAIL": "desk@h",
        "EMAIL_HOST": "mail.example",
        "EMAIL_TIMEOUT": 30,
    }
    assert setting("DEFAULT_FROM_EMAIL") == ""

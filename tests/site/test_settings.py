"""Settings come from the environment: right, or refused with the mend; and production is safe as it stands."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from portal import environment

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "ENV_FILE": "",
    "DJANGO_SETTINGS_MODULE": "portal.settings",
    "SECRET_KEY": get_random_secret_key(),
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "sqlite://:memory:",
    "ACCEPT_UNREVIEWED": "yes",
}


def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run Python in production's environment, with some settings changed."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment_of_run = {**kept, **PRODUCTION, **changes}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment_of_run, capture_output=True, text=True, check=False)


def setting(name: str, **changes: str) -> object:
    """One setting, as production reads it with these changes."""
    asked = f"import json; from django.conf import settings; print(json.dumps(settings.{name}, default=str))"
    done = run("-c", asked, **changes)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_deployment_check_has_nothing_to_say_about_production():
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (1 silenced).\n"), done.stderr


def test_the_deployment_check_is_content_behind_a_proxy_that_is_counted():
    # What docs/running.md asks for behind a proxy.
    counted = {"TRUSTED_PROXY_HEADER": "X-Forwarded-Proto", "PROXIES": "1", "SITE_URL": "https://portal.example"}
    assert run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **counted).returncode == 0
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **counted | {"PROXIES": ""})
    assert done.returncode == 1
    assert "(portal.W001) TRUSTED_PROXY_HEADER says that a proxy stands before the portal" in done.stderr
    assert "Set PROXIES to the number of your own proxies" in done.stderr
    # Only when it is asked about deployment: a laptop has no proxy.
    assert run("manage.py", "check", "--fail-level", "WARNING", **counted | {"PROXIES": ""}).returncode == 0


def test_production_without_a_key_does_not_start():
    done = run("-c", "from django.conf import settings; settings.DEBUG", SECRET_KEY="")
    assert done.returncode == 1
    assert "SECRET_KEY is missing" in done.stderr


@pytest.mark.parametrize("key", ["", "short"])
def test_a_missing_or_short_key_is_refused_with_the_way_to_get_one(monkeypatch, key):
    monkeypatch.setenv("SECRET_KEY", key)
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.secret_key(debug=False)
    assert "secrets.token_urlsafe(50)" in str(refused.value)
    assert "python3 manage.py start" in str(refused.value)


def test_a_good_key_is_used_and_development_does_without(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "k" * 50)
    assert environment.secret_key(debug=False) == "k" * 50
    monkeypatch.delenv("SECRET_KEY")
    assert environment.secret_key(debug=True).startswith("for development only")


def test_debug_is_off_unless_it_is_asked_for():
    assert setting("DEBUG") is False


def test_development_needs_no_key():
    assert setting("DEBUG", DEBUG="on", SECRET_KEY="") is True


def test_a_file_of_settings_is_read_and_the_environment_wins(tmp_path):
    file = tmp_path / "settings.env"
    file.write_text("TIME_ZONE=Europe/Madrid\nLANGUAGES=es,en\n", encoding="utf-8")
    assert setting("TIME_ZONE", ENV_FILE=str(file)) == "Europe/Madrid"
    assert setting("LANGUAGES", ENV_FILE=str(file), LANGUAGES="en") == [["en", "English"]]


def test_a_named_file_of_settings_that_is_not_there_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("ENV_FILE", str(tmp_path / "absent.env"))
    with pytest.raises(ImproperlyConfigured, match=r"^ENV_FILE=.*absent\.env': name a file that exists, or leave it"):
        environment.read_file(tmp_path / ".env")


def test_no_file_is_read_when_its_name_is_empty(monkeypatch, tmp_path):
    monkeypatch.setenv("ENV_FILE", "")
    monkeypatch.delenv("PLANTED", raising=False)
    (tmp_path / ".env").write_text("PLANTED=yes\n", encoding="utf-8")
    environment.read_file(tmp_path / ".env")
    assert environment.text("PLANTED") == ""


def test_a_named_file_of_settings_is_read(monkeypatch, tmp_path):
    file = tmp_path / "clinic.env"
    file.write_text("PLANTED_BY_FILE=yes\n", encoding="utf-8")
    monkeypatch.setenv("ENV_FILE", str(file))
    monkeypatch.setenv("PLANTED_BY_FILE", "")  # so that it is taken away again
    monkeypatch.delenv("PLANTED_BY_FILE")
    environment.read_file(tmp_path / ".env")
    assert environment.text("PLANTED_BY_FILE") == "yes"


def test_the_usual_file_of_settings_is_read_where_it_is(monkeypatch, tmp_path):
    monkeypatch.delenv("ENV_FILE", raising=False)
    monkeypatch.setenv("PLANTED_BY_FILE", "")
    monkeypatch.delenv("PLANTED_BY_FILE")
    environment.read_file(tmp_path / ".env")
    assert environment.text("PLANTED_BY_FILE") == ""
    (tmp_path / ".env").write_text("PLANTED_BY_FILE=yes\n", encoding="utf-8")
    environment.read_file(tmp_path / ".env")
    assert environment.text("PLANTED_BY_FILE") == "yes"


def test_the_first_language_is_the_default():
    assert setting("LANGUAGE_CODE", LANGUAGES="es, en") == "es"


@pytest.mark.parametrize(
    ("written", "is_on"), [("on", True), ("YES", True), ("1", True), ("off", False), (" no ", False), ("", True)]
)
def test_a_switch_reads_words(monkeypatch, written, is_on):
    monkeypatch.setenv("SWITCH", written)
    assert environment.flag("SWITCH", default=True) is is_on


@pytest.mark.parametrize(("written", "value"), [("", 7), ("0", 0), (" 12 ", 12)])
def test_a_number_reads_digits(monkeypatch, written, value):
    monkeypatch.setenv("NUMBER", written)
    assert environment.number("NUMBER", default=7) == value


REFUSED = [
    (environment.flag, "maybe", False, "SETTING='maybe': write on or off"),
    (environment.number, "-1", 0, "SETTING='-1': write a whole number"),
    (environment.number, "1e9", 0, "SETTING='1e9': write a whole number"),
    (environment.languages, "en,xx", "en", "SETTING='xx': write language codes that Django knows"),
    (environment.time_zone, "Mars/Base", "UTC", "SETTING='Mars/Base': write a name from the IANA list"),
    (environment.time_zone, "../../etc/passwd", "UTC", "SETTING='../../etc/passwd': write a name from the IANA list"),
    (environment.database, "mysql://u:secret@h/n", "", "SETTING='(not shown)': write sqlite:///FILE or postgres://"),
    (environment.database, "nonsense", "", "SETTING='(not shown)': write sqlite:///FILE or postgres://"),
    (environment.database, "postgres://u:secret@h:port/n", "", "SETTING='(not shown)': write sqlite:///FILE or"),
    (environment.caches, "nonsense://secret", "", "SETTING='(not shown)': write locmemcache://"),
]


@pytest.mark.parametrize(("read", "written", "default", "start"), REFUSED)
@pytest.mark.filterwarnings("ignore:Engine not recognized")
def test_a_wrong_value_is_refused_with_the_mend(monkeypatch, read, written, default, start):
    monkeypatch.setenv("SETTING", written)
    with pytest.raises(ImproperlyConfigured) as refused:
        read("SETTING", default)
    assert str(refused.value).startswith(start)
    assert "secret" not in str(refused.value)


def test_sqlite_lets_readers_read_while_one_writes():
    database = setting("DATABASES")["default"]
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["init_command"].startswith("PRAGMA journal_mode=WAL;")


def test_connections_to_postgresql_are_kept_and_tried_before_use(monkeypatch):
    monkeypatch.setenv("SETTING", "postgres://who:word@db.example/portal")
    found = environment.database("SETTING", default="")
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (60, True)


def test_a_machine_of_the_database_that_is_gone_is_not_waited_for_long(monkeypatch):
    monkeypatch.setenv("SETTING", "postgres://who:word@db.example/portal")
    patience = {"tcp_user_timeout": 5_000, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
    assert environment.database("SETTING", default="")["OPTIONS"] == {"connect_timeout": 3} | patience
    monkeypatch.setenv("SETTING", "postgres://who:word@db.example/portal?connect_timeout=9&sslmode=require")
    found = environment.database("SETTING", default="")
    assert found["OPTIONS"] == patience | {"connect_timeout": 9, "sslmode": "require"}


def test_threads_of_a_process_share_as_many_connections_as_the_pool_has():
    url = "postgres://who:word@db.example/portal"
    database = setting("DATABASES", DATABASE_URL=url, DATABASE_POOL="4")["default"]
    assert database["OPTIONS"]["pool"] == {
        "min_size": 1,
        "max_size": 4,
        "timeout": 3,
        "reconnect_timeout": 3,
    }
    # Django refuses a pool of connections that are kept by their threads besides.
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (0, True)


def test_a_file_has_no_pool(monkeypatch):
    monkeypatch.setenv("SETTING", "sqlite:///portal.sqlite3")
    assert environment.database("SETTING", default="")["CONN_MAX_AGE"] == 60
    with pytest.raises(ImproperlyConfigured, match="DATABASE_POOL='4': leave it out, or name a PostgreSQL"):
        environment.database("SETTING", default="", pool=4)


@pytest.mark.parametrize("url", ["rediscache://cache.example:6379/1", "redis://cache.example:6379/1"])
def test_a_redis_is_asked_by_the_cache_that_may_be_gone(monkeypatch, url):
    monkeypatch.setenv("SETTING", url)
    found = environment.caches("SETTING", default="")["default"]
    assert (found["BACKEND"], found["LOCATION"]) == (
        "portal.shared_cache.SharedCache",
        "redis://cache.example:6379/1",
    )


def test_a_redis_without_its_package_is_refused_at_the_start(monkeypatch):
    monkeypatch.setenv("SETTING", "rediscache://:secret@cache.example:6379/1")
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"install requirements-production\.txt") as refused:
        environment.caches("SETTING", default="")
    assert "secret" not in str(refused.value)


def test_postgresql_is_named_by_its_address():
    database = setting("DATABASES", DATABASE_URL="postgres://who:word@db.example:5433/portal")["default"]
    named = {name: database[name] for name in ("ENGINE", "HOST", "PORT", "NAME", "USER", "PASSWORD")}
    assert named == {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "db.example",
        "PORT": 5433,
        "NAME": "portal",
        "USER": "who",
        "PASSWORD": "word",
    }


def test_a_proxy_is_trusted_only_when_it_is_named():
    assert setting("SECURE_PROXY_SSL_HEADER") is None
    assert setting("SECURE_PROXY_SSL_HEADER", TRUSTED_PROXY_HEADER="X-Forwarded-Proto") == [
        "HTTP_X_FORWARDED_PROTO",
        "https",
    ]

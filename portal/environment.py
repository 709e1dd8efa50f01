"""Settings read from the environment: each helper gives one type, or stops with the name, the value and the mend."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

FLAGS = {"on": True, "yes": True, "true": True, "1": True, "off": False, "no": False, "false": False, "0": False}

# Longer than a busy thread is without work; short enough that an idle one does not hold a connection all day.
KEPT_SECONDS = 60
# A machine that is gone says nothing: so long a process waits for a connection, while readers wait for it.
PATIENCE_SECONDS = 3
# A database whose machine is gone without a word: what was sent to it and is not acknowledged fails after so long, in
# milliseconds, and a connection on which nothing happens is looked after every few seconds.
UNANSWERED = {
    "tcp_user_timeout": 5_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
# Left to itself a pool tries ever more rarely while the database is gone, and stays away for minutes after it is back.
POOL = {"min_size": 1, "timeout": PATIENCE_SECONDS, "reconnect_timeout": PATIENCE_SECONDS}
REDIS = "django.core.cache.backends.redis.RedisCache"


def read_file(default: Path) -> None:
    """Load the file named by ENV_FILE (empty: none), or `default` where it exists. What is already set stays."""
    named = os.environ.get("ENV_FILE")
    if named:
        if not Path(named).is_file():
            refuse("ENV_FILE", named, "name a file that exists, or leave it empty")
        environ.Env.read_env(named)
    elif named is None and default.is_file():
        environ.Env.read_env(default)


def refuse(name: str, value: str, mend: str) -> NoReturn:
    """Stop because of one setting. The value is shown, so never pass a secret."""
    raise ImproperlyConfigured(f"{name}={value!r}: {mend}. It is read from the environment or from .env.")


def text(name: str, default: str = "") -> str:
    """One string, without the spaces around it."""
    return os.environ.get(name, default).strip()


def words(name: str, default: str = "") -> list[str]:
    """A list: `en,es` gives `["en", "es"]`; empty gives `[]`."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def flag(name: str, default: bool) -> bool:
    """A switch: on/off, yes/no, true/false or 1/0. Empty counts as not set."""
    value = text(name).lower()
    if not value:
        return default
    if value not in FLAGS:
        refuse(name, value, "write on or off")
    return FLAGS[value]


def number(name: str, default: int) -> int:
    """A whole number, zero or more."""
    value = text(name) or str(default)
    if not value.isdecimal():
        refuse(name, value, "write a whole number")
    return int(value)


def secret_key(*, debug: bool) -> str:
    """SECRET_KEY: required, and long enough, unless `debug`."""
    value = text("SECRET_KEY")
    if debug:
        return value or "for development only: it signs nothing that matters"
    if len(value) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or shorter than 50 characters, and DEBUG is off.\n"
            "To try or develop the portal, run `python3 manage.py start` once: it writes a .env with both.\n"
            "On a server, make a key and keep it secret:\n"
            '    python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    return value


def database(name: str, default: str, *, pool: int = 0) -> dict[str, Any]:
    """Settings of the database at a URL: `sqlite:///portal.sqlite3` or `postgres://user:password@host/database`.

    Connections are kept: one for each thread, or with PostgreSQL `pool` of them for all threads of a process.
    """
    url = text(name) or default
    try:
        found: dict[str, Any] = dict(environ.Env.db_url_config(url))
    except (ValueError, KeyError, ImproperlyConfigured):
        found = {}
    engine = found.get("ENGINE", "")
    found |= {"CONN_MAX_AGE": KEPT_SECONDS}
    if engine == "django.db.backends.sqlite3":
        if pool:
            refuse("DATABASE_POOL", str(pool), "leave it out, or name a PostgreSQL in DATABASE_URL")
        # Writers queue from their first statement on, instead of failing when a reader turns writer.
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        found["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": pragmas}
    elif engine == "django.db.backends.postgresql":
        # A connection from before a restart of the database is found out before anybody needs it.
        found["CONN_HEALTH_CHECKS"] = True
        found["OPTIONS"] = {"connect_timeout": PATIENCE_SECONDS} | UNANSWERED | found.get("OPTIONS", {})
        if pool:
            found["CONN_MAX_AGE"] = 0
            found["OPTIONS"]["pool"] = POOL | {"max_size": pool}
    else:
        refuse(name, "(not shown)", "write sqlite:///FILE or postgres://USER:PASSWORD@HOST/DATABASE")
    return found


def caches(name: str, default: str) -> dict[str, dict[str, Any]]:
    """Settings of the caches at a URL: what is counted ("default"), and finished pages ("pages"), which push none of it
    out where each has its own memory. The URL is such as `locmemcache://` or `rediscache://host:6379/1`.
    """
    counted = _cache(name, default)
    pages = counted | {"KEY_PREFIX": "pages"}
    if "locmem" in counted["BACKEND"]:
        pages["LOCATION"] = "pages"
    return {"default": counted, "pages": pages}


def _cache(name: str, default: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = dict(environ.Env.cache_url_config(text(name) or default))
    except (ValueError, KeyError, ImproperlyConfigured):
        refuse(name, "(not shown)", "write locmemcache://, rediscache://HOST:PORT/NUMBER or filecache:///FOLDER")
    if found["BACKEND"] == REDIS:
        if find_spec("redis") is None:
            refuse(name, "(not shown)", "install requirements-production.txt: the package redis is missing")
        found["BACKEND"] = "portal.shared_cache.SharedCache"
    return found


def email(name: str, *, debug: bool) -> dict[str, Any]:
    """Settings of the mail server at a URL: `smtp+tls://user:password@host:587`. With `debug` and without a URL, mails
    are printed instead of sent; else they go to this machine's own server.
    """
    url = text(name) or ("consolemail://" if debug else "smtp://localhost:25")
    try:
        found = dict(environ.Env.email_url_config(url))
    except (ValueError, KeyError, ImproperlyConfigured):
        refuse(name, "(not shown)", "write smtp+tls://USER:PASSWORD@HOST:PORT, smtps://… or consolemail://")
    # A server that does not answer must not hold the run up for ever.
    return {setting: value for setting, value in found.items() if value} | {"EMAIL_TIMEOUT": 30}


def site_url(name: str) -> str:
    """The site's own address without a slash at its end, such as `https://portal.example`; "" where it is not set."""
    value = text(name).rstrip("/")
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query):
        refuse(name, value, "write the address of the site and no more, such as https://portal.example")
    return value


def languages(name: str, default: str) -> list[tuple[str, str]]:
    """Language codes with each language's own name for itself; the first is the default. Refuses unknown codes."""
    codes = words(name) or words("", default)
    for code in codes:
        if "name_local" not in LANG_INFO.get(code, {}):
            refuse(name, code, "write language codes that Django knows, such as en,es,pt-br")
    return [(code, LANG_INFO[code]["name_local"]) for code in codes]


def time_zone(name: str, default: str) -> str:
    """A time zone by its name, such as `Europe/Madrid`."""
    zone = text(name) or default
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, LookupError):
        refuse(name, zone, "write a name from the IANA list, such as UTC or America/New_York")
    return zone

"""The portal's settings as the tests see them: the same on every machine, whatever `.env` or the shell says."""

import os

SWITCHES = {
    "ENV_FILE": "",
    # Django turns DEBUG off again while tests run; at loading it keeps plain http and plain file names.
    "DEBUG": "on",
    "SECRET_KEY": "a key for tests, known to everybody, of more than fifty characters",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", "sqlite://:memory:"),
}
ENVIRONMENT_NAMES = (
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "CACHE_URL",
    "DATABASE_POOL",
    "LANGUAGES",
    "TIME_ZONE",
    "ACCEPT_UNREVIEWED",
    "TRUSTED_PROXY_HEADER",
    "SSL_REDIRECT",
    "HSTS_SECONDS",
    "PROXIES",
    "PAGES_IN_MEMORY_MB",
    "REQUIRE_SECOND_FACTOR",
    "SIGN_IN_ATTEMPTS",
    "SIGN_IN_WAIT_MINUTES",
    "SITE_URL",
    "EMAIL_FROM",
    "EMAIL_URL",
)
for name in ENVIRONMENT_NAMES:
    os.environ.pop(name, None)
os.environ.update(SWITCHES)

from portal.settings import *  # noqa: E402, F403  the environment has to be set first

# Signing in many times with the real one would take most of the suite's time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tests that do not look at signing in need one step of it and no counting: `client.login` has no request to count by.
REQUIRE_SECOND_FACTOR = AXES_ENABLED = False

# Static files come straight from static/, as in development: Django has DEBUG off by the time WhiteNoise would look.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

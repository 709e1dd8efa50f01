"""All settings. What differs between machines is read from the environment or from `.env`; nothing a clinic would edit
is here: its name, telephones and owners are the document `content/all/clinic.md`.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from portal import environment

BASE_DIR = Path(__file__).resolve().parent.parent
CONTENT_DIR = BASE_DIR / "content"
environment.read_file(BASE_DIR / ".env")

# --- From the environment

DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.secret_key(debug=DEBUG)
# Names people type to reach the site. With DEBUG on, Django lets in this machine's own names besides.
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
DATABASES = {"default": environment.database("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'portal.sqlite3'}")}
CACHES = environment.caches("CACHE_URL", default="locmemcache://")
# The first language has addresses without a prefix.
LANGUAGES = environment.languages("LANGUAGES", default="en")
LANGUAGE_CODE = LANGUAGES[0][0]
TIME_ZONE = environment.time_zone("TIME_ZONE", default="UTC")
# Without it the site does not start in production while safety pages await clinical review; with it, it says so.
ACCEPT_UNREVIEWED = environment.flag("ACCEPT_UNREVIEWED", default=False)
# Header in which a proxy says that the reader came by https, such as X-Forwarded-Proto. Name it only if the proxy
# removes it from what readers send.
TRUSTED_PROXY_HEADER = environment.text("TRUSTED_PROXY_HEADER")
# How many proxies of the clinic's own stand before the portal, each of which adds to X-Forwarded-For who asked it.
PROXIES = environment.number("PROXIES", default=0)
# Whether staff need a code from an app besides their password.
REQUIRE_SECOND_FACTOR = environment.flag("REQUIRE_SECOND_FACTOR", default=not DEBUG)
# The site's own address, as it stands in reminders and on paper.
SITE_URL = environment.site_url("SITE_URL")
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", default="desk@localhost" if DEBUG else "")
# EMAIL_BACKEND, EMAIL_HOST and the rest.
globals().update(environment.email("EMAIL_URL", debug=DEBUG))
SECURE_SSL_REDIRECT = environment.flag("SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = 0 if DEBUG else environment.number("HSTS_SECONDS", default=365 * 24 * 3600)

# --- The application

INSTALLED_APPS = [
    "portal",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # lets templates/ hold the widgets' templates too
    "crispy_forms",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
]
AUTH_USER_MODEL = "portal.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# Readers' forms are drawn by templates/portal/. A field that a layout misspells is an error, not a line in the log.
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "portal"
CRISPY_FAIL_SILENTLY = False

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.PermissionsPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.AddressLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Signing in

# The first one refuses whoever is locked out, before a password is looked at.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"portal.admin.signing_in.passwords.{name}"}
    for name in ("LongEnough", "NotAboutYou", "NotOnlyFigures", "NotCommon")
]
# Where somebody goes whose way on was none of ours.
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
# A working day, and never longer than the browser is open.
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
OTP_TOTP_ISSUER = "Spine portal"
# One name from one address: a stranger who guesses locks nobody out who signs in from somewhere else.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = environment.number("SIGN_IN_ATTEMPTS", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=environment.number("SIGN_IN_WAIT_MINUTES", default=15))
# Trying meanwhile does not make the wait longer, so that the time which the page says is true.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "portal.admin.signing_in.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "portal.callers.address_of"
# Failures are counted; who has signed in and out is nobody's list.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = AXES_ENABLE_ADMIN = False
# Axes keeps what was sent with a wrong password, a field at a time; passwords are asked for on more screens than one.
AXES_SENSITIVE_PARAMETERS = [
    *("username", "ip_address", "csrfmiddlewaretoken", "next", "codes", "app", "code"),
    *("old_password", "new_password1", "new_password2"),
]

# --- Files

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_FINDERS = [
    "portal.stylesheet.OneStylesheet",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# No other site has a use for our files.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# A picture that staff choose is the only sort of file that is ever sent here, one in a form.
FILE_UPLOAD_HANDLERS = [
    "portal.uploading.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 2

# --- What browsers are told

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        # The desk's scripts ask the portal itself; on pages only readers' tools do, to look at robots.txt or to save.
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": not DEBUG,
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_SECONDS > 0
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = (
    (f"HTTP_{TRUSTED_PROXY_HEADER.upper().replace('-', '_')}", "https") if TRUSTED_PROXY_HEADER else None
)
CSRF_FAILURE_VIEW = "portal.admin.refused.not_from_here"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Preloading binds the clinic's whole domain for years: not ours to ask for.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# --- Language and time

USE_I18N = True
USE_TZ = True

# --- The log: to standard error, without anything about who reads or what they typed

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"nothing_personal": {"()": "portal.log.NothingPersonal"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["nothing_personal"], "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's own handlers would mail request bodies to ADMINS and print addresses with their query.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # A server's own lines about faults name whole addresses; those about each request, who asked besides.
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        # Failures and lock-outs, in which it blanks out names and network addresses; not each way in and out.
        "axes": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}

"""Settings of the Wagtail site: those of Wagtail's own project template, with DEBUG off.

From the environment: SITE_FOLDER, where its database and template are; WITH_CACHE, "yes" for the page cache of the
package wagtail-cache as its documentation says to set it up.
"""

import os
import sys
from pathlib import Path

SITE_FOLDER = Path(os.environ["SITE_FOLDER"])
# Its migration is made with the site, by the Wagtail that is there.
sys.path.append(str(SITE_FOLDER))
MIGRATION_MODULES = {"measured": "measured_migrations"}
WAGTAIL_CACHE = os.environ.get("WITH_CACHE") == "yes"

DEBUG = False
SECRET_KEY = "for measuring only: it signs nothing that anybody keeps"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": SITE_FOLDER / "wagtail.sqlite3"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ROOT_URLCONF = "benchmarks.wagtail.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
STATIC_URL = "/static/"
WAGTAIL_SITE_NAME = "Measured beside the portal"
WAGTAILADMIN_BASE_URL = "http://localhost"

INSTALLED_APPS = [
    "benchmarks.wagtail",
    "wagtailcache",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    *(["wagtailcache.cache.UpdateCacheMiddleware"] if WAGTAIL_CACHE else []),
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    *(["wagtailcache.cache.FetchFromCacheMiddleware"] if WAGTAIL_CACHE else []),
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_FOLDER],
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

"""What Django alone takes for a page: its own middleware, one query for a row with the finished HTML, one template.

SITE_FOLDER names a folder with `page.html`, from which `python -m benchmarks.plain` makes a database; `application` is
what a server runs. The page is at /article/.
"""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

FOLDER = Path(os.environ["SITE_FOLDER"])
settings.configure(
    SECRET_KEY="for measuring only: it signs nothing that anybody keeps",  # noqa: S106
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "plain.sqlite3",
            "CONN_MAX_AGE": None,
        }
    },
    ROOT_URLCONF=__name__,
    # As `django-admin startproject` writes them.
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [FOLDER]}],
)
django.setup()


class Article(models.Model):
    """A finished page."""

    slug = models.CharField(max_length=80, unique=True)
    html = models.TextField()

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return self.slug


def article(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of this name."""
    return render(request, "plain.html", {"article": get_object_or_404(Article, slug=slug)})


urlpatterns = [path("<slug:slug>/", article)]
application = get_wsgi_application()


def main() -> None:
    """Make the database and the template."""
    (FOLDER / "plain.html").write_text("{% autoescape off %}{{ article.html }}{% endautoescape %}", encoding="utf-8")
    with connection.schema_editor() as editor:
        editor.create_model(Article)
    Article.objects.create(slug="article", html=(FOLDER / "page.html").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()

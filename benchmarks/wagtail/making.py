"""Makes the site in SITE_FOLDER from `page.html` there: `python -m benchmarks.wagtail.making`.

What stands around the page's <main> becomes the template as it is, what stands in it the blocks of the body, so that
readers get the same bytes but for what Wagtail makes of them. The page is at /article/.
"""

import os
import re

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.wagtail.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from wagtail.models import Page, Site

from benchmarks.wagtail.models import Article

MAIN = re.compile(r"(<main[^>]*>)(.*)(</main>)", re.DOTALL)
SECTION = re.compile(r"(?=<h2)")
TEMPLATE = (
    "{{% load wagtailcore_tags %}}{{% verbatim %}}{before}{{% endverbatim %}}"
    "{{% for block in page.body %}}{{% include_block block %}}{{% endfor %}}"
    "{{% verbatim %}}{after}{{% endverbatim %}}"
)


def main() -> None:
    """Make the database, the template and the page."""
    page = (settings.SITE_FOLDER / "page.html").read_text(encoding="utf-8")
    found = MAIN.search(page)
    assert found is not None, "page.html has no <main>"
    before, after = page[: found.end(1)], page[found.start(3) :]
    (settings.SITE_FOLDER / "article.html").write_text(TEMPLATE.format(before=before, after=after), encoding="utf-8")
    (settings.SITE_FOLDER / "measured_migrations").mkdir()
    (settings.SITE_FOLDER / "measured_migrations" / "__init__.py").touch()
    call_command("makemigrations", "measured", verbosity=0)
    call_command("migrate", verbosity=0)
    root = Page.objects.get(depth=1)
    blocks = [("text", section) for section in SECTION.split(found.group(2)) if section.strip()]
    home = root.add_child(instance=Article(title="Home", slug="home-of-it", body=[]))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    stream = Article._meta.get_field("body").stream_block
    body = stream.to_python([{"type": kind, "value": text} for kind, text in blocks])
    home.add_child(instance=Article(title="Article", slug="article", body=body))


if __name__ == "__main__":
    main()

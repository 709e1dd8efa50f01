"""How long the portal's everyday work takes on this machine: `make bench`.

Loads the shipped content into a database in memory and times, in one process and without a network: drawing the
longest page's body, loading unchanged files again, and answering for that page.
"""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

from benchmarks.recording import measure, milliseconds, recorded, row, table, timed
from portal.desk.exchange.plans import plan
from portal.shelf.pages import Page
from portal.text.frontmatter import parse, read
from portal.text.render import Outside, render

PLACES = ("articles", "conditions", "procedures", "benefits", "risks", "guides", "decisions")


def longest_body() -> str:
    """The longest body among the pages shipped in the default language."""
    folder = settings.CONTENT_DIR / settings.LANGUAGE_CODE
    files = [path for place in PLACES for path in (folder / place).glob("*.md")]
    return max((parse(read(path.read_bytes())).body for path in files), key=len)


def main() -> None:
    """Load once, then measure."""
    setup_test_environment()
    call_command("migrate", verbosity=0)
    with recorded("render"):
        table("Everyday work, in one process")
        first = timed(lambda: call_command("load_content", verbosity=0))
        row("first load of all content", {"once": milliseconds(first)})
        body = longest_body()
        nothing = Outside({}, {}, {})
        measure(f"drawing a body of {len(body)} characters", lambda: render(body, nothing), times=50)
        measure("loading unchanged files again", lambda: plan(settings.CONTENT_DIR), times=5)
        longest = max(Page.objects.select_related("edition"), key=lambda page: len(page.edition.html))
        address, client = longest.get_absolute_url(), Client()
        measure(f"answering for {address}", lambda: client.get(address).content, times=50)


if __name__ == "__main__":
    main()

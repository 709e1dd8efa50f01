"""How long a writer waits: `python -m benchmarks.writing`.

Loads the shipped content into a database in memory and times, in one process and without a network, what the screen of
the longest page does: opening it, saving, the look at what is typed, the panel, and the same for the largest text that
can be saved.
"""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.test.utils import setup_test_environment

from benchmarks.recording import measure, recorded, table
from benchmarks.writer import Writer
from portal.admin.addresses import screen
from portal.desk.documents import Document
from portal.desk.people import User
from portal.shelf.pages import Page
from portal.text.limits import LARGEST_BODY


def longest_page() -> Document:
    """The published page with the longest text."""
    pages = Document.objects.live().of_kind(*{row.kind for row in Page.objects.all()}).select_related("head")
    return max(pages, key=lambda document: len(document.head.text if document.head else ""))


def main() -> None:
    """Load once, then measure."""
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    document = longest_page()
    writer = Writer(document, User.objects.create_superuser("bench"))
    with recorded("writing"):
        table(f"At the screen of {document}, {len(document.head.text if document.head else ''):,} characters")
        measure_all(document, writer)


def measure_all(document: Document, writer: Writer) -> None:
    """What the screen does, with the page's own text and with the largest."""
    measure("opening the screen", writer.open, times=10)
    measure("saving a draft", writer.save, times=10)
    preview = screen(document, "preview")
    measure("the whole page as a preview", lambda: writer.client.get(preview).content, times=10)
    measure("a look at what is typed", lambda: writer.press(_look="frame"), times=10)
    measure("the panel alone", lambda: writer.press(_check="alone"), times=10)
    measure("asking for a link", lambda: writer.client.get("/admin/choices/?for=link&q=disc"), times=10)
    paragraph = "Some people get better in a few weeks, and others take longer than they had hoped. " * 4 + "\n\n"
    writer.sent["body"] = "## Words\n\n" + paragraph * ((LARGEST_BODY - 1000) // len(paragraph))
    measure(f"the panel of {len(writer.sent['body'])} characters", lambda: writer.press(_check="alone"), times=5)
    measure("a look at as much", lambda: writer.press(_look="frame"), times=5)


if __name__ == "__main__":
    main()

"""A hand at the desk, in a process of its own: what staff and the clock do while servers serve. One line in, one out.

`python -m tests.machines.hand`, with the portal's settings in the environment. A line is JSON, a verb with its words;
the answer is the moment at which it was done, by the clock that all processes of a machine share, in seconds.
"""

import json
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402  models are there only after Django

from portal.desk import drafts, withdrawing  # noqa: E402
from portal.desk.documents import Document, Origin  # noqa: E402
from portal.desk.people import User  # noqa: E402
from portal.desk.reviewing import sign_off  # noqa: E402
from portal.shelf.pages import Page  # noqa: E402
from portal.text.references import Ref  # noqa: E402
from tests.desk import four_eyes  # noqa: E402
from tests.desk.world import FIELDS, tidy  # noqa: E402

NAME = "an-exercise"


def words(number: int, begins: str = "") -> str:
    """A guide that says in three places which one it is; its title `begins` with something of its own."""
    said = {"title": f"{begins}Try {number}", "summary": f"About try {number}."}
    return tidy(FIELDS | said, [f"This is try {number}.", "The end."])


def writer() -> User:
    return User.objects.get_or_create(username="writer")[0]


def page() -> Document:
    return Document.objects.get(slug=NAME)


def written(number: int, begins: str = "") -> Document:
    """The guide with these words as its newest."""
    found, text = Document.objects.filter(slug=NAME).first(), words(number, begins)
    if found is None:
        return drafts.begin(
            ref=Ref("guide", NAME), language="en", text=text, author=writer(), origin=Origin.STAFF, note=""
        )
    drafts.revise(found, text=text, based_on=found.head, author=writer(), origin=Origin.STAFF, note="")
    return found


def publish(number: int, begins: str = "") -> None:
    document = written(number, begins)
    four_eyes.publish(document, revision=document.head, by=writer())


def schedule(number: int, seconds: float) -> None:
    written(number)
    hasten(seconds)


def hasten(seconds: float) -> None:
    """The newest words are to go live so soon, whatever was said before."""
    document = page()
    at = timezone.now() + timedelta(seconds=seconds)
    four_eyes.schedule(document, revision=document.head, at=at, by=writer())


def withdraw() -> None:
    withdrawing.withdraw(page(), by=writer(), note="for the exercise")


def review() -> None:
    """A clinician has read the page; the next review is due in a month."""
    row, today = Page.objects.get(slug=NAME), timezone.localdate()
    reviewer, _is_new = User.objects.get_or_create(username="second-person")
    sign_off(
        page(),
        reading_digest=row.reading_digest,
        reviewer_name="Dr Nobody",
        reviewer_role="spine surgeon",
        reviewed_on=today,
        due_on=today + timedelta(days=30),
        by=reviewer,
    )


def grow_old() -> None:
    """As if that month and a day had passed: the row is as it would be then, and nobody has been told yet."""
    today = timezone.localdate()
    Page.objects.filter(slug=NAME).update(
        reviewed_on=today - timedelta(days=31), review_due_on=today - timedelta(days=1), fresh_until=timezone.now()
    )


VERBS = {verb.__name__: verb for verb in (publish, schedule, hasten, withdraw, review, grow_old)}

if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        VERBS[asked.pop("verb")](**asked)
        sys.stdout.write(json.dumps(time.monotonic()) + "\n")
        sys.stdout.flush()

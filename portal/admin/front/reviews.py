"""Clinical reviews on the front page: one's own pages first, then those of others."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.addresses import screen
from portal.admin.front.boxes import MOST_SHOWN, Entry, Heap, all_of
from portal.admin.reviews.narrowing import WANTED
from portal.desk.care.reviews import (
    MINE,
    OTHERS,
    WANTING,
    awaiting_review,
    described,
    first_of_each,
    state_of,
    words_of,
)


def reviews_for(user: Any, signs: bool) -> tuple[int, list[Heap]]:
    """How many pages await their first review; and the heaps: the person's own pages, then all others by state.

    Whoever may not sign is led to where a page stands. Five queries, however many pages there are.
    """
    found = first_of_each(WANTING, user, MOST_SHOWN)
    none: tuple[int, list[int]] = (0, [])
    own = [found.get((MINE, state), none) for state in WANTING]
    count, keys = sum(number for number, _keys in own), [key for _number, some in own for key in some]
    parts = [
        (MINE, count, keys[:MOST_SHOWN], all_of("reviews", WANTED, MINE)),
        *((state, *found.get((OTHERS, state), none), all_of("reviews", state, OTHERS)) for state in WANTING),
    ]
    rows = {document.pk: document for document in described(key for part in parts for key in part[2])}
    heaps_ = [
        _of_reviews(slug, count, [rows[key] for key in some if key in rows], every, signs)
        for slug, count, some, every in parts
    ]
    return awaiting_review(), [heap for heap in heaps_ if heap.entries]


def _of_reviews(slug: str, count: int, documents: list[Any], every: str, signs: bool) -> Heap:
    entries = [_of_review(document, signs, is_mixed=slug == MINE) for document in documents]
    heading, advice = REVIEWS[slug]
    tone = state_of(documents[0]).colour if documents else ""
    return Heap(slug, heading, advice, count, entries, every, tone)


REVIEWS = {
    MINE: (_("Your pages: clinical review"), _("You look after these. See that a clinician reads them again.")),
    "overdue": (_("Clinical review overdue"), _("Readers are told that the review is out of date.")),
    "changed": (_("Changed since the clinical review"), _("Readers are told that nobody has reviewed the change.")),
    "due": (_("Clinical review due soon"), _("Readers see the last review until it runs out.")),
}


def _of_review(document: Any, signs: bool, *, is_mixed: bool) -> Entry:
    state, (words, *also) = state_of(document), words_of(document)
    has_changed = state.slug == "changed"
    return Entry(
        document,
        screen(document, "review" if signs else "publishing"),
        _("Read it and sign") if signs else _("See where it stands"),
        sort=state.slug,
        title=document.public_title,
        since=document.changed_at if has_changed else None,
        until=None if has_changed else document.review_due_on,
        by=document.reviewer_name,
        owner="" if is_mixed else document.acting.called if document.acting else _now("nobody"),
        words="; ".join(map(str, [words, *also] if is_mixed else also)),
    )

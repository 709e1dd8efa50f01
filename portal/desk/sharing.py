"""Preview links: one revision, for somebody outside who has no account, for some days, and for reading only."""

import hashlib
import secrets
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.desk.documents import Document, Revision
from portal.desk.people import User

FEWEST_DAYS, USUAL_DAYS, MOST_DAYS = 1, 14, 30
SIGNER = signing.TimestampSigner(salt="portal.preview", sep=".")
SECRET_BYTES = 24
# Where the page of a link finds its pictures: below its own address, so that the page need not hold the secret.
FOLDER = "pictures/"
PLACE = FOLDER + "{name}"


class SharingRefused(Exception):
    """A link that was not made or not revoked; its text says why and what to do."""


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    """Reading preview links; the page that they show is read only where it is shown."""

    def of(self, document: Document) -> Self:
        """All links of a document, the newest first."""
        rows = self.filter(revision__document=document).order_by("-pk").defer("html")
        return rows.select_related("by", "revoked_by", "revision__document").defer("revision__text")

    def with_token(self, token: str) -> "PreviewLink | None":
        """The link that a token opens, whether it is still open or not; None for a token that is none of ours."""
        try:
            secret = SIGNER.unsign(token, max_age=timedelta(days=MOST_DAYS + 1))
        except signing.BadSignature:
            return None
        rows = self.select_related("by", "revision__document").defer("revision__text")
        return rows.filter(digest=_digest(secret)).first()

    def closed_for_good(self) -> Self:
        """Links that were revoked or have expired; no link of these ever opens again."""
        return self.filter(models.Q(revoked_at__isnull=False) | models.Q(expires_at__lte=timezone.now()))


class PreviewLink(models.Model):
    """A secret address under which one revision can be read, exactly as it was drawn when the link was made.

    The secret itself is kept nowhere: `digest` is the SHA-256 of it. `html` is the finished page, so that opening it
    reads one row and touches neither desk nor shelf. Not a row of history: it is changed on purpose, when it is
    revoked, and says who did that.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="preview_links")
    digest = models.CharField(max_length=64, unique=True)
    note = models.CharField(max_length=120)
    html = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="a_revoked_preview_link_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="a_preview_link_expires_after_it_was_made"
            ),
            models.CheckConstraint(condition=~models.Q(note=""), name="a_preview_link_says_for_whom_it_is"),
        ]

    def __str__(self) -> str:
        return f"preview of {self.revision} for {self.note}"

    @property
    def state(self) -> str:
        """One of "revoked", "expired", "published" (readers see the revision by now), "orphaned", "open".

        A link is only as good as the person who answers for it: while an account is deactivated, its links are closed.
        """
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at <= timezone.now():
            return "expired"
        if self.revision.document.live_id == self.revision_id:
            return "published"
        return "open" if self.by.is_here else "orphaned"

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    @property
    def pictures(self) -> set[str]:
        """The names of the uploaded pictures that its page shows, such as "3f…9a.jpg", published or not."""
        page = _Pictures()
        page.feed(self.html)
        return page.names


class _Pictures(HTMLParser):
    """Reads a finished page for the pictures in PLACE; what only looks like one in its words is none."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = dict(attrs).get("src") or ""
        if tag == "img" and source.startswith(FOLDER):
            self.names.add(source.removeprefix(FOLDER))


def must_be_shareable(document: Document, revision: Revision) -> None:
    """Raise SharingRefused unless this is the newest revision and readers do not see it yet."""
    if document.head_id != revision.pk:
        raise SharingRefused(_("There is a newer revision of this page. Open it and make a link to that one."))
    if document.live_id == revision.pk:
        raise SharingRefused(_("Readers see this revision already. Send the address of the page itself."))


@transaction.atomic
def share(*, revision: Revision, html: str, note: str, until: datetime, by: User) -> tuple[PreviewLink, str]:
    """Make a link to a revision, with the page as it was drawn; returns the link and its token, which is kept nowhere.

    Raises SharingRefused for a revision that is not the newest or is public already, without a note, and where `until`
    is past or more than thirty days away.
    """
    must_be_shareable(Document.objects.select_for_update().get(pk=revision.document_id), revision)
    if not note.strip():
        raise SharingRefused(_("Say for whom the link is, so that colleagues know who reads it."))
    now = timezone.now()
    if not now < until <= now + timedelta(days=MOST_DAYS):
        words = _("A link is open for %(fewest)s to %(most)s days. Choose a number between.")
        raise SharingRefused(words % {"fewest": FEWEST_DAYS, "most": MOST_DAYS})
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = PreviewLink.objects.create(
        revision=revision,
        digest=_digest(secret),
        note=note.strip(),
        html=html,
        by=by,
        made_at=now,
        expires_at=until,
    )
    return link, SIGNER.sign(secret)


@transaction.atomic
def revoke(link: PreviewLink, *, by: User) -> None:
    """Close a link before its time. Raises SharingRefused where somebody has done so already."""
    locked = PreviewLink.objects.select_for_update().get(pk=link.pk)
    if locked.revoked_at is not None:
        raise SharingRefused(_("This link has been revoked already. Nobody can open it."))
    locked.revoked_at, locked.revoked_by = timezone.now(), by
    locked.save(update_fields=["revoked_at", "revoked_by"])


def forget_closed() -> int:
    """Throw away the pages of links that never open again, and keep who made them for whom; returns how many."""
    return PreviewLink.objects.closed_for_good().exclude(html="").update(html="")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

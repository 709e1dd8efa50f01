"""Pictures that staff have uploaded: their bytes, in the database, so that every machine has them. Staff only.

Readers get bytes from the shelf, which holds those of published pictures and no others.
"""

from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Length
from django.db.models.lookups import Exact, LessThanOrEqual
from django.utils import timezone

from portal.desk.people import User
from portal.desk.pictures import images
from portal.desk.pictures.image_files import SORTS
from portal.shelf.permanence import PermanentQuerySet, PermanentRow

ENDINGS = {sort.media_type: sort.ending for sort in SORTS.values()}


class BlobQuerySet(PermanentQuerySet["Blob"]):
    """Reading uploaded pictures. Where many are listed, their bytes stay in the database."""

    def named(self, *names: str) -> Self:
        """Those with these names, such as "3f…9a.jpg"; a right name with a wrong ending is none."""
        parts = [name.partition(".") for name in names]
        known = [(digest, SORTS[ending].media_type) for digest, _dot, ending in parts if ending in SORTS]
        wanted = models.Q(pk__in=[])
        for media_type in {media_type for _digest, media_type in known}:
            digests = [digest for digest, of_type in known if of_type == media_type]
            wanted |= models.Q(media_type=media_type, digest__in=digests)
        return self.filter(wanted)

    def without_content(self) -> Self:
        return self.defer("content")

    def names(self) -> set[str]:
        """The names of all of them."""
        return {f"{digest}.{ENDINGS[of_type]}" for digest, of_type in self.values_list("digest", "media_type")}


class Blob(PermanentRow):
    """One picture as it is shown: made safe, named by the SHA-256 of its bytes, kept once however often it comes."""

    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=20, choices=list(ENDINGS.items()))
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    weight = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = BlobQuerySet.as_manager()  # type: ignore[misc]  # its own vocabulary besides the inherited one

    class Meta:
        verbose_name = "uploaded picture"
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="one_upload_for_the_same_bytes"),
            models.CheckConstraint(condition=Exact(Length("digest"), 64), name="an_upload_is_named_by_a_sha_256"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("content"), images.HEAVIEST), name="an_upload_is_at_most_2_mb"
            ),
            models.CheckConstraint(
                condition=Exact(Length("content"), models.F("weight")), name="an_upload_weighs_what_it_holds"
            ),
            models.CheckConstraint(
                condition=models.Q(width__range=(1, images.LONGEST_SIDE), height__range=(1, images.LONGEST_SIDE)),
                name="an_upload_is_at_most_1600_pixels_long",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What documents and files in content/ call it."""
        return f"{self.digest}.{ENDINGS[self.media_type]}"


@transaction.atomic
def keep(picture: images.Picture, *, by: User | None) -> Blob:
    """The row of this picture: the one that there is, else a new one. What is kept stays, whoever stops using it."""
    found, _is_new = Blob.objects.without_content().get_or_create(
        digest=picture.name.partition(".")[0],
        defaults={
            "media_type": picture.sort.media_type,
            "width": picture.width,
            "height": picture.height,
            "content": picture.content,
            "weight": len(picture.content),
            "by": by,
        },
    )
    return found


def upload(content: bytes, *, by: User) -> Blob:
    """Keep what somebody has handed in, made safe. Raises ImageRefused, and then nothing has been kept."""
    return keep(images.made_safe(content), by=by)

"""Uploaded pictures as readers get them: their bytes, here only while the picture is published."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Self

from django.db import models

PUBLIC = "/pictures/{short}"
SHORT_NAME = r"[a-z0-9-]{1,80}-[0-9a-f]{12}\.(?:jpg|png)"
# Where the pictures of what is being drawn are found. Other than PUBLIC only while staff look at what is not public.
_PLACE: ContextVar[str] = ContextVar("place", default=PUBLIC)


@contextmanager
def found_at(place: str) -> Iterator[None]:
    """Have pictures that are drawn meanwhile found at `place`, a pattern with {short} or {name} in it."""
    before = _PLACE.set(place)
    try:
        yield
    finally:
        _PLACE.reset(before)


def short_name(slug: str, name: str) -> str:
    """The last part of a picture's public address: "scar-3f2a90b1c4d5.jpg" for the file "3f2a90b1c4d5….jpg".

    Other bytes have another address, so that browsers may keep each for ever.
    """
    digest, _dot, ending = name.partition(".")
    return f"{slug}-{digest[:12]}.{ending}"


def address_of_upload(slug: str, name: str) -> str:
    """Where the bytes of a picture are found: the public path, or that for staff while they look at a draft."""
    return _PLACE.get().format(short=short_name(slug, name), name=name)


class PictureFileQuerySet(models.QuerySet["PictureFile"]):
    """Reading the bytes of published pictures."""

    def at(self, short: str) -> Self:
        """The one with this last part of its public address, without its bytes."""
        return self.filter(short=short).defer("content")

    def contents(self, addresses: Iterable[str]) -> dict[str, bytes]:
        """The bytes of pictures by their public addresses; what is not published is left out."""
        wanted = {address.rpartition("/")[2] for address in addresses}
        if not wanted:
            return {}
        rows = self.filter(short__in=wanted).values_list("short", "content")
        return {PUBLIC.format(short=short): bytes(content) for short, content in rows}


class PictureFile(models.Model):
    """The bytes of a published picture. `short` is the last part of its address; they go when the picture goes."""

    picture = models.OneToOneField("portal.Picture", on_delete=models.CASCADE, related_name="upload")
    short = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=20)
    content = models.BinaryField()

    objects = PictureFileQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["short"], name="one_picture_at_an_address")]

    def __str__(self) -> str:
        return self.short

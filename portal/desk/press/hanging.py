"""Hanging pictures: the bytes of those that are published, copied from the desk to the shelf, and from nowhere else."""

from collections.abc import Iterable, Sequence

from portal.desk.documents import Document
from portal.desk.pictures.blobs import Blob
from portal.desk.press.composing import NotPublishable
from portal.shelf.published import Published
from portal.shelf.reference import Picture
from portal.shelf.uploads import PictureFile, short_name
from portal.text.faults import Fault


def measure(pairs: Iterable[tuple[Document, Published]]) -> None:
    """Give rows of uploaded pictures their size, which templates need. Raises NotPublishable for one without bytes."""
    pictures = [(document, row) for document, row in pairs if isinstance(row, Picture) and row.file]
    if not pictures:
        return
    known = Blob.objects.named(*(row.file for _document, row in pictures)).without_content()
    blobs = {blob.name: blob for blob in known}
    for document, row in pictures:
        blob = blobs.get(row.file)
        if blob is None:
            raise NotPublishable(document, [Fault(1, f"the picture {row.file} is not here; upload it again")])
        row.width, row.height = blob.width, blob.height


def hang(rows: Sequence[Published]) -> None:
    """Put the bytes beside the saved rows of uploaded pictures, and take off what is shown no more."""
    pictures = [row for row in rows if isinstance(row, Picture)]
    if not pictures:
        return
    hung = dict(PictureFile.objects.filter(picture__in=pictures).values_list("picture_id", "short"))
    wanted = {row.pk: short_name(row.slug, row.file) if row.file else "" for row in pictures}
    PictureFile.objects.filter(picture__in=[pk for pk, short in hung.items() if wanted[pk] != short]).delete()
    for row in pictures:
        if row.file and hung.get(row.pk) != wanted[row.pk]:
            blob = Blob.objects.named(row.file).get()  # one at a time: bytes of many would fill memory
            PictureFile.objects.create(
                picture=row,
                short=wanted[row.pk],
                digest=blob.digest,
                media_type=blob.media_type,
                content=blob.content,
            )

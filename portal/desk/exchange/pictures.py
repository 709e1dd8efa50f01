"""Pictures in `content/`: files beside the documents that name them, each named by its own bytes.

So a file is never overwritten: other bytes have another name. It may be missing, it may be left over, or it may not
hold what its name says; the first two are mended by an export, the last is a fault.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.desk.exchange.folders import bytes_digest, content_of, must_be_ordinary
from portal.desk.pictures import images
from portal.desk.pictures.blobs import Blob, keep
from portal.kinds.index import UPLOAD
from portal.kinds.upload import NAME
from portal.shelf.addresses import SHARED_LANGUAGE, Address
from portal.text import frontmatter
from portal.text.faults import BadText, Fault

DOCUMENTS = "all/pictures"
FOLDER = f"{DOCUMENTS}/files/"
FIELD = "file"
MEND = "choose the picture on the desk and export it, or take this file out"
WRONG_NAME = Fault(1, f"a picture's file is named by the SHA-256 of its bytes and .jpg or .png; {MEND}")
WRONG_BYTES = Fault(1, f"its bytes are not those of its name: it was changed; put the old file back, or {MEND}")
TOO_HEAVY = Fault(1, f"this picture is larger than {images.HEAVIEST // 1_000_000} MB; {MEND}")


def path_of(name: str) -> str:
    """Where the file of an uploaded picture is, below content/."""
    return f"{FOLDER}{name}"


def is_place(path: str) -> bool:
    """Whether a path below content/ is where the files of pictures are."""
    return path.startswith(FOLDER)


def checked(entry: "os.DirEntry[str]", path: str, known: Iterable[str]) -> str:
    """The name of a picture's file. Raises BadText unless it holds what its name says, and may be sent to readers.

    Of those in `known`, which are kept on the desk, only the bytes are compared.
    """
    name = path.removeprefix(FOLDER)
    must_be_ordinary(entry)
    if not re.fullmatch(NAME, name):
        raise BadText(WRONG_NAME)
    if entry.stat(follow_symlinks=False).st_size > images.HEAVIEST:
        raise BadText(TOO_HEAVY)
    content = content_of(Path(entry.path))
    if not name.startswith(bytes_digest(content)):
        raise BadText(WRONG_BYTES)
    if name not in known:
        try:
            found = images.as_kept(content)
        except images.ImageRefused as refused:
            raise BadText(Fault(1, f"this picture cannot be sent to readers: {refused}; {MEND}")) from refused
        if found.name != name:
            raise BadText(WRONG_NAME)
    return name


def addresses_of(names: Iterable[str]) -> set[Address]:
    """The files as documents may name them, for an index of what is known."""
    return {(SHARED_LANGUAGE, UPLOAD, name) for name in names}


def files_named_in(text: str) -> list[str]:
    """The files that a text names: the one of an uploaded picture, none otherwise. Raises BadText."""
    found = frontmatter.parse(text).fields.get(FIELD)
    return [found] if isinstance(found, str) and re.fullmatch(NAME, found) else []


def take_in(root: Path, names: Iterable[str]) -> None:
    """Keep the bytes of these files on the desk, where they are not kept yet."""
    wanted = set(names)
    for name in sorted(wanted - Blob.objects.named(*wanted).names()):
        keep(images.as_kept(content_of(root / path_of(name))), by=None)


def contents(names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The bytes of pictures on the desk by their names, one after another, because many would fill memory."""
    for name in sorted(set(names)):
        blob = Blob.objects.named(name).first()
        if blob is not None:
            yield name, bytes(blob.content)


def loose_ends(root: Path) -> tuple[list[str], list[str]]:
    """The files that documents in the folder name but that are gone, and those that none of them names.

    Both as the folder is now, and only what is kept on the desk: other bytes can be neither written again nor done
    without. Nothing where a document cannot be read, for then nobody knows what it names.
    """
    texts = (frontmatter.read(content_of(place)) for place in Path(root, DOCUMENTS).glob("*.md"))
    try:
        named = {name for text in texts for name in files_named_in(text)}
    except BadText:
        return [], []
    there = {place.name for place in Path(root, FOLDER).glob("*") if re.fullmatch(NAME, place.name)}
    known = Blob.objects.named(*(named ^ there)).names()
    return sorted((named - there) & known), sorted((there - named) & known)

"""Which bytes are a picture file of ours: PNG or JPEG with nothing in it but the picture. Plain looking, no decoding.

What `images` writes passes, on every machine and with every version of its encoder. A file that was put into content/
by hand must pass too, so that nothing travels to readers beside the picture: no place where it was taken, no profile,
no words, nothing behind its end.
"""

import zlib
from collections.abc import Iterator
from typing import NamedTuple

PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_START, JPEG_END = b"\xff\xd8", b"\xff\xd9"
# The parts that are needed to show a picture, and no others.
PNG_PARTS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
JFIF, LENGTH_OF_JFIF = b"JFIF\x00", 16
APP0, SCAN = 0xE0, 0xDA
# Tables, the frame (one that is read at once, or in steps), how often the reader may start anew.
JPEG_PARTS = frozenset({0xDB, 0xC4, 0xC0, 0xC2, 0xDD, SCAN})


class Unclean(Exception):
    """Bytes that are no picture file, or that hold more than a picture."""


class Sort(NamedTuple):
    """A sort of file: its ending, and its name on the web."""

    ending: str
    media_type: str


JPEG, PNG = Sort("jpg", "image/jpeg"), Sort("png", "image/png")
SORTS = {sort.ending: sort for sort in (JPEG, PNG)}


def sort_of(content: bytes) -> Sort:
    """The sort of a clean picture file. Raises Unclean for anything else."""
    if content.startswith(PNG_START):
        _look_through_png(content)
        return PNG
    if content.startswith(JPEG_START):
        _look_through_jpeg(content)
        return JPEG
    raise Unclean("it is neither a PNG nor a JPEG file")


def _look_through_png(content: bytes) -> None:
    names = [name for name, _body in _chunks(content)]
    if names[:1] != [b"IHDR"] or names[-1] != b"IEND" or b"IDAT" not in names:
        raise Unclean("it is not a whole PNG file")
    squeezed = b"".join(body for name, body in _chunks(content) if name == b"IDAT")
    reader, piece = zlib.decompressobj(), b"some"
    # Only its end is looked for; what comes out is let go a piece at a time.
    try:
        while piece and not reader.eof:
            piece = reader.decompress(squeezed, 1 << 20)
            squeezed = reader.unconsumed_tail
    except zlib.error as error:
        raise Unclean("it is not a whole PNG file") from error
    if reader.unused_data or not reader.eof:
        raise Unclean("there is something besides the picture in it")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_START)
    while at < len(content):
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = at + 12 + length
        if name not in PNG_PARTS or end > len(content) or (name == b"IEND" and (length or end != len(content))):
            raise Unclean("there is something besides the picture in it")
        yield name, content[at + 8 : at + 8 + length]
        at = end


def _look_through_jpeg(content: bytes) -> None:
    at = len(JPEG_START)
    while content[at : at + 2] != JPEG_END:
        mark, length = content[at : at + 2], int.from_bytes(content[at + 2 : at + 4], "big")
        if len(mark) < 2 or mark[0] != 0xFF or length < 2:
            raise Unclean("it is not a whole JPEG file")
        is_header = mark[1] == APP0 and length == LENGTH_OF_JFIF and content[at + 4 : at + 9] == JFIF
        if not is_header and mark[1] not in JPEG_PARTS:
            raise Unclean("there is something besides the picture in it")
        at += 2 + length
        if mark[1] == SCAN:
            at = _end_of_scan(content, at)
    if at + 2 != len(content):
        raise Unclean("there is something behind the picture's end")


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next part begins: a mark that is neither a stuffed byte nor a place to start anew."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    raise Unclean("it is not a whole JPEG file")

"""Pictures that people hand in, made safe: decoded, and written anew with nothing in them but the picture.

What a file is, its bytes say; its name and what the browser declares are not asked. What comes out is a PNG or a JPEG
of at most LONGEST_SIDE pixels and HEAVIEST bytes, upright, in the web's own colours (sRGB), on white where it was
see-through. Plain Python: no rows, no requests.
"""

import hashlib
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps

from portal.desk.pictures.image_files import JPEG, PNG, Sort, Unclean, sort_of

MOST_UPLOADED = 15_000_000  # bytes; a photograph of a large camera
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
HEAVIEST = 2_000_000  # bytes; as it is sent to readers
QUALITIES = (85, 75, 65, 50, 35)
# Grey pictures, of one bit to sixteen; all others are shown in colour.
GREY = frozenset({"1", "L", "LA", "I", "I;16", "I;16B", "F"})
DECODERS = ("PNG", "JPEG", "WEBP")
HEIC = "This is a HEIC file from a telephone. Export it as JPEG and try again."
DICOM = (
    "This is a scan as the hospital stores it (DICOM), and it may hold a patient’s name. Export it as JPEG without any"
    " names on it, and try again."
)
_AGAIN = "Export it as JPEG or PNG and try again."
# How files begin that people hand in as pictures: at which byte, with what.
STRANGERS: tuple[tuple[int, tuple[bytes, ...], str], ...] = (
    (4, (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypheim", b"ftypheis", b"ftypmif1", b"ftypmsf1"), HEIC),
    (4, (b"ftypavif", b"ftypavis"), f"This is an AVIF file. {_AGAIN}"),
    (0, (b"GIF8",), f"This is a GIF file, which is made for moving pictures. {_AGAIN}"),
    (0, (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"), f"This is a TIFF file. {_AGAIN}"),
    (0, (b"BM",), f"This is a BMP file. {_AGAIN}"),
    (0, (b"%PDF",), f"This is a PDF file, not a picture. {_AGAIN}"),
    (128, (b"DICM",), DICOM),
)  # fmt: skip
DRAWN = f"This is a drawing in text (SVG, HTML or the like), which could hold a program. {_AGAIN}"
UNKNOWN = "This is not a picture that can be used here. Choose a JPEG, PNG or WebP file."
BROKEN = "This picture is damaged or not complete. Open it on your computer, save it again, and try that file."
EMPTY = "This file is empty. Choose another one."
TOO_MANY_BYTES = f"This file is larger than {MOST_UPLOADED // 1_000_000} MB. Make it smaller and try again."
TOO_MANY_PIXELS = (
    f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels. Make it smaller, 1,600 pixels wide at most,"
    " and try again."
)
MOVING = "This is a moving picture. Save one still picture from it as JPEG or PNG, and try that file."
TOO_HEAVY = "This picture is too rich in detail to be sent to telephones. Cut it down to what matters, and try again."


class ImageRefused(Exception):
    """A file that cannot be taken as a picture; the text says what it is and what to do."""


class Picture(NamedTuple):
    """A picture as it is kept and sent: its bytes, its sort, its size in pixels."""

    content: bytes
    sort: Sort
    width: int
    height: int

    @property
    def name(self) -> str:
        """What documents and files call it: the SHA-256 of its bytes, and its ending."""
        return f"{hashlib.sha256(self.content).hexdigest()}.{self.sort.ending}"


def made_safe(content: bytes) -> Picture:
    """The picture in these bytes, written anew. Raises ImageRefused."""
    _must_be_welcome(content)
    try:
        image = _opened(content)
        flat = _shrunk(_in_web_colours(_upright(image)))
    except ImageRefused:
        raise
    except Exception as error:  # a decoder may fail in any way over bytes that were made to harm it
        raise ImageRefused(BROKEN) from error
    # A photograph is lighter as JPEG, and never came as anything else from a camera; a drawing is lighter as PNG.
    made = min(_encoded(flat, tries_png=image.format in ("PNG", "WEBP")), key=lambda one: len(one.content))
    if len(made.content) > HEAVIEST:
        raise ImageRefused(TOO_HEAVY)
    return made


def as_kept(content: bytes) -> Picture:
    """A picture that has been made safe already, such as one of a file in content/. Raises ImageRefused.

    It is taken as it is, byte for byte, or not at all.
    """
    if len(content) > HEAVIEST:
        raise ImageRefused(f"it is larger than {HEAVIEST // 1_000_000} MB")
    try:
        sort = sort_of(content)
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as image:
            size = image.size
            if max(size) > LONGEST_SIDE:
                raise Unclean(f"it is larger than {LONGEST_SIDE} pixels")
            image.load()
    except Unclean as wrong:
        raise ImageRefused(str(wrong)) from wrong
    except Exception as error:  # as above
        raise ImageRefused("it is damaged or not complete") from error
    return Picture(content, sort, *size)


def _must_be_welcome(content: bytes) -> None:
    """Refuse by its first bytes what is no PNG, JPEG or WebP, and say what it is."""
    if not content:
        raise ImageRefused(EMPTY)
    if len(content) > MOST_UPLOADED:
        raise ImageRefused(TOO_MANY_BYTES)
    is_webp = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    if is_webp or content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return
    for at, beginnings, words in STRANGERS:
        if content[at:].startswith(beginnings):
            raise ImageRefused(words)
    raise ImageRefused(DRAWN if content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else UNKNOWN)


def _opened(content: bytes) -> Image.Image:
    """The picture, decoded; its size is asked for before that."""
    try:
        image: Image.Image = Image.open(BytesIO(content), formats=DECODERS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRefused(TOO_MANY_PIXELS) from error
    if image.width * image.height > MOST_PIXELS:
        raise ImageRefused(TOO_MANY_PIXELS)
    # A telephone's JPEG may carry a second, smaller picture of the same; the first one is meant.
    if image.format in ("PNG", "WEBP") and getattr(image, "is_animated", False):
        raise ImageRefused(MOVING)
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded only as finely as it is needed
    image.load()
    return image


def _upright(image: Image.Image) -> Image.Image:
    """As it was seen by whoever held the camera; as it lies where the camera's note cannot be read."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # the note is another file inside the file, as broken as anybody likes
        return image


def _in_web_colours(image: Image.Image) -> Image.Image:
    """In grey or in sRGB, on white: what is see-through would vanish on a dark screen."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I") or image.mode == "F":
        image = image.convert("I").point(lambda value: value / 256).convert("L")
        image.info.pop("transparency", None)  # a shade of sixteen bits, which is none of these
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        image = Image.alpha_composite(white, seen).convert("L" if image.mode in GREY else "RGB")
    elif image.mode not in ("L", "RGB", "CMYK"):
        image = image.convert("L" if image.mode in GREY else "RGB")
    if profile:
        image = _without_profile(image, profile)
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _without_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """The picture in sRGB by what its profile says of its colours; as it is where the profile makes no sense."""
    try:
        meant = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _shrunk(image: Image.Image) -> Image.Image:
    """Not larger than it is shown, and a new picture: none of what was noted in the old one comes along."""
    scale = min(1.0, LONGEST_SIDE / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    bare = Image.new(image.mode, size)
    bare.paste(image if image.size == size else image.resize(size, Image.Resampling.LANCZOS))
    return bare


def _encoded(image: Image.Image, *, tries_png: bool) -> Iterator[Picture]:
    """The picture as JPEG, as good as fits; as PNG besides where it may be a drawing."""
    for quality in QUALITIES:
        jpeg = _written(image, "JPEG", quality=quality, optimize=True, progressive=True)
        if len(jpeg) <= HEAVIEST:
            break
    yield Picture(jpeg, JPEG, *image.size)
    if tries_png:
        yield Picture(_written(image, "PNG", optimize=True), PNG, *image.size)


def _written(image: Image.Image, name: str, **how: object) -> bytes:
    target = BytesIO()
    image.save(target, name, **how)
    return target.getvalue()

"""Pictures that are handed in: what is taken, what comes out, what is refused and in which words."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from portal.desk.pictures import images
from portal.desk.pictures.image_files import Unclean, sort_of
from portal.desk.pictures.images import ImageRefused, as_kept, made_safe
from tests.pictures import decoded, drawn_png, encoded, gradient, photograph

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"x" * 100
SCRIPT = b"<script>alert(document.cookie)</script>"
FRAMES = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
MOVING = {"save_all": True, "append_images": FRAMES[1:]}


def png_that_says(width: int, height: int) -> bytes:
    """A PNG file that claims a size and has hardly any bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


REFUSED = {
    "nothing": (b"", images.EMPTY),
    "a drawing renamed .png": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', images.DRAWN),
    "a page": (b"\xef\xbb\xbf \n<!doctype html><p>x", images.DRAWN),
    "a telephone's file": (HEIC, images.HEIC),
    "a GIF": (encoded(FRAMES[0], "GIF"), "This is a GIF file, which is made for moving pictures"),
    "a moving GIF": (encoded(FRAMES[0], "GIF", **MOVING), "This is a GIF file"),
    "a moving WebP": (encoded(FRAMES[0], "WEBP", **MOVING), images.MOVING),
    "a moving PNG": (encoded(FRAMES[0], "PNG", **MOVING), images.MOVING),
    "a TIFF": (encoded(FRAMES[0], "TIFF"), "This is a TIFF file"),
    "a PDF": (b"%PDF-1.7\n", "This is a PDF file, not a picture"),
    "a hospital's scan": (b"\0" * 128 + b"DICM" + b"\0" * 50, "may hold a patient’s name"),
    "words": (b"Dear colleague", images.UNKNOWN),
    "41 million pixels": (png_that_says(8200, 5000), images.TOO_MANY_PIXELS),
    "ten thousand million pixels": (png_that_says(100_000, 100_000), images.TOO_MANY_PIXELS),
    "16 MB": (photograph() + b"\0" * images.MOST_UPLOADED, images.TOO_MANY_BYTES),
    "half a JPEG": (photograph()[:1500], images.BROKEN),
    "half a PNG": (encoded(gradient(), "PNG")[:200], images.BROKEN),
    "half a WebP": (encoded(gradient(), "WEBP")[:100], images.BROKEN),
    "only the beginning of a JPEG": (b"\xff\xd8\xff", images.BROKEN),
    "only the beginning of a PNG": (b"\x89PNG\r\n\x1a\n", images.BROKEN),
    "a PNG whose picture is not there": (png_that_says(100, 100), images.BROKEN),
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_picture_of_the_three_sorts_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(ImageRefused) as refused:
        made_safe(content)
    assert words in str(refused.value)


TAKEN = {
    "a photograph": (photograph(), "jpg", "RGB"),
    "a drawing": (drawn_png(), "png", "RGB"),
    "a WebP drawing": (encoded(FRAMES[0], "WEBP", lossless=True), "png", "RGB"),
    "four inks": (encoded(gradient().convert("CMYK"), "JPEG"), "jpg", "RGB"),
    "grey": (encoded(gradient().convert("L"), "JPEG"), "jpg", "L"),
    "black and white": (encoded(Image.new("1", (40, 30), 1), "PNG"), "png", "L"),
    "few colours": (encoded(gradient().quantize(8), "PNG"), "png", "RGB"),
}


@pytest.mark.parametrize(("content", "ending", "mode"), TAKEN.values(), ids=TAKEN.keys())
def test_a_picture_comes_out_clean_and_is_taken_again_as_it_is(content: bytes, ending: str, mode: str) -> None:
    made = made_safe(content)
    assert (made.sort.ending, decoded(made.content).mode) == (ending, mode)
    assert decoded(made.content).size == (made.width, made.height) == decoded(content).size
    assert as_kept(made.content) == made
    assert made_safe(content) == made


def test_sixteen_bits_of_grey_become_eight_and_keep_their_shades() -> None:
    deep = gradient().convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
    made = decoded(made_safe(encoded(deep, "PNG")).content)
    assert made.mode == "L"
    assert [made.getpixel((0, y)) for y in (0, 100, 199)] == [
        gradient().convert("L").getpixel((0, y)) for y in (0, 100, 199)
    ]


@pytest.mark.parametrize("mode", ["P", "RGBA", "LA"])
def test_what_is_see_through_becomes_white(mode: str) -> None:
    clear = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (10, 10, 20, 20))
    made = decoded(made_safe(encoded(clear.convert(mode), "PNG")).content).convert("RGB")
    assert (made.getpixel((0, 0)), made.getpixel((15, 15))) == ((255, 255, 255), (0, 0, 0))


def test_a_picture_taken_sideways_stands_upright_and_says_nothing_of_where_and_with_what() -> None:
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = 6, "Secret Camera"
    notes.get_ifd(0x8825)[1] = "N"
    notes.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    content = photograph(exif=notes, comment=b"Mrs Example, room 4", dpi=(300, 300))
    assert b"Secret Camera" in content
    made = made_safe(content)
    assert (made.width, made.height) == (200, 300)
    assert not decoded(made.content).getexif()
    for secret in (b"Exif", b"Secret", b"Example", b"GPS"):
        assert secret not in made.content
    right = made.width - 5
    assert decoded(made.content).getpixel((right, 5))[2] > 200 > decoded(made.content).getpixel((5, 5))[2]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_note_of_the_camera_that_cannot_be_read_is_no_reason_to_refuse() -> None:
    content = photograph(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 30)
    assert made_safe(content).width == 300


def test_colours_of_another_profile_become_those_of_the_web_and_the_profile_goes() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = made_safe(photograph(icc_profile=profile))
    assert "icc_profile" not in decoded(made.content).info
    assert b"ICC_PROFILE" not in made.content


@pytest.mark.parametrize("profile", [b"x" * 300, b"\0" * 128])
def test_a_profile_that_makes_no_sense_is_left_out(profile: bytes) -> None:
    made = made_safe(photograph(icc_profile=profile))
    assert b"ICC_PROFILE" not in made.content


def test_what_hangs_behind_or_inside_a_picture_is_gone() -> None:
    hidden = Image.open(BytesIO(drawn_png()))
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Comment", SCRIPT.decode())
    for content in (
        photograph() + SCRIPT,
        photograph(comment=SCRIPT),
        drawn_png() + SCRIPT,
        encoded(hidden, "PNG", pnginfo=said),
    ):
        assert SCRIPT in content
        assert b"script" not in made_safe(content).content


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    made = made_safe(photograph((4000, 3000)))
    assert (made.width, made.height) == (1600, 1200)
    assert len(made.content) <= images.HEAVIEST
    line = made_safe(drawn_png((5000, 1)))
    assert (line.width, line.height) == (1600, 1)


def test_a_picture_full_of_detail_is_sent_in_a_lower_quality() -> None:
    noise = Image.effect_noise((1600, 1600), 120).convert("RGB")
    made = made_safe(encoded(noise, "PNG"))
    assert (made.sort.ending, len(made.content) <= images.HEAVIEST) == ("jpg", True)


def test_one_that_cannot_be_made_light_enough_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "HEAVIEST", 1000)
    with pytest.raises(ImageRefused, match="too rich in detail"):
        made_safe(photograph())


def with_part(content: bytes, at: int, part: bytes) -> bytes:
    return content[:at] + part + content[at:]


CLEAN_JPEG, CLEAN_PNG = made_safe(photograph()).content, made_safe(drawn_png()).content
UNCLEAN = {
    "a tail on a JPEG": CLEAN_JPEG + b"x",
    "a tail on a PNG": CLEAN_PNG + b"x",
    "a note in a JPEG": with_part(CLEAN_JPEG, 2, b"\xff\xfe\x00\x05abc"),
    "a second header": with_part(CLEAN_JPEG, 2, b"\xff\xe1\x00\x08Exif\0\0"),
    "a header with more in it": with_part(CLEAN_JPEG, 2, b"\xff\xe0\x00\x10JFXX\0" + b"x" * 9),
    "a JPEG without its end": CLEAN_JPEG[:-2],
    "a PNG without its end": CLEAN_PNG[:-12],
    "words in a PNG": with_part(CLEAN_PNG, 33, b"\0\0\0\x03tEXta\0b1234"),
    "a GIF": encoded(FRAMES[0], "GIF"),
    "a WebP": encoded(FRAMES[0], "WEBP"),
    "nothing": b"",
    "a JPEG straight from a camera": photograph(comment=b"x"),
    "too many pixels": photograph((1601, 10)),
    "too many bytes": CLEAN_JPEG + b"\0" * images.HEAVIEST,
}


@pytest.mark.parametrize("content", UNCLEAN.values(), ids=UNCLEAN.keys())
def test_a_file_that_was_not_made_here_is_not_taken_as_it_is(content: bytes) -> None:
    with pytest.raises(ImageRefused):
        as_kept(content)


def test_bytes_behind_the_picture_inside_a_png_are_found() -> None:
    start = CLEAN_PNG.index(b"IDAT")
    length = int.from_bytes(CLEAN_PNG[start - 4 : start], "big")
    body = CLEAN_PNG[start + 4 : start + 4 + length] + SCRIPT
    chunk = struct.pack(">I", len(body)) + b"IDAT" + body + struct.pack(">I", zlib.crc32(b"IDAT" + body))
    stuffed = CLEAN_PNG[: start - 4] + chunk + CLEAN_PNG[start + 8 + length :]
    assert decoded(stuffed).size == decoded(CLEAN_PNG).size
    with pytest.raises(Unclean, match="besides the picture"):
        sort_of(stuffed)

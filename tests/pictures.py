"""Made-up pictures in memory, and documents that name them."""

from io import BytesIO
from typing import Any

from PIL import Image

from portal.desk.documents import Document, Origin
from portal.desk.drafts import begin
from portal.desk.people import User
from portal.text.references import Ref
from tests.desk.four_eyes import publish

SHOWN = """---
format: 1
title: Looking after the cut
summary: How a cut heals.
short_answer: A cut heals in two weeks.
stage: recovering
---

## How it looks

::: figure scar
:::
"""


def encoded(image: Image.Image, sort: str, **how: Any) -> bytes:
    target = BytesIO()
    image.save(target, sort, **how)
    return target.getvalue()


def gradient(size: tuple[int, int] = (300, 200)) -> Image.Image:
    """Something with soft colours, as a photograph has; the corner at the top left is blue, that below it is not."""
    grey = Image.linear_gradient("L").resize(size)
    return Image.merge(
        "RGB", (grey, grey.transpose(Image.Transpose.FLIP_LEFT_RIGHT), Image.eval(grey, lambda v: 255 - v))
    )


def photograph(size: tuple[int, int] = (300, 200), **how: Any) -> bytes:
    """A JPEG file."""
    return encoded(gradient(size), "JPEG", **how)


def drawn_png(size: tuple[int, int] = (40, 30), colour: str = "red") -> bytes:
    """A PNG file of one colour."""
    return encoded(Image.new("RGB", size, colour), "PNG")


def decoded(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def picture_text(name: str, **changes: str) -> str:
    """The text of a picture document that names an uploaded file; `changes` replace words of it."""
    text = f"""---
format: 1
file: {name}
title:
  en: A scar
caption:
  en: A healed cut after six weeks.
alt:
  en: A thin pale line across the lower back.
description:
  en: The line is as long as a thumb is wide.
credit: "Photo: A. Example, with permission"
---
"""
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


def picture_draft(name: str, *, by: User, slug: str = "scar") -> Document:
    return begin(ref=Ref("picture", slug), language="all", text=picture_text(name), author=by, origin=Origin.STAFF)


def published_picture(name: str, *, by: User, slug: str = "scar") -> Document:
    document = picture_draft(name, by=by, slug=slug)
    publish(document, revision=document.head, by=by)
    return document


def page_with_it(*, by: User) -> Document:
    """A published guide that shows the picture "scar"."""
    document = begin(ref=Ref("guide", "the-cut"), language="en", text=SHOWN, author=by, origin=Origin.STAFF)
    publish(document, revision=document.head, by=by)
    return document

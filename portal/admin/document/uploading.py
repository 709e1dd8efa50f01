"""Files that staff choose in a form: kept before anything else is judged, and shown where they are named."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from portal.admin.permissions import may
from portal.desk.documents import Document
from portal.desk.pictures import images
from portal.desk.pictures.blobs import Blob, upload
from portal.desk.press.named import index_of
from portal.desk.press.surroundings import languages
from portal.kinds.form import DocumentForm
from portal.kinds.index import DRAWING
from portal.kinds.picture import PictureForm
from portal.kinds.registry import KINDS
from portal.kinds.upload import UploadField
from portal.shelf.addresses import SHARED_LANGUAGE
from portal.shelf.reference import Picture
from portal.text import frontmatter, upgrade
from portal.text.faults import BadText
from portal.text.references import Ref
from portal.views.pictures import as_picture


def desk_place() -> str:
    """Where drafts show their pictures to staff: a pattern as the shelf takes it."""
    some = f"{'0' * 64}.png"
    return reverse("admin:upload", args=[some]).replace(some, "{name}")


def fields_of(form: DocumentForm) -> Iterator[tuple[str, UploadField]]:
    """The fields of a form that name an uploaded picture."""
    return ((name, field) for name, field in form.fields.items() if isinstance(field, UploadField))


def take_in(request: HttpRequest, form: DocumentForm) -> None:
    """Keep the files that were chosen, and let the form name them, before it is judged: nothing chosen is lost.

    What cannot be taken is a fault of its field; the picture that was there stays.
    """
    asked = {name: field.widget.sent_as(name) for name, field in fields_of(form)}
    chosen = {name: request.FILES[sent_as] for name, sent_as in asked.items() if sent_as in request.FILES}
    refused, data = {}, form.data.copy() if chosen else form.data
    for name, file in chosen.items():
        try:
            data[name] = upload(file.read(images.MOST_UPLOADED + 1), by=request.user).name
            data.pop(f"{name}-without", None)
        except images.ImageRefused as error:
            refused[name] = str(error)
    form.data = data
    if form.wants_redraw():
        for words in refused.values():
            messages.error(request, words)
        return
    for name, words in refused.items():
        form.add_error(name, words)


def show(form: DocumentForm) -> None:
    """Let the form draw the pictures that it names."""
    for _name, field in fields_of(form):
        field.widget.look_up = _known


def _known(name: str) -> dict[str, Any]:
    blob = Blob.objects.named(name).without_content().first()
    if blob is None:
        return {}
    return {
        "address": desk_place().format(name=name),
        "width": blob.width,
        "height": blob.height,
        "weight": blob.weight,
    }


def figure_of(form: DocumentForm, slug: str) -> Picture | None:
    """The picture that is being written, as a row that is never saved; None where there is none to be seen yet."""
    fields = form.as_fields()
    drawing, file = fields.get("template", ""), fields.get("file", "")
    known = _known(file) if file else {}
    if not isinstance(form, PictureForm) or not (known or form.index.has(Ref(DRAWING, drawing))):
        return None
    size = {name: known.get(name) for name in ("width", "height")}
    return Picture(slug=slug, template=drawing, file=file if known else "", fields=fields, **size)


def drafts_of(refs: Iterable[Ref]) -> dict[Ref, Picture]:
    """The newest texts of those of these documents that are pictures, as rows that are never saved."""
    found = {}
    for ref in refs:
        if issubclass(KINDS[ref.kind].form, PictureForm):
            document = Document.objects.at(SHARED_LANGUAGE, ref).select_related("head").first()
            figure = _figure_in(document) if document else None
            found |= {ref: figure} if figure else {}
    return found


def _figure_in(document: Document) -> Picture | None:
    try:
        parsed = upgrade.lift(frontmatter.parse(document.head.text))
    except BadText:
        return None
    form = document.kind_row.form.from_text(parsed, index=index_of(document.language), languages=languages())
    return figure_of(form, document.slug) if form.is_valid() else None


def uploaded(request: HttpRequest, name: str) -> HttpResponse:
    """The bytes of an uploaded picture, published or not, for whoever may see documents."""
    if not may(request.user, "view"):
        raise PermissionDenied
    blob = get_object_or_404(Blob.objects.named(name))
    response = as_picture(bytes(blob.content), blob.media_type, blob.name)
    response["Cache-Control"] = "no-store, private"
    return response

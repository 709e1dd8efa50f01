"""What a form did not offer and was sent all the same: refused and named, not quietly left out."""

from collections.abc import Container, Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _


def not_offered(model: type[Model], sent: Iterable[str], offered: Container[str]) -> str:
    """Why a form is refused that carries columns of `model` which it does not offer; "" where it carries none.

    Nobody who uses the desk's own screens is ever told this.
    """
    columns: set[Any] = set()
    for field in model._meta.get_fields():
        columns |= {field.name, getattr(field, "attname", field.name)}
    smuggled = sorted(name for name in set(sent) & columns if name not in offered)
    if not smuggled:
        return ""
    words = _("This was sent with something that the form does not offer: %(names)s. Nothing was saved.")
    return words % {"names": ", ".join(smuggled)}

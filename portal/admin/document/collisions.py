"""Places that two people changed at once, named as the form names them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from portal.kinds.registry import Kind
from portal.text.merge import Conflict


def placed(kind: Kind, conflicts: Iterable[Conflict]) -> list[tuple[str, Conflict]]:
    """Each conflict with where it is: a line of the text, or a field's label with rows and columns by their names."""
    return [(_place(kind, conflict), conflict) for conflict in conflicts]


def _place(kind: Kind, conflict: Conflict) -> str:
    if conflict.line:
        return _("In the text, line %(line)s") % {"line": conflict.line}
    name, *inner = conflict.place
    field = kind.form.base_fields.get(name)
    return ", ".join([str(field.label) if field else name, *inner])

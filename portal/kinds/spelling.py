"""Words for a name that nobody declared."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _


def not_a_name(name: object, place: str, names: Iterable[str]) -> str:
    """'titel' is not a field of a condition; did you mean 'title'?"""
    known = list(names)
    near = get_close_matches(str(name), known, n=1, cutoff=0.6)
    if near:
        words = _("'%(name)s' is not a %(place)s; did you mean '%(near)s'?")
        return words % {"name": str(name)[:60], "place": place, "near": near[0]}
    words = _("'%(name)s' is not a %(place)s; take it out, or use one of: %(names)s")
    return words % {"name": str(name)[:60], "place": place, "names": ", ".join(known)}

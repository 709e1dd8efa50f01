"""The one place where a string becomes HTML that templates do not escape."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.text.clean import Clean

register = template.Library()


@register.simple_tag
def bless(html: Clean) -> SafeString:
    """Let cleaned HTML through unescaped.

    Takes what `portal.text.clean` has cleaned and nothing else: TypeError for any other string, SafeString among
    them, because safe to escape twice is not the same as clean.
    """
    if not isinstance(html, Clean):
        raise TypeError(f"only cleaned HTML can be blessed, not {type(html).__name__}: pass it through clean() first")
    return mark_safe(html)  # noqa: S308  the tag exists for this; Clean is the proof

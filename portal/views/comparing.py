"""Which choices of a decision are compared: the address says so, as "?choices=a,b" or "?choices=a&choices=b"."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Layout, Submit
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.shelf.comparing import Comparison, compare
from portal.shelf.published import Published

CHOICES = "choices"
# Where the comparison stands on its page.
PLACE = "side-by-side"
COMPARED: Mapping[str, Callable[[Any, Iterable[str]], Comparison | None]] = {"decision": compare}


class ChoosingForm(forms.Form):
    """Which options to show. It is never checked: whatever the address asks for, there is something to show."""

    choices = forms.MultipleChoiceField(
        label=_("Choices to compare"),
        help_text=_("Tick two, three or four. Fewer are easier to read, and print larger."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, comparison: Comparison, address: str) -> None:
        super().__init__(initial={CHOICES: [option.slug for option in comparison.shown]})
        self.fields[CHOICES].choices = [(offer.option.slug, offer.option.title) for offer in comparison.offers]
        self.address = address

    @property
    def helper(self) -> FormHelper:
        """A form that asks by its address, so that what it shows can be passed on, and kept by caches."""
        helper = FormHelper()
        helper.form_method = "get"
        helper.form_action = f"{self.address}#{PLACE}"
        helper.layout = Layout(CHOICES, ButtonHolder(Submit("", _("Compare these"))))
        return helper


def asked_for(query: QueryDict) -> list[str]:
    """The short names that an address asks for, whatever they are."""
    return [name.strip() for value in query.getlist(CHOICES) for name in value.split(",")]


def one_address_for(comparison: Comparison, query: QueryDict) -> str:
    """The one query for all that ask for the same choices: "?choices=a,b", or "" where no choice of the page is named.

    What is made up would otherwise be made and kept once more for each of its spellings.
    """
    offered = {offer.option.slug for offer in comparison.offers}
    return f"?{CHOICES}={comparison.chosen}" if offered.intersection(asked_for(query)) else ""


def comparison_of(page: Published, query: QueryDict) -> Comparison | None:
    """The page's choices side by side; None for pages that have none."""
    compared = COMPARED.get(page.kind)
    return compared(page, asked_for(query)) if compared else None

"""The small forms around a document: its address, the note for the history, decisions, dates, a clinical review."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.desk.documents import Document
from portal.desk.drafts import language_of
from portal.desk.sharing import FEWEST_DAYS, MOST_DAYS, USUAL_DAYS
from portal.kinds.registry import Kind
from portal.shelf.addresses import is_of_the_site
from portal.text.references import LONGEST_SLUG, Ref, is_slug

LONGEST_NOTE = 300
TICKET = re.compile(r"[0-9a-f]{32}")


def new_ticket() -> str:
    """A name that no other opening of a screen has."""
    return uuid4().hex


class AddressForm(forms.Form):
    """Where a new document will be. What is shared by all languages has no language, the only one of a kind no name."""

    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)
    slug = forms.CharField(
        label=_("Short name"),
        max_length=LONGEST_SLUG,
        help_text=_(
            "The last part of its address, in small letters, figures and hyphens. It stays as it is once it is saved."
            " Example: “slipped-disc”."
        ),
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, prefix="address", **kwargs)
        self.kind = kind
        if kind.is_shared or len(settings.LANGUAGES) == 1:
            del self.fields["language"]
        if not kind.folder:
            del self.fields["slug"]

    @property
    def language_chosen(self) -> str:
        """The language to write in, even before everything is valid."""
        given = self["language"].value() if "language" in self.fields else ""
        chosen = given if given in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        return language_of(self.kind.slug, chosen)

    @property
    def ref(self) -> Ref:
        return Ref(self.kind.slug, self.cleaned_data.get("slug") or self.kind.slug)

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if is_slug(slug):
            self._must_be_free(slug)
            return slug
        words = _("The short name may hold small letters, figures and single hyphens.")
        if mend := slugify(slug).strip("-_").replace("_", "-"):
            words = _("The short name may hold small letters, figures and single hyphens: write “%(mend)s”.")
        raise ValidationError(words, params={"mend": mend})

    def _must_be_free(self, slug: str) -> None:
        """Refuse the name of a list or tool of the site, such as “glossary”: readers would never reach the page."""
        if is_of_the_site(Ref(self.kind.slug, slug)):
            words = _("The site itself uses the address %(address)s. Choose another short name.")
            raise ValidationError(words, params={"address": f"/{slug}/"})

    def clean(self) -> None:
        if not self.errors and Document.objects.at(self.language_chosen, self.ref).exists():
            self.refuse_taken()

    def refuse_taken(self) -> None:
        """Say that somebody else has this address."""
        words = _("There is a document with this short name already. Open that one, or choose another short name.")
        self.add_error("slug" if "slug" in self.fields else None, ValidationError(words))


class SavingForm(forms.Form):
    """What goes with the words when they are saved: the revision that they were written from, another one whose words
    they take in, a note.
    """

    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    joins = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=_("Note for the history"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("What you changed and why, for your colleagues. Example: “new figure from the 2026 review”."),
    )

    # Names this opening of the screen, so that a browser that kept the words can tell when they have arrived.
    ticket = forms.CharField(widget=forms.HiddenInput, required=False, initial=new_ticket)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="saving", **kwargs)

    def clean_ticket(self) -> str:
        """One of ours or none: what else is sent must not keep words from being saved."""
        ticket = self.cleaned_data["ticket"]
        return ticket if TICKET.fullmatch(ticket) else ""

    @property
    def saved_tag(self) -> str:
        """The class of the message that says to a script of the desk: these words have arrived."""
        ticket = self.cleaned_data.get("ticket")
        return f"saved-{ticket}" if ticket else ""


class ScheduleForm(forms.Form):
    """When a revision should go live, in the site's time zone."""

    on = forms.DateField(label=_("Date"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))

    @property
    def moment(self) -> datetime:
        """The moment that was chosen, with the site's time zone."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"]))


class SentenceField(forms.CharField):
    """Some sentences, with line breaks. A break counts as one character, as it does where it is typed."""

    widget = forms.Textarea
    default_error_messages = {
        "max_length": _(
            "This is too long: it has %(show_value)d characters, and %(limit_value)d are the most. Shorten it, then"
            " press the button again."
        )
    }

    def to_python(self, value: Any) -> Any:
        # Browsers send a line break as two characters, and count it as one.
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class CommentForm(forms.Form):
    """Words to the writer; needed when something is sent back, which the verb itself demands."""

    comment = SentenceField(label=_("Comment"), required=False, widget=forms.Textarea({"rows": 3}), max_length=2000)


class ReasonForm(forms.Form):
    """What is dangerous in what readers see, and what a safety correction changes about it."""

    reason = SentenceField(
        label=_("What is dangerous, and what did you change?"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Your colleague reads this before confirming. Example: “the dose was ten times too high”."),
    )


class WithdrawForm(forms.Form):
    """Why a page is taken off the site, and where its readers go."""

    reason = SentenceField(
        label=_("Reason"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("For the history; readers do not see it. Example: “the operation is no longer offered”."),
    )
    leads_to = forms.CharField(
        label=_("Send readers to another page"),
        max_length=400,
        required=False,
        widget=forms.TextInput({"list": "pages"}),
        help_text=_(
            "Open that page on the site and copy its address from the browser, such as “/procedures/injections/”."
            " Left empty, readers are told that the page was taken down."
        ),
    )

    def clean_leads_to(self) -> Ref | None:
        """The page that an address names. What is no page of this site is refused."""
        typed = self.cleaned_data["leads_to"].strip()
        if not typed:
            return None
        try:
            named = resolve(urlsplit(typed).path).kwargs
            return Ref(named["kind"], named["slug"])
        except (Resolver404, KeyError, ValueError) as unknown:
            raise ValidationError(_("This is not the address of a page of this site. Copy it once more.")) from unknown


class ShareForm(forms.Form):
    """For whom a preview link is, and how long it is open."""

    note = forms.CharField(
        label=_("For whom is it?"),
        max_length=120,
        help_text=_("Colleagues see this. A name or a task, no e-mail address. Example: “Dr Example, pharmacy”."),
    )
    days = forms.IntegerField(
        label=_("Open for how many days?"),
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
        help_text=_("1 to 30. After that, nobody can open it."),
    )

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if "@" in note:
            raise ValidationError(_("Leave the e-mail address out. A name or a task is enough."))
        return note


class ReviewerForm(forms.Form):
    """Who reviewed, as readers are told, and on which day."""

    reviewer_name = forms.CharField(label=_("Name of the reviewer"), max_length=120)
    reviewer_role = forms.CharField(
        label=_("Role"), max_length=120, help_text=_("Readers see it. Example: “consultant spinal surgeon”.")
    )
    reviewer_registration = forms.CharField(
        label=_("Registration"),
        max_length=120,
        required=False,
        help_text=_("The number in the register of the profession, if there is one."),
    )
    reviewed_on = forms.DateField(label=_("Reviewed on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> None:
        done = self.cleaned_data.get("reviewed_on")
        if done and done > timezone.localdate():
            self.add_error("reviewed_on", gettext("This day is still to come. Give the day on which it was read."))


class ReviewForm(ReviewerForm):
    """A clinician's review, bound to what patients read when the form was opened."""

    reading_digest = forms.CharField(widget=forms.HiddenInput)
    due_on = forms.DateField(label=_("Next review due"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> None:
        super().clean()
        done, due = self.cleaned_data.get("reviewed_on"), self.cleaned_data.get("due_on")
        if done and due and due <= done:
            self.add_error("due_on", gettext("The next review must be after this one."))

"""Standing texts of the site: home, overview, about, privacy, accessibility, disclaimer."""

from django.utils.translation import gettext_lazy as _

from portal.kinds.fields import TextField
from portal.kinds.page import PageForm, related_field
from portal.kinds.rows import RowsField
from portal.kinds.slugs import RefsField


class ArticleForm(PageForm):
    """A standing text. The overview lists the claims made for the surgery, each with a fair answer and its pages."""

    noun = _("an article")
    acts = False
    shows = {"claims": ("claims",)}

    claims = RowsField(
        _("Claims"),
        _("What is often said about the surgery, each with the fair answer and the pages that explain it."),
        columns={
            "claim": TextField(_("Claim"), _("In your own words. Example: “You bleed less.”"), needed=True),
            "answer": TextField(
                _("Fair answer"),
                _("One plain sentence. Example: “Yes, much less in a fusion.”"),
                longest=300,
                needed=True,
            ),
            "pages": RefsField(
                _("Pages"), _("The pages that explain it, one a line. Example: “benefit:less-bleeding”."), needed=True
            ),
        },
    )
    related = related_field()

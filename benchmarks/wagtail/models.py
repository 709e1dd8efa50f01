"""The one kind of page that the Wagtail site has."""

from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class Article(Page):
    """A page whose body is a stream of rich text, a block for each of its sections."""

    body = StreamField([("text", RichTextBlock())])
    template = "article.html"

    class Meta:
        app_label = "measured"

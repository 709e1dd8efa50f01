"""Where the links of a body lead, and which are refused."""

import pytest

from portal.text.faults import BadText
from portal.text.references import Ref
from portal.text.render import Clean, Html, Outside, render

OUTSIDE = Outside(
    terms={},
    urls={
        Ref("guide", "your-medicines"): "/guides/your-medicines/",
        Ref("term", "disc"): "/glossary/#term-disc",
        Ref("article", "home"): "/",
    },
    finding_sources={},
)


@pytest.mark.parametrize(
    ("target", "html"),
    [
        ("https://a.example/b?c=d&e=f#g", '<a href="https://a.example/b?c=d&amp;e=f#g">x</a>'),
        ("https://a.example/b_(c)", '<a href="https://a.example/b_(c)">x</a>'),
        ("<https://a.example/>", '<a href="https://a.example/">x</a>'),
        (' https://a.example/ "title"', '<a href="https://a.example/">x</a>'),
        ("mailto:help@a.example", '<a href="mailto:help@a.example">x</a>'),
        ("tel:+44-20-1234", '<a href="tel:+44-20-1234">x</a>'),
        ("guide:your-medicines", '<a href="/guides/your-medicines/">x</a>'),
        ("guide:your-medicines#the-day", '<a href="/guides/your-medicines/#the-day">x</a>'),
        ("term:disc", '<a href="/glossary/#term-disc">x</a>'),
        ("article:home", '<a href="/">x</a>'),
        ("condition:slipped-disc", "x"),
        ("condition:slipped-disc#why", "x"),
    ],
)
def test_a_link_leads_to_a_published_document_or_safely_outside(target, html):
    assert render(f"[x]({target})", OUTSIDE).parts == (Html(Clean(f"<p>{html}</p>")),)


def test_documents_linked_to_are_listed_published_or_not():
    rendered = render(
        "[a](guide:your-medicines#x) [b](risk:infection) [c](guide:your-medicines) [d](https://a.example)", OUTSIDE
    )
    assert rendered.links == (Ref("guide", "your-medicines"), Ref("risk", "infection"))


@pytest.mark.parametrize(
    "target",
    [
        "",
        "x",
        "#why",
        "/guides/",
        "//a.example",
        "../x",
        "http://a.example/",
        "https://",
        "https://a",
        "https:a.example",
        "https://u@a.example/",
        "https://a.example\\@b.example",
        "https://a.example/{funder}",
        "javascript:alert",
        "JAVASCRIPT:x",
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "ftp://a.example",
        "mailto:a",
        "mailto:a@b.example?cc=c@d.example",
        "tel:",
        "tel:112;x",
        "sms:112",
        "widget:slipped-disc",
        "finding:x",
        "condition:Slipped",
        "condition:",
        "term:disc#x",
        "guide:your-medicines#The Day",
    ],
)
def test_any_other_link_is_refused_at_its_line(target):
    with pytest.raises(BadText) as caught:
        render(f"Words.\n\nMore words\n[x]({target})", OUTSIDE)
    ((line, message),) = caught.value.faults
    assert line == 4
    assert message == (
        f"“{target}” cannot be linked to; write kind and short name, such as (condition:slipped-disc),"
        " or a whole address that begins with https://, mailto: or tel:"
    )

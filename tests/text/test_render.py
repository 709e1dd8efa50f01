"""A body in the dialect, drawn part by part."""

import pytest

from portal.text.clean import Clean
from portal.text.faults import BadText
from portal.text.references import Ref
from portal.text.render import Block, Cite, Heading, Html, Outside, Rendered, Setting, TermMark, render

OUTSIDE = Outside(
    terms={"disc": "disc", "slipped disc": "slipped-disc", "MRI": "mri"},
    urls={
        Ref("guide", "your-medicines"): "/guides/your-medicines/",
        Ref("term", "disc"): "/glossary/#term-disc",
        Ref("article", "home"): "/",
    },
    finding_sources={"peul-pain": "peul-2007", "other-pain": "other-2010"},
)
BARE = Outside({}, {}, {})


def html_of(body: str, outside: Outside = BARE) -> str:
    """The HTML of a body that makes a single piece, or none."""
    parts = render(body, outside).parts
    assert all(type(part) is Html and type(part.html) is Clean for part in parts)
    return "".join(part.html for part in parts).replace("\n", "")


def faults_of(body: str, outside: Outside = OUTSIDE) -> list[tuple[int, str]]:
    """The lines and words of what is wrong with a body."""
    with pytest.raises(BadText) as caught:
        render(body, outside)
    return [tuple(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("", ""),
        (" \n\n ", ""),
        ("Words *so* and **so**.", "<p>Words <em>so</em> and <strong>so</strong>.</p>"),
        ("One  \ntwo", "<p>One<br>two</p>"),
        ("## Why?\n\nSo.", '<h2 id="why">Why?</h2><p>So.</p>'),
        ("- a\n- b\n    - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>"),
        ("`a < b & c`", "<p><code>a &lt; b &amp; c</code></p>"),
        ("a < b & c &amp; &lt;", "<p>a &lt; b &amp; c &amp;amp; &amp;lt;</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("<div>\n\n**x**\n\n</div>", "<p>&lt;div&gt;</p><p><strong>x</strong></p><p>&lt;/div&gt;</p>"),
        ("<!-- x -->", "<p>&lt;!-- x --&gt;</p>"),
        ("```\nx\n```", "<p><code>x</code></p>"),
        ("    x", "<p>x</p>"),
        ("Title\n=====", "<p>Title=====</p>"),
        ("<https://a.example/>", "<p>&lt;https://a.example/&gt;</p>"),
        ("https://a.example/", "<p>https://a.example/</p>"),
        ("[a]\n\n[a]: https://a.example/", "<p>[a]</p><p>[a]: https://a.example/</p>"),
        ("\\*a\\* \\# \\[b\\]", "<p>*a* # [b]</p>"),
        ("a_b_c", "<p>a_b_c</p>"),
    ],
)
def test_markdown_is_drawn_as_clean_html(body, html):
    assert html_of(body) == html


def test_a_table_says_alignment_by_class():
    row = '<{0} class="align-left">a</{0}><{0} class="align-center">b</{0}><{0} class="align-right">c</{0}><{0}>d</{0}>'
    head, cells = row.format("th"), row.format("td")
    assert html_of("| a | b | c | d |\n|:--|:-:|--:|---|\n| a | b | c | d |") == (
        f"<table><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"
    )


def test_headings_have_anchors_of_their_own():
    body = "## Why?\n\n### Why\n\n## Your surgeon's *view*\n\n## 痛み\n\n## why-2\n\n## Why"
    assert render(body, OUTSIDE).headings == (
        Heading(2, "Why?", "why"),
        Heading(3, "Why", "why-2"),
        Heading(2, "Your surgeon's view", "your-surgeons-view"),
        Heading(2, "痛み", "part"),
        Heading(2, "why-2", "why-2-2"),
        Heading(2, "Why", "why-3"),
    )


def test_headings_are_unique_across_blocks():
    body = "## Why\n\n::: card get-help-now\n:::\n\n## Why"
    assert [heading.anchor for heading in render(body, OUTSIDE).headings] == ["why", "why-2"]


LEVEL = "headings in the text begin with ## or ### only; write ## (or “\\#” for the sign itself)"
INSIDE = "a heading cannot stand inside a block, list or quote; move it out"
PICTURE = "pictures are not put into the text; use a block “::: figure picture-name” instead"
ONE_SOURCE = "a note names one source, as [@source-name]; write several notes one after another"
IN_LINK = "a note cannot stand inside a link; move it behind the link"
IN_HEADING = "a heading cannot hold a note or one of the clinic's details; move it into the text below"
NO_DETAIL = (
    " is not one of the clinic's details; use {emergency_number}, {clinic_phone}, {out_of_hours_phone},"
    " {crisis_line}, {clinic_name}, {funder}, {publisher}"
)


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("a\n\n# Title\n\n## Fine", [(3, LEVEL)]),
        ("## Fine\n\n#### Deep", [(3, LEVEL)]),
        ("#no space", [(1, LEVEL)]),
        ("## Fine\n\n##", [(3, "this heading has no words; write them, or delete it")]),
        ("a\n\n- ## In a list", [(3, INSIDE)]),
        ("> ## In a quote", [(1, INSIDE)]),
        ("::: callout today\n\n## In a block\n:::", [(3, INSIDE)]),
        ("a\n\n## Why *this* [@peul-2007]", [(3, IN_HEADING)]),
        ("## Call {emergency_number}", [(1, IN_HEADING)]),
        ("a\n![x](y.png)", [(2, PICTURE)]),
        ("![](https://a.example/x.png)", [(1, PICTURE)]),
        ("[@A]", [(1, ONE_SOURCE)]),
        ("a\n[@a; @b]", [(2, ONE_SOURCE)]),
        ("[@]", [(1, ONE_SOURCE)]),
        ("a\n\n[see [@a]](https://a.example/)", [(3, IN_LINK)]),
        ("[@a](https://a.example/)", [(1, IN_LINK)]),
        ("{phone} or {funder}", [(1, "{phone}" + NO_DETAIL)]),
    ],
)
def test_what_the_dialect_lacks_is_refused_at_its_line(body, faults):
    assert faults_of(body) == faults


def test_all_faults_of_a_body_are_told_at_once():
    body = "# Title\n\n[a](http://b)\n\n::: nope\n{x}\n:::\n\n::: do\n![c](d)"
    assert [line for line, message in faults_of(body)] == [1, 3, 5, 6, 9, 9, 10]


def test_a_text_is_cut_into_parts():
    body = (
        "A slipped disc and a disc [@a-1], {funder}.\n\n::: callout today\nAn MRI [@b-2].\n:::\n\nA disc again [@a-1]."
    )
    assert render(body, OUTSIDE) == Rendered(
        parts=(
            Html(Clean("<p>A ")),
            TermMark("slipped-disc", "slipped disc"),
            Html(Clean(" and a ")),
            TermMark("disc", "disc"),
            Cite("a-1", 1),
            Html(Clean(", ")),
            Setting("funder"),
            Html(Clean(".</p>")),
            Block(
                "callout",
                "today",
                (Html(Clean("<p>An ")), TermMark("mri", "MRI"), Cite("b-2", 2), Html(Clean(".</p>"))),
            ),
            Html(Clean("<p>A disc again")),
            Cite("a-1", 1),
            Html(Clean(".</p>")),
        ),
        headings=(),
        terms=("slipped-disc", "disc", "mri"),
        sources=("a-1", "b-2"),
        findings=(),
        pictures=(),
        cards=(),
        settings=("funder",),
        links=(),
    )


def test_a_text_of_nothing_has_no_parts():
    assert render("", OUTSIDE) == Rendered((), (), (), (), (), (), (), (), ())

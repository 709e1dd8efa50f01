"""Whatever is typed into a document, nothing of it runs in a reader's browser."""

from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from playwright.sync_api import Page as BrowserPage

from portal.desk import drafts
from portal.desk.documents import Origin
from portal.kinds.index import Index
from portal.kinds.registry import KINDS
from portal.shelf.pages import Page
from portal.text import frontmatter
from portal.text.faults import BadText
from portal.text.references import Ref
from portal.text.render import Outside, render
from tests.desk.four_eyes import publish
from tests.text.hostile import HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A_PAGE = 40
NOTHING_AROUND = Outside(terms={}, urls={}, finding_sources={})
# What would show that something ran: an attribute that runs, a scheme that runs, an element nobody put there.
RUNNABLE = """() => [...document.querySelectorAll('*')].flatMap(element => [
    ...(['script', 'iframe', 'object', 'embed', 'form', 'base', 'style'].includes(element.localName)
        && !element.matches('head > script[src^="/static/js/"], form[action="/search/"][method="get"]')
            ? [element.outerHTML.slice(0, 80)] : []),
    ...[...element.attributes].filter(({name, value}) => /^on/i.test(name) || name === 'style' || name === 'srcdoc'
        || /^\\s*(javascript|vbscript|data):/i.test(value)).map(({name, value}) => `${name}=${value}`.slice(0, 80)),
])"""
STIR = """() => { for (const element of document.querySelectorAll('main *')) {
    for (const kind of ['mouseover', 'focus', 'pointerdown', 'animationstart', 'toggle', 'load', 'error'])
        element.dispatchEvent(new Event(kind));
} }"""


def _is_drawable(text: str) -> bool:
    """Whether limits let it through, and it names no document that would have to exist."""
    try:
        drawn = render(text, NOTHING_AROUND)
    except BadText:
        return False
    return not (drawn.sources or drawn.findings or drawn.pictures or drawn.cards or drawn.links)


def _bodies() -> Iterator[str]:
    """The attacks that limits let through, as bodies of some forty each."""
    texts = [text for text in HOSTILE if _is_drawable(text)]
    for start in range(0, len(texts), A_PAGE):
        body = ""
        for text in texts[start : start + A_PAGE]:
            longer = f"{body}\n\n{text}\n\n- {text}\n\n> {text}\n"
            if _is_drawable(longer):
                body = longer
        yield body


def _publish(ref: Ref, fields: dict[str, Any], body: str) -> None:
    text = frontmatter.emit({"format": 1, **fields}, body)
    parsed = frontmatter.parse(text)
    form = KINDS[ref.kind].form.from_text(parsed, index=Index({}), languages=("en",))
    assert form.is_valid(), form.faults()
    document = drafts.begin(ref=ref, language="en", text=form.as_text(), author=None, origin=Origin.FILE)
    # Some of it looks like a figure without a source, which is refused; here as much as can be must reach the browser.
    with mock.patch("portal.desk.publishing.sheets.obstacles", return_value=[]):
        publish(document, revision=document.head, by=None)


def _guide(number: int, body: str) -> str:
    words = {"title": f"Guide {number}", "summary": "x", "short_answer": "x", "stage": "pain"}
    _publish(Ref("guide", f"hostile-{number}"), words, body)
    return f"/guides/hostile-{number}/"


def _in_front_matter() -> str:
    """Every attack that a text field takes, as claims and answers of one article."""
    fields = {"title": "x", "summary": "x", "short_answer": "x"}
    rows = []
    for number, text in enumerate(HOSTILE):
        one_line = " ".join(text.split())[:300]
        try:
            frontmatter.parse(frontmatter.emit({"format": 1, "title": one_line}, ""))
        except BadText:
            continue
        rows.append(
            {"id": f"c{number}", "claim": one_line or "x", "answer": one_line or "x", "pages": ["guide:hostile-0"]}
        )
    title = '<img src=x onerror=alert(1)>"><script>alert(1)</script>'
    fields |= {"title": title, "medical_name": title, "summary": title, "short_answer": title, "lay_names": [title]}
    fields |= {"claims": rows[:100]}
    _publish(Ref("article", "overview"), fields, "::: claims\n:::\n")
    return "/overview/"


def _visit(page: BrowserPage, address: str) -> list[str]:
    """Open a page, stir everything on it, and tell of anything that ran, was blocked, or called elsewhere."""
    signs: list[str] = []
    page.on("dialog", lambda dialog: (signs.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: signs.append(f"console {message.text}"))
    page.on("pageerror", lambda error: signs.append(f"error {error}"))
    host = address.split("/")[2]
    page.on("request", lambda request: request.url.split("/")[2] == host or signs.append(f"called {request.url}"))
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    page.evaluate(STIR)
    return signs + page.evaluate(RUNNABLE)


def test_nothing_that_is_typed_runs(live_server: Any, browse: Callable[..., Any]) -> None:
    bodies = list(_bodies())
    assert sum(body.count("\n- ") for body in bodies) >= 200
    addresses = [_guide(number, body) for number, body in enumerate(bodies)]
    addresses.append(_in_front_matter())
    assert Page.objects.count() == len(addresses)
    for address in (*addresses, "/", "/guides/"):
        signs = browse(lambda page, address=address: _visit(page, f"{live_server.url}{address}"))
        assert signs == [], address

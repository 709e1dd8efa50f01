"""Our Markdown: tables, lists, quotes, links by kind; no HTML, no pictures, no headings but ## and ###."""

import html
import re
import unicodedata
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import BACKTICK_RE, BacktickInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from portal.text.citations import CitationPattern
from portal.text.drawing import PLACEHOLDER, Drawing, SettingPattern, words_of
from portal.text.glossary import MarkTerms
from portal.text.links import address, inward, is_outward
from portal.text.parts import Cite, Heading

# Raw HTML, entities, <https://…>, links and pictures by footnote, indented code, underlined headings.
UNUSED_INLINE = (
    "reference", "image_reference", "short_reference", "short_image_ref", "autolink", "automail", "html", "entity",
)  # fmt: skip
UNUSED_BLOCKS = ("code", "setextheader", "reference")
UNUSED_AFTER = ("raw_html", "amp_substitute")
VOID = frozenset({"br", "hr"})
UNWRAPPED = frozenset({"span"})

NO_PICTURE = "pictures are not put into the text; use a block “::: figure picture-name” instead"
HEADING_LEVEL = "headings in the text begin with ## or ### only; write ## (or “\\#” for the sign itself)"
HEADING_INSIDE = "a heading cannot stand inside a block, list or quote; move it out"
HEADING_EMPTY = "this heading has no words; write them, or delete it"
HEADING_MARK = "a heading cannot hold a note or one of the clinic's details; move it into the text below"
CITE_IN_LINK = "a note cannot stand inside a link; move it behind the link"
BAD_LINK = (
    "“{}” cannot be linked to; write kind and short name, such as (condition:slipped-disc), or a whole address"
    " that begins with https://, mailto: or tel:"
)
# What pages call parts of their own, which other pages lead to.
TAKEN = frozenset({"check"})


def our_markdown(drawing: Drawing) -> Markdown:
    """A converter of this dialect, which keeps what it finds in `drawing`. For one text; not for several threads."""
    md = Markdown(extensions=[TableExtension(use_align_attribute=True)], tab_length=4)
    md.preprocessors.deregister("html_block")
    for name in UNUSED_INLINE:
        md.inlinePatterns.deregister(name)
    for name in UNUSED_BLOCKS:
        md.parser.blockprocessors.deregister(name)
    for name in UNUSED_AFTER:
        md.postprocessors.deregister(name)
    md.inlinePatterns.register(CodeSpan(BACKTICK_RE), "backtick", 190)
    md.inlinePatterns.register(CitationPattern(drawing.hold, drawing.refuse), "citation", 156)
    md.inlinePatterns.register(SettingPattern(drawing.hold, drawing.refuse), "setting", 155)
    # After "unescape" (0), when the text of the tree is the text that people will read.
    md.treeprocessors.register(CheckTree(md, drawing), "check", -10)
    md.treeprocessors.register(MarkTerms(md, drawing.glossary, drawing.hold), "terms", -20)
    md.serializer = serialized
    return md


class CodeSpan(BacktickInlineProcessor):
    """Code whose text stays as typed; our serializer escapes everything, once."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | str | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802  # Markdown names it so; its stubs forget that text may come back
        """The stock element, with the early escape of its text undone."""
        element, start, end = super().handleMatch(m, data)
        if isinstance(element, Element):
            element.text = AtomicString(html.unescape(element.text or ""))
        return element, start, end


class CheckTree(Treeprocessor):
    """Holds a drawn tree to the dialect: links resolved, headings given anchors, anything else refused."""

    def __init__(self, md: Markdown, drawing: Drawing) -> None:
        super().__init__(md)
        self.drawing = drawing

    def run(self, root: Element) -> None:
        """Walk the tree in the order of reading."""
        self.drawing.tags = [child.tag for child in root]
        outermost = set(root) if not self.drawing.chunk.name else set()
        for element in root.iter():
            if element.tag == "img":
                self.drawing.refuse(r"!\[", NO_PICTURE)
            elif element.tag == "a":
                self.link(element)
            elif re.fullmatch("h[1-6]", element.tag):
                self.heading(element, is_outermost=element in outermost)
            elif align := element.attrib.pop("align", ""):
                element.set("class", f"align-{align}")

    def link(self, element: Element) -> None:
        """Give a link its address, or make it plain text when its document is not published."""
        target = element.attrib.pop("href")
        element.attrib.pop("title", None)
        place = r"\]\(\s*<?" + re.escape(target) + r"(?=[\s>)])"
        cites = [part for part in self.held_in(element) if isinstance(part, Cite)]
        if cites or "".join(element.itertext()).startswith("@"):
            self.drawing.refuse(place, CITE_IN_LINK)
        if is_outward(target):
            element.set("href", target)
        elif found := inward(target):
            self.drawing.links[found[0]] = None
            url = address(*found, self.drawing.outside.urls)
            element.tag = "a" if url else "span"
            if url:
                element.set("href", url)
        else:
            self.drawing.refuse(place, BAD_LINK.format(re.sub(r"[\x00-\x1f\ue000\ue001]", "", target)[:80]))

    def held_in(self, element: Element) -> list[object]:
        """The parts whose placeholders stand in the text of an element."""
        return [self.drawing.held[int(number)] for number in PLACEHOLDER.findall("".join(element.itertext()))]

    def heading(self, element: Element, *, is_outermost: bool) -> None:
        """Give a heading its anchor and keep it for the contents."""
        text = "".join(element.itertext())
        place = r"#.*" + r"\W+".join(re.findall(r"\w+", words_of(text)))
        if element.tag not in ("h2", "h3"):
            self.drawing.refuse(r"(?<!#)(?:#|#{4,6})(?!#)", HEADING_LEVEL)
        elif not is_outermost:
            self.drawing.refuse(place, HEADING_INSIDE)
        elif not text.strip():
            self.drawing.refuse(r"#[# ]*$", HEADING_EMPTY)
        elif self.held_in(element):
            self.drawing.refuse(place, HEADING_MARK)
        else:
            anchor = free_anchor(text, {heading.anchor for heading in self.drawing.headings} | TAKEN)
            element.set("id", anchor)
            self.drawing.headings.append(Heading(2 if element.tag == "h2" else 3, " ".join(text.split()), anchor))


def free_anchor(text: str, taken: set[str]) -> str:
    """A heading's text as an anchor that no heading has yet: "before-you-go", then "before-you-go-2"."""
    bare = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "")).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-")[:70].strip("-") or "part"
    anchor, count = base, 1
    while anchor in taken:
        count += 1
        anchor = f"{base}-{count}"
    return anchor


def serialized(element: Element) -> str:
    """A tree as HTML with every text and attribute escaped: what looks like a tag or an entity is shown as typed."""
    inner = html.escape(element.text or "", quote=False)
    inner += "".join(serialized(child) + html.escape(child.tail or "", quote=False) for child in element)
    if element.tag in UNWRAPPED:
        return inner
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in element.items())
    return f"<{element.tag}{attributes}>" + ("" if element.tag in VOID else f"{inner}</{element.tag}>")

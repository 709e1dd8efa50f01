"""The way through the desk that the guide describes: one figure from the writer to the patient, then all the rest."""

from typing import Any

from django.urls import reverse
from playwright.sync_api import Page as BrowserPage

from portal.admin.addresses import of_kind, screen
from portal.desk.people import User
from portal.kinds.registry import KINDS
from portal.visitors.feedback import Feedback
from tests.admin.conftest import document
from tests.admin.permission_table import MANAGER, PUBLISHER, REVIEWER, WRITER
from tests.admin.test_story import press
from tests.guide.walk import Stop

FINDING = ("finding", "moojen-2013-another-operation")
SPACER = ("procedure", "interspinous-spacer")
STENOSIS = ("condition", "spinal-stenosis")
GUIDE = ("guide", "questions")
RISK = ("risk", "another-operation")
PATIENT, BOTH = "patient", "writer and publisher"
HEAD, NAME = ".document-head", "h2.screen-name"
STANDS, DIFFERS, NEXT, ALONE = (
    f"#main section:has(#{name})" for name in ("stands", "differences", "next", "unconfirmed")
)
SCREENS = ("change", "preview", "publishing", "review", "history", "comparing", "withdraw", "owner", "sharing")


def stops() -> list[Stop]:
    """Every screen of the guide, in the order in which people come to it; asked before any story begins."""
    at = {what: {name: screen(document(*what), name) for name in SCREENS}
          for what in (FINDING, SPACER, STENOSIS, GUIDE, RISK)}  # fmt: skip
    return [*_writing(at), *_reviewing(at), *_publishing(at), *_managing(at), *_others(at)]


def _writing(at: dict[Any, dict[str, str]]) -> list[Stop]:
    old, message = screen(document(*SPACER), "revision", document(*SPACER).live_id), Feedback.objects.get().pk
    return [
        Stop(WRITER, reverse("admin:index"), "front", ("#content h1", ".groups")),
        Stop(WRITER, at[SPACER]["change"], "figures", ("#figures",)),
        Stop(WRITER, of_kind(KINDS["finding"], "changelist"), before=searched),
        Stop(WRITER, at[FINDING]["change"], "finding", ("#field-arms",), corrected, saved_and_previewed),
        Stop(WRITER, at[FINDING]["preview"], "preview", (".preview-bar", "main h1")),
        Stop(WRITER, at[FINDING]["publishing"], "handing-in", (NEXT,), compared, handed_in),
        Stop(WRITER, at[SPACER]["change"], "writing", ("#field-body > label", ".bar", ".looking"), shown),
        Stop(WRITER, at[GUIDE]["change"], "reading", ("#how-it-reads",)),
        Stop(WRITER, of_kind(KINDS["guide"], "add"), "starting", (HEAD, "form.writing fieldset")),
        *(Stop(WRITER, of_kind(KINDS[kind], "add")) for kind in ("term", "source", "finding", "search")),
        Stop(WRITER, of_kind(KINDS["picture"], "add"), "upload", ("#section-picture",)),
        Stop(WRITER, at[GUIDE]["publishing"], "sent-back", (STANDS,)),
        Stop(WRITER, at[SPACER]["history"], "history", ("form.compare-form",)),
        Stop(WRITER, at[SPACER]["comparing"], "comparing", (NAME, ".comparison")),
        Stop(WRITER, old),
        Stop(WRITER, at[SPACER]["sharing"], "link", (NAME, ".note-done"), linked),
        Stop(WRITER, reverse("admin:reports"), "reports", ("#content h1", "#content dl")),
        Stop(WRITER, reverse("admin:report", args=["waiting"])),
        Stop(WRITER, reverse("admin:portal_feedback_changelist")),
        Stop(WRITER, reverse("admin:portal_feedback_change", args=[message])),
    ]


def _reviewing(at: dict[Any, dict[str, str]]) -> list[Stop]:
    return [
        Stop(REVIEWER, reverse("admin:index"), "waiting", (".tasks",)),
        Stop(REVIEWER, at[FINDING]["publishing"], "deciding", (DIFFERS, NEXT), after=approved),
        Stop(REVIEWER, at[RISK]["publishing"], "confirming", (HEAD, ALONE)),
        Stop(REVIEWER, reverse("admin:reviews"), "reviews", ("#content h1", "main form >> nth=-1")),
        Stop(REVIEWER, reverse("admin:reviews"), before=packed),
        Stop(REVIEWER, at[SPACER]["review"], "signing", ("form.signing",), filled, signed),
    ]


def _publishing(at: dict[Any, dict[str, str]]) -> list[Stop]:
    message = Feedback.objects.get().pk
    return [
        Stop(PUBLISHER, reverse("admin:index")),
        Stop(PUBLISHER, at[FINDING]["publishing"], "publishing", (NEXT,), later, published),
        Stop(PUBLISHER, at[SPACER]["publishing"], "danger", ("details:has([value=correct])",), in_danger),
        Stop(PUBLISHER, at[STENOSIS]["withdraw"], "withdrawing", (NAME, "main form.section"), after=withdrawn),
        Stop(PUBLISHER, reverse("admin:owners")),
        Stop(PUBLISHER, reverse("admin:portal_feedback_change", args=[message])),
        Stop(PUBLISHER, reverse("admin:portal_feedback_delete", args=[message])),
    ]


def _managing(at: dict[Any, dict[str, str]]) -> list[Stop]:
    writer = User.objects.get(username="writer").pk
    return [
        Stop(MANAGER, reverse("admin:index")),
        Stop(MANAGER, reverse("admin:portal_user_changelist")),
        Stop(MANAGER, reverse("admin:portal_user_add"), "account", ("[aria-labelledby=part-3]",)),
        Stop(MANAGER, reverse("admin:portal_user_change", args=[writer])),
        Stop(MANAGER, reverse("admin:auth_user_password_change", args=[writer])),
        Stop(MANAGER, reverse("admin:portal_user_new_app", args=[writer])),
        Stop(MANAGER, reverse("admin:password_change")),
        Stop(MANAGER, at[SPACER]["owner"]),
    ]


def _others(at: dict[Any, dict[str, str]]) -> list[Stop]:
    return [
        Stop(BOTH, at[SPACER]["change"]),
        Stop(BOTH, at[STENOSIS]["publishing"]),
        Stop(PATIENT, "/procedures/interspinous-spacer/", "patient", ("main h1", "main table")),
    ]


def searched(page: BrowserPage) -> None:
    page.fill("#searchbar", "another operation")
    press(page, "form.search button")


def corrected(page: BrowserPage) -> None:
    page.fill("[aria-label='Percent, row 1']", "31")


def saved_and_previewed(page: BrowserPage) -> None:
    page.fill("#id_saving-note", "misread the table")
    press(page, "text=Save and preview")


def compared(page: BrowserPage) -> None:
    page.fill("#id_comment", "Please compare with the table of the study.")


def handed_in(page: BrowserPage) -> None:
    press(page, "text=Hand in for approval")


def approved(page: BrowserPage) -> None:
    press(page, "button >> text=Approve")


def later(page: BrowserPage) -> None:
    page.click("text=Publish it later")
    page.fill("#id_on", "2026-12-01")
    page.fill("#id_at", "07:30")


def published(page: BrowserPage) -> None:
    press(page, "text=Publish revision")


def in_danger(page: BrowserPage) -> None:
    page.click("text=Readers are in danger")


def withdrawn(page: BrowserPage) -> None:
    page.fill("[name=reason]", "taken down by mistake")
    press(page, "main form.section button[type=submit]")


def shown(page: BrowserPage) -> None:
    """The look beside the text is drawn in a frame of its own; wait for it."""
    page.click("text=Show it here")
    page.frame_locator("iframe.look:not(.is-coming)").locator("h2").first.wait_for()


def linked(page: BrowserPage) -> None:
    page.fill("#id_note", "Dr Example, pharmacy")
    press(page, "text=Make the link")
    # The secret is another one each time.
    page.evaluate("document.querySelector('#link').value = 'https://portal.example/preview/…'")


def packed(page: BrowserPage) -> None:
    page.check("input[type=checkbox] >> nth=0")
    press(page, "text=Read the ticked pages")


def filled(page: BrowserPage) -> None:
    page.fill("#id_reviewer_name", "Dr Example")
    page.fill("#id_reviewer_role", "spine surgeon (demo)")
    press(page, "text=Show the sentence anew")


def signed(page: BrowserPage) -> None:
    """A page that is signed, so that the next review can say that nothing has changed."""
    press(page, "text=Record this review")
    press(page, "text=Record a clinical review")

"""Every model of the portal, where Django looks for them."""

from portal.desk.approvals import Approval, Confirmation, Publication, Scheduling, SignOff
from portal.desk.care.health import Health
from portal.desk.care.links import LinkCheck
from portal.desk.care.reminding import Reminder
from portal.desk.care.stewardship import Handover
from portal.desk.documents import Document, Revision
from portal.desk.entries import ENTRIES
from portal.desk.people import User
from portal.desk.pictures.blobs import Blob
from portal.desk.presence import Writing
from portal.desk.sharing import PreviewLink
from portal.search.entries import Entry, Word
from portal.search.unanswered import Unanswered
from portal.shelf.alphabet import Name
from portal.shelf.counter import Counter
from portal.shelf.decisions import Decision
from portal.shelf.editions import Edition
from portal.shelf.kit import KitList
from portal.shelf.moved import Moved
from portal.shelf.pages import Article, Benefit, Condition, Guide, Page, Risk
from portal.shelf.reference import Card, Clinic, Finding, Picture, SearchWords, Source, Term
from portal.shelf.treatments import Procedure
from portal.shelf.uploads import PictureFile
from portal.shelf.uses import Uses
from portal.visitors.feedback import Feedback, Handling

__all__ = [
    "ENTRIES",
    "Approval",
    "Article",
    "Benefit",
    "Blob",
    "Card",
    "Clinic",
    "Condition",
    "Confirmation",
    "Counter",
    "Decision",
    "Document",
    "Edition",
    "Entry",
    "Feedback",
    "Finding",
    "Guide",
    "Handling",
    "Handover",
    "Health",
    "KitList",
    "LinkCheck",
    "Moved",
    "Name",
    "Page",
    "Picture",
    "PictureFile",
    "PreviewLink",
    "Procedure",
    "Publication",
    "Reminder",
    "Revision",
    "Risk",
    "Scheduling",
    "SearchWords",
    "SignOff",
    "Source",
    "Term",
    "Unanswered",
    "User",
    "Uses",
    "Word",
    "Writing",
]

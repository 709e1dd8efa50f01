"""Who may do what on the desk: one table, which the tests walk through role by role."""

from dataclasses import dataclass

ANYBODY, STAFF = "signed out", "staff without a role"
WRITER, REVIEWER, PUBLISHER, MANAGER = "Writer", "Clinical reviewer", "Publisher", "Site manager"
CHIEF = "superuser"
ROLES = (ANYBODY, STAFF, WRITER, REVIEWER, PUBLISHER, MANAGER, CHIEF)

SIGNED_IN = {STAFF, WRITER, REVIEWER, PUBLISHER, MANAGER, CHIEF}
EVERY_ROLE = {WRITER, REVIEWER, PUBLISHER, MANAGER, CHIEF}

# Screens of a kind and of one document, by the last part of their names: who may open them.
OF_A_DOCUMENT = {
    "changelist": EVERY_ROLE,
    "add": {WRITER, CHIEF},
    "change": EVERY_ROLE,  # who may not write is led to the text
    "here": set(),  # by POST only
    "preview": EVERY_ROLE,
    "publishing": EVERY_ROLE,
    "joining": {WRITER, CHIEF},
    "withdraw": {PUBLISHER, CHIEF},
    "review": {REVIEWER, CHIEF},
    "owner": EVERY_ROLE,
    "sharing": {WRITER, REVIEWER, PUBLISHER, CHIEF},
    "history": EVERY_ROLE,
    "comparing": EVERY_ROLE,
    "revision": EVERY_ROLE,
}

# All other screens of the desk by name, with an account's number where they need one.
OF_THE_DESK = {
    "index": SIGNED_IN,
    "login": {ANYBODY, *SIGNED_IN},
    "logout": {ANYBODY},  # by button only; who has no session is led on
    "password_change": SIGNED_IN,
    "password_change_done": SIGNED_IN,
    "jsi18n": SIGNED_IN,
    "view_on_site": SIGNED_IN,
    "app_list": SIGNED_IN,
    "autocomplete": set(),  # no field asks for it
    "owners": {PUBLISHER, MANAGER, CHIEF},
    "reviews": {REVIEWER, CHIEF},
    "reviews_pack": {REVIEWER, CHIEF},
    "files": EVERY_ROLE,
    "choices": EVERY_ROLE,
    "files_zip": EVERY_ROLE,
    "reports": EVERY_ROLE,
    "report": EVERY_ROLE,
    "report_csv": EVERY_ROLE,
    "upload": EVERY_ROLE,
    "own_password": SIGNED_IN,
    "second_factor": SIGNED_IN,
    "set_up": SIGNED_IN,
    "my_sign_in": SIGNED_IN,
    "portal_feedback_changelist": EVERY_ROLE,
    "portal_feedback_change": EVERY_ROLE,
    "portal_feedback_delete": {PUBLISHER, MANAGER, CHIEF},
    "portal_user_new_app": {MANAGER, CHIEF},
    "portal_user_changelist": {MANAGER, CHIEF},
    "portal_user_add": {MANAGER, CHIEF},
    "portal_user_change": {MANAGER, CHIEF},
    "portal_user_history": {MANAGER, CHIEF},
    "portal_user_delete": set(),  # nobody, ever
    "auth_user_password_change": {MANAGER, CHIEF},
    "auth_group_changelist": {MANAGER, CHIEF},
    "auth_group_add": {CHIEF},
    "auth_group_change": {MANAGER, CHIEF},
    "auth_group_history": {MANAGER, CHIEF},
    "auth_group_delete": set(),
}


@dataclass(frozen=True)
class Verb:
    """A button: the screen that it is on, what it sends, in which state of the document, and who may press it."""

    screen: str
    sent: dict[str, str]
    state: str
    allowed: set[str]


VERBS = {
    "save a draft": Verb("change", {"title": "A new title"}, "live", {WRITER, CHIEF}),
    "restore a text": Verb("revision", {}, "draft", {WRITER, CHIEF}),
    "hand in": Verb("publishing", {"action": "submit"}, "draft", {WRITER, CHIEF}),
    "approve": Verb("publishing", {"action": "approve"}, "submitted", {REVIEWER, CHIEF}),
    "send back": Verb("publishing", {"action": "send_back", "comment": "Why?"}, "submitted", {REVIEWER, CHIEF}),
    "publish": Verb("publishing", {"action": "publish"}, "approved", {PUBLISHER, CHIEF}),
    "schedule": Verb(
        "publishing", {"action": "schedule", "on": "2999-01-01", "at": "08:00"}, "approved", {PUBLISHER, CHIEF}
    ),
    "take a schedule back": Verb("publishing", {"action": "unschedule"}, "scheduled", {PUBLISHER, CHIEF}),
    "correct in urgency": Verb("publishing", {"action": "correct", "reason": "a dose"}, "draft", {PUBLISHER, CHIEF}),
    "confirm": Verb("publishing", {"action": "confirm"}, "corrected", {REVIEWER, PUBLISHER, CHIEF}),
    "withdraw": Verb("withdraw", {"reason": "outdated"}, "live", {PUBLISHER, CHIEF}),
    "bring back": Verb("publishing", {"action": "bring_back"}, "withdrawn", {WRITER, CHIEF}),
    "hand over": Verb("owner", {"owner": "", "deputy": ""}, "owned", {PUBLISHER, MANAGER, CHIEF}),
    "sign a review": Verb(
        "review", {"reviewer_name": "Dr Example", "reviewer_role": "surgeon"}, "live", {REVIEWER, CHIEF}
    ),
}

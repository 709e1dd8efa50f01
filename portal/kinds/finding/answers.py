"""The fixed answers of a finding, and the words that readers get for them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

DESIGNS = {
    "randomised_trial": _("randomised trial"),
    "review_of_trials": _("review of randomised trials"),
    "review_mixed": _("review of different kinds of studies"),
    "cohort": _("study that followed people over time"),
    "registry": _("registry of many hospitals"),
    "case_control": _("study that looked back from the result"),
    "before_after": _("study of people before and after"),
    "case_series": _("report on people treated in one way"),
    "survey": _("survey"),
    "guideline": _("guideline"),
    "expert_consensus": _("agreement of experts"),
}
TIMINGS = {"at": _("at %(time)s"), "by": _("by %(time)s")}
TIME_UNITS = {"hours": _("hours"), "days": _("days"), "weeks": _("weeks"), "months": _("months"), "years": _("years")}
SPANS = {
    "hours": ngettext_lazy("%(count)s hour", "%(count)s hours", "number"),
    "days": ngettext_lazy("%(count)s day", "%(count)s days", "number"),
    "weeks": ngettext_lazy("%(count)s week", "%(count)s weeks", "number"),
    "months": ngettext_lazy("%(count)s month", "%(count)s months", "number"),
    "years": ngettext_lazy("%(count)s year", "%(count)s years", "number"),
}
SMALL_NUMBERS = {
    "1": _("one"),
    "2": _("two"),
    "3": _("three"),
    "4": _("four"),
    "5": _("five"),
    "6": _("six"),
    "7": _("seven"),
    "8": _("eight"),
    "9": _("nine"),
    "10": _("ten"),
}
TIES = {
    "none_seen": _("no tie to industry was seen"),
    "funded": _("paid for by industry, or by people with ties to it"),
    "not_seen": _("who paid could not be seen"),
}
NOT_RATED = "not_rated"
CERTAINTIES = {
    "high": _("high certainty"),
    "moderate": _("moderate certainty"),
    "low": _("low certainty"),
    "very_low": _("very low certainty"),
    NOT_RATED: _("certainty not rated"),
}

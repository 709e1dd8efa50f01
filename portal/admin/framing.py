"""Which answers may stand in a frame: those of the look beside the form, in a page of our own, and nothing else."""

from collections.abc import Callable

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

# The button that asks for a look, and its value when the look goes into the frame.
LOOK, FRAMED = "_look", "frame"


def may_be_framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let our own pages hold the answers of a view in a frame; everybody else's stay refused."""
    return xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(view))

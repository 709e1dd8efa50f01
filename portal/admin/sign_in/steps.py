"""The way from the sign-in form to the desk: which screen comes first, and where it leads on to."""

import time
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.desk.second_factor import has_telephone

# Names of screens of the desk.
CODE, PASSWORD, TELEPHONE = "second_step", "password_change", "telephone"
CONFIRMED_AT = "password_confirmed_at"
# So long after somebody has typed the password, it need not be typed again to change how one signs in.
CONFIRMED_SECONDS = 600


def is_staff(request: HttpRequest) -> bool:
    """Whether somebody of the staff has typed the right password in this browser; no more than that."""
    return bool(request.user.is_active and request.user.is_staff)


def missing(request: HttpRequest) -> str:
    """The screen that somebody must pass before the desk; empty where nothing is missing. Asked once a request."""
    if not hasattr(request, "step_before_desk"):
        request.step_before_desk = _missing(request)
    return str(request.step_before_desk)


def _missing(request: HttpRequest) -> str:
    is_verified = getattr(request.user, "otp_device", None) is not None
    has_one = is_verified or has_telephone(request.user)
    if has_one and not is_verified:
        return CODE
    if request.user.must_change_password:
        return PASSWORD
    return TELEPHONE if settings.REQUIRE_SECOND_FACTOR and not has_one else ""


def wanted(request: HttpRequest) -> str:
    """The address that somebody was on the way to; the desk's front page for one that is not ours."""
    found = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(found, {request.get_host()}, require_https=request.is_secure())
    return found if is_ours else reverse("admin:index")


def to(name: str, then: str) -> HttpResponse:
    """Lead to a screen of signing in, and from there on to `then`."""
    return redirect(f"{reverse(f'admin:{name}')}?{urlencode({'next': then})}")


def note_password(request: HttpRequest) -> None:
    """Somebody has just typed the right password in this browser."""
    request.session[CONFIRMED_AT] = int(time.time())


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the password was typed a short while ago."""
    return 0 <= time.time() - request.session.get(CONFIRMED_AT, 0) < CONFIRMED_SECONDS


def knows_password(request: HttpRequest, password: str) -> bool:
    """Whether this is the password of whoever is signed in. Wrong ones are counted as at the sign-in form."""
    return authenticate(request, username=request.user.get_username(), password=password) == request.user

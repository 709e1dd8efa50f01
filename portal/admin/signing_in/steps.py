"""The steps behind the password: choose an own one, set an app up, give its code, look after all of them."""

from typing import Any
from urllib.parse import urlencode

import django_otp
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, authenticate, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.admin.signing_in.forms import CodeForm, OwnPasswordForm, PasswordForm
from portal.desk import factors

# After the password was given once more, an app may be set up for so long (seconds).
MAY_SET_UP_FOR = 600
_MAY_SET_UP = "may_set_up_app_until"
# The secret of an app that is being set up: in the session's row on the server, never in a page's address or a cookie.
_SECRET = "secret_of_new_app"  # noqa: S105  a name, not a secret
FEW = 3
Frame = dict[str, Any]


def is_at_the_door(user: Any) -> bool:
    """Whether somebody has given a password of the desk, whatever else is still to come."""
    return bool(user.is_active and user.is_staff)


def is_let_in(user: Any) -> bool:
    """Whether the desk is open to this signed-in person."""
    return not user.must_change_password and factors.is_let_in(user, is_verified=user.is_verified())


def is_guessing(request: HttpRequest, password: str) -> bool:
    """Count a password as signing in does: whether it was wrong, and too often by now."""
    found = authenticate(request, username=request.user.get_username(), password=password)
    return found is None and bool(getattr(request, "axes_locked_out", False))


def next_step(request: HttpRequest) -> HttpResponse:
    """Where somebody goes who has given the password and is not let in yet."""
    behind = "second_factor" if request.user.has_app else "set_up"
    address = reverse(f"admin:{'own_password' if request.user.must_change_password else behind}")
    way = _given_way(request)
    return redirect(f"{address}?{urlencode({REDIRECT_FIELD_NAME: way})}" if way else address)


def own_password(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Have somebody choose a password of their own, which nobody else knows, before anything else is open to them."""
    if not request.user.must_change_password:
        return redirect(_way(request))
    form = OwnPasswordForm(request.user, request.POST or None)
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, _("From now on you sign in with your own password."))
        return redirect(_way(request)) if is_let_in(request.user) else next_step(request)
    return TemplateResponse(
        request, "admin/signing_in/own_password.html", frame | {"form": form, "way": _given_way(request)}
    )


def second_factor(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Ask for the code of the app, or for a recovery code."""
    if request.user.must_change_password:
        return next_step(request)
    if request.user.is_verified() or not request.user.has_app:
        return redirect(_way(request))
    form = CodeForm(request.POST or None)
    if form.is_valid() and (device := _device(request, form)):
        _let_in(request, device)
        _say_codes_left(request)
        return redirect(_way(request))
    context = frame | {"form": form, "way": _given_way(request), "left": factors.recovery_codes_left(request.user)}
    return TemplateResponse(request, "admin/signing_in/second_factor.html", context)


def _device(request: HttpRequest, form: CodeForm) -> factors.Factor | None:
    """The device whose code was typed; where there is none, the form says what to do."""
    try:
        device = factors.factor_for(request.user, code=form.cleaned_data["code"])
    except factors.Throttled as throttled:
        words = ngettext(
            "The last code was wrong. Wait a second, then type the next one.",
            "The last codes were wrong. Wait %(seconds)s seconds, then type the next one.",
            throttled.seconds,
        )
        form.add_error("code", words % {"seconds": throttled.seconds})
        return None
    if device is None:
        form.add_error("code", _("This code is not right, or it was used already. Wait for the next one in your app."))
    return device


def _let_in(request: HttpRequest, device: factors.Factor) -> None:
    """From here on the session may do more, so it gets another key."""
    request.session.cycle_key()
    django_otp.login(request, device)


def _say_codes_left(request: HttpRequest) -> None:
    left = factors.recovery_codes_left(request.user)
    if left <= FEW:
        words = ngettext(
            "You have %(left)s recovery code left. Make new ones under “My sign-in”.",
            "You have %(left)s recovery codes left. Make new ones under “My sign-in”.",
            left,
        )
        messages.warning(request, words % {"left": left})


def set_up(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Set an app up: show its secret, take its first code. Who is in already gives the password once more before."""
    if request.user.must_change_password or (request.user.has_app and not request.user.is_verified()):
        return next_step(request)
    if is_let_in(request.user) and not _may_set_up(request):
        return redirect("admin:my_sign_in")
    secret = request.session.setdefault(_SECRET, factors.new_secret())
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if done := factors.set_up_app(request.user, secret=secret, code=form.cleaned_data["code"]):
            return _is_set_up(request, frame, *done)
        form.add_error("code", _("This code is not right. Is the clock of your telephone right? Try the next one."))
    size, path = factors.squares(request.user, secret)
    shown = {"secret": factors.typed(secret), "path": path, "size": size, "whole": size + 8}
    context = frame | {"form": form, "way": _given_way(request), "has_app": request.user.has_app, **shown}
    return TemplateResponse(request, "admin/signing_in/set_up.html", context)


def _is_set_up(request: HttpRequest, frame: Frame, app: factors.Factor, codes: list[str]) -> HttpResponse:
    for name in (_SECRET, _MAY_SET_UP):
        request.session.pop(name, None)
    _let_in(request, app)
    return _codes(request, frame, codes)


def _codes(request: HttpRequest, frame: Frame, codes: list[str]) -> HttpResponse:
    """The recovery codes, this once: whoever loads the page again is led away from it."""
    title = {"title": _("Keep these recovery codes")}
    shown = frame | title | {"codes": [f"{code[:4]} {code[4:]}" for code in codes], "way": _way(request)}
    return TemplateResponse(request, "admin/signing_in/codes.html", shown)


def my_sign_in(request: HttpRequest, frame: Frame) -> HttpResponse:
    """What a person can do about the own sign-in; each thing asks for the password once more."""
    form = PasswordForm(request.POST or None, request=request)
    if form.is_valid():
        if "codes" in request.POST and request.user.has_app:
            return _codes(request, frame, factors.new_recovery_codes(request.user))
        request.session[_MAY_SET_UP] = timezone.now().timestamp() + MAY_SET_UP_FOR
        return redirect("admin:set_up")
    context = frame | {
        "form": form,
        "has_app": request.user.has_app,
        "left": factors.recovery_codes_left(request.user),
    }
    return TemplateResponse(request, "admin/signing_in/my_sign_in.html", context)


def _may_set_up(request: HttpRequest) -> bool:
    return timezone.now().timestamp() < request.session.get(_MAY_SET_UP, 0)


def _given_way(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is on this site; "" else."""
    way = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    is_ours = url_has_allowed_host_and_scheme(way, {request.get_host()}, require_https=request.is_secure())
    return way if is_ours else ""


def _way(request: HttpRequest) -> str:
    return _given_way(request) or reverse("admin:index")

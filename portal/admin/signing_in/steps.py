"""The steps behind the password: set an app up, give its code, look after both."""

from typing import Any
from urllib.parse import urlencode

import django_otp
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.admin.signing_in import factors
from portal.admin.signing_in.forms import CodeForm, PasswordForm

# After the password was given once more, an app may be replaced for so long (seconds).
MAY_REPLACE_FOR = 600
_MAY_REPLACE = "may_replace_app_until"
Frame = dict[str, Any]


def is_at_the_door(user: Any) -> bool:
    """Whether somebody has given a password of the desk and nothing more is known yet."""
    return bool(user.is_active and user.is_staff)


def next_step(request: HttpRequest) -> HttpResponse:
    """Where somebody goes who has given the password and is not let in yet."""
    step = "second_factor" if factors.has_factor(request.user) else "set_up"
    way = request.GET.get(REDIRECT_FIELD_NAME, "")
    address = reverse(f"admin:{step}")
    return redirect(f"{address}?{urlencode({REDIRECT_FIELD_NAME: way})}" if way else address)


def second_factor(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Ask for the code of the app, or for a recovery code."""
    _must_be_at_the_door(request)
    if request.user.is_verified() or not factors.has_factor(request.user):
        return redirect(_way(request))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        device = _device(request, form)
        if device is not None:
            django_otp.login(request, device)
            _say_codes_left(request)
            return redirect(_way(request))
    context = frame | {"form": form, "way": _given_way(request), "left": factors.recovery_codes_left(request.user)}
    return TemplateResponse(request, "admin/signing_in/second_factor.html", context)


def _device(request: HttpRequest, form: CodeForm) -> Any:
    """The device whose code was typed; where there is none, the form says what to do."""
    try:
        device = factors.device_for(request.user, form.cleaned_data["code"])
    except factors.Throttled as throttled:
        words = ngettext(
            "That was wrong too often. Wait a second, then try again.",
            "That was wrong too often. Wait %(seconds)s seconds, then try again.",
            throttled.seconds,
        )
        form.add_error("code", words % {"seconds": throttled.seconds})
        return None
    if device is None:
        form.add_error("code", _("This code is not right, or it was used already. Wait for the next one in your app."))
    return device


def _say_codes_left(request: HttpRequest) -> None:
    left = factors.recovery_codes_left(request.user)
    if left <= 3:
        words = ngettext(
            "You have %(left)s recovery code left. Make new ones under “My sign-in”.",
            "You have %(left)s recovery codes left. Make new ones under “My sign-in”.",
            left,
        )
        messages.warning(request, words % {"left": left})


def set_up(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Set an app up: show its secret, and take its first code. Replacing one needs the password once more."""
    _must_be_at_the_door(request)
    if factors.has_factor(request.user) and not _may_replace(request):
        return redirect(reverse("admin:my_sign_in") if request.user.is_verified() else reverse("admin:second_factor"))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        codes = _confirmed(request, form)
        if codes:
            request.session.pop(_MAY_REPLACE, None)
            return _codes(request, frame, codes)
    device = factors.new_app(request.user)
    context = frame | {
        "form": form,
        "way": _given_way(request),
        "secret": factors.secret_of(device),
        "squares": factors.squares_of(device),
    }
    return TemplateResponse(request, "admin/signing_in/set_up.html", context)


def _confirmed(request: HttpRequest, form: CodeForm) -> list[str] | None:
    """New recovery codes, if the first code of the app is right: from here on the person is let in."""
    try:
        codes = factors.confirm_app(request.user, form.cleaned_data["code"])
    except factors.Throttled as throttled:
        form.add_error("code", _("Wait %(seconds)s seconds, then try again.") % {"seconds": throttled.seconds})
        return None
    if codes is None:
        form.add_error("code", _("This code is not right. Is the clock of your telephone right? Try the next one."))
        return None
    django_otp.login(request, factors.app_of(request.user))
    return codes


def _codes(request: HttpRequest, frame: Frame, codes: list[str]) -> HttpResponse:
    """The recovery codes, this once."""
    return TemplateResponse(request, "admin/signing_in/codes.html", frame | {"codes": codes, "way": _way(request)})


def my_sign_in(request: HttpRequest, frame: Frame) -> HttpResponse:
    """What a person can do about the own sign-in; each thing asks for the password once more."""
    form = PasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        if "codes" in request.POST and factors.has_factor(request.user):
            return _codes(request, frame, factors.new_recovery_codes(request.user))
        request.session[_MAY_REPLACE] = timezone.now().timestamp() + MAY_REPLACE_FOR
        return redirect("admin:set_up")
    context = frame | {
        "form": form,
        "has_factor": factors.has_factor(request.user),
        "left": factors.recovery_codes_left(request.user),
    }
    return TemplateResponse(request, "admin/signing_in/my_sign_in.html", context)


def _may_replace(request: HttpRequest) -> bool:
    until = request.session.get(_MAY_REPLACE, 0)
    return bool(request.user.is_verified()) and timezone.now().timestamp() < until


def _must_be_at_the_door(request: HttpRequest) -> None:
    if not is_at_the_door(request.user):
        raise PermissionDenied


def _given_way(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is on this site; "" else."""
    way = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    is_ours = url_has_allowed_host_and_scheme(way, {request.get_host()}, require_https=request.is_secure())
    return way if is_ours else ""


def _way(request: HttpRequest) -> str:
    return _given_way(request) or reverse("admin:index")

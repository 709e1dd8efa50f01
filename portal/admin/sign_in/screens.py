"""The screens of signing in: the second step, setting a telephone up, recovery codes, passwords.

Each takes the desk's admin site and the request. Who has not typed a password gets to none of them (see `site.py`).
"""

from typing import Any

import django_otp
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.admin.sign_in import steps
from portal.admin.sign_in.forms import CodeForm, ConfirmForm, FirstCodeForm, NewPasswordForm
from portal.admin.sign_in.squares import drawn
from portal.desk import second_factor
from portal.desk.second_factor import SecondFactorRefused

# The secret of a telephone that is being set up waits here for its first code.
KEY = "second_factor_key"


def second_step(site: Any, request: HttpRequest) -> HttpResponse:
    """Ask for a code of the telephone, or a recovery code."""
    if steps.missing(request) != steps.CODE:
        return redirect(steps.wanted(request))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            device = second_factor.check(user=request.user, code=form.cleaned_data["code"])
        except SecondFactorRefused as error:
            form.add_error("code", str(error))
        else:
            _let_in(request, device)
            return redirect(steps.wanted(request))
    left = second_factor.codes_left(request.user)
    return _screen(site, request, "second_step", _("Second step"), form=form, left=left)


def _let_in(request: HttpRequest, device: Any) -> None:
    """Mark the session as one of somebody who has shown both; under a new number, as after the password."""
    django_otp.login(request, device)
    request.session.cycle_key()
    if isinstance(device, second_factor.StaticDevice):
        left = second_factor.codes_left(request.user)
        words = ngettext(
            "You used a recovery code; %(left)d is left. Make new ones under “My sign-in”.",
            "You used a recovery code; %(left)d are left. You can make new ones under “My sign-in”.",
            left,
        )
        messages.warning(request, words % {"left": left})


def telephone(site: Any, request: HttpRequest) -> HttpResponse:
    """Set a telephone up, the first or another one: the square, the secret to type, the first code."""
    before = steps.missing(request)
    if before in (steps.CODE, steps.PASSWORD):
        return steps.to(before, steps.wanted(request))
    if not steps.is_confirmed(request):
        return steps.to("confirm_password", request.get_full_path())
    key = request.session.setdefault(KEY, second_factor.new_key())
    form = FirstCodeForm(request.POST or None)
    if form.is_valid():
        try:
            device, codes = second_factor.enrol(user=request.user, key=key, code=form.cleaned_data["code"])
        except SecondFactorRefused as error:
            form.add_error("code", str(error))
        else:
            del request.session[KEY]
            _let_in(request, device)
            note(request, request.user, "Set up a telephone for the second step.")
            return _codes(site, request, codes)
    side, path = drawn(second_factor.address_for_app(request.user, key))
    square = {"side": side, "path": path, "to_type": second_factor.key_to_type(key)}
    return _screen(site, request, "telephone", _("Set up your telephone"), form=form, must=bool(before), **square)


def recovery_codes(site: Any, request: HttpRequest) -> HttpResponse:
    """Make ten new recovery codes, on POST; the older ones stop working."""
    if not second_factor.has_telephone(request.user):
        return redirect("admin:my_sign_in")
    if not steps.is_confirmed(request):
        return steps.to("confirm_password", request.get_full_path())
    if request.method == "POST":
        codes = second_factor.renew_codes(user=request.user)
        note(request, request.user, "Made new recovery codes.")
        return _codes(site, request, codes)
    left = second_factor.codes_left(request.user)
    return _screen(site, request, "new_codes", _("New recovery codes"), left=left)


def _codes(site: Any, request: HttpRequest, codes: list[str]) -> HttpResponse:
    """The codes, in the answer itself, so that they are kept nowhere on the way."""
    return _screen(site, request, "kept_codes", _("Your recovery codes"), codes=codes)


def confirm_password(site: Any, request: HttpRequest) -> HttpResponse:
    """Ask for the password again, before somebody changes how they sign in."""
    if steps.missing(request) == steps.CODE:
        return steps.to(steps.CODE, steps.wanted(request))
    form = ConfirmForm(request, request.POST or None)
    if form.is_valid():
        steps.note_password(request)
        return redirect(steps.wanted(request))
    return _screen(site, request, "confirm_password", _("Your password again"), form=form)


def password_change(site: Any, request: HttpRequest) -> HttpResponse:
    """Choose another password: because one wants to, or because somebody else knows the first one."""
    if steps.missing(request) == steps.CODE:
        return steps.to(steps.CODE, steps.wanted(request))
    must = request.user.must_change_password
    form = NewPasswordForm(request, request.POST or None)
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        steps.note_password(request)
        note(request, request.user, "Changed the password.")
        messages.success(request, _("Your new password is set. Other browsers are signed out."))
        return redirect(steps.wanted(request) if must else reverse("admin:my_sign_in"))
    return _screen(site, request, "password", _("Choose a new password"), form=form, must=must)


def my_sign_in(site: Any, request: HttpRequest) -> HttpResponse:
    """How one signs in, and where to change it."""
    found = {
        "has_telephone": second_factor.has_telephone(request.user),
        "left": second_factor.codes_left(request.user),
    }
    return _screen(site, request, "mine", _("My sign-in"), **found)


def note(request: HttpRequest, person: Any, words: str) -> None:
    """Write into the history of an account who changed how it signs in."""
    LogEntry.objects.log_actions(request.user.pk, [person], CHANGE, words, single_object=True)


def _screen(site: Any, request: HttpRequest, name: str, title: str, **more: Any) -> HttpResponse:
    context = {**site.each_context(request), "title": title, "next": steps.wanted(request), **more}
    return TemplateResponse(request, f"admin/sign_in/{name}.html", context)

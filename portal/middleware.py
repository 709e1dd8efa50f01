"""What is the same for every request: the language of its address, and headers that go with the answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from portal.views import health

# Everything a browser could lend to a page; the portal asks for none of it.
POWERS = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)


class Health:
    """Answers `/healthz` before everything else: whoever asks comes by http and by the machine's own address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Exactly that path; everything else goes on."""
        return health.health(request) if request.path_info == health.ADDRESS else self.get_response(request)


class PermissionsPolicy:
    """Tells the browser that no page here uses camera, microphone, place or the like."""

    header = ", ".join(f"{power}=()" for power in POWERS)

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header, unless the view has set its own."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.header)
        return response


class AddressLanguage:
    """Takes the language from the address and from nothing else, so that one address is one page for everybody.

    Django's own LocaleMiddleware also looks at a cookie and at what the browser prefers, and tells caches so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of `/es/...`; without such a prefix, in the first of LANGUAGES."""
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

"""Headers that go with every answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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

"""The one application of the project."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Everything: text, kinds, the desk, the shelf and the public site."""

    name = "portal"
    label = "portal"
    verbose_name = "Patient education"

    def ready(self) -> None:
        """Register the system checks, which need the models."""
        from portal import checks

        assert checks.register, "imported for its registrations"

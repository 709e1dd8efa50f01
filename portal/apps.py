"""The one application of the project."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    """Everything: text, kinds, the desk, the shelf and the public site."""

    name = "portal"
    label = "portal"
    verbose_name = "Patient education"

    def ready(self) -> None:
        """Register the system checks, which need the models; after migrating, hold history and mend the search."""
        from portal import checks
        from portal.desk.vault import triggers
        from portal.search import engines

        assert checks.register, "imported for its registrations"
        post_migrate.connect(triggers.hold_after_migrating, sender=self, dispatch_uid="hold_after_migrating")
        post_migrate.connect(engines.hold_after_migrating, sender=self, dispatch_uid="hold_search_after_migrating")

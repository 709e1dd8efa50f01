"""The application, under a label that is not Wagtail's own."""

from django.apps import AppConfig


class Measured(AppConfig):
    """So that the folder may be called what it holds."""

    name, label = "benchmarks.wagtail", "measured"

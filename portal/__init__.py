"""The patient education portal. Nothing is imported here: `portal.bootstrap` must load before Django is installed."""

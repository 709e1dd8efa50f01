"""What of the database is kept in a backup, and which shape of tables its rows belong to."""

from django.apps import apps
from django.core import serializers
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

Schema = dict[str, str]

# Everything else is kept, also of an app that is added one day. These make themselves anew, or concern nobody later.
# Apps and recovery codes of the staff are kept, or nobody would get in after restoring; failed sign-ins are not.
# Preview links are not: a backup of last week would open again what has been revoked since.
LEFT_OUT = {
    "admin.logentry",
    "auth.permission",
    "axes.accessattempt",
    "axes.accessattemptexpiration",
    "axes.accessfailurelog",
    "axes.accesslog",
    "contenttypes.contenttype",
    "portal.previewlink",
    "portal.unanswered",
    "portal.writing",
    "sessions.session",
}


class WrongSchema(Exception):
    """Tables and portal, or backup and portal, do not belong together; the text says what to do."""


def kept_models() -> list[type[Model]]:
    """Every model whose rows are kept; those that others name by a natural key come before them."""
    kept = [
        (config, [model for model in config.get_models(include_auto_created=False) if _is_kept(model)])
        for config in apps.get_app_configs()
    ]
    return serializers.sort_dependencies([(config, models) for config, models in kept if models])


def _is_kept(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT


def names_what_is_left_out(model: type[Model]) -> bool:
    """Whether rows refer to rows that have another number in every database, so that numbers would lead astray."""
    related = (field.related_model for field in [*model._meta.fields, *model._meta.many_to_many])
    return any(isinstance(one, type) and one._meta.label_lower in LEFT_OUT for one in related)


def schema() -> Schema:
    """The newest migration of each app that has kept rows, such as {"auth": "0012_…", "portal": "0001_initial"}."""
    return _newest(MigrationLoader(None))


def _newest(loader: MigrationLoader) -> Schema:
    labels = sorted({model._meta.app_label for model in kept_models()} & loader.migrated_apps)
    return {label: max(name for _label, name in loader.graph.leaf_nodes(label)) for label in labels}


def must_be_migrated(*, using: str = DEFAULT_DB_ALIAS) -> Schema:
    """The schema, if the tables have exactly this shape. Raises WrongSchema where they are older or newer."""
    loader = MigrationLoader(connections[using])
    wanted, applied = _newest(loader), set(loader.applied_migrations)
    unknown = sorted(name for label, name in applied - set(loader.disk_migrations) if label in wanted)
    if unknown:
        raise WrongSchema(
            f"The database was migrated by a newer portal ({', '.join(unknown)}). Use that version of the portal."
        )
    if not wanted.items() <= applied:
        raise WrongSchema(
            "The database is older than this portal. Run: python3 manage.py migrate. To back it up before that, use "
            "the version of the portal that it belongs to."
        )
    return wanted


def must_fit(found: Schema) -> None:
    """Raise WrongSchema unless rows of a backup with this schema fit the tables of this portal."""
    ours, known = schema(), set(MigrationLoader(None).disk_migrations)
    newer = sorted(f"{label} {name}" for label, name in found.items() if (label, name) not in known)
    if newer:
        raise WrongSchema(
            f"The backup is of a newer portal: this one does not know {', '.join(newer)}. Update the portal, make a "
            "new database, run: python3 manage.py migrate, and restore again."
        )
    if found != ours:
        older = ", ".join(f"{label} {found.get(label, 'nothing')}" for label in ours if found.get(label) != ours[label])
        raise WrongSchema(
            f"The backup is of an older portal (its newest migrations: {older}). Take the version of the portal that "
            "it was made with, restore it into a new database there, then update and run: python3 manage.py migrate"
        )

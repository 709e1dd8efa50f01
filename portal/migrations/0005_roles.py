from django.db import migrations

# Frozen here: a clinic may change its groups afterwards, and no later version of the portal undoes that.
ROLES = {
    "Writer": ("view_document", "add_document", "change_document"),
    "Clinical reviewer": ("view_document", "approve_document", "sign_off_document"),
    "Publisher": ("view_document", "publish_document"),
    "Site manager": ("view_document", "view_user", "add_user", "change_user", "view_group"),
}
NAMES = {
    "publish_document": "Can publish and withdraw documents",
    "approve_document": "Can approve documents and send them back",
    "sign_off_document": "Can record a clinical review",
}


def make_roles(apps, schema_editor):
    """Four groups, one for each part of the work; permissions that Django makes only after migrating are made here."""
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    content_type = apps.get_model("contenttypes", "ContentType")
    for role, codenames in ROLES.items():
        made, _is_new = group.objects.get_or_create(name=role)
        for codename in codenames:
            verb, model = codename.rsplit("_", 1)
            of = content_type.objects.get_or_create(app_label="auth" if model == "group" else "portal", model=model)[0]
            made.permissions.add(
                permission.objects.get_or_create(
                    content_type=of, codename=codename, defaults={"name": NAMES.get(codename, f"Can {verb} {model}")}
                )[0]
            )


def leave_them(apps, schema_editor):
    """Going back leaves the groups: people are in them."""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_four_eyes"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, leave_them)]

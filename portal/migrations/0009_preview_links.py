import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Whoever writes, reviews or publishes may let somebody outside read along. Frozen here, as the roles are.
ROLES = ("Writer", "Clinical reviewer", "Publisher")
CODENAME, NAME = "share_document", "Can make preview links"


def give_to_roles(apps, schema_editor):
    """Give the permission, which Django itself makes only after migrating, to the roles that are still there."""
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    of = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="portal", model="document")[0]
    made, _is_new = permission.objects.get_or_create(content_type=of, codename=CODENAME, defaults={"name": NAME})
    for role in group.objects.filter(name__in=ROLES):
        role.permissions.add(made)


def take_it_back(apps, schema_editor):
    """An older portal does not know the permission."""
    apps.get_model("auth", "Permission").objects.filter(
        codename=CODENAME, content_type__app_label="portal", content_type__model="document"
    ).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0008_health_and_links'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='document',
            options={'permissions': [('publish_document', 'Can publish and withdraw documents'), ('approve_document', 'Can approve documents and send them back'), ('sign_off_document', 'Can record a clinical review'), ('assign_document', 'Can name owners and deputies'), ('share_document', 'Can make preview links')]},
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('note', models.CharField(max_length=120)),
                ('html', models.TextField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='preview_links', to='portal.revision')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='a_revoked_preview_link_says_when_and_by_whom'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='a_preview_link_expires_after_it_was_made'), models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='a_preview_link_says_for_whom_it_is')],
            },
        ),
        migrations.RunPython(give_to_roles, take_it_back),
    ]

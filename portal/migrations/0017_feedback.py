import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

# Frozen here, as the roles are: whoever writes or reviews handles what readers send; publishers and site managers throw
# away what is no message about a page.
HANDLES = ("view_feedback", "change_feedback")
ROLES = {
    "Writer": HANDLES,
    "Clinical reviewer": HANDLES,
    "Publisher": (*HANDLES, "delete_feedback"),
    "Site manager": (*HANDLES, "delete_feedback"),
}


def give_to_roles(apps, schema_editor):
    """Give the permissions, which Django itself makes only after migrating, to the roles that are still there."""
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    of = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="portal", model="feedback")[0]
    for role in group.objects.filter(name__in=ROLES):
        for codename in ROLES[role.name]:
            words = f"Can {codename.partition('_')[0]} messages from readers"
            made, _is_new = permission.objects.get_or_create(
                content_type=of, codename=codename, defaults={"name": words}
            )
            role.permissions.add(made)


def take_it_back(apps, schema_editor):
    """An older portal does not know the permissions."""
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="portal", content_type__model="feedback"
    ).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0016_comparing'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('kind', models.CharField(max_length=20)),
                ('slug', models.CharField(max_length=80)),
                ('part', models.CharField(blank=True, max_length=200)),
                ('heading', models.CharField(blank=True, max_length=400)),
                ('clear', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No')], max_length=10, verbose_name='clear?')),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='words')),
                ('sent_on', models.DateField(verbose_name='sent')),
                ('ticket', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(choices=[('new', 'new'), ('planned', 'looked at, a change is planned'), ('answered', 'answered'), ('set_aside', 'nothing to change')], default='new', max_length=10, verbose_name='state')),
                ('said', models.CharField(blank=True, max_length=300)),
                ('changed', models.CharField(blank=True, max_length=500)),
                ('revision_number', models.PositiveBigIntegerField(blank=True, null=True)),
                ('revision_digest', models.CharField(blank=True, max_length=64)),
                ('answered_on', models.DateField(blank=True, null=True)),
                ('is_shown', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'message from a reader',
                'verbose_name_plural': 'messages from readers',
                'default_permissions': ('view', 'change', 'delete'),
                'indexes': [models.Index(fields=['state', 'sent_on'], name='messages_by_state_and_day')],
                'constraints': [models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.functions.text.Length('ticket'), 64), name='a_ticket_is_a_sha_256'), models.CheckConstraint(condition=models.Q(models.Q(('answered_on__isnull', False), ('changed__gt', ''), ('state', 'answered')), models.Q(models.Q(('state', 'answered'), _negated=True), ('answered_on__isnull', True)), _connector='OR'), name='an_answered_message_says_what_and_when'), models.CheckConstraint(condition=models.Q(('is_shown', False), models.Q(('said__gt', ''), ('state', 'answered')), _connector='OR'), name='only_an_answer_that_says_what_was_said_is_shown'), models.CheckConstraint(condition=models.Q(models.Q(('revision_digest', ''), ('revision_number__isnull', True)), models.Q(('revision_digest__gt', ''), ('revision_number__isnull', False), ('state', 'answered')), _connector='OR'), name='only_an_answer_names_a_revision')],
            },
        ),
        migrations.CreateModel(
            name='Handling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('new', 'new'), ('planned', 'looked at, a change is planned'), ('answered', 'answered'), ('set_aside', 'nothing to change')], max_length=10)),
                ('changed', models.CharField(blank=True, max_length=500)),
                ('is_shown', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('feedback', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handlings', to='portal.feedback')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.RunPython(give_to_roles, take_it_back),
    ]

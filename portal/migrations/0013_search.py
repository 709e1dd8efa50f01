import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from portal.search.engines import engine


def create(apps, schema_editor):
    engine(schema_editor.connection.vendor).create(schema_editor.execute)


def drop(apps, schema_editor):
    engine(schema_editor.connection.vendor).drop(schema_editor.execute)


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0012_schedulings'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
            ],
            options={
                'verbose_name': 'search words',
                'verbose_name_plural': 'search words',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('portal.document',),
        ),
        migrations.AddField(
            model_name='page',
            name='asked_as',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='term',
            name='asked_as',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('kind', models.CharField(max_length=20)),
                ('slug', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=400)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('stage', models.CharField(blank=True, max_length=20)),
                ('names', models.TextField()),
                ('heads', models.TextField(blank=True)),
                ('gist', models.TextField(blank=True)),
                ('stems', models.TextField(blank=True)),
                ('summary', models.TextField(blank=True)),
                ('passages', models.TextField(blank=True)),
                ('words', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('language', 'kind', 'slug'), name='one_entry_per_address')],
            },
        ),
        migrations.CreateModel(
            name='Unanswered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('digest', models.CharField(max_length=64)),
                ('days', models.PositiveIntegerField(default=1)),
                ('asked_on', models.DateField()),
                ('words', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('language', 'digest'), name='one_row_per_question_without_answer'), models.CheckConstraint(condition=models.Q(('words', ''), ('days__gte', 5), _connector='OR'), name='words_are_kept_from_the_fifth_day')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('word', models.CharField(max_length=60)),
                ('stem', models.CharField(max_length=60)),
                ('entries', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['language', 'stem'], name='words_by_their_stem')],
                'constraints': [models.UniqueConstraint(fields=('language', 'word'), name='one_row_per_word_of_a_language'), models.CheckConstraint(condition=models.Q(('entries__gte', 1)), name='a_word_stands_in_an_entry')],
            },
        ),
        migrations.CreateModel(
            name='SearchWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('kind', models.CharField(max_length=20)),
                ('slug', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=400)),
                ('first_published_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('fresh_until', models.DateTimeField(blank=True, null=True)),
                ('reviewed_digest', models.CharField(blank=True, max_length=64)),
                ('reviewer_name', models.CharField(blank=True, max_length=120)),
                ('reviewer_role', models.CharField(blank=True, max_length=120)),
                ('reviewer_registration', models.CharField(blank=True, max_length=120)),
                ('reviewed_on', models.DateField(blank=True, null=True)),
                ('review_due_on', models.DateField(blank=True, null=True)),
                ('fields', models.JSONField(default=dict)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.edition')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('language', 'kind', 'slug'), name='one_searchwords_per_address'), models.CheckConstraint(condition=models.Q(models.Q(('review_due_on__isnull', True), ('reviewed_digest', ''), ('reviewed_on__isnull', True)), models.Q(('review_due_on__isnull', False), ('reviewed_digest__gt', ''), ('reviewed_on__isnull', False)), _connector='OR'), name='a_reviewed_searchwords_names_what_and_when')],
            },
        ),
        migrations.RunPython(create, drop),
    ]

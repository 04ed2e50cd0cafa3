"""Saved mappings become templates: one name a company, the titles they know, who used them last."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def tell_apart(apps, schema_editor):
    """A name is one template of the company: a second one of another kind gets its kind behind its name."""
    mapping = apps.get_model("channels", "ImportMapping")
    taken = set()
    for row in mapping.objects.order_by("id"):
        name, number = row.name[:120], 2
        while (row.company_id, name) in taken:
            name = f"{row.name[:90]} ({row.format}{'' if number == 2 else f' {number}'})"
            number += 1
        taken.add((row.company_id, name))
        row.name, row.titles = name, sorted(row.mapping.values())
        row.save(update_fields=["name", "titles"])


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0006_closed_demo'),
        ('channels', '0003_comparisons'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='importmapping',
            name='channels_importmapping_once',
        ),
        migrations.RemoveField(
            model_name='importmapping',
            name='header_sha256',
        ),
        migrations.AddField(
            model_name='import',
            name='template',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='channels.importmapping'),
        ),
        migrations.AddField(
            model_name='importmapping',
            name='last_used_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='importmapping',
            name='last_used_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importmapping',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importmapping',
            name='reading',
            field=models.JSONField(db_default={}),
        ),
        migrations.AddField(
            model_name='importmapping',
            name='titles',
            field=models.JSONField(db_default=[]),
        ),
        migrations.AddField(
            model_name='importmapping',
            name='words',
            field=models.JSONField(db_default={}),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='importmapping',
            constraint=models.UniqueConstraint(fields=('company', 'name'), name='channels_importmapping_once'),
        ),
    ]

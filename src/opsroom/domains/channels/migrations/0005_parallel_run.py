"""Channels listen beside an old tool; each day is compared with its export."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0007_comments'),
        ('catalog', '0001_initial'),
        ('channels', '0004_templates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Difference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('key', models.TextField()),
                ('rows', models.JSONField(db_default=[])),
                ('told', models.JSONField(null=True)),
                ('ours', models.JSONField(null=True)),
                ('order_id', models.BigIntegerField(null=True)),
                ('fingerprint', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Explanation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.TextField()),
                ('reason', models.TextField()),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='ParallelDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.TextField()),
                ('day', models.DateField()),
                ('file_name', models.TextField()),
                ('compared', models.IntegerField()),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name='channel',
            name='listens_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='channel',
            name='taken_over_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='channel',
            name='taken_over_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='channel',
            constraint=models.CheckConstraint(condition=models.Q(('taken_over_at__isnull', True), ('listens_since__isnull', False), _connector='OR'), name='channels_channel_listened_first'),
        ),
        migrations.AddField(
            model_name='difference',
            name='sku',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.sku'),
        ),
        migrations.AddField(
            model_name='explanation',
            name='channel',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='channels.channel'),
        ),
        migrations.AddField(
            model_name='explanation',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='parallelday',
            name='channel',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='channels.channel'),
        ),
        migrations.AddField(
            model_name='parallelday',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='access.company'),
        ),
        migrations.AddField(
            model_name='parallelday',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='difference',
            name='parallel_day',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='differences', to='channels.parallelday'),
        ),
        migrations.AddConstraint(
            model_name='explanation',
            constraint=models.UniqueConstraint(fields=('channel', 'fingerprint'), name='channels_explanation_once'),
        ),
        migrations.AddIndex(
            model_name='parallelday',
            index=models.Index(fields=['channel', '-day', '-id'], name='channels_parallelday_latest'),
        ),
        migrations.AddConstraint(
            model_name='parallelday',
            constraint=models.CheckConstraint(condition=models.Q(('about__in', ['orders', 'stock'])), name='channels_parallelday_about_known'),
        ),
        migrations.AddIndex(
            model_name='difference',
            index=models.Index(fields=['parallel_day', 'kind', 'id'], name='channels_difference_list'),
        ),
    ]

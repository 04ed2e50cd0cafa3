"""Comments with whom they call; a trigger holds them as they were read."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


# What was read does not change: only its author's text for some minutes, a strike-out once, an erasure once.
FORWARDS = """
CREATE FUNCTION access_comment_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (NEW.id, NEW.company_id, NEW.subject_kind, NEW.subject_id, NEW.author_id, NEW.written_at)
            = (OLD.id, OLD.company_id, OLD.subject_kind, OLD.subject_id, OLD.author_id, OLD.written_at)
        AND OLD.erased_at IS NULL
        AND (OLD.struck_at IS NULL OR NEW.struck_at = OLD.struck_at AND NEW.struck_by_id = OLD.struck_by_id)
        AND (NEW.text = OLD.text
            OR NEW.erased_at IS NOT NULL AND NEW.text = ''
            OR OLD.struck_at IS NULL AND now() < OLD.written_at + interval '15 minutes')
    THEN RETURN NEW;
    END IF;
    RAISE EXCEPTION 'comments stand as they were read: % refused', TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Strike it out and write a new one.';
END $$;
CREATE TRIGGER access_comment_stands BEFORE UPDATE OR DELETE ON access_comment
    FOR EACH ROW EXECUTE FUNCTION access_comment_stands();
"""
BACKWARDS = """
DROP TRIGGER access_comment_stands ON access_comment;
DROP FUNCTION access_comment_stands();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0006_closed_demo'),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.TextField()),
                ('subject_id', models.BigIntegerField()),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('edited_at', models.DateTimeField(null=True)),
                ('struck_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='access.company')),
                ('struck_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField(null=True)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='access.comment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['company', 'subject_kind', 'subject_id', 'id'], name='access_comment_about'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('erased_at__isnull', False), _connector='OR'), name='access_comment_says_something'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('struck_at__isnull', True), ('struck_by__isnull', True)), models.Q(('struck_at__isnull', False), ('struck_by__isnull', False)), _connector='OR'), name='access_comment_struck_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='mention',
            index=models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person', 'id'], name='access_mention_unread'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(fields=('comment', 'person'), name='access_mention_once'),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]

"""Keeps an order's day and company beside its tags and its demand, so that lists of them are walked in order."""

from django.db import migrations, models

# What stands beside a tag or a SKU is the order's own; so the order's may not change.
FORWARDS = """
CREATE FUNCTION orders_order_keeps_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an order keeps its company and the moment it was placed: % refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME,
              HINT = 'Take the order out and bring it in again.';
END $$;
CREATE TRIGGER orders_order_keeps_day BEFORE UPDATE OF company_id, placed_at ON orders_order
    FOR EACH ROW WHEN ((OLD.company_id, OLD.placed_at) IS DISTINCT FROM (NEW.company_id, NEW.placed_at))
    EXECUTE FUNCTION orders_order_keeps_day();
"""
BACKWARDS = """
DROP TRIGGER orders_order_keeps_day ON orders_order;
DROP FUNCTION orders_order_keeps_day();
"""
FILL_TAGS = """
UPDATE orders_ordertag t SET company_id = o.company_id, placed_at = o.placed_at
FROM orders_order o WHERE o.id = t.order_id
"""
FILL_DEMAND = "UPDATE orders_demand d SET placed_at = o.placed_at FROM orders_order o WHERE o.id = d.order_id"


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0010_left_by_day'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='demand',
            name='orders_demand_sku',
        ),
        migrations.RemoveIndex(
            model_name='ordertag',
            name='orders_ordertag_tag',
        ),
        migrations.AddField(
            model_name='demand',
            name='placed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='ordertag',
            name='company_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='ordertag',
            name='placed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(FILL_DEMAND, migrations.RunSQL.noop),
        migrations.RunSQL(FILL_TAGS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='demand',
            name='placed_at',
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name='ordertag',
            name='company_id',
            field=models.BigIntegerField(),
        ),
        migrations.AlterField(
            model_name='ordertag',
            name='placed_at',
            field=models.DateTimeField(),
        ),
        migrations.AddIndex(
            model_name='demand',
            index=models.Index(fields=['sku', '-placed_at', '-order'], name='orders_demand_walk'),
        ),
        migrations.AddIndex(
            model_name='ordertag',
            index=models.Index(fields=['company_id', 'tag', '-placed_at', '-order'], name='orders_ordertag_walk'),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.RunSQL("ANALYZE orders_demand; ANALYZE orders_ordertag", migrations.RunSQL.noop),
    ]

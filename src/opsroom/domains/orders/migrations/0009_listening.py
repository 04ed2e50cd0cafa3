"""Orders of a channel that only listens have a mode of their own, which takes no stock."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0005_parallel_run'),
        ('orders', '0008_found_and_paged'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='order',
            name='orders_order_mode_known',
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['history', 'live', 'listening'])), name='orders_order_mode_known'),
        ),
    ]

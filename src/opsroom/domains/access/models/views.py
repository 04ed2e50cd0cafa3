"""Saved views of lists; a view is a name for a URL query, never a copy of rows."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class SavedView(models.Model):
    """`user` null: shared by the company. `list_name` is the page ("orders"), `query` its URL query."""

    user = models.ForeignKey("access.User", on_delete=models.CASCADE, null=True)
    company = models.ForeignKey("access.Company", on_delete=models.CASCADE, db_index=False)
    list_name = models.TextField()
    name = models.TextField()
    query = models.TextField(db_default="")
    position = models.IntegerField(db_default=0)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "list_name", "user", "name"],
                nulls_distinct=False,
                name="access_savedview_name_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="access_savedview_named"),
        ]

"""What colleagues write to each other about a thing, and who was called by it; refuses to change what was read."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Comment(models.Model):
    """One comment. Its text changes for a few minutes, then it can only be struck out; an erasure empties it."""

    append_only = True
    append_only_except = ("text", "edited_at", "struck_at", "struck_by_id", "erased_at")

    company = models.ForeignKey("access.Company", on_delete=models.PROTECT, db_index=False)
    subject_kind = models.TextField()
    subject_id = models.BigIntegerField()
    author = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True)
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, related_name="+")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text="") | models.Q(erased_at__isnull=False),
                name="access_comment_says_something",
            ),
            models.CheckConstraint(
                condition=models.Q(struck_at__isnull=True, struck_by__isnull=True)
                | models.Q(struck_at__isnull=False, struck_by__isnull=False),
                name="access_comment_struck_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "subject_kind", "subject_id", "id"], name="access_comment_about")
        ]


class Mention(models.Model):
    """That a comment called a person; `read_at` null: they have not said that they read it."""

    append_only = True
    append_only_except = ("read_at",)

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions", db_index=False)
    person = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="access_mention_once")]
        indexes = [
            models.Index(
                fields=["person", "id"],
                condition=models.Q(read_at__isnull=True),
                name="access_mention_unread",
            )
        ]

"""People who sign in, their roles and their one-time links; refuses one e-mail twice, whatever its case."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.crypto import salted_hmac

from opsroom.domains.access.matrix import ROLES


class People(BaseUserManager["User"]):
    """Finds people by e-mail; creates none: that is the verb invite_user."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The person who signs in with this e-mail; raises User.DoesNotExist."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person. No superuser and no staff flag: rights come from RoleGrant and the matrix alone."""

    email = models.TextField()  # stored in lower case
    name = models.TextField(db_default="")
    is_active = models.BooleanField(db_default=True, default=True)
    locale = models.TextField(db_default="en", default="en")
    theme = models.TextField(db_default="system", default="system")
    keys_single = models.BooleanField(db_default=True, default=True)
    # Sessions opened before this moment are over: roles, factors or the account changed.
    sessions_since = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="access_user_email_once"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="access_user_email_lower"),
            models.CheckConstraint(condition=models.Q(email__contains="@"), name="access_user_email_form"),
            models.CheckConstraint(
                condition=models.Q(theme__in=["system", "light", "dark"]), name="access_user_theme_known"
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # Django compares this seal on every request. With `sessions_since` in it, one UPDATE ends all sessions.
        return salted_hmac(
            "opsroom.access.session",
            f"{self.password}|{self.sessions_since.isoformat()}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class RoleGrant(models.Model):
    """A role of one person in one company. `site_id` null: at every site; no foreign key, sites stand above."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants", db_index=False)
    company = models.ForeignKey("access.Company", on_delete=models.CASCADE)
    role = models.TextField()
    site_id = models.BigIntegerField(null=True)
    money_limit_minor = models.BigIntegerField(null=True)  # per day, company currency; null: none granted
    granted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "company", "role", "site_id"],
                nulls_distinct=False,
                name="access_rolegrant_once",
            ),
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="access_rolegrant_role_known"),
            models.CheckConstraint(
                condition=models.Q(money_limit_minor__isnull=True) | models.Q(money_limit_minor__gte=0),
                name="access_rolegrant_limit_not_negative",
            ),
        ]


class SignInLink(models.Model):
    """One way in, once: only the SHA-256 of the token is stored."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    token_sha256 = models.CharField(max_length=64)
    purpose = models.TextField(db_default="sign_in")
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_sha256"], name="access_signinlink_token_once"),
            models.CheckConstraint(
                condition=models.Q(purpose__in=["sign_in", "invite", "terminal"]),
                name="access_signinlink_purpose_known",
            ),
        ]

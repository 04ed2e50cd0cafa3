"""What each field of the tables of sign-in, companies, roles and tasks holds (P1); a missing field fails the tests."""
# ruff: noqa: S106 - names of columns that hold secrets, no secret

from opsroom.kernel.values.field_kinds import table

TABLES = {
    "auth_permission": table(
        internal="id name content_type_id codename",
    ),
    "auth_group_permissions": table(
        internal="id group_id permission_id",
    ),
    "auth_group": table(
        internal="id name",
    ),
    "django_content_type": table(
        internal="id app_label model",
    ),
    "django_session": table(
        internal="expire_date",
        secret="session_key session_data",
    ),
    "account_emailaddress": table(
        internal="id user_id verified primary",
        personal="email",
        ends="With the person's account.",
    ),
    "account_emailconfirmation": table(
        internal="id email_address_id created sent",
        secret="key",
    ),
    "mfa_authenticator": table(
        internal="id user_id type created_at last_used_at",
        secret="data",
    ),
    "usersessions_usersession": table(
        internal="id user_id created_at last_seen_at",
        personal="ip user_agent",
        secret="session_key data",
        ends="When the session ends.",
    ),
    "axes_accessfailurelog": table(
        internal="id attempt_time locked_out",
        personal="user_agent ip_address username http_accept path_info",
        ends="Stays empty: failed sign-ins are counted in the cache and forgotten after the pause.",
    ),
    "axes_accessattempt": table(
        internal="id attempt_time failures_since_start",
        personal="user_agent ip_address username http_accept path_info",
        secret="get_data post_data",
        ends="Stays empty: failed sign-ins are counted in the cache and forgotten after the pause.",
    ),
    "axes_accessattemptexpiration": table(
        internal="access_attempt_id expires_at",
    ),
    "axes_accesslog": table(
        internal="id attempt_time logout_time",
        personal="user_agent ip_address username http_accept path_info",
        secret="session_hash",
        ends="Stays empty: failed sign-ins are counted in the cache and forgotten after the pause.",
    ),
    "access_approval": table(
        internal=(
            "id company_id verb subject_kind subject_id plan_sha256 facts state requested_by_id "
            "requested_at decided_by_id decided_at expires_at"
        ),
    ),
    "access_company": table(
        public=(
            "name legal_name country currency street city postcode region email phone vat_number "
            "registration_number"
        ),
        internal="id code timezone is_demo closed_at created_at",
    ),
    "access_user": table(
        internal="id last_login is_active locale theme keys_single sessions_since created_at",
        personal="email name",
        secret="password",
        ends="The account is switched off at once when a person leaves; the name stays while records refer to it.",
    ),
    "access_rolegrant": table(
        internal="id user_id company_id role site_id granted_by_id granted_at",
        money="money_limit_minor",
    ),
    "access_signinlink": table(
        internal="id user_id purpose made_at expires_at used_at",
        secret="token_sha256",
    ),
    "access_devicepin": table(
        internal="id user_id made_at tries",
        secret="device_sha256 pin",
    ),
    "access_task": table(
        internal=(
            "id company_id kind subject_kind subject_id cause_key role site_id owner_id facts state "
            "opened_at closed_at close_reason snoozed_until"
        ),
    ),
    "access_comment": table(
        internal=(
            "id company_id subject_kind subject_id author_id written_at edited_at struck_at struck_by_id erased_at"
        ),
        personal="text",
        ends="Erasure by four eyes takes comments about the person and every one that names them.",
    ),
    "access_mention": table(
        internal="id comment_id person_id read_at",
    ),
    "access_shiftnote": table(
        internal=(
            "id company_id site_id day shift state facts given_by_id given_at taken_by_id taken_at erased_at"
        ),
        personal="words",
        ends="Erasure by four eyes empties every note that names the person.",
    ),
    "access_taskroute": table(
        internal="id company_id kind site_id owner_id",
    ),
    "access_savedview": table(
        internal="id user_id company_id list_name position created_at",
        personal="name query",
        ends="When its owner deletes it.",
    ),
}

"""Addresses of sign-in, account, people and roles; allauth's names stay, since its flows go by them."""

from __future__ import annotations

from allauth.account.views import account_inactive, logout, reauthenticate
from allauth.mfa.base.views import authenticate
from allauth.mfa.base.views import reauthenticate as mfa_reauthenticate
from allauth.mfa.recovery_codes.views import download_recovery_codes, view_recovery_codes
from allauth.mfa.webauthn.views import edit_webauthn, list_webauthn, login_webauthn, reauthenticate_webauthn
from django.urls import path
from django.views.generic import RedirectView

from opsroom.interfaces.web.access import account, factors, pin, sign_in, users

urlpatterns = [
    path("sign-in", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/link/<str:token>", sign_in.link, name="access_link"),
    path("sign-in/pin", pin.unlock, name="access_pin"),
    path("sign-in/second-step", authenticate, name="mfa_authenticate"),
    path("sign-in/passkey", login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/inactive", account_inactive, name="account_inactive"),
    path("sign-out", logout, name="account_logout"),
    path("account", account.account, name="access_account"),
    path("account/company", account.choose_company, name="access_company"),
    path("account/password", account.password, name="access_password"),
    path("account/pin", pin.choose, name="access_set_pin"),
    path("account/pin/end", pin.end, name="access_end_pin"),
    path("account/sessions/end", account.end_all, name="access_end_all"),
    path("account/sessions/<int:session_id>/end", account.end_session, name="access_end_session"),
    path("account/confirm", reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code", mfa_reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey", reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/two-step", factors.Factors.as_view(), name="mfa_index"),
    path("account/two-step/app", factors.AddTotp.as_view(), name="mfa_activate_totp"),
    path("account/two-step/app/picture", factors.totp_picture, name="access_totp_picture"),
    path("account/two-step/app/remove", factors.RemoveTotp.as_view(), name="mfa_deactivate_totp"),
    path("account/two-step/codes", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/two-step/codes/new", factors.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("account/two-step/codes/file", download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/two-step/passkeys", list_webauthn, name="mfa_list_webauthn"),
    path("account/two-step/passkeys/add", factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/two-step/passkeys/<int:pk>/remove",
        factors.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("account/two-step/passkeys/<int:pk>/edit", edit_webauthn, name="mfa_edit_webauthn"),
    # allauth asks for these names; accounts come from an administrator, and nobody is sent mail.
    path("sign-in/new", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("account/email", RedirectView.as_view(pattern_name="access_account"), name="account_email"),
    path(
        "account/password/change",
        RedirectView.as_view(pattern_name="access_password"),
        name="account_change_password",
    ),
    path(
        "account/password/set",
        RedirectView.as_view(pattern_name="access_password"),
        name="account_set_password",
    ),
    path("account/sessions", RedirectView.as_view(pattern_name="access_account"), name="usersessions_list"),
    path("settings/users", users.users, name="access_users"),
    path("settings/users/rights", users.rights, name="access_rights"),
    path("settings/users/invite", users.invite, name="access_invite"),
    path("settings/users/<int:user_id>", users.edit, name="access_user"),
    path("settings/users/<int:user_id>/switch", users.switch, name="access_switch"),
    path("settings/users/<int:user_id>/link", users.new_link, name="access_new_link"),
    path("settings/users/<int:user_id>/lost-factor", users.lost_factor, name="access_lost_factor"),
]

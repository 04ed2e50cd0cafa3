"""What every answer says to the browser: strict policy, no sniffing, no frames, no caching; errors included."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpResponseBase
from django.test import Client
from tests import factories

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[4]
POLICY = {
    "default-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    **{
        f"{kind}-src": "'self'"
        for kind in ("script", "style", "img", "font", "media", "connect", "worker", "manifest")
    },
    "form-action": "'self'",
}


def signed_in(role: str = "desk") -> Client:
    company_id = factories.company()
    client = Client(raise_request_exception=False)
    client.post(factories.sign_in_path(company_id, factories.user(role, company_id)))
    return client


def policy(answer: HttpResponseBase) -> dict[str, str]:
    rules = (rule.strip().partition(" ") for rule in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in rules}


@pytest.mark.parametrize(
    "path", ["/sign-in", "/account", "/health", "/no-such-page", "/sign-in/link/x", "/settings/users"]
)
def test_H1_the_strict_policy_is_on_every_answer(path: str) -> None:
    for client in (Client(raise_request_exception=False), signed_in()):
        assert policy(client.get(path)) == POLICY


def test_H1_the_policy_is_on_refusals_and_broken_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("admin")
    assert policy(client.post("/sign-in/link/used-up")) == POLICY
    monkeypatch.setattr("opsroom.interfaces.web.access.users.people", lambda actor: 1 / 0)
    broken = client.get("/settings/users")
    assert broken.status_code == 500
    assert policy(broken) == POLICY
    assert b"ZeroDivisionError" not in broken.content


@pytest.mark.parametrize(
    "path", ["/sign-in", "/account", "/account/two-step", "/account/two-step/app", "/settings/users"]
)
def test_H1_no_page_carries_script_or_style_of_its_own(path: str) -> None:
    page = signed_in("admin").get(path).content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert "javascript:" not in page
    assert " onclick=" not in page
    for script in page.split("<script")[1:]:
        head, _, body = script.partition(">")
        assert "src=" in head or 'type="application/json"' in head
        assert 'type="application/json"' in head or not body.partition("</script>")[0].strip()


def test_H2_htmx_runs_nothing_keeps_nothing_and_asks_this_server_only() -> None:
    page = signed_in().get("/account").content.decode()
    for setting in (
        '"allowEval": false',
        '"allowScriptTags": false',
        '"includeIndicatorStyles": false',
        '"selfRequestsOnly": true',
        '"historyCacheSize": 0',
    ):
        assert setting in page


@pytest.mark.parametrize("path", ["/sign-in", "/account", "/no-such-page"])
def test_H3_headers(path: str) -> None:
    answer = signed_in().get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cache-Control"] == "no-store"


def test_H3_the_deployment_check_finds_nothing_on_public_settings() -> None:
    environment = {
        **os.environ,
        "OPSROOM_PUBLIC_URL": "https://ops.example.com",
        "OPSROOM_SECRET_KEY": "k" * 20 + "0123456789abcdefghijABCDEFGHIJ-_" * 2,
        "PYTHONPATH": f"{ROOT / 'src'}",
    }
    check = [sys.executable, "-m", "opsroom.project.manage", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(check, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "PUT", "DELETE", "PATCH", "CONNECT"])
def test_H4_methods_no_page_uses_are_refused_before_sign_in(method: str) -> None:
    for client in (Client(), signed_in()):
        answer = client.generic(method, "/account")
        assert answer.status_code == 405
        assert "TRACE" not in answer["Allow"]


@pytest.mark.parametrize(
    "path",
    ["/account/sessions/end", "/account/sessions/1/end", "/settings/users/invite", "/settings/users/1/switch",
     "/settings/users/1/link", "/settings/users/1/lost-factor", "/account/company"],
)  # fmt: skip
def test_H4_nothing_changes_by_get(path: str) -> None:
    assert signed_in("admin").get(path).status_code == 405


def test_H4_no_answer_invites_other_origins() -> None:
    answer = signed_in().get("/account", headers={"origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_A7_a_form_from_another_origin_is_refused() -> None:
    company_id = factories.company()
    client = Client(enforce_csrf_checks=True)
    path = factories.sign_in_path(company_id, factories.user("desk", company_id))
    page = client.get(path).content.decode()
    token = page.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
    forged = client.post(path, {"csrfmiddlewaretoken": token}, headers={"origin": "https://evil.example"})
    assert forged.status_code == 403
    assert client.post(path, {"csrfmiddlewaretoken": token}).status_code == 302
    assert "csrftoken" not in client.cookies

"""Pages for admins: accounts, tokens and the audit log."""

import re
from datetime import timedelta

import pytest

from harmscope.times import today
from harmscope.web import accounts, tokens

PASSWORD = "a long password"
NEW = {"name": "ben", "organisation": "Beta", "role": "platform", "password": PASSWORD}


@pytest.fixture
def admin(opened):
    made = opened(server=True)
    accounts.add(made.app.state.shelves, "root", "Office", "admin", PASSWORD)
    accounts.add(made.app.state.shelves, "anna", "Alpha", "platform", PASSWORD)
    made.enter("root")
    return made


def test_only_admins_come_in(admin):
    for address in ("/admin", "/admin/tokens", "/admin/audit"):
        assert admin.get(address).status_code == 200
    admin.enter("anna")
    for address in ("/admin", "/admin/tokens", "/admin/audit"):
        assert admin.get(address).status_code == 403
    for address in ("/admin/accounts", "/admin/tokens"):
        assert admin.fill("/account", NEW, to=address).status_code == 403


def test_an_account_is_added_disabled_and_let_in_again(admin):
    assert admin.fill("/admin", NEW, to="/admin/accounts").status_code == 303
    assert "Beta" in admin.get("/admin").text
    assert "with this name" in admin.fill("/admin", NEW, to="/admin/accounts").text
    ben = accounts.id_of(admin.app.state.shelves, "ben")
    browser = type(admin)(admin.app, base_url=str(admin.base_url))
    browser.enter("ben")
    assert browser.get("/account").status_code == 200
    admin.fill("/admin", to=f"/admin/accounts/{ben}/disable")
    assert browser.get("/account", follow_redirects=False).status_code == 303
    assert browser.enter("ben").status_code == 401
    admin.fill("/admin", to=f"/admin/accounts/{ben}/enable")
    assert browser.enter("ben").status_code == 303


def test_an_admin_cannot_lock_themselves_out_and_unknown_acts_are_refused(admin):
    shelves = admin.app.state.shelves
    root, anna = accounts.id_of(shelves, "root"), accounts.id_of(shelves, "anna")
    assert admin.fill("/admin", to=f"/admin/accounts/{root}/disable").status_code == 403
    assert admin.fill("/admin", to=f"/admin/accounts/{anna}/delete").status_code == 404
    assert admin.fill("/admin", to="/admin/accounts/none/disable").status_code == 404


def test_a_lost_second_factor_is_forgotten(admin):
    shelves = admin.app.state.shelves
    anna = accounts.id_of(shelves, "anna")
    secret, _ = accounts.new_second("anna")
    import pyotp

    accounts.set_second(shelves, anna, secret, pyotp.TOTP(secret).now())
    assert "Forget second factor" in admin.get("/admin").text
    admin.fill("/admin", to=f"/admin/accounts/{anna}/forget-second-factor")
    assert not accounts.find(shelves, anna).second


def test_a_token_is_shown_once_and_revoked(admin):
    shelves = admin.app.state.shelves
    alpha = next(iter(accounts.organisations(shelves)))
    form = {
        "label": "nightly",
        "organisation": alpha,
        "scope": ["read", "compare"],
        "expires": (today() + timedelta(days=9)).isoformat(),
    }
    made = admin.fill("/admin/tokens", form, to="/admin/tokens")
    secret = re.search(r"hsk_[\w-]+", made.text)[0]
    found = tokens.caller(shelves, secret)
    assert found.scopes == {"read", "compare"}
    shown = admin.get("/admin/tokens").text
    assert "nightly" in shown
    assert secret not in shown
    bad = admin.fill("/admin/tokens", {**form, "scope": "all"}, to="/admin/tokens")
    assert bad.status_code == 422
    assert admin.fill("/admin/tokens", to="/admin/tokens/none/revoke").status_code == 404
    admin.fill("/admin/tokens", to=f"/admin/tokens/{found.id}/revoke")
    assert tokens.caller(shelves, secret) is None


def test_the_audit_log_tells_acts_and_holds_no_secret(admin):
    admin.fill("/admin", NEW, to="/admin/accounts")
    admin.enter("anna", "a wrong password")
    admin.enter("root")
    shown = admin.get("/admin/audit").text
    for act in ("sign in", "add account", "refused"):
        assert act in shown
    assert "a wrong password" not in shown
    assert PASSWORD not in shown

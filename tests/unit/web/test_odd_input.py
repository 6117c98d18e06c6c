"""Fields, names and addresses that nobody types: refused in words, on each database."""

import pytest

from api_client import ApiServer, refused
from harmscope.errors import UserError
from harmscope.web import accounts, tokens

PASSWORD = "a long password"


@pytest.fixture
def server(opened, database):
    made = opened(server=True, database=database)
    accounts.add(made.app.state.shelves, "root", "Office", "admin", PASSWORD)
    made.enter("root")
    return made


def form(parts: dict[str, bytes], boundary: str = "X") -> bytes:
    """The body of a form with these fields, byte for byte."""
    lines = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value
        for name, value in parts.items()
    ]
    return b"\r\n".join([*lines, f"--{boundary}--\r\n".encode()])


@pytest.mark.parametrize(
    "address",
    [
        *("/jobs/%00", "/jobs/%00/files/0", "/library/%00", "/package?of=%00", "/rules/%00"),
        *("/taxonomy?q=%00", "/publications/%00/1/", "/jobs/%2500%00"),
    ],
)
def test_an_address_with_what_is_no_text_leads_nowhere(server, address):
    assert server.get(address).status_code == 404


def test_the_same_in_the_api(server):
    program = ApiServer(server.app).program()
    refused(program.get("jobs/%00"), 404)
    asked = {"job": "x", "title": "a\0b"}
    refused(program.post("library", json=asked), 422, "")
    asked = {"reports": ["x"], "metrics": ["a\0"]}
    assert "U+0000" in refused(program.post("comparisons", json=asked), 422)["fix"]


@pytest.mark.parametrize("name", ["a\0b", "\0"])
def test_a_field_with_what_is_no_text_is_refused(server, name):
    answer = server.fill("/sign-out", {"name": name}, to="/sign-in")
    assert answer.status_code == 422
    assert "no text" in answer.text
    assert server.fill("/check", {f"x{name}": "1"}).status_code == 422


@pytest.mark.parametrize("charset", ["undefined", "punycode", "unicode_escape", "utf-16"])
def test_a_form_in_another_encoding_is_refused(server, charset):
    body = form({"csrf": server.token("/check").encode(), "kind": b"\\ud800"})
    headers = {"Content-Type": f"multipart/form-data; boundary=X; charset={charset}"}
    assert server.post("/check", content=body, headers=headers).status_code == 415
    headers["Content-Type"] = "multipart/form-data; boundary=X; charset=UTF-8"
    assert server.post("/check", content=body, headers=headers).status_code == 422


def test_a_form_that_is_cut_off_is_refused(server):
    whole = form({"csrf": server.token("/check").encode(), "kind": b"incident"})
    headers = {"Content-Type": "multipart/form-data; boundary=X"}
    assert server.post("/check", content=whole, headers=headers).status_code == 422  # no file
    for less in (4, 20):
        refused = server.post("/check", content=whole[:-less], headers=headers)
        assert refused.status_code == 400
        assert "The form cannot be read." in refused.text
        assert "send it again, and check what writes it." in refused.text


@pytest.mark.parametrize(
    ("name", "count", "fault"),
    [
        ('files"; filename="a', 501, "These are too many files."),
        ("kind", 5001, "The form has too many fields."),
    ],
)
def test_a_form_with_too_many_parts_is_refused_in_our_words(server, name, count, fault):
    parts = [form({name: b""}).removesuffix(b"--X--\r\n")] * count
    body = b"".join([*parts, b"--X--\r\n"])
    headers = {"Content-Type": "multipart/form-data; boundary=X"}
    refused = server.post("/check", content=body, headers=headers)
    assert refused.status_code == 400
    assert fault in refused.text


@pytest.mark.parametrize("value", ["", "x" * 5000, "a\u202eb", "a\nb"])
def test_names_are_one_line_that_can_be_seen(server, value):
    shelves = server.app.state.shelves
    good = {"name": "ben", "organisation": "Beta", "role": "platform", "password": PASSWORD}
    for field in ("name", "organisation"):
        answer = server.fill("/admin", {**good, field: value}, to="/admin/accounts")
        assert answer.status_code == 422
        with pytest.raises(UserError):
            accounts.add(shelves, **{**good, field: value})
    tenant = next(iter(accounts.organisations(shelves)))
    good = {"organisation": tenant, "label": "a", "scope": ["validate"], "expires": "2027-03-01"}
    for field in ("label", "sender") if value else ("label",):
        assert server.fill("/admin/tokens", {**good, field: value}).status_code == 422
    assert len(accounts.listed(shelves)) == 1
    assert not tokens.listed(shelves)


def test_names_in_every_script_are_taken(server):
    for number, name in enumerate(
        ("Ødegård", "Ζωή", "محمد", "李雷", "נועה", "👩‍💻 Ada", "می‌خواهم", "山田\u3000太郎")
    ):
        person = {"name": f"{name} {number}", "organisation": name, "role": "platform"}
        answer = server.fill("/admin", {**person, "password": PASSWORD}, to="/admin/accounts")
        assert answer.status_code == 303, name
    shown = server.get("/admin").text
    assert "محمد 2" in shown

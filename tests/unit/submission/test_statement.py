import json
from pathlib import Path

import pytest

from harmscope.submission import statement
from harmscope.submission.bag import open_bag
from harmscope.submission.problems import Refused
from senders import TODAY, sender


def stored(tmp_path: Path) -> bytes:
    with open_bag(sender(tmp_path, "alpha").submission()) as bag:
        return bag.small(statement.NAME)


def test_reading_and_writing_are_inverse(tmp_path: Path) -> None:
    data = stored(tmp_path)
    assert statement.written(statement.read(data)) == data
    assert statement.read(data).packed_on == TODAY.isoformat()


def test_the_id_does_not_depend_on_the_order_of_members() -> None:
    assert statement.content_id({"a": 1, "b": [2]}) == statement.content_id({"b": [2], "a": 1})
    # Checked by hand: the canonical form is {"a":1}.
    assert statement.content_id({"a": 1}).startswith("015abd7f5cc57a2d")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": "9.0"}, "wrong_schema_version"),
        ({"record": "incident"}, "bad_statement"),
        ({"members": []}, "bad_statement"),
        ({"surprise": 1}, "bad_statement"),
    ],
)
def test_other_statements_are_refused(tmp_path: Path, change: dict[str, object], code: str) -> None:
    body = {**json.loads(stored(tmp_path)), **change}
    with pytest.raises(Refused) as refused:
        statement.read(json.dumps(body).encode())
    assert refused.value.problem.code == code


@pytest.mark.parametrize("data", [b"", b"[]", b'{"record":"submission","record":"submission"}'])
def test_what_is_no_object_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        statement.read(data)

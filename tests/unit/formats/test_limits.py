from dataclasses import fields

from harmscope.formats.limits import DEFAULT


def test_every_limit_lets_something_through() -> None:
    assert all(getattr(DEFAULT, field.name) > 0 for field in fields(DEFAULT))


def test_a_line_and_a_spool_fit_into_the_promised_memory() -> None:
    assert DEFAULT.line * 8 <= 512 * 2**20

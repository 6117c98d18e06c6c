"""The PDF of a report."""

from collections.abc import Callable

import pytest

from harmscope.errors import UserError
from harmscope.model.report import Report
from harmscope.render.report_pdf import report_pdf

LIMIT = 20_000_000


def test_equal_reports_give_equal_bytes(made: Callable[..., Report]) -> None:
    one, two = (report_pdf(made("ny-s895b"), LIMIT) for _ in range(2))
    assert one == two
    assert one.startswith(b"%PDF-")
    assert b"D:20260101" in one


def test_letters_that_the_font_lacks_are_written_as_numbers(made: Callable[..., Report]) -> None:
    plain = report_pdf(made("ny-s895b"), LIMIT)
    other = report_pdf(made("ny-s895b", service="中文"), LIMIT)
    assert len(other) > len(plain)


def test_more_than_the_authority_takes_is_refused(made: Callable[..., Report]) -> None:
    with pytest.raises(UserError, match="larger"):
        report_pdf(made("ny-s895b"), 1000)

import pytest

from harmscope.readers.numbers import read_amount


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("20,800,000", 20_800_000, None),
        ("0", 0, None),
        ("0.05%", 0.0005, 0.0001),
        ("98.40%", 0.984, 0.0001),
        ("0.9", 0.9, 0.1),
        ("6564.0", 6564, None),
        ("1.234.567", 1_234_567, None),
        ("1 234", 1234, None),
        ("3,5", 3.5, 0.1),
        ("0,987", 0.987, 0.001),
        ("98,765%", 0.98765, 0.00001),
        ("1e-3", 0.001, 0.001),
    ],
)
def test_reads_numbers(text: str, value: float, step: float | None) -> None:
    amount = read_amount(text)
    assert amount is not None
    assert (amount.value, amount.step) == (value, step)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("2.1 - 2.6", 2.1, 2.6), ("> 45", 45, None), ("<5%", None, 0.05)],
)
def test_reads_bounds(text: str, low: float | None, high: float | None) -> None:
    amount = read_amount(text)
    assert amount is not None
    assert (amount.value, amount.low, amount.high) == (None, low, high)
    assert amount.tolerance


@pytest.mark.parametrize(
    "text",
    [
        "",
        "N/A",
        "about 5",
        "1,23,4",
        "12-",
        "nan",
        "inf",
        "0x10",
        "1e400",
        "1e-99999999999",
        "9007199254740993",
    ],
)
def test_says_none_where_there_is_no_number(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize("text", ["6564.0", "1.234.567", "3,5", "1 234"])
def test_names_each_leniency(text: str) -> None:
    amount = read_amount(text)
    assert amount is not None
    assert amount.tolerance


def test_a_published_form_needs_no_leniency() -> None:
    for text in ("12", "12,000", "0.5", "5.00%"):
        amount = read_amount(text)
        assert amount is not None
        assert amount.tolerance is None

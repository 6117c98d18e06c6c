import pytest

from harmscope.readers.dsa_scope import read_scope


@pytest.mark.parametrize(
    ("text", "asked", "dimension", "code", "remark"),
    [
        ("TOTAL", "territory", None, "", None),
        ("Total number", "language", None, "", None),
        ("total", "territory", None, "", "RD041"),
        ("SE", "territory", "territory", "SE", None),
        ("EL", "territory", "territory", "GR", "RD041"),
        ("gr", "territory", "territory", "GR", "RD041"),
        ("Total number: es", "language", "language", "es", "RD041"),
        ("bg", "language", "language", "bg", None),
        ("FR", "language", "language", "fr", "RD041"),
        ("AT", "language", "territory", "AT", "RD042"),
        ("no", "language", "language", "no", "RD040"),
        ("DE, ES", "territory", "territory", "DE+ES", "RD041"),
        ("SP", "territory", "scope", "SP", "RD040"),
        ("Image classifier", "language", "scope", "Image classifier", "RD040"),
    ],
)
def test_reads_scopes(
    text: str, asked: str, dimension: str | None, code: str, remark: str | None
) -> None:
    scope = read_scope(text, asked)
    assert (scope.dimension, scope.code, scope.remark) == (dimension, code, remark)


@pytest.mark.parametrize("text", ["AT, […], SE", "[...]", "AT, â€¦, SE"])
def test_knows_placeholders(text: str) -> None:
    assert read_scope(text, "territory").placeholder


def test_a_placeholder_is_never_a_total() -> None:
    scope = read_scope("AT, […], SE", "territory")
    assert (scope.dimension, scope.code, scope.remark) == ("scope", "AT, […], SE", "RD040")


def test_long_scopes_that_begin_alike_stay_two() -> None:
    one, two = (read_scope("a tool of ours " * 20 + end, "language").code for end in "ab")
    assert one != two

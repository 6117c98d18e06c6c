"""What reports say on one category, under whatever name."""

from collections.abc import Callable

from harmscope.comparison.mentions import mentions, under
from harmscope.model.figure import Figure
from harmscope.reading import LoadedReport

MakeFigure = Callable[..., Figure]
MakeReport = Callable[..., LoadedReport]


def coded(make: MakeFigure, service: str, scheme: str, code: str, name: str = "category") -> Figure:
    return make(service, dimensions={name: code}, scheme=scheme)


def test_each_code_that_touches_the_category_is_named_with_how_its_counts_travel(
    make: MakeFigure, report: MakeReport
) -> None:
    figures = [
        coded(make, "Alpha", "dsa@v2", "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"),
        coded(make, "Alpha", "dsa@v2", "KEYWORD_HATE_SPEECH"),
        coded(make, "Alpha", "dsa@v2", "STATEMENT_CATEGORY_ANIMAL_WELFARE"),
        coded(make, "Beta", "meta-cser@2022", "Hate Speech"),
        coded(make, "Beta", "meta-cser@2022", "Hate Speech"),
        coded(make, "Gamma", "harm@1.0.0", "hate.attack", "harm"),
        coded(make, "Gamma", "harm@1.0.0", "fraud", "harm"),
        make("Delta"),
        coded(make, "Delta", "unknown@1", "hate"),
        coded(make, "Delta", "dsa@v2", "OWN_CODE"),
    ]
    found = [
        (one.service, one.code, one.rule, one.travels, one.figures)
        for one in mentions([report(*figures)], "hate")
    ]
    assert found == [
        ("Alpha", "KEYWORD_HATE_SPEECH", "rollup", True, 1),
        ("Alpha", "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", "split", False, 1),
        ("Beta", "Hate Speech", "approx", True, 2),
        ("Gamma", "hate.attack", "rollup", True, 1),
    ]


def test_a_mention_as_json(make: MakeFigure, report: MakeReport) -> None:
    (one,) = mentions([report(coded(make, "Alpha", "harm@1.0.0", "hate", "harm"))], "hate")
    assert one.as_dict() == {
        "service": "Alpha",
        "system": "harm@1.0.0",
        "code": "hate",
        "label": "Hate and discrimination",
        "rule": "equal",
        "figures": 1,
        "empty": 0,
        "travels": True,
    }


def test_a_code_lies_under_itself_and_its_parents() -> None:
    assert under("hate", "hate")
    assert under("hate.attack", "hate")
    assert not under("hate", "hate.attack")
    assert not under("hateful", "hate")


def test_a_cell_without_a_number_is_no_figure(make: MakeFigure, report: MakeReport) -> None:
    full = coded(make, "Beta", "harm@1.0.0", "hate", "harm")
    place = {"dimensions": {"harm": "hate"}, "scheme": "harm@1.0.0"}
    empty = dict.fromkeys(("value", "interval", "bounds", "rounding"))
    blank = make("Alpha", **place, **empty, status="blank")
    found = mentions([report(blank, full, full, blank)], "hate")
    assert [(one.service, one.figures, one.empty) for one in found] == [
        ("Alpha", 0, 2),
        ("Beta", 2, 0),
    ]

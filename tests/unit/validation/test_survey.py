from harmscope.validation.survey import Survey
from harmscope.validation.view import view

INCIDENT: dict[str, object] = {
    "service": "Example",
    "native": [{"scheme": "dsa@v2", "code": "KEYWORD_HATE_SPEECH"}],
    "content": {"medium": ["text"], "created_at": "2026-01-05"},
    "decisions": [{"id": "d", "decided_at": "2026-01-05", "automation": "none", "ground": "law"}],
    "source": {"filed_at": "2026-02-15"},
}


def seen(*rows: tuple[str, dict[str, object]]) -> Survey:
    survey = Survey()
    for kind, row in rows:
        if kind == "dataset":
            survey.see_header(row)
        else:
            survey.see(kind, view(kind, row))
    return survey.settle()


def test_an_incident_is_counted_by_what_it_says() -> None:
    counts = seen(("incident", INCIDENT)).counts
    assert counts["records"] == counts["instant"] == counts["manual_instant"] == 1
    assert counts["illegal"] == counts["keyword"] == 1
    assert (counts["late_30"], counts["late_60"]) == (1, 0)
    assert (counts["language"], counts["synthetic"], counts["trusted"]) == (0, 0, 0)


def test_a_statement_is_counted_as_its_dump_writes_it() -> None:
    row: dict[str, object] = {
        "category": "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
        "category_specification": "[]",
        "content_type": '["CONTENT_TYPE_SYNTHETIC_MEDIA"]',
        "content_date": "2026-01-05 00:00:00",
        "application_date": "2026-01-06 00:00:00",
        "created_at": "2026-01-06 10:11:12",
        "source_type": "SOURCE_TRUSTED_FLAGGER",
    }
    survey = seen(("dsa-sor", row))
    assert survey.counts["other"] == survey.counts["synthetic"] == survey.counts["trusted"] == 1
    assert (survey.counts["keyword"], survey.counts["instant"]) == (0, 0)
    assert survey.days == {"2026-01-06": 1}


def test_two_halves_are_one_whole() -> None:
    other: dict[str, object] = {**INCIDENT, "service": "Other", "content": {"medium": ["image"]}}
    header: dict[str, object] = {"service": "Example", "time_zone": "UTC"}
    whole = seen(("dataset", header), ("incident", INCIDENT), ("incident", other))
    half = seen(("dataset", header), ("incident", INCIDENT))
    half.merge(seen(("incident", other)))
    assert half == whole
    assert whole.headers == [{"service": "Example"}]


def test_only_two_values_of_a_field_are_kept() -> None:
    rows = [{**INCIDENT, "content": {"medium": [name]}} for name in ("a", "b", "c", "b")]
    survey = seen(*(("incident", row) for row in rows))
    assert len(survey.values["medium"]) == 2


def test_who_detected_is_counted_by_value() -> None:
    machine: dict[str, object] = {**INCIDENT, "detection": {"automated": True}}
    survey = seen(("incident", machine), ("incident", INCIDENT))
    survey.merge(seen(("dsa-sor", {"automated_detection": "No"})))
    assert survey.tallies.of("detected") == {"Yes": 1, "No": 1}


def test_texts_and_marks_of_cases_are_collected() -> None:
    decisions = [{"id": "d", "facts": "A text"}]
    row: dict[str, object] = {
        **INCIDENT,
        "decisions": decisions,
        "source": {"reference": "r1"},
    }
    survey = seen(("incident", row))
    assert survey.texts.common()[0].filled == 1
    assert len(survey.twins) == 2

import pytest

from harmscope.importers.drafting_columns import Column
from harmscope.importers.drafting_guesses import (
    _words,
    code_for,
    fields_for,
    guesses,
    is_of_appeals,
    plain,
)
from harmscope.importers.mapping_fields import CODED, FIELDS, takes


def test_every_word_leads_to_a_field_or_code_that_exists():
    assert set(_words()["fields"]) <= set(FIELDS)
    for field, table in _words()["values"].items():
        assert field in CODED
        assert all(takes(field, code) for code in table)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Fallnummer", "id"),
        ("decided_at", "decision.decided_at"),
        ("Date Reported", "notice.received_at"),
        ("Date Resolved", "decision.decided_at"),
        ("Action Taken", "decision.action"),
        ("Ma\u00dfnahme", "decision.action"),
    ],
)
def test_names_of_columns(name, field):
    assert fields_for(name)[0][0] == field


@pytest.mark.parametrize(
    ("field", "word", "code"),
    [
        ("decision.action", "gel\u00f6scht", "visibility.removed"),
        ("decision.action", "Geloescht", "visibility.removed"),
        ("category", "Hassrede", "hate"),
        ("category", "deepfake", "likeness.synthetic"),
        ("category", "xyzzy", ""),
        ("category", "Kinderpornografie", "csea.csam"),
        ("category", "Pornograf\u00eda infantil", "csea.csam"),
        ("category", "P\u00e9dopornographie", "csea.csam"),
        ("category", "Terrorisme", "terrorism"),
        ("category", "CSAM", "csea.csam"),
        ("category", "Suizid", "self-harm"),
        ("category", "General", "other"),
        ("category", "Terorism", ""),
        ("category", "Suicide bombing video", ""),
        ("category", "Sexual content about children", ""),
        ("category", "None", ""),
        ("category", "deepfake nude", "ncii.synthetic"),
        ("category", "DEEPFAKE_NUDES", "ncii.synthetic"),
        ("category", "undress app", "ncii.synthetic"),
        ("decision.action", "Rejected", ""),
        ("decision.action", "None", ""),
        ("notice.kind", "Automatik", ""),
        ("content.language", "DE", "de"),
        ("content.language", "Deutsch", "de"),
        ("decision.keyword", "KEYWORD_PHISHING", "KEYWORD_PHISHING"),
    ],
)
def test_values(field, word, code):
    assert code_for(field, word)[0] == code


def test_what_is_not_certain_is_named_in_the_reason_alone():
    assert code_for("category", "Hate speech online")[1].startswith("not certain: perhaps hate")
    assert code_for("category", "csam ai") == (
        "",
        "not certain: perhaps csea.csam-synthetic, found by search, 99 %",
    )
    assert code_for("category", "rule 7") == ("", "")
    assert "no-action where a report was" in code_for("decision.action", "Rejected")[1]


def test_marks_and_case_are_no_difference():
    assert plain("Stra\u00dfe_Nr.") == "strasse nr"


def column(name, *cells):
    made = Column(name)
    for cell in cells:
        made.see(cell)
    return made


def fields(*columns):
    return [one.field for one in guesses(list(columns))]


def test_names_and_cells_must_agree():
    assert fields(column("Gemeldet am", "24.10.2025")) == ["notice.received_at"]
    assert fields(column("Gemeldet am", "soon")) == [""]


def test_a_field_goes_to_the_best_name():
    got = fields(column("Kategorien", "a"), column("Kategorie", "a"))
    assert got == ["", "category"]


def test_people_are_never_codes():
    assert fields(column("Kategorie", "a@b.example")) == [""]
    assert fields(column("Melder", "a@b.example")) == ["notice.reporter"]


def test_every_guess_says_why():
    (one,) = guesses([column("Unbekannt", "x")])
    assert "left out" in one.why


def test_a_name_that_is_not_certain_is_a_comment():
    (one,) = guesses([column("Reporters", "somebody")])
    assert (one.field, one.perhaps) == ("", "notice.reporter")
    assert "perhaps notice.reporter" in one.why


def test_an_id_that_repeats_numbers_the_subject():
    assert fields(column("Case ID", "1", "1")) == ["subject"]
    assert fields(column("Case ID", "1", "2")) == ["id"]


def test_in_a_table_of_appeals_times_are_of_appeals():
    columns = [column("Eingegangen am", "2026-01-02"), column("Ergebnis", "abgelehnt")]
    assert [one.field for one in guesses(columns, appeals=True)] == [
        "appeal.filed_at",
        "appeal.outcome",
    ]
    assert is_of_appeals("raw/Widerspr\u00fcche.csv", columns)
    assert not is_of_appeals("raw/log.csv", columns)


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Entscheidung am", "decision.decided_at"),
        ("action_time", "decision.decided_at"),
        ("Décision le", "decision.decided_at"),
        ("fecha de la decisión", "decision.decided_at"),
        ("Entscheid", "decision.action"),
    ],
)
def test_columns_of_decisions_are_known(column: str, field: str) -> None:
    assert fields_for(column)[0] == (field, 100.0)


@pytest.mark.parametrize(
    ("field", "word", "code"),
    [
        ("decision.action", "behalten", "no-action"),
        ("decision.action", "keine", "no-action"),
        ("decision.action", "aucune", "no-action"),
        ("decision.action", "ninguna", "no-action"),
        ("decision.action", "unbekannt", ""),
        ("decision.action", "inconnu", ""),
        ("category", "Kinderporno", "csea.csam"),
        ("category", "pornographie infantile", "csea.csam"),
        ("category", "porno infantil", "csea.csam"),
        ("category", "desconocido", ""),
        ("decision.automation", "ja", ""),
        ("decision.automation", "yes", ""),
        ("decision.automation", "nein", "none"),
        ("decision.automation", "vollautomatisch", "full"),
    ],
)
def test_words_of_home_made_tables(field: str, word: str, code: str) -> None:
    found, why = code_for(field, word)
    assert found == code
    assert code or why.startswith("unsure: ")


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Fecha decisión", "decision.decided_at"),
        ("Fecha denuncia", "notice.received_at"),
        ("Resultado apelación", "appeal.outcome"),
        ("Date du signalement", "notice.received_at"),
        ("Date du recours", "appeal.filed_at"),
    ],
)
def test_columns_of_french_and_spanish_tables_are_known(column: str, field: str) -> None:
    assert fields_for(column)[0][0] == field


@pytest.mark.parametrize(
    ("field", "word", "code"),
    [
        ("decision.action", "Sin acción", "no-action"),
        ("decision.action", "Classé sans suite", "no-action"),
        ("appeal.outcome", "rechazada", "denied"),
        ("appeal.outcome", "aceptada", "granted"),
        ("content.territory", "Belgique", "BE"),
        ("notice.kind", "NetzDG-Beschwerde", "legal_notice"),
    ],
)
def test_words_of_french_and_spanish_tables(field: str, word: str, code: str) -> None:
    assert code_for(field, word)[0] == code

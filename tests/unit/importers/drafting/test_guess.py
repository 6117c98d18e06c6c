from harmscope.importers.drafting.column import Column
from harmscope.importers.drafting.guess import guesses


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

import pytest

from harmscope.importers.columns import NO_VALUE, Book, Columns, EqualRows, is_no_value, named


@pytest.mark.parametrize(
    "word", ["nan", "NaT", "None", "NULL", "\\N", "NA", "[NULL]", "<null>", "n/a", ""]
)
def test_words_for_no_value(word):
    assert is_no_value(word)


@pytest.mark.parametrize("word", ["none", "na", "0", "-", "Namibia"])
def test_words_that_are_values(word):
    assert not is_no_value(word)


def test_a_column_that_was_filled_and_not_read_is_named():
    columns = Columns()
    columns.take({"a": "1", "b": "", "c": None, "d": []})
    columns.take({"a": "1", "e": "late"})
    columns.read.add("a")
    assert columns.unread() == ["e"]


def test_notes_name_file_table_and_columns():
    book = Book()
    columns = book.columns("f.csv", "reports")
    columns.take({"x": "1", "y": "2"})
    columns.word("z", "nan")
    columns.word("z", "nan")
    assert list(book.notes()) == [
        ("f.csv (reports): not read (2): x, y", 1),
        ("f.csv (reports): nan in z is read as no value", 2),
    ]
    assert book.columns("f.csv", "reports") is columns


def test_names_that_may_be_values_are_not_shown():
    assert named(["id", "somebody@mail.example", "https://a.example/x", "203.0.113.7"]) == (
        "id, 3 more"
    )
    assert named(["203.0.113.7"]) == "1 whose names are not shown"


def test_equal_rows_are_counted_file_by_file():
    digest = "ab" * 32
    with EqualRows() as rows:
        assert [rows.place("a", digest), rows.place("a", digest)] == [1, 2]
        assert rows.place("b", digest) == 1


def test_the_list_of_words_has_no_word_in_lower_case_that_is_a_code():
    assert "none" not in NO_VALUE


def test_a_table_is_called_by_its_files() -> None:
    book = Book()
    assert book.place("more1#appeal") == "more1#appeal"
    book.columns("appeals.csv", "more1")
    assert book.place("more1#appeal") == "appeals.csv"
    book.columns("b.csv", "more1")
    assert book.place("more1") == "appeals.csv and 1 more"

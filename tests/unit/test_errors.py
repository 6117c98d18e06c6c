import pickle

from harmscope.errors import FEW, UserError, many, nearest, offer


def test_an_error_names_place_fault_and_fix() -> None:
    error = UserError("dump.csv", "the file is empty", "export it again")
    assert str(error) == "dump.csv: the file is empty; export it again"
    assert (error.where, error.fault, error.fix) == (
        "dump.csv",
        "the file is empty",
        "export it again",
    )


def test_an_error_passes_from_one_process_to_another() -> None:
    error = pickle.loads(pickle.dumps(UserError("a", "b", "c")))
    assert (type(error), str(error), error.fix) == (UserError, "a: b; c", "c")


KINDS = ("dataset", "notice", "incident", "dsa-sor", "dsa-report")


def test_the_nearest_names_come_first() -> None:
    assert nearest("incidnet", KINDS) == ["incident"]
    assert nearest("DSA_report", KINDS)[0] == "dsa-report"
    assert nearest("dsa", KINDS) == ["dsa-report", "dsa-sor"]
    assert nearest("zzz", KINDS) == []
    assert len(nearest("a1", [f"a1{n}" for n in range(9)])) == 3


def test_an_offer_names_the_nearest_and_the_rest_where_they_are_few() -> None:
    assert offer("notise", KINDS) == (
        "did you mean notice? use one of dataset, notice, incident, dsa-sor, dsa-report"
    )
    assert offer("zzz", ("a", "b"), "or a file") == "use one of a, b, or a file"
    many = [f"name{n}" for n in range(FEW + 1)]
    assert offer("zzz", many, "see the list") == "see the list"
    assert offer("zzz", many, "or a file") == "a file"
    assert offer("name4", many, "see the list").endswith("? see the list")


def test_an_offer_never_repeats_what_was_written() -> None:
    assert "anna.smith" not in offer("anna.smith@example.org", KINDS, "see the list")


def test_one_thing_is_one() -> None:
    told = [many(number, "row") for number in (0, 1, 1200)]
    assert told == ["0 rows", "1 row", "1,200 rows"]
    assert many(2, "authority", "authorities") == "2 authorities"

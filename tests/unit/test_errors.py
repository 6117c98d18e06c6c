import pickle

from harmscope.errors import UserError


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

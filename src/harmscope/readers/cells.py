"""Names of cells as spreadsheets show them."""


def place(column: int, line: int) -> str:
    """The name of a cell such as ``C12``; ``column`` counts from 0, ``line`` from 1."""
    return f"{column_letters(column)}{line}"


def column_letters(column: int) -> str:
    """``A`` for column 0, ``Z`` for 25, ``AA`` for 26."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

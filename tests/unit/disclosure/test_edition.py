"""An edition is told apart by its values, and needs no solver."""

import subprocess
import sys

from harmscope.disclosure.cells import Tables
from harmscope.disclosure.edition import Edition


def test_editions_of_the_same_values_are_the_same() -> None:
    tables = Tables((), ())
    assert Edition(tables, (), frozenset({1})) == Edition(tables, (), frozenset({1}))
    assert Edition(tables, (), frozenset({1})) != Edition(tables, (), frozenset())


def test_the_package_does_not_load_the_solver() -> None:
    program = (
        "import sys, harmscope.disclosure, harmscope.validation; "
        "print({'scipy', 'numpy', 'pandas', 'pyarrow', 'jinja2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"

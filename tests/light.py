"""An installation without extras: code that hides what it lacks."""

HEAVY = ("duckdb", "ibis", "pandas", "pyarrow", "scipy", "cryptography", "sqlalchemy", "fpdf")
"""What an installation without extras lacks."""

WITHOUT = f"""
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {HEAVY!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
"""

"""Writes everything in the repository that is generated: ``make generate``.

Each generator is also checked by a test that names this command.
"""

import sys
from pathlib import Path

from harmscope import schemagen
from harmscope.schemagen.rule_pages import write_pages
from harmscope.taxonomy import reference


def main() -> None:
    """Run every generator and name the files that changed."""
    for name in schemagen.write():
        sys.stdout.write(f"schemas/{name}\n")
    for name in write_pages(Path(__file__).parents[2]):
        sys.stdout.write(f"{name}\n")
    pages = Path(__file__).parents[2] / "docs" / "reference" / "taxonomy"
    sys.stdout.write(f"docs/reference/taxonomy: {reference.write(pages)} pages\n")


if __name__ == "__main__":
    main()

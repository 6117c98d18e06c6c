"""Writes everything in the repository that is generated: ``make generate``.

Each generator is also checked by a test that names this command.
"""

import sys

from harmscope import schemagen


def main() -> None:
    """Run every generator and name the files that changed."""
    for name in schemagen.write():
        sys.stdout.write(f"schemas/{name}\n")


if __name__ == "__main__":
    main()

"""Runs the measurements by name, or all of them: ``python -m benchmarks [NAME…]``."""

import sys

from benchmarks import intake, page, start_up, validate

ALL = {
    "intake": intake.run,
    "page": page.run,
    "start-up": start_up.run,
    "validate": validate.run,
}


def main() -> None:
    """Run those asked for."""
    for name in sys.argv[1:] or list(ALL):
        ALL[name]()


if __name__ == "__main__":
    main()

"""Finds the data folders that lie at the top of the repository, or inside an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_path(*parts: str) -> Path:
    """Path of a shipped data folder or file, such as ``data_path("taxonomy", "harm")``.

    In a wheel the folders lie in ``harmscope/_data`` (see ``force-include`` in pyproject.toml);
    in an editable install they are those at the top of the checkout.
    """
    installed = _PACKAGE / "_data"
    root = installed if installed.is_dir() else _PACKAGE.parent.parent
    return root.joinpath(*parts)

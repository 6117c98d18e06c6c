"""``make notebook``: run the notebooks of the examples and store what they show."""

import copy
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "examples").rglob("*.ipynb"))
SECONDS = 300
"""The longest that one cell may take."""


def executed(path: Path) -> NotebookNode:
    """The notebook with the outputs of a fresh run in its own folder."""
    notebook = copy.deepcopy(nbformat.read(path, as_version=4))
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(
        notebook, timeout=SECONDS, kernel_name="python3", record_timing=False, resources=where
    ).execute()
    # Which machine ran it is no part of the notebook.
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return notebook


def texts(notebook: NotebookNode) -> list[dict[str, str]]:
    """What each cell shows, as texts; of a picture only that there is one, for fonts differ."""
    shown = []
    for cell in notebook.cells:
        found: dict[str, str] = {}
        for output in cell.get("outputs", []):
            kept = output.get("data") or {output.output_type: output.get("text", "")}
            for form, text in kept.items():
                found[form] = found.get(form, "") + ("" if form.startswith("image/") else text)
        shown.append(found)
    return shown


def main() -> None:
    """Run all notebooks and write them back."""
    for path in NOTEBOOKS:
        nbformat.write(executed(path), path)
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()

"""What jobs do: each task calls the Python surface and says which files it wrote.

Tasks run in a process of their own. Everything they are asked is JSON that the server made: paths
in it are ours, never a caller's.
"""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, Final

from harmscope.web.work import Work

OF_OFFICIALS: Final = ("receive", "pool", "preview", "plan", "publish", "shelve")
"""Tasks on a registry: what they give is shown to officials alone."""

_PLACES: Final = {
    "platform_tasks": ("validate", "fix", "due", "draft", "import_"),
    "research_tasks": ("read", "compare", "question", "difference", "claim"),
    "registry_tasks": OF_OFFICIALS,
    "report_tasks": ("survey", "report", "pack", "seal", "hand_in"),
}


def _done(module: str, name: str, work: Work) -> dict[str, Any]:
    # A job loads what its own task needs: all of it together takes longer than most jobs.
    tasks = import_module(f"harmscope.web.{module}")
    task: Callable[[Work], dict[str, Any]] = getattr(tasks, name)
    return task(work)


TASKS: dict[str, Callable[[Work], dict[str, Any]]] = {
    name.rstrip("_"): partial(_done, module, name)
    for module, names in _PLACES.items()
    for name in names
}
"""Every task by its name."""

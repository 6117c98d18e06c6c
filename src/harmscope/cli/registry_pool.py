"""Commands of ``harmscope registry`` that pool, publish and export."""

from collections.abc import Callable

COMMANDS: dict[str, Callable[..., None]] = {}

"""Imports point down, and every module has been given its place."""

import subprocess
import sys
from pathlib import Path


def test_import_layers_hold(root: Path) -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(lint), "--no-cache"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]

"""Every finding as CSV, written while the run goes on."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from harmscope.findings import Finding
from harmscope.render.csv_ import safe

COLUMNS = (
    "rule", "slug", "severity", "file", "line", "offset", "pointer", "message", "fix", "waived",
)  # fmt: skip
"""Columns, always all of them and in this order. ``waived`` holds the reason of the waiver."""


class CsvSink:
    """Writes findings as rows after RFC 4180: comma, CRLF, every cell of text made safe."""

    def __init__(self, file: BinaryIO) -> None:
        self._text = io.TextIOWrapper(file, "utf-8", newline="")
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow(COLUMNS)

    def take(self, finding: Finding, waived: str | None) -> None:
        """Write one finding."""
        self._writer.writerow(cells(finding, waived))

    def end(self) -> None:
        """Give everything to the file and let go of it."""
        self._text.flush()
        self._text.detach()


@contextmanager
def findings_csv(file: BinaryIO) -> Iterator[CsvSink]:
    """A sink that has written everything to ``file`` when the block ends."""
    sink = CsvSink(file)
    yield sink
    sink.end()


def cells(finding: Finding, waived: str | None) -> list[str]:
    """A finding as a row; what is not known is empty."""
    return [
        finding.rule,
        finding.slug,
        finding.severity,
        safe(finding.file),
        "" if finding.line is None else str(finding.line),
        "" if finding.offset is None else str(finding.offset),
        safe(finding.pointer),
        safe(finding.message),
        safe(finding.fix),
        safe(waived or ""),
    ]

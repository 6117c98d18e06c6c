"""Writes everything in the repository that is generated: ``make generate``.

Each generator is also checked by a test that names this command.
"""

import json
import sys
from pathlib import Path

from harmscope import schemagen
from harmscope.api.api_page import api_page
from harmscope.cli.man_page import man_page
from harmscope.importers.mapping_fields import fields_page
from harmscope.metrics import reference as metrics
from harmscope.schemagen.pages import write_pages, write_record_pages
from harmscope.schemagen.typed_records import write_typed_records
from harmscope.taxonomy import reference
from harmscope.web.api_document import document


def main() -> None:
    """Write everything that is generated and name the files that changed."""
    sys.stdout.writelines(f"{name}\n" for name in generate(Path(__file__).parents[2]))


def generate(root: Path) -> list[str]:
    """Run every generator on the checkout ``root``; gives the files that changed."""
    changed = [f"schemas/{name}" for name in schemagen.write(root / "schemas")]
    changed += write_typed_records(root)
    changed += write_record_pages(root)
    changed += write_pages(root)
    changed += _page(root, "docs/reference/mapping.md", "\n".join(fields_page()) + "\n")
    changed += _page(root, "docs/api.md", api_page())
    openapi = json.dumps(document(), indent=2, ensure_ascii=False) + "\n"
    changed += _page(root, "docs/reference/openapi.json", openapi)
    changed += _page(root, "docs/reference/harmscope.1", man_page())
    changed += _taxonomy_pages(root / "docs" / "reference" / "taxonomy")
    changed += _metric_pages(root / "docs" / "reference" / "metrics")
    return changed


def _page(root: Path, name: str, text: str) -> list[str]:
    place = root / name
    if place.is_file() and place.read_text(encoding="utf-8") == text:
        return []
    place.write_text(text, encoding="utf-8", newline="\n")
    return [name]


def _taxonomy_pages(folder: Path) -> list[str]:
    stale = reference.check(folder)
    if stale:
        reference.write(folder)
    return [f"docs/reference/taxonomy/{name}" for name in stale]


def _metric_pages(folder: Path) -> list[str]:
    stale = metrics.check(folder)
    if stale:
        metrics.write(folder)
    return [f"docs/reference/metrics/{name}" for name in stale]


if __name__ == "__main__":
    main()

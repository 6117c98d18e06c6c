"""Published editions, each in a folder of its own for good: what the public reads.

An edition is put here whole or not at all: its note is written last. To read it asks neither the
registry nor its database; files are found by their place in a closed list of names.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from harmscope.disclosure.level import level
from harmscope.disclosure.protect import Said
from harmscope.errors import UserError
from harmscope.formats.write import whole
from harmscope.model.period import Period
from harmscope.registry.folder import Registry
from harmscope.registry.publications import Wish
from harmscope.registry.publish import FILES, Made, publish
from harmscope.registry.state import State, state_of
from harmscope.render.figure_text import period_text
from harmscope.web.shelves import new_id

FOLDER: Final = "publications"
PAGE: Final = "index.html"
"""The file that people read."""


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """One edition. ``id`` is the SHA-256 of its ``publication.json``, ``series`` names all editions
    of the same period, level and splits; ``entry`` is the ledger's entry that records it."""

    id: str
    series: str
    edition: int
    entry: int
    registry: str
    title: str
    period: str
    level: str
    level_title: str
    services: bool
    published_on: str
    licence: str
    behind: int
    registered: int
    cells: int
    share_shown: float

    @property
    def address(self) -> str:
        """Where its page is for good; its files are below."""
        return f"/publications/{self.series}/{self.edition}/"


class PublicationShelf:
    """The editions in the app's folder ``data``."""

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER

    def editions(self) -> list[PublishedEdition]:
        """All editions, the newest first."""
        return sorted(self._noted(), key=lambda one: (-one.entry, one.id))

    def series(self, name: str) -> list[PublishedEdition]:
        """All editions of one series, the newest first."""
        return [one for one in self.editions() if one.series == name]

    def edition(self, series: str, number: int) -> PublishedEdition | None:
        """The edition with this number, where there is one."""
        return next((one for one in self.series(series) if one.edition == number), None)

    def files(self, edition: PublishedEdition) -> dict[str, int]:
        """The names of an edition's files, each with its size in bytes."""
        paths = {name: self._folder / edition.id / name for name in FILES}
        return {name: path.stat().st_size for name, path in paths.items() if path.is_file()}

    def file(self, edition: PublishedEdition, name: str) -> Path | None:
        """The file of this name; None where an edition has none of the name."""
        return self._folder / edition.id / name if name in self.files(edition) else None

    def document(self, edition: PublishedEdition) -> dict[str, Any]:
        """What the edition says, as ``publication.json`` has it."""
        text = (self._folder / edition.id / "publication.json").read_text(encoding="utf-8")
        found: dict[str, Any] = json.loads(text)
        return found

    def put(self, registry: Registry, wish: Wish, at: datetime, said: Said | None = None) -> Made:
        """Publish and put the edition on the shelf; the same one again changes nothing.

        A refused one is not put anywhere. ``said`` hears how far a long audit has come.
        Raises UserError as :func:`publish` does.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        making = self._folder / f"making-{new_id()}"
        try:
            made = publish(registry, wish, making, at, said)
            if not made.protected.refused and not self._note(made.digest).is_file():
                self._place(registry, made, making)
        finally:
            shutil.rmtree(making, ignore_errors=True)
        return made

    def missing(self, state: State) -> list[dict[str, Any]]:
        """Editions on record that could be here and are not, the newest first: a command published
        them. One at a level that withholds nothing is for nobody but those who were given it."""
        return [
            one
            for one in reversed(state.publications)
            if level(one["level"]).protects
            and not self._note(one["publication_object"].removesuffix(".json")).is_file()
        ]

    def bring(
        self, registry: Registry, entry: int, at: datetime, said: Said | None = None
    ) -> PublishedEdition:
        """Put an edition here that is on record under ``entry``, with the same bytes as it was
        published. Raises UserError where there is none, or where it cannot be made the same."""
        state = state_of(registry.ledger.entries())
        one = next((one for one in self.missing(state) if one["seq"] == entry), None)
        if one is None:
            raise UserError("edition", "there is none under this entry", "choose one of the list")
        period = Period(date.fromisoformat(one["start"]), date.fromisoformat(one["end"]))
        wish = Wish(period, one["level"], one["services"], (), one["as_of"])
        # Other bytes than those on record are refused there: nothing else comes onto the shelf.
        return _edition(self.put(registry, wish, at, said), entry)

    def _place(self, registry: Registry, made: Made, making: Path) -> None:
        target = self._folder / made.digest
        shutil.rmtree(target, ignore_errors=True)  # what a killed process left
        making.rename(target)
        entry = next(
            one["seq"]
            for one in state_of(registry.ledger.entries()).publications
            if one["publication_object"] == f"{made.digest}.json"
        )
        with whole(self._note(made.digest)) as file:
            file.write(json.dumps(asdict(_edition(made, entry))).encode())

    def _note(self, digest: str) -> Path:
        return self._folder / f"{digest}.json"

    def _noted(self) -> Iterator[PublishedEdition]:
        for path in self._folder.glob("*.json"):
            yield PublishedEdition(**json.loads(path.read_text(encoding="utf-8")))


def series_of(wish: Wish) -> str:
    """The name of a series of editions, as addresses have it."""
    span = period_text(str(wish.period)).replace(" to ", "_")
    return f"{span}-{wish.level}{'' if wish.services else '-without-services'}"


def _edition(made: Made, entry: int) -> PublishedEdition:
    document = json.loads(made.files["publication.json"])
    disclosure = document["disclosure"]
    return PublishedEdition(
        id=made.digest,
        series=series_of(made.wish),
        edition=made.edition,
        entry=entry,
        registry=document["registry"],
        title=document["title"],
        period=document["period"],
        level=disclosure["level"],
        level_title=disclosure["title"],
        services=made.wish.services,
        published_on=document["published_on"],
        licence=document["licence"]["id"],
        behind=document["services"]["behind"],
        registered=document["services"]["registered"],
        cells=disclosure["cells"],
        share_shown=disclosure["share_shown"],
    )

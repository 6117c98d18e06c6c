"""Invented authorities, each with a registry of its own, whose publications others take in."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desks import AT, Desk
from harmscope.formats.door import PUBLICATION
from harmscope.model.period import parse_period
from harmscope.registry.edition_manifest import signed
from harmscope.registry.folder import create
from harmscope.registry.publications import Wish
from harmscope.registry.publish import Made, publish
from harmscope.registry.senders import add
from harmscope.submission import Contents, pack, sign
from harmscope.submission.keys import read_public
from harmscope.submission.pack import contents_of, pack_as_given
from harmscope.submission.published_folder import NAME
from senders import QUARTER, TODAY

KEYS = "keys/registry.key.pem", "keys/registry.public.json"


@dataclass
class Office:
    """One authority with services of its own."""

    name: str
    folder: Path
    desk: Desk

    def publish(self, level: str = "public", edition: str = "p") -> Made:
        """Publish what is in its registry into its folder ``edition``."""
        wish = Wish(parse_period(QUARTER), level)
        return publish(self.desk.registry, wish, self.folder / edition, AT)

    def package(self, edition: str = "p", **more: object) -> Path:
        """Its publication, packed and signed with its registry's key."""
        target = self.folder / f"{edition}.zip"
        made = contents_of(self.name.lower(), None, None, TODAY, self.folder / edition, **more)
        pack(made, target)
        sign(target, self.folder / "registry" / KEYS[0])
        return target

    def alter(self, change: Callable[[dict[str, Any]], object], edition: str = "p") -> None:
        """Change its publication and sign it again, as one that goes wrong or means ill."""
        folder = self.folder / edition
        body = json.loads((folder / PUBLICATION).read_bytes())
        change(body)
        (folder / PUBLICATION).write_text(json.dumps(body), encoding="utf-8")
        files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != NAME}
        for name, data in signed(self.desk.registry, body, files).items():
            (folder / name).write_bytes(data)

    def sent(self, desk: Desk, edition: str = "p", **more: object) -> dict[str, object]:
        """Hand its publication in at another registry, unchecked; gives the receipt."""
        target = self.folder / f"{edition}.zip"
        told = {"sender": self.name.lower(), "service": self.name, "packed_on": TODAY}
        told |= {"period": parse_period(QUARTER), "publication": self.folder / edition, **more}
        pack_as_given(Contents(**told), target)
        sign(target, self.folder / "registry" / KEYS[0])
        return desk.receive(target)

    def register_at(self, desk: Desk) -> None:
        """Have it registered at another registry as an authority."""
        public = read_public(self.folder / "registry" / KEYS[1])
        add(desk.registry, self.name.lower(), [], public, AT, [self.name])

    def hand_in(self, desk: Desk, edition: str = "p", **more: object) -> dict[str, object]:
        """Hand its publication in at another registry; gives the receipt."""
        return desk.receive(self.package(edition, **more))


def office(folder: Path, name: str, notices: dict[str, int], **more: object) -> Office:
    """An authority whose services report so many notices."""
    registry = create(folder / name / "registry", name, TODAY, None, "automatic")
    made = Office(name, folder / name, Desk(registry, folder / name))
    for service, count in notices.items():
        made.desk.add(service.lower())
        made.desk.receive(made.desk.senders[service.lower()].submission(notices=count, **more))
    return made

"""A registry for tests, with short words for what they do with it."""

import io
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine

from harmscope.database import url_of
from harmscope.registry import senders as enrolment
from harmscope.registry.folder import Registry
from harmscope.registry.intake import receive
from harmscope.registry.state import Received, State, state_of
from senders import Sender, sender
from written import held

AT = datetime(2026, 4, 20, 10)


@dataclass
class Desk:
    """A registry, its senders, and short words for what tests do with them."""

    registry: Registry
    folder: Path
    senders: dict[str, Sender] = field(default_factory=dict)

    def add(self, name: str, *services: str) -> Sender:
        made = self.senders[name] = sender(self.folder / "keys", name)
        enrolment.add(self.registry, name, services or (made.service,), made.public, AT)
        return made

    def receive(self, package: Path | bytes, at: datetime = AT) -> dict[str, Any]:
        data = package if isinstance(package, bytes) else package.read_bytes()
        return held(receive(self.registry, io.BytesIO(data), at).body)

    @property
    def state(self) -> State:
        return state_of(self.registry.ledger.entries())

    def last(self) -> Received:
        return self.state.submissions[-1]

    def behind(self) -> Engine:
        """The ledger's database, for whoever changes it behind the registry's back."""
        own = f"sqlite:///{self.registry.folder / 'ledger.sqlite'}"
        return create_engine(url_of(self.registry.settings.database or own))

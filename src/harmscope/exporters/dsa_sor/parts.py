"""A record, read member by member without surprises."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """An object of a record; what is not there reads as empty."""

    data: dict[str, object]

    def text(self, name: str) -> str:
        """A member that is text."""
        value = self.data.get(name)
        return value if isinstance(value, str) else ""

    def day(self, name: str) -> str:
        """The day of a time, as the time's own offset has it."""
        return self.text(name)[:10]

    def texts(self, name: str) -> list[str]:
        """A member that is a list of texts."""
        value = self.data.get(name)
        return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []

    def part(self, name: str) -> "Part":
        """A member that is an object."""
        value = self.data.get(name)
        return Part(value if isinstance(value, dict) else {})

    def parts(self, name: str) -> list["Part"]:
        """A member that is a list of objects."""
        value = self.data.get(name)
        found = value if isinstance(value, list) else []
        return [Part(one) for one in found if isinstance(one, dict)]

    def answer(self, name: str) -> str:
        """A yes or no as the form writes it."""
        value = self.data.get(name)
        return {True: "Yes", False: "No"}[value] if isinstance(value, bool) else ""

"""Who or what wrote an Ozone event, as far as ``modTool`` says."""

from harmscope.importers.entry import Entry

_HUMAN = ("ozone-ui/", "ozone/workspace")


def is_automated(entry: Entry) -> bool | None:
    """Whether a machine wrote the event; None where the event does not say."""
    tool = entry.part("modTool")
    meta = tool.get("meta")
    said = meta.get("isAutomated") if isinstance(meta, dict) else None
    if isinstance(said, bool):
        return said
    name = tool.get("name")
    if not isinstance(name, str) or not name:
        return None
    return not name.startswith(_HUMAN)


def automation(entry: Entry) -> dict[str, object]:
    """The member ``automation`` of a decision."""
    automated = is_automated(entry)
    return {} if automated is None else {"automation": "full" if automated else "none"}

"""Accounts in Mastodon's rows: an id in the database, a whole account in the API."""

from harmscope.importers.entry import BadRow, Entry


def account_id(entry: Entry, name: str) -> str:
    """Id of the account under ``name`` (API) or ``name_id`` (database); empty where none is."""
    return entry.text(f"{name}_id") or entry.sub(name).text("id")


def target(entry: Entry) -> str:
    """What reports, strikes and appeals of one account are folded under. Raises BadRow."""
    id_ = account_id(entry, "target_account")
    if not id_:
        raise BadRow("target_account_id")
    return subject(id_)


def subject(id_: str) -> str:
    """The name of an account as a subject."""
    return f"account {id_}"


def origin(entry: Entry) -> dict[str, object]:
    """The member ``origin`` where the API says from which server the account is."""
    account = entry.sub("target_account")
    if "domain" not in account.data:
        return {}
    return {"origin": "remote" if account.has("domain") else "local"}

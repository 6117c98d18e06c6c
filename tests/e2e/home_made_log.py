"""A home-made log of 300 rows in German, as small services keep them: own columns, four clerks with
four styles of dates, appeals in a table of their own, one category that the EU's template lacks."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

ROWS = 300
_STYLES = ("%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M")
_LOG = (
    *("Vorgang", "Eingegangen am", "Gemeldet von", "Meldeart", "Verhältnis zur Person", "Recht"),
    *("Gültig", "Kategorie", "Beschreibung", "Inhaltsart", "Sprache", "Automatisch erkannt"),
    *("Entschieden am", "Maßnahme", "Grundlage", "Entscheidung durch", "Entfernt am"),
)
_APPEALS = ("Aktenzeichen", "Eingegangen am", "Entschieden am", "Ergebnis")
_KINDS = ("Meldung", "Meldung", "DSA", "Meldung", "Löschantrag")
_HARMS = ("Spam", "Beleidigung", "Betrug", "Hassrede", "Urheberrecht")
_DOES = ("Gelöscht", "Keine Maßnahme", "Gelöscht", "Konto gesperrt")
_START = datetime(2026, 7, 1, 8, 0)


def write_log(folder: Path) -> dict[str, int]:
    """Write ``meldungen.csv`` and ``widersprueche.csv``; gives what a careful clerk would count."""
    rows = [_row(number) for number in range(ROWS)]
    appeals = [_appeal(row) for row in rows if _is_appealed(row)]
    _write(folder / "meldungen.csv", _LOG, rows)
    _write(folder / "widersprueche.csv", _APPEALS, appeals)
    requests = [row for row in rows if row["Meldeart"] == "Löschantrag"]
    removed = [row for row in rows if row["Maßnahme"] == "Gelöscht"]
    return {
        "notices": len(rows),
        "legal": sum(row["Meldeart"] == "DSA" for row in rows),
        "requests": len(requests),
        "removed": len(removed),
        "in_time": sum(row["_hours"] <= 48 for row in requests if row["Entfernt am"]),
        "requests_removed": sum(bool(row["Entfernt am"]) for row in requests),
        "restricting": sum(row["Maßnahme"] != "Keine Maßnahme" for row in rows),
        "appeals": len(appeals),
        "granted": sum(row["Ergebnis"] == "stattgegeben" for row in appeals),
        "spam": sum(row["Kategorie"] == "Spam" for row in rows),
        "spam_legal": sum(row["Kategorie"] == "Spam" and row["Meldeart"] == "DSA" for row in rows),
    }


def _row(number: int) -> dict:
    style = _STYLES[number % 4]
    asked = _START + timedelta(days=number // 3, hours=3 * (number % 3), minutes=13 * (number % 5))
    hours = 2 + number // 2 * 7 % 5 + 24 * (number % 4)
    decided = asked + timedelta(hours=hours)
    kind = _KINDS[number % 5]
    request = kind == "Löschantrag"
    harm = "Intime Bilder ohne Einwilligung" if request else _HARMS[number // 5 % 5]
    does = "Gelöscht" if request else _DOES[number // 3 % 4]
    return {
        "Vorgang": f"V-{1000 + number}",
        "Eingegangen am": asked.strftime(style),
        "Gemeldet von": f"Person {number % 90}",
        "Meldeart": kind,
        "Verhältnis zur Person": ("selbst", "Anwalt")[number % 3 == 0] if request else "",
        "Recht": "Take It Down Act" if request else "EU",
        "Gültig": "ja" if kind in ("DSA", "Löschantrag") else "",
        "Kategorie": harm,
        "Beschreibung": f"erfundener Text {number % 4}",
        "Inhaltsart": ("Beitrag", "Kommentar", "Bild")[number % 3],
        "Sprache": ("Deutsch", "Englisch")[number % 7 == 0],
        "Automatisch erkannt": "nein",
        "Entschieden am": decided.strftime(style),
        "Maßnahme": does,
        "Grundlage": "" if does == "Keine Maßnahme" else ("AGB", "Gesetz")[kind == "DSA"],
        "Entscheidung durch": ("Mensch", "teilweise")[number % 11 == 0],
        "Entfernt am": decided.strftime(style) if does == "Gelöscht" else "",
        "_hours": hours,
        "_number": number,
        "_decided": decided,
    }


def _is_appealed(row: dict) -> bool:
    return row["Maßnahme"] != "Keine Maßnahme" and row["_number"] % 9 == 0


def _appeal(row: dict) -> dict:
    style = _STYLES[row["_number"] % 4]
    filed = row["_decided"] + timedelta(days=3)
    return {
        "Aktenzeichen": row["Vorgang"],
        "Eingegangen am": filed.strftime(style),
        "Entschieden am": (filed + timedelta(days=5)).strftime(style),
        "Ergebnis": ("abgelehnt", "stattgegeben")[row["_number"] % 2],
    }


def _write(path: Path, columns: tuple[str, ...], rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=";", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)

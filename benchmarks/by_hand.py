"""A report written by hand in SQL, as a process of its own: ``by_hand.py FILE FROM TO``.

Every table of the profile ``core`` on a file of incidents, with copies and contradictions left
out, by DuckDB in two threads. Prints the totals, by which it is known that it counts the same.
"""

import json
import sys

THREADS = 2

CASES = """
CREATE TEMP TABLE cases AS
WITH named AS (
    SELECT *, row_number() OVER () AS seq, hash(all_) AS said
    FROM (SELECT all_, unnest(all_) FROM read_parquet('{path}') AS all_)
    WHERE record = 'incident'
), several AS (
    SELECT service, incident_id, min(seq) AS first, count(DISTINCT said) AS contents
    FROM named GROUP BY ALL
)
SELECT named.* EXCLUDE (all_, said) FROM named JOIN several USING (service, incident_id)
WHERE seq = first AND contents = 1
"""

DECISIONS = """
CREATE TEMP TABLE decision AS
WITH each AS (
    SELECT seq, subject_kind, {harm} AS harm, native, detection,
        CAST(left(content.created_at, 10) AS DATE) AS created, unnest(decisions) AS d
    FROM cases
), dated AS (
    SELECT *, CAST(left(coalesce(d.decided_at, d.applied_at), 10) AS DATE) AS day,
        list_transform(d.actions, lambda a: a.kind) AS kinds
    FROM each
)
SELECT *, split_part(harm, '.', 1) AS harm_top, strftime(day, '%Y-%m') AS month,
    day - created AS days
FROM dated WHERE day BETWEEN DATE '{start}' AND DATE '{end}' AND len(kinds) > 0
"""

APPEALS = """
CREATE TEMP TABLE appeal AS
SELECT * FROM (SELECT seq, unnest(appeals) AS a FROM cases)
WHERE CAST(left(a.filed_at, 10) AS DATE) BETWEEN DATE '{start}' AND DATE '{end}'
"""

ITEMS = "FROM decision WHERE subject_kind = 'content'"
ACCOUNTS = "FROM decision WHERE subject_kind = 'account'"
ONE = "count(DISTINCT seq)"
BANDS = (
    "CASE WHEN days = 0 THEN '0' WHEN days = 1 THEN '1' WHEN days BETWEEN 2 AND 7 THEN '2-7' "
    "WHEN days BETWEEN 8 AND 30 THEN '8-30' WHEN days > 30 THEN 'over-30' END"
)

TABLES = (
    f"SELECT {ONE} {ITEMS}",
    f"SELECT {ONE} {ACCOUNTS}",
    "SELECT count(*) FROM appeal",
    "SELECT month, count(*) FROM decision GROUP BY ALL",
    f"SELECT harm_top, {ONE} {ITEMS} GROUP BY ALL",
    f"SELECT harm, {ONE} {ITEMS} GROUP BY ALL",
    f"SELECT harm_top, {ONE} {ACCOUNTS} GROUP BY ALL",
    "SELECT n.scheme, n.code, count(*) FROM (SELECT unnest(native) AS n FROM decision) "
    "GROUP BY ALL",
    "SELECT harm_top, month, count(*) FROM decision GROUP BY ALL",
    f"SELECT kind, {ONE} FROM (SELECT seq, unnest(kinds) AS kind {ITEMS}) GROUP BY ALL",
    f"SELECT kind, {ONE} FROM (SELECT seq, unnest(kinds) AS kind {ACCOUNTS}) GROUP BY ALL",
    "SELECT d.ground, count(*) FROM decision GROUP BY ALL",
    f"SELECT {BANDS} AS band, count(*) FROM decision GROUP BY ALL",
    "SELECT quantile_disc(days, [0.5, 0.9]) FROM decision",
    "SELECT detection.source, count(*) FROM decision GROUP BY ALL",
    "SELECT d.automation, count(*) FROM decision GROUP BY ALL",
    "SELECT count(*) FILTER (d.automation = 'full') / count(*) FROM decision",
    "SELECT a.outcome, count(*) FROM appeal GROUP BY ALL",
    "SELECT count(*) FILTER (a.outcome != 'pending') FROM appeal",
    "SELECT count(*) FILTER (a.outcome = 'granted') FROM appeal",
)
"""What each panel shows, but for those about notices, of which the file holds none."""


def main(path: str, start: str, end: str) -> dict[str, int]:
    """Count every table; gives decisions and appeals."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {THREADS}")
    columns = connection.execute(f"DESCRIBE FROM read_parquet('{path}')").fetchall()
    harm = "harm.primary" if "harm" in [name for name, *_ in columns] else "NULL::VARCHAR"
    for made in (CASES, DECISIONS, APPEALS):
        connection.execute(made.format(path=path, start=start, end=end, harm=harm))
    for table in TABLES:
        connection.execute(table).fetchall()
    totals = "SELECT (SELECT count(*) FROM decision), (SELECT count(*) FROM appeal)"
    row = connection.execute(totals).fetchone() or (0, 0)
    return {"decisions.restricting": row[0], "appeals.filed": row[1]}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))

"""The reference table of authorities as a table, so that a question can count and divide by it."""

from sqlite3 import Connection as Database

from repo_watch.reading.terms.reference import rows


def refresh(db: Database) -> None:
    """Write the authorities again, with the people who lived there. Call inside a transaction."""
    people = {row["gss"]: int(row["people"]) for row in rows("populations.csv")}
    db.execute("DELETE FROM place")
    for row in rows("places.csv"):
        known = {name: value or None for name, value in row.items()}
        db.execute(
            "INSERT INTO place"
            " (name, gss_code, region, nation, code_from, code_until, successor, people_2020)"
            " VALUES (:name, :gss, :region, :nation, :start, :end, :successor, :people)",
            {**known, "people": people.get(row["gss"])},
        )

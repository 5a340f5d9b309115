SELECT
    coalesce(max(coalesce(finished_at, started_at)), '') AS made_at,
    (SELECT coalesce(min(night), '') FROM coverage) AS first_night,
    (SELECT coalesce(max(night), '') FROM coverage) AS last_night,
    (SELECT '' || count(DISTINCT night) FROM coverage) AS nights,
    (SELECT '' || count(DISTINCT night) FROM coverage WHERE verdict <> 'ok') AS nights_not_ok,
    '' || count(*) AS runs,
    (SELECT '' || count(*) FROM reviews) AS reviews,
    (SELECT '' || count(*) FROM publications) AS publications,
    (SELECT '' || user_version FROM pragma_user_version) AS schema
FROM run;

-- The original may be a copy itself: one that was brought back after a loss.
DROP TABLE IF EXISTS provenance;

CREATE TABLE provenance (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID

-- Schema 4. Once released, never edited.

-- As it was, but with a rowid; nothing refers to it but views, which are made after it.
ALTER TABLE version RENAME TO version_before;

CREATE TABLE version (
    item INTEGER NOT NULL REFERENCES item (id),
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run (id),
    cause TEXT NOT NULL CHECK (cause IN ('source', 'witness', 'reader', 'hand')),
    hash TEXT NOT NULL,
    changed TEXT NOT NULL,
    snapshot TEXT NOT NULL,
    PRIMARY KEY (item, number)
) STRICT;

INSERT INTO version (item, number, at, run, cause, hash, changed, snapshot)
SELECT item, number, at, run, cause, hash, changed, snapshot FROM version_before
ORDER BY item, number;

DROP TABLE version_before;

CREATE INDEX version_url ON version (snapshot ->> '$.url');

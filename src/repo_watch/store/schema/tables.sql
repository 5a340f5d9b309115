-- Schema 1. Once released, never edited: the next migration changes what this one made.

-- One row per run of the nightly job.
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    version TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('nightly', 'offline', 'backfill', 'hand')),
    full INTEGER NOT NULL CHECK (full IN (0, 1)),
    exit_status INTEGER
) STRICT;

-- What is known of each address: how it was last read well, and what proves it unchanged.
CREATE TABLE page (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    rank INTEGER NOT NULL,
    known_since TEXT NOT NULL,
    baseline INTEGER NOT NULL CHECK (baseline IN (0, 1)),
    have TEXT,
    status INTEGER,
    etag TEXT,
    last_modified TEXT,
    sha256 TEXT,
    headers TEXT,
    reader_version INTEGER,
    verdict TEXT CHECK (verdict IN ('ok', 'partial')),
    items INTEGER,
    read_at TEXT,
    UNIQUE (source, url)
) STRICT;

-- Which page a listing leads to, and under which marker.
CREATE TABLE listing (
    by_page INTEGER NOT NULL REFERENCES page (id),
    page INTEGER NOT NULL REFERENCES page (id),
    marker TEXT NOT NULL,
    PRIMARY KEY (by_page, page)
) STRICT, WITHOUT ROWID;

-- The log: one row per page per run, whatever came of it.
CREATE TABLE reading (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    page INTEGER NOT NULL REFERENCES page (id),
    at TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('ok', 'partial', 'failed')),
    reasons TEXT NOT NULL,
    unchanged INTEGER NOT NULL CHECK (unchanged IN (0, 1)),
    status INTEGER,
    sha256 TEXT,
    bytes INTEGER,
    items INTEGER,
    words INTEGER,
    unread TEXT NOT NULL
) STRICT;

CREATE INDEX reading_page ON reading (page, run);

CREATE INDEX reading_run ON reading (run);

-- One verdict per source and run: what `coverage` shows.
CREATE TABLE source_night (
    run INTEGER NOT NULL REFERENCES run (id),
    source TEXT NOT NULL,
    at TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('ok', 'partial', 'failed')),
    reasons TEXT NOT NULL,
    pages INTEGER NOT NULL,
    items INTEGER,
    PRIMARY KEY (run, source)
) STRICT, WITHOUT ROWID;

-- A review or a publication. Its text is in its newest version. One that an operator merged into
-- another is watched on as before, and shown as part of that: so that it can be undone whole.
CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('review', 'publication')),
    key TEXT,
    title_key TEXT NOT NULL,
    source TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    first_run INTEGER NOT NULL REFERENCES run (id),
    baseline INTEGER NOT NULL CHECK (baseline IN (0, 1)),
    state TEXT NOT NULL CHECK (
        state IN ('listed', 'absent', 'live', 'withdrawn', 'redirected', 'gone', 'missing',
                  'merged', 'suppressed')),
    merged_into INTEGER REFERENCES item (id),
    version INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX item_key ON item (kind, key) WHERE key IS NOT NULL;

CREATE INDEX item_title ON item (title_key);

CREATE INDEX item_first_seen ON item (first_seen_at);

-- Full snapshots: how an item was on any day.
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
) STRICT, WITHOUT ROWID;

-- Which page shows which item, why we think so, and for how long it has been missing there.
CREATE TABLE sighting (
    item INTEGER NOT NULL REFERENCES item (id),
    page INTEGER NOT NULL REFERENCES page (id),
    hash TEXT NOT NULL,
    since TEXT NOT NULL,
    rule TEXT NOT NULL,
    score REAL NOT NULL,
    misses INTEGER NOT NULL DEFAULT 0,
    missed_on TEXT,
    gone_at TEXT,
    PRIMARY KEY (item, page)
) STRICT, WITHOUT ROWID;

CREATE INDEX sighting_page ON sighting (page);

-- What happened to items, in words that a digest can use.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run (id),
    item INTEGER NOT NULL REFERENCES item (id),
    kind TEXT NOT NULL CHECK (
        kind IN ('new', 'changed', 'absent', 'back', 'report_retired',
                 'report_missing', 'report_replaced', 'report_back', 'withdrawn', 'restored',
                 'redirected', 'gone', 'missing', 'corrected', 'merged', 'split',
                 'suppressed')),
    fields TEXT NOT NULL,
    version INTEGER,
    baseline INTEGER NOT NULL CHECK (baseline IN (0, 1))
) STRICT;

CREATE INDEX event_at ON event (at);

CREATE INDEX event_item ON event (item);

-- Derived from the newest version by reading's reference tables; made again when these improve.
CREATE TABLE item_link (
    item INTEGER NOT NULL REFERENCES item (id),
    url TEXT NOT NULL,
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    since TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('unchecked', 'ok', 'moved', 'replaced', 'retired', 'missing', 'unknown')),
    state_since TEXT NOT NULL,
    PRIMARY KEY (item, url)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_link_url ON item_link (url);

-- What the slow round found behind each address that items link to.
CREATE TABLE link_check (
    url TEXT PRIMARY KEY,
    checked_on TEXT NOT NULL,
    says TEXT NOT NULL CHECK (says IN ('there', 'absent', 'unclear')),
    reason TEXT NOT NULL,
    status INTEGER,
    state TEXT NOT NULL CHECK (state IN ('ok', 'moved', 'replaced', 'missing', 'unknown')),
    seen_on TEXT,
    misses INTEGER NOT NULL,
    missed_on TEXT,
    silent INTEGER NOT NULL,
    leads_to TEXT,
    content_type TEXT,
    bytes INTEGER,
    etag TEXT,
    last_modified TEXT,
    pdf_read_on TEXT,
    pages INTEGER,
    title TEXT,
    sha256 TEXT
) STRICT, WITHOUT ROWID;

-- An address that no item links to any more (a takedown) leaves nothing behind.
CREATE TRIGGER item_link_gone AFTER DELETE ON item_link
        WHEN NOT EXISTS (SELECT 1 FROM item_link WHERE url = old.url)
        BEGIN DELETE FROM link_check WHERE url = old.url; END;

CREATE TABLE item_keyword (
    item INTEGER NOT NULL REFERENCES item (id),
    position INTEGER NOT NULL,
    keyword TEXT NOT NULL,
    term TEXT NOT NULL,
    known INTEGER NOT NULL CHECK (known IN (0, 1)),
    PRIMARY KEY (item, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_keyword_term ON item_keyword (term);

CREATE TABLE item_authority (
    item INTEGER NOT NULL REFERENCES item (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    gss_code TEXT,
    region TEXT,
    nation TEXT NOT NULL,
    PRIMARY KEY (item, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_authority_gss ON item_authority (gss_code);

-- One coded value with the words it was read from; `review_type` is coded like the rest.
CREATE TABLE fact (
    item INTEGER NOT NULL REFERENCES item (id),
    position INTEGER NOT NULL,
    variable TEXT NOT NULL,
    value TEXT NOT NULL,
    section TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (item, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX fact_variable ON fact (variable, value);

-- The coded variables as one row per review; NULL means "not stated".
CREATE TABLE coding (
    item INTEGER PRIMARY KEY REFERENCES item (id),
    rules_version INTEGER NOT NULL,
    review_type TEXT,
    child_age_months TEXT NOT NULL,
    n_children INTEGER,
    sex TEXT NOT NULL,
    outcome TEXT CHECK (outcome IN ('death', 'serious_harm', 'other')),
    incident_from TEXT,
    incident_to TEXT,
    incident_precision TEXT CHECK (incident_precision IN ('day', 'month', 'year')),
    harm TEXT NOT NULL,
    factors TEXT NOT NULL,
    model TEXT,
    agencies TEXT NOT NULL
) STRICT;

-- Search over reviews; rowid is the item's id.
CREATE VIRTUAL TABLE review_search USING fts5 (
    title, summary, learning, recommendations, keywords,
    tokenize = "unicode61 remove_diacritics 2", prefix = '3'
);

-- What an operator decided about identity, and which texts may not come back.
CREATE TABLE ruling (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('same', 'apart', 'suppress')),
    sketch TEXT NOT NULL,
    item INTEGER NOT NULL REFERENCES item (id),
    reason TEXT NOT NULL
) STRICT;

-- The reference table of authorities, with those that no review names: what a rate needs.
CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    gss_code TEXT UNIQUE,
    region TEXT,
    nation TEXT NOT NULL,
    code_from TEXT,
    code_until TEXT,
    successor TEXT,
    people_2020 INTEGER
) STRICT;

-- By which rules and reference tables the derived rows were made.
CREATE TABLE made_by (
    what TEXT PRIMARY KEY,
    version TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Issues of the digest: issued once; a correction has a greater number.
CREATE TABLE issue (
    id INTEGER PRIMARY KEY,
    edition TEXT NOT NULL,
    first_month TEXT NOT NULL,
    last_month TEXT NOT NULL,
    number INTEGER NOT NULL,
    window_from TEXT NOT NULL,
    window_to TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    back_issue INTEGER NOT NULL CHECK (back_issue IN (0, 1)),
    digest TEXT NOT NULL,
    html_sha256 TEXT NOT NULL,
    html_bytes INTEGER NOT NULL,
    pdf_sha256 TEXT NOT NULL,
    pdf_bytes INTEGER NOT NULL,
    csv_sha256 TEXT NOT NULL,
    csv_bytes INTEGER NOT NULL,
    UNIQUE (edition, first_month, last_month, number)
) STRICT;

CREATE TABLE issue_item (
    issue INTEGER NOT NULL REFERENCES issue (id),
    item INTEGER NOT NULL REFERENCES item (id),
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    PRIMARY KEY (issue, item)
) STRICT, WITHOUT ROWID;

-- What an issue could have carried: hidden by its editor, or not for its edition. It counts as
-- carried, so that it does not come back as late.
CREATE TABLE issue_without (
    issue INTEGER NOT NULL REFERENCES issue (id),
    item INTEGER NOT NULL REFERENCES item (id),
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    why TEXT NOT NULL CHECK (why IN ('hidden', 'elsewhere')),
    reason TEXT NOT NULL,
    PRIMARY KEY (issue, item)
) STRICT, WITHOUT ROWID;

-- What the operator was told of a source's turns, so that each is told once.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run (id),
    source TEXT NOT NULL,
    turn TEXT NOT NULL CHECK (turn IN ('red', 'recovered')),
    text TEXT NOT NULL
) STRICT;

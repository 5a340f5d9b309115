-- known_pages: the marker under which listings show each address now; a document that no listing
-- shows any more is unlisted.
SELECT
    url,
    coalesce(wanted, iif(
        kind IN (SELECT value FROM json_each(:documents))
            AND NOT EXISTS (SELECT 1 FROM listing WHERE by_page = page.id),
        :unlisted, NULL)),
    have
FROM page
LEFT JOIN (SELECT page, max(marker) AS wanted FROM listing GROUP BY page) ON page = page.id
WHERE source = :source;

-- save_page: the row is left alone where it says so already.
INSERT INTO page (source, url, kind, rank, known_since, baseline)
VALUES (:source, :url, :kind, :rank, :now, :baseline)
ON CONFLICT (source, url) DO UPDATE SET kind = excluded.kind, rank = excluded.rank
WHERE kind <> excluded.kind OR rank <> excluded.rank;

-- outdated_bodies: what no page showed since a moment and nothing will read again.
SELECT sha256
FROM (
    SELECT sha256, at, lead(at) OVER (PARTITION BY page ORDER BY run, id) AS until
    FROM reading
    WHERE sha256 IS NOT NULL
)
GROUP BY sha256
HAVING max(coalesce(until, at)) < ?
EXCEPT SELECT sha256 FROM page
EXCEPT SELECT sha256 FROM link_check;

-- goes_on_unread: pages of one kind, however far on, that were not read well when last asked for.
WITH RECURSIVE ahead (page) AS (
    SELECT page FROM listing WHERE by_page = ?
    UNION
    SELECT listing.page FROM listing JOIN ahead ON listing.by_page = ahead.page
)
SELECT 1
FROM page
JOIN ahead ON page.id = ahead.page
WHERE kind = ? AND 'failed' = (
    SELECT verdict FROM reading WHERE reading.page = page.id ORDER BY id DESC LIMIT 1);

-- status: the last night of a source, its last good ones, and since when it stands so.
WITH last AS (SELECT * FROM source_night WHERE source = ?1 ORDER BY run DESC LIMIT 1)
SELECT
    verdict,
    reasons,
    at,
    (SELECT max(at) FROM source_night WHERE source = ?1 AND verdict = 'ok'),
    (SELECT max(at) FROM source_night WHERE source = ?1 AND verdict <> 'failed'),
    (SELECT min(at) FROM source_night WHERE source = ?1 AND run > coalesce(
        (SELECT max(run) FROM source_night WHERE source = ?1 AND verdict <> last.verdict), 0))
FROM last;

-- counts: how many events of each kind a run gave for a source.
SELECT iif(event.baseline, 'baseline', event.kind), count(*)
FROM event
JOIN item ON item.id = event.item
WHERE event.run = ? AND item.source = ?
GROUP BY 1
ORDER BY 1;

-- items_shown: how many items a source's pages show now.
SELECT count(DISTINCT sighting.item)
FROM sighting
JOIN page ON page.id = sighting.page
WHERE page.source = ? AND sighting.gone_at IS NULL;

-- last_reasons: what was told of a page, while it stays as it is.
SELECT reasons
FROM reading
WHERE page = ? AND verdict <> 'failed' AND NOT unchanged
ORDER BY run DESC, id DESC
LIMIT 1;

-- watched: every address that items link to, save those whose source took the link down.
SELECT
    item_link.url AS url, json_group_array(DISTINCT item.source) AS sources,
    checked_on AS "on", says, leads_to, content_type, bytes AS size, etag, last_modified,
    seen_on, misses, missed_on, silent, link_check.state AS state
FROM item_link
JOIN item ON item.id = item_link.item
LEFT JOIN link_check ON link_check.url = item_link.url
WHERE item_link.state <> 'retired' OR link_check.state = 'missing'
GROUP BY item_link.url
ORDER BY item_link.url;

-- linking: the items that link to an address. A GOV.UK file is replaced where its page names
-- another, which is told within a week.
SELECT
    item.id,
    item.source,
    item_link.state,
    coalesce(
        json_extract(snapshot, '$.year'),
        CAST(substr(json_extract(snapshot, '$.first_published_at'), 1, 4) AS INTEGER)),
    item.source = 'govuk-reviews'
FROM item_link
JOIN item ON item.id = item_link.item
JOIN version ON version.item = item.id AND version.number = item.version
WHERE item_link.url = ?;

-- unread_pdfs: those found on a day, no larger than so many bytes.
SELECT link_check.url, json_group_array(DISTINCT item.source)
FROM link_check
JOIN item_link ON item_link.url = link_check.url
JOIN item ON item.id = item_link.item
WHERE says = 'there' AND content_type = 'application/pdf' AND pdf_read_on IS NULL
    AND checked_on = ? AND coalesce(bytes, 0) <= ?
GROUP BY link_check.url
ORDER BY link_check.url
LIMIT ?;

-- retire_links: a link that the source took down stays on record.
UPDATE item_link SET state = 'retired', state_since = ?
WHERE item = ? AND state <> 'retired' AND url NOT IN (SELECT value FROM json_each(?));

-- save_link: one that is there again is yet to be checked.
INSERT INTO item_link (item, url, position, label, kind, since, state, state_since)
VALUES (?, ?, ?, ?, ?, ?, 'unchecked', ?)
ON CONFLICT (item, url) DO UPDATE SET
    position = excluded.position,
    label = excluded.label,
    kind = excluded.kind,
    state = iif(state = 'retired', 'unchecked', state),
    state_since = iif(state = 'retired', excluded.since, state_since);

-- save_place: with the people who lived there.
INSERT INTO place (name, gss_code, region, nation, code_from, code_until, successor, people_2020)
VALUES (
    :name, nullif(:gss, ''), nullif(:region, ''), :nation, nullif(:start, ''), nullif(:end, ''),
    nullif(:successor, ''), :people);

-- known_items: only what can matter: what the page showed, and what shares a mark or a key with
-- what it shows. Of a page that is unchanged that is nothing, unless something goes on being missed
-- there.
SELECT
    item.id, version.snapshot, version.hash, item.state, item.kind, item.source,
    coalesce((SELECT min(page.rank) FROM sighting JOIN page ON page.id = sighting.page
        WHERE sighting.item = item.id AND sighting.gone_at IS NULL), :no_lead),
    here.hash, here.misses, here.missed_on, here.gone_at,
    (SELECT count(*) FROM sighting JOIN page ON page.id = sighting.page
        WHERE sighting.item = item.id AND sighting.page <> :page AND sighting.gone_at IS NULL
        AND page.url IN (SELECT value FROM json_each(:kept)))
FROM item
JOIN version ON version.item = item.id AND version.number = item.version
LEFT JOIN sighting AS here ON here.item = item.id AND here.page = :page
WHERE item.state <> 'suppressed' AND item.id IN (
    SELECT item FROM sighting
    WHERE page = :page AND (NOT :unchanged
        OR EXISTS (SELECT 1 FROM sighting WHERE page = :page AND misses AND gone_at IS NULL))
    UNION
    SELECT value FROM json_each(:likely)
    UNION
    SELECT item FROM ruling WHERE kind = 'same' AND NOT :unchanged
    UNION
    SELECT item.id FROM item
    WHERE item.kind = 'publication' AND item.key IN (SELECT value FROM json_each(:keys))
    UNION
    SELECT item.id FROM item
    WHERE item.kind = 'publication' AND item.title_key IN (SELECT value FROM json_each(:titles))
    UNION
    SELECT item.id FROM item
    JOIN version ON version.item = item.id AND version.number = item.version
    WHERE item.kind = 'publication'
        AND version.snapshot ->> '$.url' IN (SELECT value FROM json_each(:urls))
)
ORDER BY item.id;

-- said: what is derived from, a few at a time.
SELECT item.id, item.kind, version.snapshot
FROM item
JOIN version ON version.item = item.id AND version.number = item.version
WHERE item.state <> 'suppressed' AND item.id > ?
ORDER BY item.id
LIMIT ?;

-- shown: of what a page showed, the hash of its words there; the newest version's hash and words.
SELECT sighting.hash, version.hash, version.snapshot
FROM sighting
JOIN item ON item.id = sighting.item
JOIN version ON version.item = item.id AND version.number = item.version
WHERE page = ? AND state <> 'suppressed';

-- marked: the items that bear one of these marks.
SELECT mark, item FROM item_mark WHERE mark IN (SELECT value FROM json_each(?));

-- save_sighting: what is seen is no longer missed.
INSERT INTO sighting (since, page, hash, rule, score, item) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (item, page) DO UPDATE
SET hash = excluded.hash, misses = 0, missed_on = NULL, gone_at = NULL;

-- miss_sighting: once more.
UPDATE sighting SET missed_on = ?1, misses = ?3, gone_at = ?4 WHERE item = ?5 AND page = ?2;

-- revise_item: its next version begins.
UPDATE item SET version = version + 1, state = ?, key = coalesce(?, key), title_key = ?
WHERE id = ?
RETURNING version;

-- reset_version: the newest is set otherwise.
UPDATE version SET snapshot = ?1
WHERE item = ?2 AND number = (SELECT version FROM item WHERE id = ?2);

-- plan_delivery: what is under way goes on; what had ended without being sent begins anew.
INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?, '')
ON CONFLICT DO UPDATE SET state = 'waiting', attempts = 0, first_at = excluded.first_at
WHERE state NOT IN ('sending', 'waiting', 'sent');

-- begin_delivery: before it is sent.
UPDATE delivery SET state = 'sending', attempts = attempts + 1, last_at = ?
WHERE (edition, first_month, last_month, number, channel, address) = (?, ?, ?, ?, ?, ?);

-- end_delivery: what came of it.
UPDATE delivery SET state = ?, reason = ?
WHERE (edition, first_month, last_month, number, channel, address) = (?, ?, ?, ?, ?, ?);

-- of_issue: what became of an issue and its corrections, the newest last.
SELECT channel, address, number, state, first_at
FROM delivery
WHERE (edition, first_month, last_month) = (?, ?, ?)
ORDER BY number;

-- told: what the operator is told, for as long as it goes on. An older repo-watch passes it over.
CREATE TABLE IF NOT EXISTS told (
    key TEXT PRIMARY KEY, since TEXT NOT NULL, text TEXT NOT NULL,
    sent INTEGER NOT NULL CHECK (sent IN (0, 1))
) STRICT;

-- forget_told: what was told and holds no more.
DELETE FROM told WHERE sent AND key NOT IN (SELECT value FROM json_each(?));

-- last_before: the last run of the sources before a run, or of all.
SELECT id, started_at, finished_at, exit_status
FROM run
WHERE mode <> 'hand' AND (?1 IS NULL OR id < ?1)
ORDER BY id DESC
LIMIT 1;

-- kept_files: archived files to which no other item than this links.
SELECT sha256
FROM link_check
WHERE sha256 IS NOT NULL
    AND url IN (SELECT url FROM item_link WHERE item = ?1)
    AND url NOT IN (SELECT url FROM item_link WHERE item <> ?1);

-- undelivered: of each issue's newest number.
SELECT edition, first_month, last_month, number, channel, address, state, reason
FROM (
    SELECT *, max(number) OVER (PARTITION BY edition, first_month, last_month) AS newest
    FROM delivery
)
WHERE state NOT IN ('sent', 'filed') AND number = newest
ORDER BY last_month, first_month, edition, number, state, reason, channel, address

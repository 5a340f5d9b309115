-- authorities: those that could not be resolved to a place, most frequent first.
SELECT authority_text AS authority, count(*) AS reviews
FROM reviews
WHERE authority_text IS NOT NULL AND id NOT IN (SELECT review_id FROM review_authorities)
GROUP BY authority_text
ORDER BY reviews DESC, authority;

-- terms: keywords that are in no reference table, most frequent first.
SELECT term, count(DISTINCT review_id) AS reviews
FROM review_keywords
WHERE NOT known
GROUP BY term
ORDER BY reviews DESC, term;

-- joins: why a page's entry is held to be a review that was known: joins by likeness with a score that is
-- worth a look, weakest first.
SELECT item.id AS id, reviews.title AS title, page.url AS url, rule, score
FROM sighting
JOIN page ON page.id = sighting.page
JOIN item ON item.id = sighting.item
JOIN reviews ON reviews.id = item.id
WHERE rule NOT IN ('new', 'equal', 'content_id') AND score < 0.9
ORDER BY score, item.id;

-- witnesses: recent reviews that only one of a source's two kinds of list names. The monthly update and the
-- yearly list are each other's witness: what the update names should come into the list, and what
-- came into the list in the last month should be in an update.
SELECT id, title, kind AS named_by, other AS not_by
FROM (
    SELECT reviews.id AS id, title, page.kind AS kind, page.source AS source, first_seen_at,
        iif(page.kind = 'list', 'update', 'list') AS other
    FROM reviews
    JOIN sighting ON sighting.item = reviews.id
    JOIN page ON page.id = sighting.page
    WHERE sighting.gone_at IS NULL AND page.kind IN ('list', 'update') AND NOT reviews.baseline
) AS shown
WHERE (kind = 'update'
        OR julianday(first_seen_at) > (SELECT max(julianday(started_at)) FROM run) - 31)
    AND EXISTS (SELECT 1 FROM page
        WHERE page.source = shown.source AND page.kind = other AND page.verdict IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM sighting JOIN page ON page.id = sighting.page
        WHERE sighting.item = shown.id AND page.kind = other)
ORDER BY id;

-- versions: of an item, oldest first.
SELECT number, at, cause, changed, snapshot FROM version WHERE item = ? ORDER BY number;

-- decisions: what an operator held about an item, oldest first.
SELECT at, kind AS decision, fields ->> 0 AS other, coalesce(fields ->> 1, '') AS reason
FROM event
WHERE item = ? AND kind IN ('merged', 'split')
ORDER BY id;

-- seen_at: the pages that show an item or did, leading one first.
SELECT page.url AS url, since, rule, score, gone_at
FROM sighting
JOIN page ON page.id = sighting.page
JOIN item ON item.id = sighting.item
WHERE ? IN (item.id, merged_into)
ORDER BY page.rank, page.id;

-- unasked: files of a source's items about which an answer was unclear, for a reason like this.
SELECT DISTINCT link_check.url
FROM link_check
JOIN item_link ON item_link.url = link_check.url
JOIN item ON item.id = item_link.item
WHERE item.source = ? AND item_link.state <> 'retired' AND says = 'unclear' AND reason LIKE ?;

-- such_a_place: whether an authority, region or nation is called so or begins so.
SELECT
    EXISTS (SELECT 1 FROM authorities WHERE authority LIKE :place ESCAPE '\'
        OR region LIKE :place ESCAPE '\' OR nation LIKE :place ESCAPE '\'
        OR gss_code LIKE :place ESCAPE '\')
    OR EXISTS (SELECT 1 FROM reviews WHERE authority_text LIKE :place ESCAPE '\')

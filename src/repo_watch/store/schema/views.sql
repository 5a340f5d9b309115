-- The views that analysts rely on. A column, once released, keeps its name and meaning.
--
-- Numbers out of JSON are CAST: a column without a type equals no text, and programs such as
-- Datasette compare with text ('2024'). What each column means is told by
-- `repo_watch/analysis/dictionary.toml`, which makes docs/schema.md.

CREATE VIEW reviews AS
SELECT
    item.id AS id,
    item.key AS accession_number,
    json_extract(snapshot, '$.title') AS title,
    CAST(json_extract(snapshot, '$.year') AS INTEGER) AS year,
    CAST(json_extract(snapshot, '$.month') AS INTEGER) AS month,
    json_extract(snapshot, '$.authority_text') AS authority_text,
    CAST(json_extract(snapshot, '$.anonymous') AS INTEGER) AS anonymous,
    json_extract(snapshot, '$.case_name') AS case_name,
    coding.review_type AS review_type,
    json_extract(snapshot, '$.sections.summary') AS summary,
    json_extract(snapshot, '$.sections.background') AS background,
    json_extract(snapshot, '$.sections.key_issues') AS key_issues,
    json_extract(snapshot, '$.sections.learning') AS learning,
    json_extract(snapshot, '$.sections.recommendations') AS recommendations,
    json_extract(snapshot, '$.sections.good_practice') AS good_practice,
    json_extract(snapshot, '$.sections.model') AS model,
    (SELECT group_concat(keyword, ', ')
       FROM (SELECT keyword FROM item_keyword WHERE item = item.id ORDER BY position)
    ) AS keywords,
    (SELECT group_concat(name, '; ')
       FROM (SELECT name FROM item_authority WHERE item = item.id ORDER BY position)
    ) AS authorities,
    (SELECT url FROM item_link
      WHERE item = item.id ORDER BY state = 'retired', position LIMIT 1) AS report_url,
    coalesce((SELECT state FROM item_link
      WHERE item = item.id ORDER BY state = 'retired', position LIMIT 1), 'none') AS report_status,
    item.source AS source,
    (SELECT page.url FROM sighting JOIN page ON page.id = sighting.page
      WHERE sighting.item = item.id
         OR sighting.item IN (SELECT id FROM item AS part WHERE part.merged_into = item.id)
      ORDER BY sighting.gone_at IS NOT NULL, page.rank, page.id LIMIT 1) AS listed_at,
    item.first_seen_at AS first_seen_at,
    item.baseline AS baseline,
    iif(EXISTS (SELECT 1 FROM item AS part
                 WHERE part.merged_into = item.id AND part.state = 'listed'),
        'listed', item.state) AS state,
    version.number AS version,
    version.at AS version_at
FROM item
JOIN version ON version.item = item.id AND version.number = item.version
LEFT JOIN coding ON coding.item = item.id
WHERE item.kind = 'review' AND item.merged_into IS NULL AND item.state <> 'suppressed';

CREATE VIEW publications AS
SELECT
    item.id AS id,
    item.key AS content_id,
    json_extract(snapshot, '$.title') AS title,
    json_extract(snapshot, '$.description') AS description,
    json_extract(snapshot, '$.document_type') AS document_type,
    item.state AS state,
    json_extract(snapshot, '$.url') AS url,
    (SELECT group_concat(value, '; ') FROM json_each(snapshot, '$.organisations')
    ) AS organisations,
    json_extract(snapshot, '$.first_published_at') AS first_published_at,
    CASE length(json_extract(snapshot, '$.first_published_at'))
        WHEN 4 THEN 'year' WHEN 7 THEN 'month' WHEN 10 THEN 'day'
        ELSE iif(json_extract(snapshot, '$.first_published_at') IS NULL, NULL, 'time')
    END AS first_published_precision,
    json_extract(snapshot, '$.public_updated_at') AS public_updated_at,
    json_extract(snapshot, '$.withdrawn_at') AS withdrawn_at,
    json_extract(snapshot, '$.reason') AS reason,
    json_extract(snapshot, '$.redirect_to') AS redirect_to,
    json_extract(snapshot, '$.change_note') AS change_note,
    CAST(json_array_length(snapshot, '$.attachments') AS INTEGER) AS attachments,
    item.source AS source,
    item.first_seen_at AS first_seen_at,
    item.baseline AS baseline,
    version.number AS version,
    version.at AS version_at
FROM item
JOIN version ON version.item = item.id AND version.number = item.version
WHERE item.kind = 'publication' AND item.merged_into IS NULL AND item.state <> 'suppressed';

CREATE VIEW changes AS
SELECT
    event.id AS id,
    event.at AS at,
    date(event.at) AS night,
    event.kind AS change,
    event.fields AS fields,
    item.kind AS item_kind,
    item.id AS item_id,
    json_extract(snapshot, '$.title') AS title,
    item.source AS source,
    event.version AS version,
    event.baseline AS baseline
FROM event
JOIN item ON item.id = event.item
JOIN version ON version.item = item.id AND version.number = item.version
WHERE item.merged_into IS NULL AND item.state <> 'suppressed';

CREATE VIEW coverage AS
SELECT
    date(source_night.at) AS night,
    source_night.at AS at,
    source_night.source AS source,
    source_night.verdict AS verdict,
    (SELECT group_concat(value, ' ') FROM json_each(source_night.reasons)) AS reasons,
    source_night.pages AS pages,
    source_night.items AS items,
    source_night.run AS run
FROM source_night;

CREATE VIEW review_keywords AS
SELECT item AS review_id, position, keyword, term, known
FROM item_keyword JOIN item ON item.id = item_keyword.item
WHERE item.kind = 'review' AND item.merged_into IS NULL AND item.state <> 'suppressed';

CREATE VIEW review_authorities AS
SELECT item AS review_id, position, name AS authority, gss_code, region, nation, successor_of
FROM item_authority JOIN item ON item.id = item_authority.item
WHERE item.kind = 'review' AND item.merged_into IS NULL AND item.state <> 'suppressed';

CREATE VIEW links AS
SELECT
    item.id AS item_id,
    item.kind AS item_kind,
    item_link.position AS position,
    item_link.label AS label,
    item_link.url AS url,
    item_link.kind AS kind,
    item_link.since AS since,
    item_link.state AS state,
    item_link.state_since AS state_since,
    link_check.checked_on AS checked_on,
    link_check.reason AS found,
    link_check.seen_on AS last_there_on,
    link_check.leads_to AS leads_to,
    link_check.content_type AS content_type,
    link_check.bytes AS bytes,
    link_check.last_modified AS last_modified,
    link_check.etag AS etag,
    link_check.pages AS pages,
    link_check.title AS document_title
FROM item_link
JOIN item ON item.id = item_link.item
LEFT JOIN link_check ON link_check.url = item_link.url
WHERE item.merged_into IS NULL AND item.state <> 'suppressed';

CREATE VIEW coded_reviews AS
SELECT
    item.id AS review_id,
    json_extract(snapshot, '$.title') AS title,
    CAST(json_extract(snapshot, '$.year') AS INTEGER) AS year,
    coding.review_type AS review_type,
    CAST(json_extract(coding.child_age_months, '$[0][0]') AS INTEGER) AS age_months_low,
    CAST(json_extract(coding.child_age_months, '$[0][1]') AS INTEGER) AS age_months_high,
    coding.child_age_months AS child_age_months,
    coding.n_children AS n_children,
    coding.sex AS sex,
    coding.outcome AS outcome,
    coding.incident_from AS incident_from,
    coding.incident_to AS incident_to,
    coding.incident_precision AS incident_precision,
    coding.harm AS harm,
    coding.factors AS factors,
    coding.model AS model,
    coding.agencies AS agencies,
    coding.rules_version AS rules_version,
    -- The rules were measured on the NSPCC's summaries; what is on none of its pages is another's.
    CAST(NOT EXISTS (
        SELECT 1 FROM sighting JOIN page ON page.id = sighting.page
        JOIN item AS part ON part.id = sighting.item
        WHERE item.id IN (part.id, part.merged_into) AND page.source LIKE 'nspcc-%'
    ) AS INTEGER) AS provisional
FROM coding
JOIN item ON item.id = coding.item
JOIN version ON version.item = item.id AND version.number = item.version
WHERE item.merged_into IS NULL AND item.state <> 'suppressed';

CREATE VIEW review_codes AS
SELECT
    coding.item AS review_id,
    coded.variable AS variable,
    coded.value AS value,
    CAST((SELECT provisional FROM coded_reviews WHERE review_id = coding.item) AS INTEGER)
        AS provisional
FROM coding
JOIN item ON item.id = coding.item
JOIN (
    SELECT item, 'review_type' AS variable, review_type AS value FROM coding
    UNION SELECT item, 'outcome', outcome FROM coding
    UNION SELECT item, 'model', model FROM coding
    UNION SELECT item, 'sex', value FROM coding, json_each(sex)
    UNION SELECT item, 'harm', value FROM coding, json_each(harm)
    UNION SELECT item, 'factors', value FROM coding, json_each(factors)
    UNION SELECT item, 'agencies', value FROM coding, json_each(agencies)
) AS coded ON coded.item = coding.item
WHERE coded.value IS NOT NULL AND item.merged_into IS NULL AND item.state <> 'suppressed';

CREATE VIEW facts AS
SELECT
    fact.item AS review_id,
    fact.position AS position,
    fact.variable AS variable,
    fact.value AS value,
    fact.section AS section,
    fact.start AS start,
    fact."end" AS "end",
    substr(
        iif(fact.section = 'title', json_extract(snapshot, '$.title'),
            json_extract(snapshot, '$.sections.' || fact.section)),
        fact.start + 1, fact."end" - fact.start
    ) AS quote,
    fact.rule AS rule,
    coding.rules_version AS rules_version
FROM fact
JOIN coding ON coding.item = fact.item
JOIN item ON item.id = fact.item
JOIN version ON version.item = item.id AND version.number = item.version
WHERE item.merged_into IS NULL AND item.state <> 'suppressed';

CREATE VIEW authorities AS
SELECT
    name AS authority, gss_code, region, nation, code_from, code_until, successor, people_2020
FROM place;

CREATE VIEW versions AS
SELECT
    item.id AS item_id,
    item.kind AS item_kind,
    version.number AS version,
    version.at AS at,
    version.cause AS cause,
    version.changed AS changed,
    version.snapshot AS snapshot
FROM version JOIN item ON item.id = version.item
WHERE item.merged_into IS NULL AND item.state <> 'suppressed';

-- What shows a merged review shows the one that it is part of; of two sightings on a page, its own.
CREATE VIEW sightings AS
SELECT
    coalesce(item.merged_into, item.id) AS item_id,
    page.source AS source,
    page.url AS url,
    sighting.since AS since,
    sighting.gone_at AS gone_at,
    sighting.rule AS rule,
    sighting.score AS score
FROM sighting
JOIN page ON page.id = sighting.page
JOIN item ON item.id = sighting.item
WHERE item.state <> 'suppressed' AND NOT EXISTS (
    SELECT 1 FROM item AS part JOIN sighting AS other ON other.item = part.id
     WHERE other.page = sighting.page AND other.item < sighting.item
       AND (part.id = coalesce(item.merged_into, item.id) AND part.merged_into IS NULL
            OR part.merged_into = coalesce(item.merged_into, item.id))
);

CREATE VIEW digests AS
SELECT
    id, edition, first_month, last_month, number, window_from, window_to, issued_at, back_issue,
    CAST((SELECT count(*) FROM issue_item WHERE issue = issue.id) AS INTEGER) AS items,
    html_sha256, html_bytes, pdf_sha256, pdf_bytes
FROM issue;

CREATE VIEW digest_items AS
SELECT
    issue AS digest_id,
    coalesce(item.merged_into, item.id) AS item_id,
    item.kind AS item_kind,
    CAST(min(late) AS INTEGER) AS late
FROM issue_item JOIN item ON item.id = issue_item.item
WHERE item.state <> 'suppressed'
GROUP BY 1, 2;

CREATE VIEW removed AS
SELECT
    item.id AS item_id,
    item.kind AS item_kind,
    iif(item.state = 'suppressed', 'suppressed', 'merged') AS why,
    item.merged_into AS merged_into,
    (SELECT max(event.at) FROM event
      WHERE (event.kind = 'suppressed' AND event.item = item.id)
         OR (event.kind = 'merged' AND event.item = item.merged_into
             AND json_extract(event.fields, '$[0]') = '' || item.id)
    ) AS at
FROM item
WHERE item.merged_into IS NOT NULL OR item.state = 'suppressed';

-- shared: the tables that the other queries have in common, before each. Lists come in as JSON.
WITH
  printable AS (SELECT * FROM item WHERE merged_into IS NULL AND state <> 'suppressed'),
  newest AS (
    SELECT item.id AS item, version.snapshot
      FROM item JOIN version ON version.item = item.id AND version.number = item.version
  ),
  taken AS (
    SELECT issue, coalesce(merged_into, id) AS item, min(late) AS late
      FROM (SELECT issue, item, late FROM issue_item UNION SELECT issue, item, late FROM issue_without)
      JOIN item ON item.id = item
     GROUP BY 1, 2
  );

-- newest_numbers: of each issue, with the moment at which number 1 was issued.
SELECT * FROM (
    SELECT id, edition, first_month, last_month, number, window_to, issued_at, back_issue,
           html_sha256, pdf_sha256, pdf_bytes, csv_sha256,
           first_value(issued_at) OVER numbers AS first_issued_at,
           lead(number) OVER numbers AS corrected_by
      FROM issue WHERE edition = coalesce(:edition, edition)
    WINDOW numbers AS (PARTITION BY edition, first_month, last_month ORDER BY number))
 WHERE corrected_by IS NULL ORDER BY last_month DESC, first_month DESC, id DESC;

-- new_items: items seen after the baseline, before a moment.
SELECT id AS item, first_seen_at FROM printable WHERE NOT baseline AND first_seen_at < :end;

-- new_reviews: reviews that were first seen in a window.
SELECT id AS item, first_seen_at FROM printable
 WHERE kind = 'review' AND NOT baseline AND first_seen_at >= :start AND first_seen_at < :end;

-- baseline: what the first night found.
SELECT id AS item FROM printable WHERE baseline;

-- stated: the baseline with the month that its own source states.
SELECT id AS item, snapshot ->> '$.year', snapshot ->> '$.month', snapshot ->> '$.first_published_at'
  FROM printable JOIN newest ON newest.item = id
 WHERE baseline;

-- taken_by_issue: an issue's items, left out or not, each with whether it is late.
SELECT taken.item, late FROM taken JOIN printable ON id = taken.item WHERE issue = :issue;

-- taken_by_edition: what the edition's issues have told, or have left out.
SELECT DISTINCT taken.item FROM taken JOIN issue ON issue.id = taken.issue WHERE edition = :edition;

-- hidden: what the editor hid from these issues.
SELECT item FROM issue_without WHERE why = 'hidden' AND issue IN (SELECT value FROM json_each(:issues));

-- need_hiding: an item that may not be printed any more does not.
SELECT value AS item FROM json_each(:items)
 WHERE value NOT IN (SELECT id FROM item EXCEPT SELECT id FROM printable) ORDER BY value;

-- reviews_among: of these items the reviews.
SELECT id AS item FROM item WHERE kind = 'review' AND id IN (SELECT value FROM json_each(:items));

-- items: items as their newest version says, with what was derived from it.
SELECT item.id, kind, snapshot, first_seen_at, review_type, child_age_months, outcome,
       iif(item.id IN (SELECT merged_into FROM item WHERE state = 'listed'), 'listed', state) AS state,
       (SELECT max(at) FROM event WHERE event.item = item.id AND event.kind = item.state) AS state_at,
       (SELECT json_group_array(json_object('name', name, 'place', coalesce(region, nation),
                                            'former', successor_of))
          FROM (SELECT * FROM item_authority AS of WHERE of.item = item.id ORDER BY position))
           AS authorities,
       (SELECT json_group_array(json_object('keyword', keyword, 'term', term))
          FROM (SELECT * FROM item_keyword AS of WHERE of.item = item.id ORDER BY position))
           AS keywords
  FROM item
  JOIN newest ON newest.item = item.id
  LEFT JOIN coding ON coding.item = item.id
 WHERE item.id IN (SELECT value FROM json_each(:items)) ORDER BY item.id;

-- links: report links, with what is known of the documents.
SELECT item, label, kind, item_link.url AS url, item_link.state AS state, state_since, content_type,
       bytes AS file_size, pages
  FROM item_link LEFT JOIN link_check ON link_check.url = item_link.url
 WHERE item IN (SELECT value FROM json_each(:items)) ORDER BY item, position;

-- followed_links: the links that a reader may follow.
SELECT item, url FROM item_link
 WHERE state IN (SELECT value FROM json_each(:open))
   AND item IN (SELECT value FROM json_each(:items)) ORDER BY item, position;

-- said: what a review says of itself, by the name of the feature that it is compared with. An
-- authority as resolved, as its heading writes it (a name that is not resolved is a name too),
-- and the dissolved one: an edition for a county goes on when councils take over from it.
SELECT item, feature, name FROM (
    SELECT item, 'nations' AS feature, nation AS name FROM item_authority
    UNION ALL SELECT item, 'regions', region FROM item_authority
    UNION ALL SELECT item, 'authorities', name FROM item_authority
    UNION ALL SELECT item, 'authorities', successor_of FROM item_authority
    UNION ALL SELECT item, 'authorities', snapshot ->> '$.authority_text' FROM newest
    UNION ALL SELECT item, 'keywords', keyword FROM item_keyword
    UNION ALL SELECT item, 'themes', term FROM item_keyword)
 WHERE feature IN (SELECT value FROM json_each(:features)) AND name IS NOT NULL
   AND item IN (SELECT value FROM json_each(:items));

-- events: those of `kinds`, which are news for a reader, with the item before and after.
SELECT item.id AS item, item.kind AS of, now.snapshot ->> '$.title' AS title,
       now.snapshot ->> '$.url' AS url, now.snapshot ->> '$.redirect_to' AS redirect_to,
       now.snapshot ->> '$.reason' AS reason, now.snapshot ->> '$.withdrawn_at' AS withdrawn_at,
       item.state AS state, event.kind AS kind, event.at AS at, event.fields AS fields,
       was.snapshot AS was, made.snapshot AS said
  FROM event
  JOIN printable AS item ON item.id = event.item
  JOIN newest AS now ON now.item = item.id
  LEFT JOIN version AS made ON made.item = item.id AND made.number = event.version
  LEFT JOIN version AS was ON was.item = item.id AND was.number = event.version - 1
 WHERE event.at >= :start AND event.at < :end AND NOT event.baseline
   AND event.kind IN (SELECT value FROM json_each(:kinds))
   AND NOT (event.kind = 'absent' AND event.fields = '["expected"]')
   AND NOT (event.kind IN ('absent', 'back') AND EXISTS (
       SELECT 1 FROM item AS part WHERE part.merged_into = item.id AND part.state = 'listed'))
   AND item.id NOT IN (SELECT value FROM json_each(:new))
 ORDER BY item.id, event.at, event.id;

-- left_by_age: `["expected"]` is how the nightly run notes an entry that is older than the years
-- its list holds.
SELECT count(DISTINCT item) AS number FROM event
 WHERE at >= :start AND at < :end AND kind = 'absent' AND fields = '["expected"]' AND NOT baseline;

-- nights: how each source was read.
SELECT source, at, verdict, reasons FROM source_night WHERE at < :end ORDER BY at

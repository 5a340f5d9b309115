-- side_by_side: a page that shows two reviews at once.
SELECT url
FROM sighting
JOIN page ON page.id = sighting.page
WHERE gone_at IS NULL AND item IN (?, ?)
GROUP BY page
HAVING count(*) = 2;

-- forget_bytes: the pages that show an item are to be read in full again.
UPDATE page SET sha256 = NULL, etag = NULL, last_modified = NULL
WHERE id IN (SELECT page FROM sighting WHERE item = ?);

-- to_split: what is known of an item that a page shows, and whether an issue carries it.
SELECT
    EXISTS (SELECT 1 FROM issue_item WHERE item = item.id), first_seen_at, first_run, baseline,
    source, since
FROM item
JOIN sighting ON sighting.item = item.id
WHERE item.id = ? AND page = ?;

-- split_sighting: the page shows another.
UPDATE sighting SET item = ?, rule = 'ruling', score = 1 WHERE item = ? AND page = ?;

-- read_again: the pages that show an item, with the version of a reader that stands for a ruling.
UPDATE page SET reader_version = ?
WHERE sha256 IS NOT NULL AND id IN (SELECT page FROM sighting WHERE item = ?);

-- pages_of: those that show an item, and those about one review that a list leads to: its marker
-- for them has the name.
SELECT page FROM sighting WHERE item = ?1
UNION
SELECT listing.page
FROM listing
JOIN sighting ON sighting.page = by_page
WHERE item = ?1 AND marker LIKE '{%';

-- bodies_of: what the archive keeps of pages.
SELECT sha256 FROM reading
WHERE sha256 IS NOT NULL AND page IN (SELECT value FROM json_each(?1))
UNION
SELECT sha256 FROM page
WHERE sha256 IS NOT NULL AND id IN (SELECT value FROM json_each(?1));

-- suppressed: every item that was taken down, with its parts, and when.
SELECT item.id, (SELECT max(at) FROM event WHERE event.item = suppressed.id)
FROM item
JOIN item AS suppressed ON suppressed.id IN (item.id, item.merged_into)
WHERE suppressed.state = 'suppressed';

-- moments: every column of one, save where readers hold what bears it: that is for good.
SELECT whole.name, part.name
FROM sqlite_master AS whole, pragma_table_info(whole.name) AS part
WHERE whole.type = 'table' AND whole.name NOT IN ('issue', 'provenance') AND part.type = 'TEXT'
    AND ('_' || part.name GLOB '*_at' OR '_' || part.name GLOB '*_since' OR '_' || part.name GLOB '*_on')

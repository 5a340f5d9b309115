-- What is said of one item, and of the pages that show it, goes. Inside a transaction.

UPDATE issue_without SET reason = '' WHERE item = :item;

UPDATE ruling SET reason = '' WHERE item = :item;

UPDATE event SET fields = json_remove(fields, '$[1]')
WHERE item = :item AND kind IN ('merged', 'split');

UPDATE version SET snapshot = '{}', hash = '' WHERE item = :item;

UPDATE item SET state = 'suppressed', title_key = '' WHERE id = :item;

UPDATE reading SET unread = '[]' WHERE page IN (SELECT value FROM json_each(:pages));

-- The pages are to be read in full again.
UPDATE page SET sha256 = NULL, etag = NULL, last_modified = NULL
WHERE id IN (SELECT value FROM json_each(:pages));

UPDATE page SET have = NULL
WHERE have LIKE '{%' AND id IN (SELECT value FROM json_each(:pages));

DELETE FROM listing
WHERE marker LIKE '{%' AND page IN (SELECT value FROM json_each(:pages));

-- What a copy for analysts does not carry: the operator's reasons and messages, what servers said
-- to this installation alone, and checksums that serve only who reads pages.

-- Nothing refers to these: with foreign keys, SQLite would delete them row by row.
PRAGMA foreign_keys = OFF;

DELETE FROM ruling;

DELETE FROM notice;

DELETE FROM item_mark;

UPDATE issue_without SET reason = '';

UPDATE event SET fields = json_remove(fields, '$[1]') WHERE kind IN ('merged', 'split');

UPDATE page SET headers = NULL, etag = NULL, last_modified = NULL;

-- `told` leaves out why no connection came about; the rest is not written anew each night.
UPDATE link_check SET reason = told(reason)
    WHERE reason LIKE '%cannot be reached: %' OR reason LIKE '%a private network: not asked%';

UPDATE reading SET reasons = told(reasons)
    WHERE reasons LIKE '%cannot be reached: %' OR reasons LIKE '%a private network: not asked%';

UPDATE source_night SET reasons = told(reasons)
    WHERE reasons LIKE '%cannot be reached: %' OR reasons LIKE '%a private network: not asked%';

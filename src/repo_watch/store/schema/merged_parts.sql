-- Schema 2. Once released, never edited.

-- Why something was merged or split stands with the event.
UPDATE event SET fields = json_insert(fields, '$[#]', coalesce(
    (SELECT reason FROM ruling
      WHERE ruling.item = event.item AND ruling.at = event.at AND ruling.kind IN ('same', 'apart')),
    ''))
WHERE kind IN ('merged', 'split');

-- What a part said is its own again, not the other's.
DELETE FROM ruling WHERE kind = 'same' AND EXISTS (
    SELECT 1 FROM item JOIN event ON event.item = item.merged_into
     WHERE item.state = 'merged' AND item.merged_into = ruling.item AND event.at = ruling.at
       AND event.kind = 'merged' AND json_extract(event.fields, '$[0]') = '' || item.id);

UPDATE OR IGNORE sighting SET item = (
    SELECT item.id FROM item JOIN version ON version.item = item.id
     WHERE item.merged_into = sighting.item AND version.hash = sighting.hash)
WHERE hash NOT IN (SELECT hash FROM version WHERE version.item = sighting.item)
    AND hash IN (SELECT hash FROM version JOIN item ON item.id = version.item
                  WHERE item.state = 'merged' AND item.merged_into = sighting.item);

UPDATE OR IGNORE item SET key = (
    SELECT json_extract(snapshot, '$.accession') FROM version
     WHERE version.item = item.id AND version.number = item.version)
WHERE state = 'merged';

UPDATE item SET state = iif(
    EXISTS (SELECT 1 FROM sighting WHERE sighting.item = item.id AND gone_at IS NULL),
    'listed', 'absent')
WHERE state = 'merged';

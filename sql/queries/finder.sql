-- What the indexes in memory are filled from (core/press/finder.c): ids in their order, a part at a time.

-- name: finder_matters :many
-- params: home id, after id
SELECT id FROM matter WHERE home_id = $1 AND state <> 'void' AND id > $2 ORDER BY id LIMIT 200;

-- name: finder_publications :many
-- params: home id, after id
SELECT id FROM publication WHERE home_id = $1 AND state = 'published' AND by_receipt = 0 AND id > $2 ORDER BY id LIMIT 200;

-- name: finder_messages :many
-- params: home id, after id
SELECT id FROM message WHERE home_id = $1 AND state <> 'handed_over' AND id > $2 ORDER BY id LIMIT 200;

-- name: finder_documents :many
-- params: home id, after id
SELECT id FROM document WHERE home_id = $1 AND id > $2 ORDER BY id LIMIT 200;

-- name: finder_undone :one
-- Was an import undone since? Its rows went without an event each.
-- params: home id, after int
-- columns: n int
SELECT count(*) AS n FROM event WHERE home_id = $1 AND number > $2 AND kind = 'import.undone';

-- name: finder_message_matter :one
-- Who answers a message, and in which state its matter is.
-- params: home id, message id
SELECT m.office_id, m.state FROM message_matter l JOIN matter m ON m.home_id = l.home_id AND m.id = l.matter_id
WHERE l.home_id = $1 AND l.message_id = $2 AND l.until_at IS NULL;

-- name: finder_messages_of :many
-- params: home id, matter id, after id
SELECT message_id FROM message_matter WHERE home_id = $1 AND matter_id = $2 AND message_id > $3 AND until_at IS NULL
ORDER BY message_id LIMIT 200;

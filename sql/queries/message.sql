-- What comes in: messages, receipts, the conversation at the receipt.

-- name: message_insert :exec
-- Changes 0 rows when a row with this public id, or of an import with this external id or content key, is there already.
-- params: home id, id id, public_id text, received_at time, recorded_at time, office id, about_office id?, category id?, channel text, kind text, lang text, words text, place_office id?, place text?, lat_e6 int, lon_e6 int, point_public bool, may_show bool, by_office bool, state text, import id?, external_id text?, content_key blob?
INSERT INTO message (home_id, id, public_id, received_at, recorded_at, office_id, about_office_id, category_id, channel, kind,
    lang, words, place_office_id, place, lat_e6, lon_e6, point_public, may_show, by_office, state, import_id, external_id,
    content_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
ON CONFLICT DO NOTHING;

-- name: receipt_insert :exec
-- params: home id, hash blob, message id
INSERT INTO receipt (home_id, hash, message_id) VALUES ($1, $2, $3);

-- name: receipt_find :one
-- params: home id, hash blob
SELECT message_id FROM receipt WHERE home_id = $1 AND hash = $2;

-- name: message_by_id :one
-- params: home id, id id
-- row: message_row
SELECT home_id, id, public_id, received_at, recorded_at, office_id, about_office_id, category_id, channel, kind, lang, words,
    place_office_id, place, lat_e6, lon_e6, point_public, may_show, by_office, state, import_id, external_id
FROM message WHERE home_id = $1 AND id = $2;

-- name: message_by_public :one
-- params: public_id text
-- row: message_row
SELECT home_id, id, public_id, received_at, recorded_at, office_id, about_office_id, category_id, channel, kind, lang, words,
    place_office_id, place, lat_e6, lon_e6, point_public, may_show, by_office, state, import_id, external_id
FROM message WHERE public_id = $1;

-- name: inbox_page :many
-- Messages of one office that are in no matter yet, oldest first, from a key on.
-- params: home id, office id, after_time time?, after_id id?
-- row: message_row
SELECT home_id, id, public_id, received_at, recorded_at, office_id, about_office_id, category_id, channel, kind, lang, words,
    place_office_id, place, lat_e6, lon_e6, point_public, may_show, by_office, state, import_id, external_id
FROM message
WHERE home_id = $1 AND office_id = $2 AND state = 'inbox'
    AND received_at >= COALESCE($3, 0) AND ($3 IS NULL OR received_at > $3 OR id > $4)
ORDER BY received_at, id LIMIT 26;

-- name: inbox_count :one
-- How many they are; counts no further than `most`.
-- params: home id, office id, most int
-- columns: n int
SELECT count(*) AS n
FROM (SELECT id FROM message WHERE home_id = $1 AND office_id = $2 AND state = 'inbox' LIMIT $3) AS waiting;

-- name: inbox_about :many all
-- Of them those that are about an office, by that office.
-- params: home id, office id
-- columns: n int
SELECT about_office_id, count(*) AS n
FROM message WHERE home_id = $1 AND office_id = $2 AND state = 'inbox' AND about_office_id IS NOT NULL
GROUP BY about_office_id ORDER BY about_office_id;

-- name: message_set_state :exec
-- params: home id, id id, state text
UPDATE message SET state = $3 WHERE home_id = $1 AND id = $2;

-- name: message_set_office :exec
-- params: home id, id id, office id
UPDATE message SET office_id = $3 WHERE home_id = $1 AND id = $2;

-- name: message_hand_over :exec
-- params: home id, id id, kind text
UPDATE message SET state = 'handed_over', kind = $3 WHERE home_id = $1 AND id = $2;

-- name: handed_over_page :many
-- What was handed over to the receiving role of one office, oldest first, from a key on.
-- params: home id, office id, after_time time?, after_id id?
-- row: message_row
SELECT home_id, id, public_id, received_at, recorded_at, office_id, about_office_id, category_id, channel, kind, lang, words,
    place_office_id, place, lat_e6, lon_e6, point_public, may_show, by_office, state, import_id, external_id
FROM message
WHERE home_id = $1 AND office_id = $2 AND state = 'handed_over'
    AND received_at >= COALESCE($3, 0) AND ($3 IS NULL OR received_at > $3 OR id > $4)
ORDER BY received_at, id LIMIT 26;

-- name: message_links :many
-- The matters a message was in, the latest first: the first row is the present one where until_at is 0.
-- params: home id, message id
SELECT id, matter_id, since_at, until_at, how FROM message_matter WHERE home_id = $1 AND message_id = $2
ORDER BY id DESC LIMIT 2;

-- name: message_link_insert :exec
-- params: home id, id id, message id, matter id, now time, how text
INSERT INTO message_matter (home_id, id, message_id, matter_id, since_at, how) VALUES ($1, $2, $3, $4, $5, $6);

-- name: message_link_end :exec
-- params: home id, message id, now time
UPDATE message_matter SET until_at = $3 WHERE home_id = $1 AND message_id = $2 AND until_at IS NULL;

-- name: message_link_now :one
-- The matter that a message is in now.
-- params: home id, message id
SELECT id, matter_id, since_at, how FROM message_matter WHERE home_id = $1 AND message_id = $2 AND until_at IS NULL;

-- name: messages_of_matter_page :many
-- Those that are in it now, from a key on, so that all can be reached.
-- params: home id, matter id, after_time int, after_id int
-- row: message_row
SELECT m.home_id, m.id, m.public_id, m.received_at, m.recorded_at, m.office_id, m.about_office_id, m.category_id, m.channel,
    m.kind, m.lang, m.words, m.place_office_id, m.place, m.lat_e6, m.lon_e6, m.point_public, m.may_show, m.by_office, m.state,
    m.import_id, m.external_id
FROM message_matter l JOIN message m ON m.home_id = l.home_id AND m.id = l.message_id
WHERE l.home_id = $1 AND l.matter_id = $2 AND l.until_at IS NULL
    AND m.received_at >= $3 AND (m.received_at > $3 OR m.id > $4)
ORDER BY m.received_at, m.id LIMIT 51;

-- name: messages_shown_of_matter :many
-- Of these the ones whose sender agreed to be shown.
-- params: home id, matter id, after_time int, after_id int
-- row: message_row
SELECT m.home_id, m.id, m.public_id, m.received_at, m.recorded_at, m.office_id, m.about_office_id, m.category_id, m.channel,
    m.kind, m.lang, m.words, m.place_office_id, m.place, m.lat_e6, m.lon_e6, m.point_public, m.may_show, m.by_office, m.state,
    m.import_id, m.external_id
FROM message_matter l JOIN message m ON m.home_id = l.home_id AND m.id = l.message_id
WHERE l.home_id = $1 AND l.matter_id = $2 AND l.until_at IS NULL AND m.may_show = 1 AND m.state = 'joined'
    AND m.words IS NOT NULL AND m.received_at >= $3 AND (m.received_at > $3 OR m.id > $4)
ORDER BY m.received_at, m.id LIMIT 51;

-- name: messages_of_matter_count :one
-- params: home id, matter id
-- columns: n int, shown int, first_at time
SELECT count(*) AS n, CAST(COALESCE(sum(m.may_show), 0) AS BIGINT) AS shown, min(m.received_at) AS first_at
FROM message_matter l JOIN message m ON m.home_id = l.home_id AND m.id = l.message_id
WHERE l.home_id = $1 AND l.matter_id = $2 AND l.until_at IS NULL;

-- name: idempotent_find :one
-- params: home id, key_hash blob, now time
SELECT body_hash, sealed FROM idempotent_reply WHERE home_id = $1 AND key_hash = $2 AND expires_at > $3;

-- name: idempotent_put :exec
-- An expired reply under the same key gives way.
-- params: home id, key_hash blob, body_hash blob, sealed blob, expires_at time
INSERT INTO idempotent_reply (home_id, key_hash, body_hash, sealed, expires_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (home_id, key_hash) DO UPDATE SET body_hash = excluded.body_hash, sealed = excluded.sealed,
    expires_at = excluded.expires_at;

-- name: idempotent_expire :exec
-- Some of them; again until nothing changes.
-- params: now time
DELETE FROM idempotent_reply WHERE (home_id, key_hash) IN
    (SELECT home_id, key_hash FROM idempotent_reply WHERE expires_at <= $1 ORDER BY expires_at LIMIT 2000);

-- name: exchange_insert :exec
-- params: home id, id id, message id, matter id?, kind text, words text?, office id?, other_office id?, now time
INSERT INTO exchange (home_id, id, message_id, matter_id, kind, words, office_id, other_office_id, said_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: exchange_of_message :many
-- The latest 200, oldest first.
-- params: home id, message id
SELECT id, matter_id, kind, words, office_id, other_office_id, said_at FROM (
    SELECT id, matter_id, kind, words, office_id, other_office_id, said_at FROM exchange
    WHERE home_id = $1 AND message_id = $2 ORDER BY id DESC LIMIT 200) AS latest
ORDER BY id LIMIT 200;

-- name: rating_put :exec
-- params: home id, message id, matter id, office id, value int, now time
INSERT INTO rating (home_id, message_id, matter_id, office_id, value, rated_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (home_id, message_id) DO NOTHING;

-- name: rating_of_message :one
-- params: home id, message id
SELECT value, rated_at FROM rating WHERE home_id = $1 AND message_id = $2;

-- name: contact_insert :exec
-- params: home id, message id, office id, kind text, lang text, sealed blob, erase_at time
INSERT INTO contact (home_id, message_id, office_id, kind, lang, sealed, erase_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: contact_get :one
-- params: home id, message id
SELECT office_id, kind, lang, sealed, erase_at FROM contact WHERE home_id = $1 AND message_id = $2;

-- name: contacts_due :many
-- Contact details that may have to go, with what decides it: the message and the matter that it is in now.
-- params: now time
SELECT c.home_id, c.message_id, m.office_id, m.received_at, t.office_id AS owner_id, t.state, t.closed_at
FROM contact c
JOIN message m ON m.home_id = c.home_id AND m.id = c.message_id
LEFT JOIN message_matter l ON l.home_id = c.home_id AND l.message_id = c.message_id AND l.until_at IS NULL
LEFT JOIN matter t ON t.home_id = l.home_id AND t.id = l.matter_id
WHERE c.erase_at <= $1 ORDER BY c.erase_at, c.message_id LIMIT 100;

-- name: contact_erase_at :exec
-- params: home id, message id, erase_at time
UPDATE contact SET erase_at = $3 WHERE home_id = $1 AND message_id = $2;

-- name: contacts_of_matter_erase_at :exec
-- Bring the day forward, never put it off.
-- params: home id, matter id, erase_at time
UPDATE contact SET erase_at = $3
WHERE home_id = $1 AND erase_at > $3 AND message_id IN
    (SELECT message_id FROM message_matter WHERE home_id = $1 AND matter_id = $2 AND until_at IS NULL);

-- name: contact_delete :exec
-- params: home id, message id
DELETE FROM contact WHERE home_id = $1 AND message_id = $2;

-- name: consents_of_message :many all
-- What its sender decided last about giving the words to each of the offices that were asked about, in the order of deciding.
-- params: home id, message id
SELECT x.kind, x.other_office_id FROM exchange x
WHERE x.home_id = $1 AND x.message_id = $2 AND x.kind IN ('consent_given', 'consent_refused')
    AND NOT EXISTS (SELECT 1 FROM exchange y WHERE y.home_id = x.home_id AND y.message_id = x.message_id AND y.id > x.id
        AND y.kind IN ('consent_given', 'consent_refused') AND y.other_office_id = x.other_office_id)
ORDER BY x.id;

-- name: contacts_of_matter :many
-- Sealed boxes of the senders who want to be told, for the outbox.
-- params: home id, matter id
SELECT c.message_id, c.kind, c.lang, c.sealed FROM message_matter l
JOIN contact c ON c.home_id = l.home_id AND c.message_id = l.message_id
WHERE l.home_id = $1 AND l.matter_id = $2 AND l.until_at IS NULL AND c.kind = 'email' ORDER BY c.message_id LIMIT 200;

-- name: outbox_put :exec
-- A notice to be sent; when one for the same message still waits, that one suffices.
-- params: home id, id id, message id, lang text, sealed blob, now time
INSERT INTO outbox (home_id, id, message_id, lang, sealed, made_at, next_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
ON CONFLICT DO NOTHING;

-- name: outbox_due :many
-- params: now time
SELECT home_id, id, message_id, lang, sealed, made_at, tries FROM outbox
WHERE done_at IS NULL AND next_at <= $1 ORDER BY next_at, id LIMIT 50;

-- name: outbox_latest :one
-- params: home id, message int
SELECT made_at, next_at, tries, done_at, result FROM outbox WHERE home_id = $1 AND message_id = $2
ORDER BY made_at DESC, id DESC LIMIT 1;

-- name: outbox_drop :exec
-- What still waits for a message whose contact details are erased.
-- params: home id, message id, now time
UPDATE outbox SET sealed = NULL, done_at = $3, result = 'failed' WHERE home_id = $1 AND message_id = $2 AND done_at IS NULL;

-- name: outbox_prune :exec
-- Rows that were done with long ago.
-- params: before time
DELETE FROM outbox WHERE done_at < $1;

-- name: outbox_done :exec
-- Empties the address.
-- params: home id, id id, now time, result text
UPDATE outbox SET sealed = NULL, done_at = $3, result = $4 WHERE home_id = $1 AND id = $2;

-- name: outbox_later :exec
-- params: home id, id id, next_at time
UPDATE outbox SET tries = tries + 1, next_at = $3 WHERE home_id = $1 AND id = $2;

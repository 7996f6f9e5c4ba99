-- What the office says: publications, their versions, translations and sources.

-- name: publication_insert :exec
-- params: home id, id id, public_id text, kind text, office id, matter id?, category id?, lang text, by_receipt bool, comments bool, now time
INSERT INTO publication (home_id, id, public_id, kind, office_id, matter_id, category_id, lang, state, by_receipt, comments,
    changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', $9, $10, $11);

-- name: publications_set_category :exec
-- A matter was found to be of another subject: what was said about it is too.
-- params: home id, matter id, category id?
UPDATE publication SET category_id = $3 WHERE home_id = $1 AND matter_id = $2;

-- name: publication_by_id :one
-- params: home id, id id
-- row: publication_row
SELECT home_id, id, public_id, kind, office_id, matter_id, lang, state, by_receipt, comments, published_at, changed_at, version
FROM publication WHERE home_id = $1 AND id = $2;

-- name: publication_by_public :one
-- params: public_id text
-- row: publication_row
SELECT home_id, id, public_id, kind, office_id, matter_id, lang, state, by_receipt, comments, published_at, changed_at, version
FROM publication WHERE public_id = $1;

-- name: publications_of_matter :many
-- params: home id, matter id
-- row: publication_row
SELECT home_id, id, public_id, kind, office_id, matter_id, lang, state, by_receipt, comments, published_at, changed_at, version
FROM publication WHERE home_id = $1 AND matter_id = $2 ORDER BY id LIMIT 50;

-- name: publication_set :exec
-- params: home id, id id, was_version int, state text, by_receipt bool, published_at time?, now time
UPDATE publication SET state = $4, by_receipt = $5, published_at = $6, changed_at = $7, version = version + 1
WHERE home_id = $1 AND id = $2 AND version = $3;

-- name: publications_page :many
-- Published for all, between two times, latest first, from a key on.
-- params: home id, kind text, from time, before_time time, before_id id
-- row: publication_row
SELECT home_id, id, public_id, kind, office_id, matter_id, lang, state, by_receipt, comments, published_at, changed_at, version
FROM publication
WHERE home_id = $1 AND kind = $2 AND state = 'published' AND by_receipt = 0 AND published_at >= $3 AND published_at <= $4
    AND (published_at < $4 OR id < $5)
ORDER BY published_at DESC, id DESC LIMIT 26;

-- name: publications_page_of_office :many
-- The same of an office; of one subject or all.
-- params: home id, kind text, office id, category id?, from time, before_time time, before_id id
-- row: publication_row
SELECT home_id, id, public_id, kind, office_id, matter_id, lang, state, by_receipt, comments, published_at, changed_at, version
FROM publication
WHERE home_id = $1 AND office_id = $3 AND state = 'published' AND by_receipt = 0 AND published_at >= $5 AND published_at <= $6
    AND (published_at < $6 OR id < $7) AND kind = $2 AND ($4 IS NULL OR category_id = $4)
ORDER BY published_at DESC, id DESC LIMIT 26;

-- name: publications_page_of_category :many
-- The same of a subject.
-- params: home id, kind text, category id, from time, before_time time, before_id id
-- row: publication_row
SELECT home_id, id, public_id, kind, office_id, matter_id, lang, state, by_receipt, comments, published_at, changed_at, version
FROM publication
WHERE home_id = $1 AND category_id = $3 AND state = 'published' AND by_receipt = 0 AND published_at >= $4 AND published_at <= $5
    AND (published_at < $5 OR id < $6) AND kind = $2
ORDER BY published_at DESC, id DESC LIMIT 26;

-- name: publications_first :one
-- When the first of a kind came out.
-- params: home id, kind text
SELECT published_at FROM publication
WHERE home_id = $1 AND kind = $2 AND state = 'published' AND by_receipt = 0 ORDER BY published_at, id LIMIT 1;

-- name: version_insert :exec
-- params: home id, id id, publication id, number int, lang text, translates id?, title text, body text, change_note text?, member id?, role text, now time
INSERT INTO publication_version (home_id, id, publication_id, number, lang, translates_id, state, title, body, change_note,
    member_id, role, made_at)
VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, $10, $11, $12);

-- name: version_save :exec
-- Saves a draft where nobody else has saved meanwhile.
-- params: home id, id id, was_edit int, title text, body text, change_note text?, member id?, now time
UPDATE publication_version SET title = $4, body = $5, change_note = $6, member_id = $7, made_at = $8, edit = edit + 1
WHERE home_id = $1 AND id = $2 AND edit = $3 AND state = 'draft';

-- name: version_set_state :exec
-- params: home id, id id, was_edit int, state text, approver id?, published_at time?
UPDATE publication_version SET state = $4, approver_id = $5, published_at = $6, edit = edit + 1
WHERE home_id = $1 AND id = $2 AND edit = $3;

-- name: version_by_id :one
-- params: home id, id id
-- row: version_row
SELECT home_id, id, publication_id, number, lang, translates_id, state, title, body, change_note, member_id, approver_id, role,
    made_at, published_at, edit
FROM publication_version WHERE home_id = $1 AND id = $2;

-- name: versions_of_publication :many
-- All versions in all languages, newest first within each language.
-- params: home id, publication id
-- row: version_row
SELECT home_id, id, publication_id, number, lang, translates_id, state, title, body, change_note, member_id, approver_id, role,
    made_at, published_at, edit
FROM publication_version WHERE home_id = $1 AND publication_id = $2 ORDER BY lang DESC, number DESC LIMIT 200;

-- name: source_insert :exec
-- params: home id, version id, position int, title text, url text?
INSERT INTO publication_source (home_id, version_id, position, title, url) VALUES ($1, $2, $3, $4, $5);

-- name: sources_delete :exec
-- Of a draft that is being saved again.
-- params: home id, version id
DELETE FROM publication_source WHERE home_id = $1 AND version_id = $2;

-- name: sources_of_version :many
-- params: home id, version id
SELECT position, title, url FROM publication_source WHERE home_id = $1 AND version_id = $2 ORDER BY position LIMIT 50;

-- name: version_by_number :one
-- params: home id, publication id, lang text, number int
-- row: version_row
SELECT home_id, id, publication_id, number, lang, translates_id, state, title, body, change_note, member_id, approver_id, role,
    made_at, published_at, edit
FROM publication_version WHERE home_id = $1 AND publication_id = $2 AND lang = $3 AND number = $4;

-- name: versions_submitted :many
-- What waits for a second reader, of all offices: those who ask keep what is theirs. Never many.
-- params: home id, after_id int
SELECT v.id, v.number, v.lang, v.title, v.made_at, v.member_id, p.public_id, p.office_id, p.matter_id
FROM publication_version v JOIN publication p ON p.home_id = v.home_id AND p.id = v.publication_id
WHERE v.home_id = $1 AND v.state = 'submitted' AND v.id > $2
ORDER BY v.id LIMIT 500;

-- name: answers_public :each
-- Every answer that is out for all, latest first.
-- params: home id
SELECT public_id, published_at FROM publication
WHERE home_id = $1 AND kind = 'answer' AND state = 'published' AND by_receipt = 0 ORDER BY published_at DESC, id DESC;

-- name: wordings :many
-- Standard wordings in a language, from a key on; which of them hold at an office, the caller knows from the tree.
-- params: lang text, after_title text, after_id int
-- row: wording_row
SELECT id, office_id, lang, title, body, version, changed_at FROM standard_wording WHERE lang = $1 AND ended_at IS NULL
    AND (title > $2 OR (title = $2 AND id > $3))
ORDER BY title, id LIMIT 500;

-- name: wording_get :one
-- params: id id
-- row: wording_row
SELECT id, office_id, lang, title, body, version, changed_at FROM standard_wording WHERE id = $1 AND ended_at IS NULL;

-- name: wording_insert :exec
-- params: id id, office id, lang text, title text, body text, now time
INSERT INTO standard_wording (id, office_id, lang, title, body, changed_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: wording_end :exec
-- params: id id, office id, now time
UPDATE standard_wording SET ended_at = $3 WHERE id = $1 AND office_id = $2 AND ended_at IS NULL;

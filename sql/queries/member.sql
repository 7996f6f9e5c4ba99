-- Who works here: members, roles, sessions.

-- name: member_insert :exec
-- params: id id, login text, name text, lang text, password text?, now time
INSERT INTO member (id, login, name, lang, password, created_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: member_by_login :one
-- params: login text
-- row: member_row
SELECT id, login, name, lang, password, totp_secret, totp_last, keys_off, created_at, disabled_at FROM member WHERE login = $1;

-- name: member_by_id :one
-- params: id id
-- row: member_row
SELECT id, login, name, lang, password, totp_secret, totp_last, keys_off, created_at, disabled_at FROM member WHERE id = $1;

-- name: member_any :one
-- Is there anybody? Who is shut out counts: they were let in once.
-- columns: id id
SELECT id FROM member ORDER BY login LIMIT 1;

-- name: member_working :one
-- Somebody with another role than that of the administrator.
-- params: now time
-- columns: id id
SELECT m.id FROM member m JOIN member_role r ON r.member_id = m.id
WHERE m.disabled_at IS NULL AND r.role <> 'admin' AND r.since_at <= $1 AND (r.until_at IS NULL OR r.until_at > $1)
ORDER BY m.id LIMIT 1;

-- name: members_all :many
-- params: after_login text
-- row: member_row
SELECT id, login, name, lang, password, totp_secret, totp_last, keys_off, created_at, disabled_at FROM member
WHERE login > $1 ORDER BY login LIMIT 200;

-- name: member_set_password :exec
-- params: id id, password text?
UPDATE member SET password = $2 WHERE id = $1;

-- name: member_set_totp :exec
-- params: id id, secret blob?, last int
UPDATE member SET totp_secret = $2, totp_last = $3 WHERE id = $1;

-- name: member_use_totp :exec
-- Changes 0 rows when the time step was used already.
-- params: id id, step int
UPDATE member SET totp_last = $2 WHERE id = $1 AND totp_last < $2;

-- name: member_set_disabled :exec
-- params: id id, at time?
UPDATE member SET disabled_at = $2 WHERE id = $1;

-- name: member_set_keys :exec
-- params: id id, off bool
UPDATE member SET keys_off = $2 WHERE id = $1;

-- name: role_insert :exec
-- params: id id, member id, office id, role text, since time, until time?, lent_by id?
INSERT INTO member_role (id, member_id, office_id, role, since_at, until_at, lent_by) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: role_end :exec
-- params: id id, now time
UPDATE member_role SET until_at = $2 WHERE id = $1 AND (until_at IS NULL OR until_at > $2);

-- name: roles_lent :many
-- What a head lent and is not over, what begins later too.
-- params: lender id, now time
SELECT r.id, r.office_id, r.since_at, r.until_at, m.name FROM member_role r JOIN member m ON m.id = r.member_id
WHERE r.lent_by = $1 AND r.until_at > $2 ORDER BY r.since_at, r.id LIMIT 50;

-- name: roles_of_member :many
-- A loan holds only while its lender is head there in their own right and may sign in, and who got it works there.
-- params: member id, now time
SELECT r.id, r.office_id, r.role, r.since_at, r.until_at, r.lent_by FROM member_role r
WHERE r.member_id = $1 AND r.since_at <= $2 AND (r.until_at IS NULL OR r.until_at > $2)
    AND (r.lent_by IS NULL OR (
        EXISTS (SELECT 1 FROM member_role h JOIN member l ON l.id = h.member_id
            WHERE h.member_id = r.lent_by AND h.office_id = r.office_id AND h.role = 'head' AND h.lent_by IS NULL
                AND h.since_at <= $2 AND (h.until_at IS NULL OR h.until_at > $2) AND l.disabled_at IS NULL)
        AND EXISTS (SELECT 1 FROM member_role o
            WHERE o.member_id = r.member_id AND o.office_id = r.office_id AND o.lent_by IS NULL
                AND o.since_at <= $2 AND (o.until_at IS NULL OR o.until_at > $2))))
ORDER BY r.id LIMIT 100;

-- name: role_offices_ahead :many all
-- Where a member holds a role now, or will once it begins or a loan holds again: what their name may yet do.
-- params: member id, now time
SELECT DISTINCT office_id FROM member_role WHERE member_id = $1 AND (until_at IS NULL OR until_at > $2) ORDER BY office_id;

-- name: loans_resting :many
-- Loans that rest on a member's work at an office (0: at any), as lender or as who got it, those that are over excepted.
-- params: member id, office int, now time
SELECT id, office_id FROM member_role
WHERE lent_by IS NOT NULL AND (lent_by = $1 OR member_id = $1) AND ($2 = 0 OR office_id = $2)
    AND (until_at IS NULL OR until_at > $3) ORDER BY id LIMIT 100;

-- name: role_by_id :one
-- params: id id
SELECT member_id, office_id, role, lent_by FROM member_role WHERE id = $1;

-- name: recovery_insert :exec
-- params: id id, member id, hash blob
INSERT INTO recovery_code (id, member_id, hash) VALUES ($1, $2, $3);

-- name: recovery_use :exec
-- params: member id, hash blob, now time
UPDATE recovery_code SET used_at = $3 WHERE member_id = $1 AND hash = $2 AND used_at IS NULL;

-- name: recovery_delete :exec
-- params: member id
DELETE FROM recovery_code WHERE member_id = $1;

-- name: session_insert :exec
-- params: id id, token_hash blob, csrf blob, member id, stage int, agent text?, now time, expires_at time
INSERT INTO session (id, token_hash, csrf, member_id, stage, agent, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: session_find :one
-- params: token_hash blob, now time
-- row: session_row
SELECT id, csrf, member_id, stage, agent, created_at, expires_at FROM session
WHERE token_hash = $1 AND expires_at > $2;

-- name: sessions_of_member :many
-- params: member id, now time
-- row: session_row
SELECT id, csrf, member_id, stage, agent, created_at, expires_at FROM session
WHERE member_id = $1 AND expires_at > $2 ORDER BY created_at DESC, id LIMIT 50;

-- name: session_delete :exec
-- params: member id, id id
DELETE FROM session WHERE member_id = $1 AND id = $2;

-- name: sessions_delete_of_member :exec
-- params: member id
DELETE FROM session WHERE member_id = $1;

-- name: sessions_expire :exec
-- params: now time
DELETE FROM session WHERE expires_at <= $1;

-- name: members_of_office :many
-- Who holds a role at one office, once a role. Loans as in roles_of_member.
-- params: office id, now time
SELECT m.id, m.login, m.name, r.role, m.totp_secret, m.disabled_at FROM member_role r JOIN member m ON m.id = r.member_id
WHERE r.office_id = $1 AND r.since_at <= $2 AND (r.until_at IS NULL OR r.until_at > $2)
    AND (r.lent_by IS NULL OR (
        EXISTS (SELECT 1 FROM member_role h JOIN member l ON l.id = h.member_id
            WHERE h.member_id = r.lent_by AND h.office_id = r.office_id AND h.role = 'head' AND h.lent_by IS NULL
                AND h.since_at <= $2 AND (h.until_at IS NULL OR h.until_at > $2) AND l.disabled_at IS NULL)
        AND EXISTS (SELECT 1 FROM member_role o
            WHERE o.member_id = r.member_id AND o.office_id = r.office_id AND o.lent_by IS NULL
                AND o.since_at <= $2 AND (o.until_at IS NULL OR o.until_at > $2))))
ORDER BY m.login, r.id LIMIT 500;

-- name: saved_filters :many
-- params: member id
SELECT id, name, query FROM saved_filter WHERE member_id = $1 ORDER BY name, id LIMIT 20;

-- name: saved_filter_insert :exec
-- params: id id, member id, name text, query text
INSERT INTO saved_filter (id, member_id, name, query) VALUES ($1, $2, $3, $4);

-- name: saved_filter_delete :exec
-- params: member id, id id
DELETE FROM saved_filter WHERE member_id = $1 AND id = $2;

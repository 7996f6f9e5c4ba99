-- Committees: how they were founded, and who sits on them.

-- name: committee_get :one
-- params: office id
-- row: committee_row
SELECT office_id, decision, decided_day, decided_by, is_public FROM committee WHERE office_id = $1;

-- name: committee_put :exec
-- params: office id, decision text, decided_day int, decided_by text, is_public bool
INSERT INTO committee (office_id, decision, decided_day, decided_by, is_public) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (office_id) DO UPDATE SET decision = excluded.decision, decided_day = excluded.decided_day,
    decided_by = excluded.decided_by, is_public = excluded.is_public;

-- name: committee_seat_insert :exec
-- params: id id, office id, seat text, from_office id, member id?, agreed bool, decision text?, role id?, since_day int
INSERT INTO committee_seat (id, office_id, seat, from_office_id, member_id, agreed, decision, role_id, since_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: committee_seat_end :exec
-- params: id id, day int
UPDATE committee_seat SET until_day = $2 WHERE id = $1 AND until_day IS NULL;

-- name: committee_seats :many all
-- Every seat there ever was, in the order in which they began. A committee has at most some hundred.
-- params: office id
-- row: committee_seat_row
SELECT s.id, s.seat, s.from_office_id, s.member_id, s.agreed, s.decision, s.role_id, s.since_day, s.until_day, m.name AS member_name,
    m.login AS member_login
FROM committee_seat s LEFT JOIN member m ON m.id = s.member_id
WHERE s.office_id = $1 ORDER BY s.since_day, s.id;

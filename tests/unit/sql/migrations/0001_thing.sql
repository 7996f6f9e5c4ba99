-- 0001: what the store's own tests keep.
CREATE TABLE thing (
    id {id} PRIMARY KEY,
    title TEXT NOT NULL UNIQUE,
    note TEXT,
    raw {blob},
    late {int} NOT NULL DEFAULT 0,
    amount {int},
    made_at {int} NOT NULL
) {strict};
CREATE TABLE counter (
    id {id} PRIMARY KEY,
    last {int} NOT NULL
) {strict};

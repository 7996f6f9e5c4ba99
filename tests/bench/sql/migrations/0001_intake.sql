-- 0001: what one message leaves in the store, cut down to the columns that weigh.
CREATE TABLE home (
    id {id} PRIMARY KEY,
    event_number {int} NOT NULL
) {strict};
CREATE TABLE message (
    home_id {int} NOT NULL REFERENCES home (id),
    id {int} NOT NULL,
    public_id TEXT NOT NULL,
    received_at {int} NOT NULL,
    words TEXT,
    PRIMARY KEY (home_id, id)
) {strict};
CREATE UNIQUE INDEX message_by_public_id ON message (public_id);
CREATE TABLE event (
    home_id {int} NOT NULL REFERENCES home (id),
    number {int} NOT NULL,
    kind TEXT NOT NULL,
    subject_id {int} NOT NULL,
    happened_at {int} NOT NULL,
    canonical {blob} NOT NULL,
    PRIMARY KEY (home_id, number)
) {strict};

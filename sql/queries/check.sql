-- What `hoiam check` asks: ids of rows that contradict each other. Large tables are gone through in ranges of ids, so that
-- each reading is short. A query returns what is wrong; none returns anything in a store that is whole.

-- name: check_messages_upto :one
-- Where the range of messages that begins after an id ends; 0 when there are none.
-- params: home id, after int
-- row: check_upto
-- columns: upto int
SELECT CAST(COALESCE(max(id), 0) AS BIGINT) AS upto
FROM (SELECT id FROM message WHERE home_id = $1 AND id > $2 ORDER BY id LIMIT 5000) AS range_of_ids;

-- name: check_matters_upto :one
-- params: home id, after int
-- row: check_upto
-- columns: upto int
SELECT CAST(COALESCE(max(id), 0) AS BIGINT) AS upto
FROM (SELECT id FROM matter WHERE home_id = $1 AND id > $2 ORDER BY id LIMIT 5000) AS range_of_ids;

-- name: check_documents_upto :one
-- params: home id, after int
-- row: check_upto
-- columns: upto int
SELECT CAST(COALESCE(max(id), 0) AS BIGINT) AS upto
FROM (SELECT id FROM document WHERE home_id = $1 AND id > $2 ORDER BY id LIMIT 5000) AS range_of_ids;

-- name: check_publications_upto :one
-- params: home id, after int
-- row: check_upto
-- columns: upto int
SELECT CAST(COALESCE(max(id), 0) AS BIGINT) AS upto
FROM (SELECT id FROM publication WHERE home_id = $1 AND id > $2 ORDER BY id LIMIT 5000) AS range_of_ids;

-- name: check_tasks_upto :one
-- params: home id, after int
-- row: check_upto
-- columns: upto int
SELECT CAST(COALESCE(max(id), 0) AS BIGINT) AS upto
FROM (SELECT id FROM task WHERE home_id = $1 AND id > $2 ORDER BY id LIMIT 5000) AS range_of_ids;

-- name: check_message_values :each
-- params: home id, after int, upto int
-- row: check_row
SELECT id FROM message WHERE home_id = $1 AND id > $2 AND id <= $3
    AND (state NOT IN ('inbox', 'joined', 'handed_over', 'erased')
        OR (words IS NULL AND state = 'inbox') OR (words IS NOT NULL AND state = 'erased')
        OR channel NOT IN ('web', 'api', 'phone', 'paper', 'counter', 'mail', 'app', 'other')
        OR kind NOT IN ('question', 'report', 'thanks', 'complaint', 'denunciation')
        OR received_at <= 0 OR received_at > recorded_at OR public_id = '');

-- name: check_message_erased :each
-- Without words, and no row says why.
-- params: home id, after int, upto int
-- row: check_row
SELECT m.id FROM message m
WHERE m.home_id = $1 AND m.id > $2 AND m.id <= $3 AND m.words IS NULL
    AND NOT EXISTS (SELECT 1 FROM erasure x WHERE x.home_id = m.home_id AND x.message_id = m.id AND x.done_at IS NOT NULL);

-- name: check_message_joined :each
-- Its state says "joined" exactly when one link of it is open.
-- params: home id, after int, upto int
-- row: check_row
SELECT m.id FROM message m
LEFT JOIN message_matter l ON l.home_id = m.home_id AND l.message_id = m.id AND l.until_at IS NULL
WHERE m.home_id = $1 AND m.id > $2 AND m.id <= $3
    AND ((m.state = 'joined' AND l.id IS NULL) OR (m.state <> 'joined' AND l.id IS NOT NULL));

-- name: check_message_links :each
-- Two links of one message that hold at the same time, or one that ends before it begins.
-- params: home id, after int, upto int
-- row: check_row
SELECT a.message_id AS id FROM message_matter a
LEFT JOIN message_matter b ON b.home_id = a.home_id AND b.message_id = a.message_id
    AND b.id - a.id > 0 -- not a range: the links of one message are few, those after an id are many
    AND b.since_at < COALESCE(a.until_at, 9000000000000000000) AND a.since_at < COALESCE(b.until_at, 9000000000000000000)
WHERE a.home_id = $1 AND a.message_id > $2 AND a.message_id <= $3 AND (b.id IS NOT NULL OR a.until_at < a.since_at);

-- name: check_message_about :each
-- What is about an office lies with another one, and in matters that are about the same office.
-- params: home id, after int, upto int
-- row: check_row
SELECT m.id FROM message m
LEFT JOIN message_matter l ON l.home_id = m.home_id AND l.message_id = m.id AND l.until_at IS NULL
LEFT JOIN matter t ON t.home_id = l.home_id AND t.id = l.matter_id
WHERE m.home_id = $1 AND m.id > $2 AND m.id <= $3
    AND t.id IS NOT NULL AND m.about_office_id IS DISTINCT FROM t.about_office_id;

-- name: check_matter_values :each
-- The state of a matter and what goes with each state.
-- params: home id, after int, upto int
-- row: check_row
SELECT id FROM matter WHERE home_id = $1 AND id > $2 AND id <= $3
    AND (state NOT IN ('new', 'open', 'waiting', 'answered', 'closed', 'void')
        OR (state = 'closed' AND (outcome IS NULL OR closed_at IS NULL))
        OR (state <> 'closed' AND (outcome IS NOT NULL OR closed_at IS NOT NULL))
        OR (state = 'answered' AND answered_at IS NULL)
        OR (state = 'open' AND opened_at IS NULL)
        OR (due_at IS NOT NULL AND first_due_at IS NULL)
        OR outcome NOT IN ('done', 'partly', 'planned', 'not_ours', 'guided', 'declined', 'no_answer', 'withdrawn', 'not_stated')
        OR (outcome = 'planned' AND promised_day IS NULL) OR (outcome = 'not_ours' AND outcome_office_id IS NULL)
        OR number <= 0 OR version <= 0 OR reopened < contested OR public_id = '');

-- name: check_matter_public :each
-- Public exactly when there is a public title.
-- params: home id, after int, upto int
-- row: check_row
SELECT m.id FROM matter m
LEFT JOIN matter_title t ON t.home_id = m.home_id AND t.matter_id = m.id
WHERE m.home_id = $1 AND m.id > $2 AND m.id <= $3
    AND ((m.public_at IS NULL AND t.lang IS NOT NULL) OR (m.public_at IS NOT NULL AND t.lang IS NULL))
GROUP BY m.id;

-- name: check_matter_empty :each
-- A matter never had a message. One that is void may have none: an import that was taken back takes its messages along.
-- params: home id, after int, upto int
-- row: check_row
SELECT m.id FROM matter m
LEFT JOIN message_matter l ON l.home_id = m.home_id AND l.matter_id = m.id
WHERE m.home_id = $1 AND m.id > $2 AND m.id <= $3 AND m.state <> 'void' AND l.id IS NULL;

-- name: check_matter_withdrawn :each
-- Closed as taken back: it was never answered, and when it was closed no message was in it that its sender had not taken back.
-- params: home id, after int, upto int
-- row: check_row
SELECT t.id FROM matter t WHERE t.home_id = $1 AND t.id > $2 AND t.id <= $3 AND t.outcome = 'withdrawn'
    AND (t.answered_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM message_matter l WHERE l.home_id = $1 AND l.matter_id = t.id AND l.since_at < t.closed_at
            AND (l.until_at IS NULL OR l.until_at > t.closed_at) AND NOT EXISTS (
            SELECT 1 FROM erasure x WHERE x.home_id = $1 AND x.message_id = l.message_id AND x.reason = 'sender'
                AND x.done_at <= t.closed_at)));

-- name: check_matter_began :each
-- A matter begins with its earliest message.
-- params: home id, after int, upto int
-- row: check_row
SELECT t.id FROM matter t
WHERE t.home_id = $1 AND t.id > $2 AND t.id <= $3
    AND t.started_at <> (SELECT min(m.received_at) FROM message_matter l
        JOIN message m ON m.home_id = l.home_id AND m.id = l.message_id
        WHERE l.home_id = t.home_id AND l.matter_id = t.id AND l.until_at IS NULL);

-- name: check_matter_answered :each
-- An answer is out, and the matter does not know of it.
-- params: home id, after int, upto int
-- row: check_row
SELECT m.id FROM matter m
JOIN publication p ON p.home_id = m.home_id AND p.matter_id = m.id AND p.kind = 'answer' AND p.state = 'published'
WHERE m.home_id = $1 AND m.id > $2 AND m.id <= $3 AND m.answered_at IS NULL;

-- name: check_publication_values :each
-- What is out has a time and a published version in its own language; a draft has none.
-- params: home id, after int, upto int
-- row: check_row
SELECT p.id FROM publication p
LEFT JOIN publication_version v ON v.home_id = p.home_id AND v.publication_id = p.id AND v.lang = p.lang
    AND v.state = 'published' AND v.number = 1
WHERE p.home_id = $1 AND p.id > $2 AND p.id <= $3
    AND (p.state NOT IN ('draft', 'submitted', 'published', 'withdrawn')
        OR (p.state IN ('published', 'withdrawn') AND (p.published_at IS NULL OR v.id IS NULL))
        OR (p.state IN ('draft', 'submitted') AND (p.published_at IS NOT NULL OR v.id IS NOT NULL))
        OR (p.kind = 'answer' AND p.matter_id IS NULL));

-- name: check_publication_numbers :each
-- Versions are numbered 1, 2, 3 … within a language; nothing else than the last may be a draft.
-- params: home id, after int, upto int
-- row: check_row
SELECT publication_id AS id FROM publication_version
WHERE home_id = $1 AND publication_id > $2 AND publication_id <= $3
GROUP BY publication_id, lang
HAVING count(*) <> max(number) OR min(number) <> 1 OR count(*) FILTER (WHERE state <> 'published') > 1;

-- name: check_publication_translations :each
-- A translation names a published version of the same publication in the original's language.
-- params: home id, after int, upto int
-- row: check_row
SELECT v.publication_id AS id FROM publication_version v
JOIN publication p ON p.home_id = v.home_id AND p.id = v.publication_id
LEFT JOIN publication_version o ON o.home_id = v.home_id AND o.id = v.translates_id AND o.publication_id = v.publication_id
    AND o.lang = p.lang AND o.state = 'published'
WHERE v.home_id = $1 AND v.publication_id > $2 AND v.publication_id <= $3
    AND ((v.lang = p.lang AND v.translates_id IS NOT NULL) OR (v.lang <> p.lang AND o.id IS NULL));

-- name: check_publication_matter :each
-- The matter of a publication exists, and is of its subject.
-- params: home id, after int, upto int
-- row: check_row
SELECT p.id FROM publication p LEFT JOIN matter m ON m.home_id = p.home_id AND m.id = p.matter_id
WHERE p.home_id = $1 AND p.id > $2 AND p.id <= $3 AND (p.matter_id IS NOT NULL AND m.id IS NULL
    OR p.category_id IS DISTINCT FROM m.category_id);

-- name: check_task_values :each
-- Done means reported; a return and a withdrawal have their reason.
-- params: home id, after int, upto int
-- row: check_row
SELECT id FROM task WHERE home_id = $1 AND id > $2 AND id <= $3
    AND (state NOT IN ('new', 'accepted', 'progress', 'reported', 'confirmed', 'returned', 'cancelled')
        OR source NOT IN ('conclusion', 'document', 'answer', 'plan', 'hand')
        OR (state IN ('reported', 'confirmed')) <> (reported_at IS NOT NULL)
        OR (reported_at IS NULL) <> (reported_day IS NULL)
        OR (state = 'confirmed') <> (confirmed_at IS NOT NULL)
        OR (state IN ('returned', 'cancelled')) <> (reason <> '')
        OR confirmed_at < reported_at OR reported_at < made_at OR changed_at < made_at OR version <= 0 OR public_id = '');

-- name: check_task_parent :each
-- params: home id, after int, upto int
-- row: check_row
SELECT t.id FROM task t LEFT JOIN task p ON p.home_id = t.home_id AND p.id = t.parent_id
WHERE t.home_id = $1 AND t.id > $2 AND t.id <= $3 AND t.parent_id IS NOT NULL
    AND (p.id IS NULL OR p.id = t.id OR p.document_id IS DISTINCT FROM t.document_id);

-- name: check_task_first_day :each
-- params: home id, after int, upto int
-- row: check_row
SELECT t.id FROM task t WHERE t.home_id = $1 AND t.id > $2 AND t.id <= $3 AND t.due_day IS DISTINCT FROM t.first_due_day
    AND NOT EXISTS (SELECT 1 FROM task_extension x WHERE x.home_id = t.home_id AND x.task_id = t.id AND x.granted = 1
        AND x.to_day = t.due_day);

-- name: check_task_coordinators :each
-- params: home id, after int, upto int
-- row: check_row
SELECT t.id FROM task t JOIN task_coordinator c ON c.home_id = t.home_id AND c.task_id = t.id AND c.office_id = t.lead_id
WHERE t.home_id = $1 AND t.id > $2 AND t.id <= $3;

-- name: check_task_evidence :each
-- params: home id, after int, upto int
-- row: check_row
SELECT x.task_id AS id FROM task_evidence x WHERE x.home_id = $1 AND x.task_id > $2 AND x.task_id <= $3
    AND (x.kind NOT IN ('file', 'link', 'publication', 'matter', 'document') OR (x.kind = 'link') <> (x.url IS NOT NULL)
        OR (x.kind <> 'link') <> (x.other_id IS NOT NULL)
        OR (x.kind = 'publication' AND NOT EXISTS (SELECT 1 FROM publication p WHERE p.home_id = x.home_id AND p.id = x.other_id))
        OR (x.kind = 'file' AND NOT EXISTS (SELECT 1 FROM file f WHERE f.home_id = x.home_id AND f.id = x.other_id
            AND f.subject = 'task' AND f.subject_id = x.task_id))
        OR (x.kind = 'matter' AND NOT EXISTS (SELECT 1 FROM matter m WHERE m.home_id = x.home_id AND m.id = x.other_id))
        OR (x.kind = 'document' AND NOT EXISTS (SELECT 1 FROM document d WHERE d.home_id = x.home_id AND d.id = x.other_id)));

-- name: check_task_about :each
-- What is done about a message that is about an office is not told to that office or those below it, as they stood when the task
-- was given: neither the task nor a part of it. What was inherited since is the law's doing.
-- params: home id
-- row: check_row
WITH RECURSIVE told AS (
    SELECT t.id, m.about_office_id, t.made_at / 86400 AS at_day FROM task t
    JOIN matter m ON m.home_id = t.home_id AND m.id = t.source_id AND m.about_office_id IS NOT NULL
    WHERE t.home_id = $1 AND t.source = 'answer'
    UNION SELECT c.id, told.about_office_id, c.made_at / 86400 FROM told JOIN task c ON c.home_id = $1 AND c.parent_id = told.id
), above AS (
    SELECT told.id, told.about_office_id, told.at_day, p.office_id FROM told JOIN (
        SELECT id, lead_id AS office_id FROM task WHERE home_id = $1
        UNION ALL SELECT id, follower_id FROM task WHERE home_id = $1
        UNION ALL SELECT task_id, office_id FROM task_coordinator WHERE home_id = $1) p ON p.id = told.id
    UNION SELECT a.id, a.about_office_id, a.at_day, t.parent_id FROM above a JOIN office_term t ON t.office_id = a.office_id
        AND t.parent_id IS NOT NULL AND t.since_day <= a.at_day AND (t.until_day IS NULL OR t.until_day > a.at_day)
)
SELECT DISTINCT id FROM above WHERE office_id = about_office_id
    AND NOT EXISTS (SELECT 1 FROM event e WHERE e.home_id = $1 AND e.subject_id = above.id AND e.kind = 'task.inherited');

-- name: check_event_offices :each
-- Events of an office, of its members, settings and rules among them, name an office and nobody else.
-- params: home id
-- row: check_row
SELECT e.number AS id FROM event e WHERE e.home_id = $1 AND e.subject = 'office'
    AND NOT EXISTS (SELECT 1 FROM office o WHERE o.id = e.subject_id);

-- name: check_task_reminders :each
-- params: home id
-- row: check_row
SELECT r.task_id AS id FROM task_reminder r LEFT JOIN task t ON t.home_id = r.home_id AND t.id = r.task_id
WHERE r.home_id = $1 AND (t.id IS NULL OR r.kind NOT IN ('before', 'after', 'follower')
    OR r.office_id <> CASE WHEN r.kind = 'follower' THEN t.follower_id ELSE t.lead_id END);

-- name: check_import_things :each
-- What an import noted of an office or subject: of a batch that is there and was not taken back, before and after where it
-- changed an office, only after where it made one.
-- params: home id
-- row: check_row
SELECT t.thing_id AS id FROM import_thing t LEFT JOIN import_batch b ON b.home_id = t.home_id AND b.id = t.import_id
WHERE t.home_id = $1 AND (b.id IS NULL OR b.undone_at IS NOT NULL
    OR (t.thing = 'subject' AND NOT EXISTS (SELECT 1 FROM category c WHERE c.id = t.thing_id))
    OR (t.thing <> 'subject' AND (NOT EXISTS (SELECT 1 FROM office o WHERE o.id = t.thing_id)
        OR t.is_new = CASE WHEN EXISTS (SELECT 1 FROM import_term w WHERE w.home_id = t.home_id AND w.import_id = t.import_id
            AND w.office_id = t.thing_id AND w.side = 0) THEN 1 ELSE 0 END
        OR NOT EXISTS (SELECT 1 FROM import_term w WHERE w.home_id = t.home_id AND w.import_id = t.import_id
            AND w.office_id = t.thing_id AND w.side = 1))))
UNION SELECT w.office_id FROM import_term w LEFT JOIN import_thing t
    ON t.home_id = w.home_id AND t.import_id = w.import_id AND t.thing_id = w.office_id
WHERE w.home_id = $1 AND t.thing_id IS NULL
UNION SELECT w.office_id FROM import_name w LEFT JOIN import_thing t
    ON t.home_id = w.home_id AND t.import_id = w.import_id AND t.thing_id = w.office_id
WHERE w.home_id = $1 AND t.thing_id IS NULL;

-- name: check_report_public :each
-- A report made public that was never handed in, or as a publication of another kind or office.
-- params: home id
-- row: check_row
SELECT r.id FROM report r LEFT JOIN publication p ON p.home_id = r.home_id AND p.id = r.publication_id
WHERE r.home_id = $1 AND r.publication_id IS NOT NULL
    AND (p.id IS NULL OR p.kind <> 'report' OR p.office_id <> r.office_id OR p.by_receipt <> 0 OR r.handed_in_at IS NULL);

-- name: check_report_reminders :each
-- params: home id
-- row: check_row
SELECT r.template_id AS id FROM report_reminder r JOIN report_template t ON t.id = r.template_id
WHERE r.home_id = $1 AND (r.kind NOT IN ('before', 'after', 'above') OR r.due_day <> r.last_day + t.due_days
    OR (r.kind = 'above' AND r.of_id <> r.office_id));

-- name: check_recognition_values :each
-- params: home id
-- row: check_row
SELECT id FROM recognition WHERE home_id = $1
    AND (form NOT IN ('certificate', 'merit', 'high_merit', 'other') OR (name IS NULL) <> (withdrawn_at IS NOT NULL)
        OR withdrawn_at < recorded_at OR public_id = '');

-- name: check_training_values :each
-- Nobody came to what was not held.
-- params: home id
-- row: check_row
SELECT t.id FROM training t WHERE t.home_id = $1
    AND (t.state NOT IN ('planned', 'held', 'cancelled') OR (t.state <> 'held'
        AND EXISTS (SELECT 1 FROM training_attendance a WHERE a.home_id = t.home_id AND a.training_id = t.id)));

-- name: check_contest_values :each
-- Entries have no number while they are taken, then 1, 2, 3 …; nothing is decided before every judge scored every entry, and
-- then no seat tells whose it was.
-- params: home id
-- row: check_row
SELECT c.id FROM contest c WHERE c.home_id = $1
    AND (c.state NOT IN ('open', 'judging', 'decided')
        OR (SELECT count(*) FROM contest_entry e WHERE e.home_id = c.home_id AND e.contest_id = c.id AND e.number IS NOT NULL)
            <> CASE WHEN c.state = 'open' THEN 0
                ELSE (SELECT count(*) FROM contest_entry e WHERE e.home_id = c.home_id AND e.contest_id = c.id) END
        OR (SELECT COALESCE(max(e.number), 0) FROM contest_entry e WHERE e.home_id = c.home_id AND e.contest_id = c.id)
            <> (SELECT count(e.number) FROM contest_entry e WHERE e.home_id = c.home_id AND e.contest_id = c.id)
        OR (c.state = 'open' AND EXISTS (SELECT 1 FROM contest_score s WHERE s.home_id = c.home_id AND s.contest_id = c.id))
        OR (c.state = 'decided' AND (EXISTS (SELECT 1 FROM contest_judge j WHERE j.home_id = c.home_id AND j.contest_id = c.id
                AND j.member_id IS NOT NULL)
            OR (SELECT count(*) FROM contest_score s WHERE s.home_id = c.home_id AND s.contest_id = c.id)
                <> (SELECT count(*) FROM contest_entry e WHERE e.home_id = c.home_id AND e.contest_id = c.id)
                    * (SELECT count(*) FROM contest_judge j WHERE j.home_id = c.home_id AND j.contest_id = c.id))));

-- name: check_export_requests :each
-- Agreed to by who asked, fetched without leave or too late (a day), or a step that left no event.
-- params: home id
-- row: check_row
SELECT x.id FROM export_request x WHERE x.home_id = $1
    AND (x.kind NOT IN ('messages', 'matters', 'answers') OR x.until_day < x.from_day
        OR (x.agreed = 1 AND (x.decided_at IS NULL OR x.second_id = x.member_id))
        OR (x.fetched_at IS NOT NULL AND (x.agreed <> 1 OR x.fetched_at - x.decided_at > 86400))
        OR NOT EXISTS (SELECT 1 FROM event v WHERE v.home_id = $1 AND v.subject_id = x.id AND v.kind = 'export.asked')
        OR (x.decided_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM event v WHERE v.home_id = $1 AND v.subject_id = x.id
                AND v.kind = CASE WHEN x.agreed = 1 THEN 'export.agreed' ELSE 'export.refused' END))
        OR (x.fetched_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM event v WHERE v.home_id = $1 AND v.subject_id = x.id AND v.kind = 'export.fetched')));

-- name: check_receipts_lost :each
-- params: home id
-- row: check_row
SELECT r.message_id AS id FROM receipt r LEFT JOIN message m ON m.home_id = r.home_id AND m.id = r.message_id
WHERE r.home_id = $1 AND m.id IS NULL;

-- name: check_contacts_lost :each
-- params: home id
-- row: check_row
SELECT c.message_id AS id FROM contact c LEFT JOIN message m ON m.home_id = c.home_id AND m.id = c.message_id
WHERE c.home_id = $1 AND (m.id IS NULL OR NOT EXISTS (SELECT 1 FROM office o WHERE o.id = c.office_id));

-- name: check_exchanges_lost :each
-- params: home id
-- row: check_row
SELECT x.id FROM exchange x LEFT JOIN message m ON m.home_id = x.home_id AND m.id = x.message_id
WHERE x.home_id = $1 AND m.id IS NULL;

-- name: check_erased_kept :each
-- Words that were erased and are still there, in one of the places where they were, or whose salt is; or a leave to show them.
-- What the sender said since then at the receipt is no finding.
-- params: home id
-- row: check_row
SELECT x.message_id AS id FROM erasure x JOIN message m ON m.home_id = x.home_id AND m.id = x.message_id
WHERE x.home_id = $1 AND x.done_at IS NOT NULL
    AND (m.words IS NOT NULL OR m.place IS NOT NULL OR m.may_show <> 0 OR m.point_public <> 0 OR m.lat_e6 <> 0 OR m.lon_e6 <> 0
        OR EXISTS (SELECT 1 FROM contact c WHERE c.home_id = x.home_id AND c.message_id = x.message_id)
        OR EXISTS (SELECT 1 FROM outbox o WHERE o.home_id = x.home_id AND o.message_id = x.message_id AND o.sealed IS NOT NULL)
        OR EXISTS (SELECT 1 FROM exchange s WHERE s.home_id = x.home_id AND s.message_id = x.message_id
            AND s.words IS NOT NULL AND s.said_at < x.done_at)
        OR EXISTS (SELECT 1 FROM event v JOIN event_private p ON p.home_id = v.home_id AND p.number = v.number
            WHERE v.home_id = x.home_id AND v.subject_id = x.message_id AND v.subject = 'message' AND p.salt IS NOT NULL
            AND v.happened_at < x.done_at));

-- name: check_erased_untold :each
-- Words that were erased without an event.
-- params: home id
-- row: check_row
SELECT x.message_id AS id FROM erasure x
WHERE x.home_id = $1 AND x.done_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM event v WHERE v.home_id = x.home_id AND v.subject_id = x.message_id
        AND v.kind = 'message.erased');

-- name: check_ratings_lost :each
-- A rating whose message is not there, or was entered by the office.
-- params: home id
-- row: check_row
SELECT r.message_id AS id FROM rating r LEFT JOIN message m ON m.home_id = r.home_id AND m.id = r.message_id
WHERE r.home_id = $1 AND (m.id IS NULL OR m.by_office = 1);

-- name: check_outbox_kept :each
-- An address that stayed after its notice was done with, or one that is gone before.
-- params: home id
-- row: check_row
SELECT id FROM outbox WHERE home_id = $1
    AND ((done_at IS NOT NULL AND sealed IS NOT NULL) OR (done_at IS NULL AND sealed IS NULL));

-- name: check_office_mail :each
-- Done with a result, and of a thing that is there.
-- params: home id
-- row: check_row
SELECT m.id FROM office_mail m WHERE m.home_id = $1
    AND ((m.done_at IS NULL) <> (m.result IS NULL) OR m.kind NOT IN ('task', 'meeting')
        OR (m.kind = 'task' AND NOT EXISTS (SELECT 1 FROM task t WHERE t.home_id = m.home_id AND t.id = m.subject_id))
        OR (m.kind = 'meeting' AND NOT EXISTS (SELECT 1 FROM meeting x WHERE x.home_id = m.home_id AND x.id = m.subject_id)));

-- name: check_document_values :each
-- The state of a document and what goes with each state, by its book.
-- params: home id, after int, upto int
-- row: check_row
SELECT id FROM document WHERE home_id = $1 AND id > $2 AND id <= $3
    AND (book NOT IN ('den', 'di') OR urgency NOT IN ('normal', 'urgent', 'very_urgent', 'express')
        OR (book = 'den' AND (state NOT IN ('registered', 'handled') OR number IS NULL OR received_at IS NULL))
        OR (book = 'di' AND state NOT IN ('draft', 'comments', 'submitted', 'approved', 'signed', 'numbered', 'issued', 'recalled'))
        OR (book = 'di' AND (number IS NULL) = (state IN ('numbered', 'issued', 'recalled')))
        OR (number IS NULL) <> (year IS NULL) OR number <= 0 OR pages < 0 OR version <= 0 OR public_id = '' OR summary = ''
        OR signed_as NOT IN ('', 'TM', 'KT', 'TM_KT', 'TL', 'TUQ')
        OR (book = 'di' AND number IS NOT NULL AND signed_as IN ('KT', 'TM_KT', 'TL', 'TUQ') AND signed_for = ''));

-- name: check_document_steps :each
-- A number without the step that gave it, or one of our own without the signature before it.
-- params: home id, after int, upto int
-- row: check_row
SELECT d.id FROM document d WHERE d.home_id = $1 AND d.id > $2 AND d.id <= $3 AND d.number IS NOT NULL
    AND (NOT EXISTS (SELECT 1 FROM document_step s WHERE s.home_id = d.home_id AND s.document_id = d.id
            AND s.state = CASE WHEN d.book = 'den' THEN 'registered' ELSE 'numbered' END)
        OR (d.book = 'di' AND NOT EXISTS (SELECT 1 FROM document_step s WHERE s.home_id = d.home_id AND s.document_id = d.id
            AND s.state = 'signed')));

-- name: check_document_taken :each
-- What an office registered of another's: the addressee's row and the one in its book name each other.
-- params: home id, after int, upto int
-- row: check_row
SELECT d.id FROM document d
LEFT JOIN document_addressee a ON a.home_id = d.home_id AND a.document_id = d.origin_id AND a.office_id = d.office_id
WHERE d.home_id = $1 AND d.id > $2 AND d.id <= $3 AND d.origin_id IS NOT NULL AND a.received_id IS DISTINCT FROM d.id;

-- name: check_comment_apart :each
-- What was said of two comments: they are two, of one publication, the smaller id first.
-- params: home id
-- row: check_row
SELECT a.comment_id AS id FROM comment_apart a
JOIN comment c ON c.home_id = a.home_id AND c.id = a.comment_id
JOIN comment o ON o.home_id = a.home_id AND o.id = a.other_id
WHERE a.home_id = $1 AND (a.comment_id >= a.other_id OR c.publication_id <> o.publication_id OR a.ended_at < a.decided_at);

-- name: check_books :each
-- Numbers of documents run from 1 without gaps by office, book and year, and the counter stands at the last one.
-- params: home id
-- row: check_row
SELECT d.office_id AS id FROM document d
LEFT JOIN counter c ON c.office_id = d.office_id AND c.book = d.book AND c.year = d.year
WHERE d.home_id = $1 AND d.number IS NOT NULL
GROUP BY d.office_id, d.book, d.year, c.last
HAVING count(*) <> max(d.number) OR min(d.number) <> 1 OR c.last IS DISTINCT FROM max(d.number);

-- name: check_books_empty :each
-- A counter that has given numbers which no document bears.
-- row: check_row
SELECT c.office_id AS id FROM counter c
WHERE c.book IN ('den', 'di') AND c.last > 0 AND NOT EXISTS (SELECT 1 FROM document d
    WHERE d.office_id = c.office_id AND d.book = c.book AND d.year = c.year);

-- name: check_numbers :each
-- Numbers of matters run from 1 without gaps by office and year, and the book stands at the last one.
-- params: home id
-- row: check_row
SELECT m.number_office_id AS id FROM matter m
LEFT JOIN counter c ON c.office_id = m.number_office_id AND c.book = 'matter' AND c.year = m.number_year
WHERE m.home_id = $1
GROUP BY m.number_office_id, m.number_year, c.last
HAVING count(*) <> max(m.number) OR min(m.number) <> 1 OR c.last IS DISTINCT FROM max(m.number);

-- name: check_offices_gone :each
-- An office without a term, as one that an import made and that was taken back: nobody works there, nothing stands below it.
-- row: check_row
SELECT o.id FROM office o WHERE NOT EXISTS (SELECT 1 FROM office_term t WHERE t.office_id = o.id)
    AND (EXISTS (SELECT 1 FROM office_term t WHERE t.parent_id = o.id)
        OR EXISTS (SELECT 1 FROM member_role r WHERE r.office_id = o.id)
        OR EXISTS (SELECT 1 FROM office_succession s WHERE s.to_id = o.id OR s.from_id = o.id)
        OR EXISTS (SELECT 1 FROM office_name n WHERE n.office_id = o.id)
        OR EXISTS (SELECT 1 FROM category c WHERE c.until_at IS NULL AND (c.office_id = o.id OR c.owner_id = o.id)));

-- name: check_codes :each
-- Two offices have one code on one day, or an office has two terms on one day.
-- row: check_row
SELECT a.office_id AS id FROM office_term a
JOIN office_term b ON b.id > a.id AND (b.code = a.code OR b.office_id = a.office_id)
    AND b.since_day < COALESCE(a.until_day, 9000000000000000000) AND a.since_day < COALESCE(b.until_day, 9000000000000000000);

-- name: check_documents_inherited :each
-- What a former office began, left with it though everything else went to its heir.
-- params: home id
-- row: check_row
SELECT d.id FROM document d WHERE d.home_id = $1 AND d.book = 'di' AND d.number IS NULL
    AND d.office_id IN (SELECT s.from_id FROM office_succession s WHERE s.heir = 1 AND s.carried_at IS NOT NULL);

-- name: check_successions :each
-- An office that was succeeded is gone from that day on, and whoever took over is there that day.
-- row: check_row
SELECT s.from_id AS id FROM office_succession s
WHERE s.from_id = s.to_id
    OR NOT EXISTS (SELECT 1 FROM office_term t WHERE t.office_id = s.from_id AND t.until_day = s.on_day)
    OR EXISTS (SELECT 1 FROM office_term t WHERE t.office_id = s.from_id AND (t.until_day IS NULL OR t.until_day > s.on_day))
    OR NOT EXISTS (SELECT 1 FROM office_term t WHERE t.office_id = s.to_id AND t.since_day <= s.on_day
        AND (t.until_day IS NULL OR t.until_day > s.on_day));

-- name: check_heirs :each
-- Each office that is no more, or is to end, has exactly one heir.
-- row: check_row
SELECT t.office_id AS id FROM office_term t
LEFT JOIN office_succession s ON s.from_id = t.office_id AND s.heir = 1
GROUP BY t.office_id
HAVING (count(*) FILTER (WHERE t.until_day IS NULL) = 0) <> (count(s.id) > 0);

-- name: check_seats :each
-- One chair and one standing office at a time; none on an office that never was a committee.
-- row: check_row
SELECT a.office_id AS id FROM committee_seat a
LEFT JOIN committee_seat b ON b.office_id = a.office_id AND b.seat = a.seat AND b.id > a.id AND a.seat IN ('chair', 'standing')
    AND b.since_day < COALESCE(a.until_day, 9000000000000000000) AND a.since_day < COALESCE(b.until_day, 9000000000000000000)
    AND (b.until_day IS NULL OR b.until_day > b.since_day) AND (a.until_day IS NULL OR a.until_day > a.since_day)
WHERE b.id IS NOT NULL
    OR NOT EXISTS (SELECT 1 FROM office_term t WHERE t.office_id = a.office_id AND t.kind = 'committee');

-- name: check_meeting_values :each
-- Confirmed has its time; it ends after it begins; minutes are of what was held, a notice of what is confirmed.
-- params: home id
-- row: check_row
SELECT id FROM meeting WHERE home_id = $1
    AND (state NOT IN ('planned', 'held', 'confirmed', 'cancelled') OR ends_at <= begins_at OR revision < 0 OR version <= 0
        OR kind NOT IN ('briefing', 'interim', 'annual', 'session', 'other')
        OR (state = 'confirmed') <> (confirmed_at IS NOT NULL)
        OR (notice_id IS NOT NULL AND state <> 'confirmed')
        OR (minutes_id IS NOT NULL AND state NOT IN ('held', 'confirmed')));

-- name: check_meeting_taken_out :each
-- What was taken out is kept only while it can be put back.
-- params: home id
-- row: check_row
SELECT t.meeting_id AS id FROM meeting_taken_out t JOIN meeting m ON m.home_id = t.home_id AND m.id = t.meeting_id
WHERE t.home_id = $1 AND (m.state NOT IN ('planned', 'held') OR t.what NOT IN ('item', 'guest', 'contribution', 'conclusion')
    OR t.at_version > m.version);

-- name: check_meeting_papers :each
-- params: home id
-- row: check_row
SELECT m.id FROM meeting m LEFT JOIN document a ON a.home_id = m.home_id AND a.id = m.minutes_id
    LEFT JOIN document b ON b.home_id = m.home_id AND b.id = m.notice_id
WHERE m.home_id = $1 AND ((m.minutes_id IS NOT NULL AND (a.id IS NULL OR a.office_id <> m.office_id))
    OR (m.notice_id IS NOT NULL AND (b.id IS NULL OR b.office_id <> m.office_id)));

-- name: check_conclusion_numbers :each
-- Meetings whose conclusions are not numbered 1, 2, 3 …
-- params: home id
-- row: check_row
SELECT meeting_id AS id FROM conclusion WHERE home_id = $1 GROUP BY meeting_id
HAVING min(number) <> 1 OR max(number) <> count(*);

-- name: check_conclusion_tasks :each
-- Once confirmed each with a lead is a task that names it, and none is before.
-- params: home id
-- row: check_row
SELECT c.id FROM conclusion c JOIN meeting m ON m.home_id = c.home_id AND m.id = c.meeting_id
    LEFT JOIN task t ON t.home_id = c.home_id AND t.id = c.task_id
WHERE c.home_id = $1
    AND ((c.task_id IS NOT NULL) <> (m.state = 'confirmed' AND c.lead_id IS NOT NULL)
        OR (c.task_id IS NOT NULL AND (t.id IS NULL OR t.source <> 'conclusion' OR t.source_id IS DISTINCT FROM c.id)));

-- name: check_week_values :each
-- params: home id
-- row: check_row
SELECT id FROM week_entry WHERE home_id = $1 AND (ends_at <= begins_at OR public_id = '');

-- name: check_tree_days :each
-- Days on which the office tree changes.
-- columns: day int
SELECT since_day AS day FROM office_term UNION SELECT until_day AS day FROM office_term WHERE until_day IS NOT NULL ORDER BY day;

-- name: check_private_lost :each
-- The private side of an event that is not there.
-- params: home id
-- row: check_row
SELECT p.number AS id FROM event_private p LEFT JOIN event e ON e.home_id = p.home_id AND e.number = p.number
WHERE p.home_id = $1 AND e.number IS NULL;

-- name: check_events_page :many
-- Events in order with the salts that are still kept.
-- params: home id, after int
SELECT e.home_id, e.number, e.kind, e.subject, e.subject_id, e.reason, e.role, e.office_id, e.happened_at, e.commitment,
    e.canonical, p.salt
FROM event e LEFT JOIN event_private p ON p.home_id = e.home_id AND p.number = e.number
WHERE e.home_id = $1 AND e.number > $2 ORDER BY e.number LIMIT 1000;

-- name: check_words_message :many all
-- What a message's words were, where they are kept; so for the four below.
-- params: home id, id id, at time
-- row: check_words
SELECT words FROM message WHERE home_id = $1 AND id = $2 AND recorded_at = $3 AND words IS NOT NULL;

-- name: check_words_exchange :many all
-- params: home id, message id, at time
-- row: check_words
SELECT words FROM exchange WHERE home_id = $1 AND message_id = $2 AND said_at = $3 AND words IS NOT NULL;

-- name: check_words_note :many all
-- params: home id, matter id, at time
-- row: check_words
SELECT words FROM note WHERE home_id = $1 AND matter_id = $2 AND noted_at = $3 AND words IS NOT NULL;

-- name: check_words_document :many all
-- params: home id, document id, at time
-- row: check_words
SELECT words FROM document_comment WHERE home_id = $1 AND document_id = $2 AND said_at = $3;

-- name: check_words_comment :many all
-- params: home id, id id, at time
-- row: check_words
SELECT words FROM comment WHERE home_id = $1 AND id = $2 AND received_at = $3 AND words IS NOT NULL;

-- name: check_words_version :many all
-- params: home id, publication id, at time
-- row: check_words
SELECT body AS words FROM publication_version WHERE home_id = $1 AND publication_id = $2 AND published_at = $3;

-- name: check_count_messages :each
-- For counting anew.
-- params: home id
-- row: message_row
SELECT home_id, id, public_id, received_at, recorded_at, office_id, about_office_id, category_id, channel, kind, lang, words,
    place_office_id, place, lat_e6, lon_e6, point_public, may_show, by_office, state, import_id, external_id
FROM message WHERE home_id = $1;

-- name: check_count_matters :each
-- params: home id
-- row: matter_row
SELECT home_id, id, public_id, number, number_office_id, number_year, office_id, about_office_id, category_id, title, state,
    outcome, outcome_note, outcome_office_id, promised_day, started_at, created_at, opened_at, first_due_at, due_at, due_reason,
    answered_at, closed_at, reopened, contested, public_at, import_id, version, changed_at
FROM matter WHERE home_id = $1;

-- name: check_count_ratings :each
-- params: home id
SELECT office_id, value, rated_at FROM rating WHERE home_id = $1;

-- name: check_count_publications :each
-- params: home id
SELECT office_id, published_at, kind, by_receipt FROM publication WHERE home_id = $1 AND published_at IS NOT NULL;

-- name: check_sizes :one
-- params: home id
-- columns: messages int, matters int, events int
SELECT (SELECT count(*) FROM message WHERE home_id = $1) AS messages, (SELECT count(*) FROM matter WHERE home_id = $1) AS matters,
    (SELECT count(*) FROM event WHERE home_id = $1) AS events;

-- name: check_report_values :each
-- params: home id
-- row: check_row
SELECT id FROM report WHERE home_id = $1
    AND (state NOT IN ('draft', 'handed_in', 'accepted', 'returned') OR scope NOT IN ('own', 'consolidated') OR last_day < first_day
        OR edition < 1 OR (state = 'draft') <> (handed_in_at IS NULL) OR (handed_in_at IS NULL) <> (frozen_at IS NULL)
        OR (state = 'draft' AND is_last = 1) OR (state IN ('accepted', 'returned') AND decided_at IS NULL));

-- name: check_report_required :each
-- A report of this place that was handed in without the words that its template requires.
-- params: home id
-- row: check_row
SELECT r.id FROM report r JOIN template_section t ON t.template_id = r.template_id AND t.required = 1
WHERE r.home_id = $1 AND r.state <> 'draft' AND r.origin = ''
    AND NOT EXISTS (SELECT 1 FROM report_narrative n WHERE n.home_id = r.home_id AND n.report_id = r.id AND n.position = t.position
        AND n.words <> '')
    AND NOT (t.part = 'requests' AND EXISTS (SELECT 1 FROM report_request q WHERE q.home_id = r.home_id AND q.report_id = r.id));

-- name: check_report_last :each
-- Of the editions that were handed in, exactly one is the last, and it is the one with the highest number.
-- params: home id
-- row: check_row
-- columns: id int
SELECT max(r.id) AS id FROM report r JOIN report_template t ON t.id = r.template_id
WHERE r.home_id = $1 AND r.handed_in_at IS NOT NULL
GROUP BY t.office_id, t.code, r.office_id, r.first_day, r.last_day, r.scope
HAVING count(*) FILTER (WHERE r.is_last = 1) <> 1 OR max(r.edition) <> max(CASE WHEN r.is_last = 1 THEN r.edition ELSE 0 END);

-- name: check_report_figures :each
-- A figure at a place where the template has none, or whose distribution does not add up to how many there were.
-- params: home id
-- row: check_row
SELECT r.id FROM report r JOIN report_figure f ON f.home_id = r.home_id AND f.report_id = r.id
    LEFT JOIN template_figure t ON t.template_id = r.template_id AND t.position = f.position
WHERE r.home_id = $1 AND (t.id IS NULL OR f.edition < 1
    OR (t.kind IN ('median', 'p90') AND f.out_of <> (SELECT CAST(COALESCE(sum(s.n), 0) AS BIGINT) FROM report_spread s
        WHERE s.home_id = r.home_id AND s.report_id = r.id AND s.position = f.position)));

-- name: check_report_sums :each
-- A consolidated report whose sums are not those of the reports that it was made of.
-- params: home id
-- row: check_row
SELECT r.id FROM report r JOIN template_figure t ON t.template_id = r.template_id AND t.kind IN ('count', 'tenths', 'share', 'mean')
    JOIN report_figure f ON f.home_id = r.home_id AND f.report_id = r.id AND f.position = t.position
WHERE r.home_id = $1 AND r.scope = 'consolidated' AND r.origin = '' AND f.n <> (
    SELECT CAST(COALESCE(sum(g.n), 0) AS BIGINT) FROM report_source s
        JOIN report x ON x.home_id = s.home_id AND x.id = s.source_id
        JOIN template_figure u ON u.template_id = x.template_id AND u.source = t.source AND u.key = t.key AND u.kind = t.kind
        JOIN report_figure g ON g.home_id = x.home_id AND g.report_id = x.id AND g.position = u.position AND g.edition = f.edition
    WHERE s.home_id = r.home_id AND s.report_id = r.id);

-- name: check_report_sources :each
-- A report that was consolidated and is not there, or was never handed in, or one that counts itself.
-- params: home id
-- row: check_row
SELECT s.report_id AS id FROM report_source s LEFT JOIN report x ON x.home_id = s.home_id AND x.id = s.source_id
WHERE s.home_id = $1 AND (x.id IS NULL OR x.handed_in_at IS NULL OR s.source_id = s.report_id);

-- name: check_report_requests :each
-- params: home id
-- row: check_row
SELECT id FROM report_request WHERE home_id = $1 AND (answer = '') <> (answered_at IS NULL);

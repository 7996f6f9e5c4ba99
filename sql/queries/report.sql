-- Reports that go up the office tree: core/steer/report*.c.

-- ---- templates

-- name: report_template_insert :exec
-- params: id id, office id, code text, edition int, name text, every text, closing_day int, due_days int, owed_by text, form text, since_day int
INSERT INTO report_template (id, office_id, code, edition, name, every, closing_day, due_days, owed_by, form, since_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: report_template_end :exec
-- params: id id, until_day int
UPDATE report_template SET until_day = $2 WHERE id = $1 AND until_day IS NULL;

-- name: report_template_drop :exec
-- One that held for no day: it was put right on the day it was made.
-- params: id id
DELETE FROM report_template WHERE id = $1;

-- name: template_sections_drop :exec
-- params: template id
DELETE FROM template_section WHERE template_id = $1;

-- name: template_figures_drop :exec
-- params: template id
DELETE FROM template_figure WHERE template_id = $1;

-- name: report_template_used :one
-- params: template id
-- columns: n int
SELECT count(*) AS n FROM (SELECT id FROM report WHERE template_id = $1 LIMIT 1) AS any_report;

-- name: report_template_by_id :one
-- params: id id
-- row: report_template_row
SELECT id, office_id, code, edition, name, every, closing_day, due_days, owed_by, form, since_day, until_day
FROM report_template WHERE id = $1;

-- name: report_template_editions :many all
-- The latest first.
-- params: office id, code text
-- row: report_template_row
SELECT id, office_id, code, edition, name, every, closing_day, due_days, owed_by, form, since_day, until_day
FROM report_template WHERE office_id = $1 AND code = $2 ORDER BY edition DESC;

-- name: report_templates_on :many all
-- Those that hold on a day, of all offices.
-- params: day int
-- row: report_template_row
SELECT id, office_id, code, edition, name, every, closing_day, due_days, owed_by, form, since_day, until_day
FROM report_template WHERE since_day <= $1 AND (until_day IS NULL OR until_day > $1) ORDER BY office_id, code;

-- name: template_section_insert :exec
-- params: template id, position int, part text, title text, required int
INSERT INTO template_section (template_id, position, part, title, required) VALUES ($1, $2, $3, $4, $5);

-- name: template_sections :many all
-- params: template id
SELECT position, part, title, required FROM template_section WHERE template_id = $1 ORDER BY position;

-- name: template_figure_insert :exec
-- params: id id, template id, position int, source text, key text, kind text, label text, unit text, definition text, edition int
INSERT INTO template_figure (id, template_id, position, source, key, kind, label, unit, definition, edition)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: template_figures :many all
-- params: template id
SELECT position, source, key, kind, label, unit, definition, edition
FROM template_figure WHERE template_id = $1 ORDER BY position;

-- ---- one report

-- name: report_insert :exec
-- params: home id, id id, public_id text, template id, office id, first_day int, last_day int, edition int, scope text, due_day int, origin text, now time
INSERT INTO report (home_id, id, public_id, template_id, office_id, first_day, last_day, edition, is_last, scope, state, due_day,
    origin, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, 'draft', $10, $11, $12);

-- name: report_by_id :one
-- params: home id, id id
-- row: report_row
SELECT home_id, id, public_id, template_id, office_id, first_day, last_day, edition, is_last, scope, state, due_day, frozen_at,
    handed_in_at, decided_at, document_id, publication_id, origin, version, changed_at
FROM report WHERE home_id = $1 AND id = $2;

-- name: report_by_public :one
-- params: public_id text
-- row: report_row
SELECT home_id, id, public_id, template_id, office_id, first_day, last_day, edition, is_last, scope, state, due_day, frozen_at,
    handed_in_at, decided_at, document_id, publication_id, origin, version, changed_at
FROM report WHERE public_id = $1;

-- name: report_editions :many all
-- All of one office, period and scope by any edition of a template, the latest first.
-- params: home id, office id, template_office id, code text, first_day int, last_day int, scope text
-- row: report_row
SELECT r.home_id, r.id, r.public_id, r.template_id, r.office_id, r.first_day, r.last_day, r.edition, r.is_last, r.scope, r.state,
    r.due_day, r.frozen_at, r.handed_in_at, r.decided_at, r.document_id, r.publication_id, r.origin, r.version, r.changed_at
FROM report r JOIN report_template t ON t.id = r.template_id
WHERE r.home_id = $1 AND r.office_id = $2 AND t.office_id = $3 AND t.code = $4 AND r.first_day = $5 AND r.last_day = $6
    AND r.scope = $7
ORDER BY r.edition DESC;

-- name: reports_of_office :many
-- An office's own list, the latest period first, from a key on.
-- params: home id, office id, before_day time?, before_id id?
-- row: report_row
SELECT home_id, id, public_id, template_id, office_id, first_day, last_day, edition, is_last, scope, state, due_day, frozen_at,
    handed_in_at, decided_at, document_id, publication_id, origin, version, changed_at
FROM report
WHERE home_id = $1 AND office_id = $2 AND ($3 IS NULL OR last_day < $3 OR (last_day = $3 AND id < $4))
ORDER BY last_day DESC, id DESC LIMIT 51;

-- name: report_save :exec
-- Where nobody else has saved meanwhile. Changes 0 rows when someone has.
-- params: home id, id id, was_version int, is_last int, state text, frozen_at time?, handed_in_at time?, decided_at time?, document id?, now time
UPDATE report SET version = version + 1, is_last = $4, state = $5, frozen_at = $6, handed_in_at = $7, decided_at = $8,
    document_id = $9, changed_at = $10
WHERE home_id = $1 AND id = $2 AND version = $3;

-- name: report_set_publication :exec
-- Where nobody else has saved meanwhile, and it has none. Changes 0 rows otherwise.
-- params: home id, id id, was_version int, publication id, now time
UPDATE report SET version = version + 1, publication_id = $4, changed_at = $5
WHERE home_id = $1 AND id = $2 AND version = $3 AND publication_id IS NULL;

-- name: report_of_publication :one
-- params: home id, publication id
-- row: report_row
SELECT home_id, id, public_id, template_id, office_id, first_day, last_day, edition, is_last, scope, state, due_day, frozen_at,
    handed_in_at, decided_at, document_id, publication_id, origin, version, changed_at
FROM report WHERE home_id = $1 AND publication_id = $2;

-- name: report_not_last :exec
-- params: home id, id id
UPDATE report SET is_last = 0 WHERE home_id = $1 AND id = $2;

-- name: report_narrative_put :exec
-- params: home id, report id, position int, words text
INSERT INTO report_narrative (home_id, report_id, position, words) VALUES ($1, $2, $3, $4)
ON CONFLICT (home_id, report_id, position) DO UPDATE SET words = excluded.words;

-- name: report_narratives :many all
-- params: home id, report id
SELECT position, words FROM report_narrative WHERE home_id = $1 AND report_id = $2 ORDER BY position;

-- name: report_figure_put :exec
-- params: home id, report id, position int, value int, out_of int, edition int
INSERT INTO report_figure (home_id, report_id, position, n, out_of, edition) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (home_id, report_id, position) DO UPDATE SET n = excluded.n, out_of = excluded.out_of, edition = excluded.edition;

-- name: report_figure_drop :exec
-- params: home id, report id, position int
DELETE FROM report_figure WHERE home_id = $1 AND report_id = $2 AND position = $3;

-- name: report_figures :many all
-- params: home id, report id
SELECT position, n, out_of, edition FROM report_figure WHERE home_id = $1 AND report_id = $2 ORDER BY position;

-- name: report_spread_put :exec
-- params: home id, report id, position int, at int, times int
INSERT INTO report_spread (home_id, report_id, position, at, n) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (home_id, report_id, position, at) DO UPDATE SET n = excluded.n;

-- name: report_spreads :many all
-- params: home id, report id
SELECT position, at, n FROM report_spread WHERE home_id = $1 AND report_id = $2 ORDER BY position, at;

-- name: report_step_insert :exec
-- params: home id, id id, report id, state text, words text, office id, role text, member id?, now time
INSERT INTO report_step (home_id, id, report_id, state, words, office_id, role, member_id, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: report_steps :many all
-- params: home id, report id
SELECT state, words, office_id, role, made_at FROM report_step WHERE home_id = $1 AND report_id = $2 ORDER BY made_at, id;

-- ---- what is asked of the office above

-- name: report_request_insert :exec
-- params: home id, id id, report id, position int, words text, answer text, answered_at time?
INSERT INTO report_request (home_id, id, report_id, position, words, answer, answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: report_request_drop :exec
-- params: home id, id id, report id
DELETE FROM report_request WHERE home_id = $1 AND id = $2 AND report_id = $3;

-- name: report_request_answer :exec
-- params: home id, id id, report id, answer text, now time
UPDATE report_request SET answer = $4, answered_at = $5 WHERE home_id = $1 AND id = $2 AND report_id = $3;

-- name: report_requests :many all
-- params: home id, report id
SELECT id, position, words, answer, answered_at FROM report_request WHERE home_id = $1 AND report_id = $2 ORDER BY position, id;

-- ---- consolidating

-- name: report_source_put :exec
-- params: home id, report id, source id
INSERT INTO report_source (home_id, report_id, source_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: report_sources_drop :exec
-- Some of what was laid beside a draft.
-- params: home id, report id, most int
DELETE FROM report_source WHERE home_id = $1 AND report_id = $2 AND source_id IN (
    SELECT source_id FROM report_source WHERE home_id = $1 AND report_id = $2 ORDER BY source_id LIMIT $3);

-- name: report_missings_drop :exec
-- params: home id, report id, most int
DELETE FROM report_missing WHERE home_id = $1 AND report_id = $2 AND position IN (
    SELECT position FROM report_missing WHERE home_id = $1 AND report_id = $2 ORDER BY position LIMIT $3);

-- name: report_beside :one
-- How many rows lie beside a report: what it is made of, and what it lacks.
-- params: home id, report id
-- columns: n int
SELECT (SELECT count(*) FROM report_source WHERE home_id = $1 AND report_id = $2)
    + (SELECT count(*) FROM report_missing WHERE home_id = $1 AND report_id = $2) AS n;

-- name: report_moved :one
-- Steps of any report after an event.
-- params: home id, after int
-- columns: n int
SELECT count(*) AS n FROM event WHERE home_id = $1 AND number > $2 AND subject = 'report';

-- name: report_sources :many all
-- What a consolidated report was made of, and how each of them stands today.
-- params: home id, report id
SELECT r.id, r.public_id, r.template_id, r.office_id, r.first_day, r.last_day, r.scope, r.edition, r.is_last, r.state
FROM report_source s JOIN report r ON r.home_id = s.home_id AND r.id = s.source_id
WHERE s.home_id = $1 AND s.report_id = $2 ORDER BY r.id;

-- name: report_users :many all
-- The consolidated reports that were made of this one. A draft is not made of anything yet.
-- params: home id, source id
-- row: report_row
SELECT r.home_id, r.id, r.public_id, r.template_id, r.office_id, r.first_day, r.last_day, r.edition, r.is_last, r.scope, r.state,
    r.due_day, r.frozen_at, r.handed_in_at, r.decided_at, r.document_id, r.publication_id, r.origin, r.version, r.changed_at
FROM report_source s JOIN report r ON r.home_id = s.home_id AND r.id = s.report_id
WHERE s.home_id = $1 AND s.source_id = $2 AND r.frozen_at IS NOT NULL ORDER BY r.id;

-- name: report_missing_put :exec
-- params: home id, report id, position int, code text, name text, why text, first_day int, last_day int
INSERT INTO report_missing (home_id, report_id, position, office_code, office_name, why, first_day, last_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: report_missings :many all
-- params: home id, report id
SELECT office_code, office_name, why, first_day, last_day FROM report_missing
WHERE home_id = $1 AND report_id = $2 ORDER BY position;

-- name: reports_of_period :each
-- Every edition by one edition of a template for one period: for the map of who has handed in, and for consolidating.
-- params: home id, template id, first_day int, last_day int
SELECT id, public_id, office_id, scope, state, edition, is_last, due_day, handed_in_at, origin FROM report
WHERE home_id = $1 AND template_id = $2 AND first_day = $3 AND last_day = $4;

-- name: report_figures_of_period :each
-- The figures of a period by one edition of a template, of every edition of its reports.
-- params: home id, template id, first_day int, last_day int
SELECT r.id, f.position, f.n, f.out_of, f.edition
FROM report r JOIN report_figure f ON f.home_id = r.home_id AND f.report_id = r.id
WHERE r.home_id = $1 AND r.template_id = $2 AND r.first_day = $3 AND r.last_day = $4;

-- name: report_spreads_of_period :each
-- params: home id, template id, first_day int, last_day int
SELECT r.id, s.position, s.at, s.n
FROM report r JOIN report_spread s ON s.home_id = r.home_id AND s.report_id = r.id
WHERE r.home_id = $1 AND r.template_id = $2 AND r.first_day = $3 AND r.last_day = $4;

-- ---- the office tree of a period

-- name: report_terms :each
-- params: upto_day int
SELECT office_id, since_day, until_day, parent_id, code, kind FROM office_term WHERE since_day <= $1 ORDER BY office_id, since_day;

-- name: report_not_carried :one
-- Former offices up to a day whose matters have not gone to their heirs yet, among them or to them this office.
-- params: office id, day int
-- columns: n int
SELECT count(*) AS n FROM office_succession
WHERE heir = 1 AND carried_at IS NULL AND on_day <= $2 AND (from_id = $1 OR to_id = $1);

-- ---- counting rows

-- name: report_publications :each
-- Publications of a time, by office, kind and a language in which they can be read.
-- params: home id, from time, to time
-- columns: n int
SELECT p.office_id, p.kind, v.lang, count(DISTINCT p.id) AS n
FROM publication p JOIN publication_version v ON v.home_id = p.home_id AND v.publication_id = p.id AND v.state = 'published'
WHERE p.home_id = $1 AND p.published_at >= $2 AND p.published_at < $3 AND p.by_receipt = 0
GROUP BY p.office_id, p.kind, v.lang;

-- name: report_tasks_open :each
-- Tasks that were not confirmed at the end of a period, by the office that leads them and their state at the closing of figures.
-- params: home id, to time
-- columns: state text, n int
SELECT lead_id, CASE WHEN state = 'confirmed' THEN 'reported' ELSE state END AS state, count(*) AS n
FROM task WHERE home_id = $1 AND made_at < $2 AND state <> 'cancelled' AND (confirmed_at IS NULL OR confirmed_at >= $2)
GROUP BY lead_id, CASE WHEN state = 'confirmed' THEN 'reported' ELSE state END;

-- name: report_meetings :each
-- Meetings that were held, by the office that called them.
-- params: home id, from time, to time
-- columns: n int
SELECT office_id, count(*) AS n FROM meeting
WHERE home_id = $1 AND begins_at >= $2 AND begins_at < $3 AND state IN ('held', 'confirmed') GROUP BY office_id;

-- ---- facts for the narrative

-- name: report_top_matters :many
-- The matters of an office that most messages of a time are about.
-- params: home id, office id, from time, to time
-- columns: n int
SELECT m.public_id, m.title, m.number, m.number_year, count(*) AS n
FROM matter m JOIN message_matter l ON l.home_id = m.home_id AND l.matter_id = m.id AND l.until_at IS NULL
WHERE m.home_id = $1 AND m.office_id = $2 AND m.started_at < $4 AND (m.closed_at IS NULL OR m.closed_at >= $3)
    AND m.state <> 'void'
GROUP BY m.public_id, m.title, m.number, m.number_year ORDER BY count(*) DESC, m.number_year, m.number LIMIT 10;

-- name: report_late_tasks :many
-- Tasks that an office leads, due by a day and not reported done, the longest overdue first.
-- params: home id, lead id, last_day int
SELECT public_id, what, due_day, state FROM task
WHERE home_id = $1 AND lead_id = $2 AND due_day <= $3 AND reported_at IS NULL AND state NOT IN ('confirmed', 'cancelled')
ORDER BY due_day, id LIMIT 10;

-- name: report_done_tasks :many
-- Tasks that an office led and that were confirmed in a time.
-- params: home id, lead id, from time, to time
SELECT public_id, what, due_day, state FROM task
WHERE home_id = $1 AND lead_id = $2 AND confirmed_at >= $3 AND confirmed_at < $4 AND state = 'confirmed'
ORDER BY confirmed_at, id LIMIT 10;

-- ---- reminders

-- name: report_reminders_said :each
-- Of one period: what was said already.
-- params: home id, template id, first_day int, last_day int
SELECT of_id, kind FROM report_reminder WHERE home_id = $1 AND template_id = $2 AND first_day = $3 AND last_day = $4;

-- name: report_reminder_put :exec
-- Once. Changes 0 rows when it was said.
-- params: home id, template id, first_day int, last_day int, of id, kind text, office id, due_day int, now time
INSERT INTO report_reminder (home_id, template_id, first_day, last_day, of_id, kind, office_id, due_day, reminded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING;

-- name: report_reminders :many all
-- What an office was reminded of and what still stands: its reports that were not handed in, or came back since; and those it
-- waits for. The latest 20.
-- params: home id, office id
SELECT r.template_id, r.first_day, r.last_day, r.of_id, r.kind, r.due_day, r.reminded_at
FROM report_reminder r
WHERE r.home_id = $1 AND r.office_id = $2 AND NOT (r.kind = 'before'
        AND EXISTS (SELECT 1 FROM report_reminder a WHERE a.home_id = r.home_id AND a.template_id = r.template_id
            AND a.first_day = r.first_day AND a.last_day = r.last_day AND a.of_id = r.of_id AND a.kind = 'after'))
    AND (r.kind = 'above' OR NOT EXISTS (SELECT 1 FROM report x WHERE x.home_id = r.home_id AND x.office_id = r.of_id
            AND x.template_id = r.template_id AND x.first_day = r.first_day AND x.last_day = r.last_day AND x.scope = 'own'
            AND x.is_last = 1 AND x.state <> 'returned'))
ORDER BY r.reminded_at DESC, r.template_id, r.of_id LIMIT 20;

-- ---- the rows behind a figure, of one office, in the order of the time by which they are counted, from a key on

-- name: behind_tasks :many
-- Tasks that it leads. The figures: given in_time done_late withdrawn; at `ends` open late, and of those open by their state of
-- today: new accepted progress reported returned. ends_day: the first day after the period. number: the due day, 0 for none.
-- params: home id, lead id, figure text, begins time, ends time, ends_day int, after_at int, after_id int
-- row: behind_row
-- columns: words text, at int, number int
SELECT id, public_id, what AS words, state, made_at AS at, COALESCE(due_day, 0) AS number
FROM task
WHERE home_id = $1 AND lead_id = $2 AND made_at < $5 AND made_at >= $7 AND (made_at > $7 OR id > $8)
    AND (($3 = 'given' AND made_at >= $4)
        OR ($3 = 'in_time' AND confirmed_at >= $4 AND confirmed_at < $5 AND (due_day IS NULL OR reported_day <= due_day))
        OR ($3 = 'done_late' AND confirmed_at >= $4 AND confirmed_at < $5 AND reported_day > due_day)
        OR ($3 = 'withdrawn' AND state = 'cancelled' AND changed_at >= $4 AND changed_at < $5)
        OR ($3 IN ('open', 'late') AND (confirmed_at IS NULL OR confirmed_at >= $5) AND (state <> 'cancelled' OR changed_at >= $5)
            AND ($3 = 'open' OR (due_day < $6 AND (reported_at IS NULL OR reported_at >= $5))))
        OR ($3 = CASE WHEN state = 'confirmed' THEN 'reported' ELSE state END AND state <> 'cancelled'
            AND (confirmed_at IS NULL OR confirmed_at >= $5)))
ORDER BY made_at, id LIMIT 51;

-- name: behind_publications :many
-- params: home id, office id, kind text, lang text?, from time, to time, after_at int, after_id int
-- row: publication_row
SELECT home_id, id, public_id, kind, office_id, matter_id, lang, state, by_receipt, comments, published_at, changed_at, version
FROM publication p
WHERE home_id = $1 AND office_id = $2 AND kind = $3 AND by_receipt = 0 AND published_at >= $5 AND published_at < $6
    AND published_at >= $7 AND (published_at > $7 OR id > $8)
    AND ($4 IS NULL OR EXISTS (SELECT 1 FROM publication_version v WHERE v.home_id = p.home_id AND v.publication_id = p.id
        AND v.state = 'published' AND v.lang = $4))
ORDER BY published_at, id LIMIT 51;

-- name: behind_meetings :many
-- params: home id, office id, from time, to time, after_at int, after_id int
-- row: behind_row
-- columns: words text, at int, number int
SELECT id, public_id, title AS words, state, begins_at AS at, 0 AS number FROM meeting
WHERE home_id = $1 AND office_id = $2 AND begins_at >= $3 AND begins_at < $4 AND state IN ('held', 'confirmed')
    AND begins_at >= $5 AND (begins_at > $5 OR id > $6)
ORDER BY begins_at, id LIMIT 51;

-- name: behind_recognitions :many
-- Decisions: their form and number, no names.
-- params: home id, office id, first_day int, last_day int, after_at int, after_id int
-- row: behind_row
-- columns: words text, at int, number int
SELECT id, public_id, decision_number AS words, form AS state, decision_day AS at, 0 AS number FROM recognition
WHERE home_id = $1 AND office_id = $2 AND decision_day >= $3 AND decision_day <= $4
    AND decision_day >= $5 AND (decision_day > $5 OR id > $6)
ORDER BY decision_day, id LIMIT 51;

-- name: behind_trainings :many
-- params: home id, office id, first_day int, last_day int, after_at int, after_id int
-- row: behind_row
-- columns: words text, at int, number int
SELECT id, public_id, title AS words, state, day AS at, 0 AS number FROM training
WHERE home_id = $1 AND office_id = $2 AND day >= $3 AND day <= $4 AND state = 'held' AND day >= $5 AND (day > $5 OR id > $6)
ORDER BY day, id LIMIT 51;

-- name: behind_contests :many
-- params: home id, office id, first_day int, last_day int, after_at int, after_id int
-- row: behind_row
-- columns: words text, at int, number int
SELECT id, public_id, title AS words, state, decided_day AS at, 0 AS number FROM contest
WHERE home_id = $1 AND office_id = $2 AND decided_day >= $3 AND decided_day <= $4
    AND decided_day >= $5 AND (decided_day > $5 OR id > $6)
ORDER BY decided_day, id LIMIT 51;

-- name: behind_entries :many
-- Entries of contests by their number, not who sent them.
-- params: home id, office id, first_day int, last_day int, after_at int, after_id int
-- row: behind_row
-- columns: words text, at int, number int
SELECT x.id, c.public_id, c.title AS words, c.state, c.decided_day AS at, COALESCE(x.number, 0) AS number
FROM contest c JOIN contest_entry x ON x.home_id = c.home_id AND x.contest_id = c.id
WHERE c.home_id = $1 AND c.office_id = $2 AND c.decided_day >= $3 AND c.decided_day <= $4
    AND c.decided_day >= $5 AND (c.decided_day > $5 OR x.id > $6)
ORDER BY c.decided_day, x.id LIMIT 51;

-- name: behind_days :many all
-- Of what cannot be shown one by one: how many on each day.
-- params: home id, office id, from int, to int, measure text
-- columns: n int
SELECT at, part, CAST(SUM(n) AS BIGINT) AS n FROM tally
WHERE home_id = $1 AND grain = 'd' AND at >= $3 AND at <= $4 AND office_id = $2 AND measure = $5
GROUP BY at, part ORDER BY at, part;

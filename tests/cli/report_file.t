A report by a template, and its way into the installation above. The commune's store and the province's have the same template
and know the same offices.

$ hoiam init xa.db --office "UBND xã Thạnh Hòa" --code xa 2> /dev/null; hoiam init tinh.db --office "UBND tỉnh Tân Giang" --code tinh 2> /dev/null; printf 'code,kind,parent,name_vi\nxa,commune,tinh,UBND xã Thạnh Hòa\n' > o.csv; hoiam import offices --db tinh.db o.csv > /dev/null 2>&1
$ cat > template.sql
< INSERT INTO report_template (id, office_id, code, edition, name, every, closing_day, due_days, owed_by, form, since_day)
<     SELECT 1, office_id, 'thang', 1, 'Báo cáo tháng', 'month', 0, 5, 'commune', 'state', 1 FROM home;
< INSERT INTO template_section VALUES (1, 1, 'results', 'Kết quả thực hiện', 0);
< INSERT INTO template_figure VALUES (1, 1, 1, 'catalogue', 'received', 'count', '', '', '', 1),
<     (2, 1, 2, 'catalogue', 'on_time_share', 'share', '', '', '', 1),
<     (3, 1, 3, 'entered', 'buoi', 'count', 'Buổi đối thoại', 'buổi', 'Buổi đối thoại trong kỳ.', 1);
$ sqlite3 xa.db < template.sql; sqlite3 tinh.db < template.sql

One that nobody handed in is printed as it stands now.

$ hoiam report --db xa.db --template thang --period 2026-10 --lang en
> Báo cáo tháng, UBND xã Thạnh Hòa, month 10/2026
> draft
>
> Figure	This period	Period before	Year before
> messages received	0	–	–
> on time, share	–	–	–
> Buổi đối thoại (buổi)	–	–	–
$ hoiam report --db xa.db --template thang --period 2026-10 --format json | jq -c '.figures.received.value, .state, .from, .to'
> 0
> "draft"
> "2026-10-01"
> "2026-10-31"
$ hoiam report --db xa.db --template thang --period 2026-10 --format csv | tail -n +2 | tr -d '\r'
> ,received,*,0,,
> ,on_time_share,*,,,
> ,buoi,Buổi đối thoại (buổi),,,
$ for f in docx odt xlsx; do hoiam report --db xa.db --template thang --period 2026-10 --format $f > r.$f; unzip -tq r.$f; done
> No errors detected*
> No errors detected*
> No errors detected*

What is typed wrongly is told, and nothing is guessed.

$ hoiam report --db xa.db --template quy --period 2026-10
! hoiam report: --template quy: *
! ...
? 2
$ hoiam report --db xa.db --template thang --period 2026-W40
! hoiam report: --period 2026-W40: *
! ...
? 2
$ hoiam report --db xa.db --template thang --period 2026-10 --format pdf
! hoiam report: --format pdf: *
! ...
? 2
$ hoiam report --db xa.db --template thang --period 2026-10 --office nha
! hoiam report: --office nha: *
! ...
? 2

The signing key is made once, for its owner alone; it is not the key for contact details.

$ hoiam report-file key --db xa.db > pub; stat -c %a xa.db.sign.key; hoiam report-file key --db xa.db | cmp - pub && echo the same
> 600
> the same
$ head -1 pub | tr -d '\n' | wc -c; grep -c "$(head -1 pub)" xa.db.sign.key || true
> 52
> 0

A draft does not leave the house.

$ hoiam report-file export --db xa.db --template thang --period 2026-10 > r
! hoiam report-file export: *
? 1
$ hoiam report-file export --db xa.db --template thang --period 2026-10 --sign-key nowhere > r
! hoiam report-file export: nowhere *
? 1

One that was handed in does; its figures are those that were frozen.

$ sqlite3 xa.db "INSERT INTO report (home_id, id, public_id, template_id, office_id, first_day, last_day, edition, is_last, scope, state, due_day, frozen_at, handed_in_at, changed_at) SELECT id, 5, 'abcdefghjk', 1, office_id, 20727, 20757, 1, 1, 'own', 'handed_in', 20762, 1793500000, 1793500000, 1793500000 FROM home; INSERT INTO report_figure SELECT id, 5, 1, 7, 0, 1 FROM home; INSERT INTO report_figure SELECT id, 5, 2, 3, 4, 1 FROM home; INSERT INTO report_figure SELECT id, 5, 3, 4, 0, 1 FROM home;"
$ hoiam report-file export --db xa.db --template thang --period 2026-10 > r; head -1 r; sed -n 2p r | jq -c '.office, [.figures[] | [.key, .n]]'
> hoiam-report-1
> "xa"
> [["received",7],["on_time_share",3],["buoi",4]]

The province takes nothing of a key that it does not know, nor what was changed on the way.

$ hoiam report-file import --db tinh.db r --lang en
! hoiam report-file import: r: This key is not known as this office's*
? 1
$ hoiam setting set --db tinh.db --office xa report_keys "$(head -1 pub)"
$ sed 's/"n":7/"n":9/' r > changed; hoiam report-file import --db tinh.db changed --lang en
! hoiam report-file import: changed: The signature is not good: the file was changed, or is not whole.
? 1
$ sed '1s/1/2/' r > newer; hoiam report-file import --db tinh.db newer --lang en
! hoiam report-file import: newer: The file was written by a later version of the program: *
? 1
$ hoiam init other.db --office "UBND xã khác" --code khac 2> /dev/null; hoiam report-file key --db other.db > /dev/null; hoiam report-file export --db xa.db --template thang --period 2026-10 --sign-key other.db.sign.key > other; hoiam report-file import --db tinh.db other --lang en
! hoiam report-file import: other: This key is not known as this office's*
? 1
$ head -c 300 r > half; hoiam report-file import --db tinh.db half
! hoiam report-file import: half: *
? 1
$ hoiam report-file import --db tinh.db nothing
! hoiam report-file import: nothing *
? 1
$ hoiam report-file import --db tinh.db r | sed "s/$(tail -1 pub)/PRINT/"
> UBND xã Thạnh Hòa, *PRINT
$ hoiam report-file import --db tinh.db r --lang en
! hoiam report-file import: r: This edition, or a later one, is here already. (/desk/reports/*)
? 1
$ hoiam report --db tinh.db --template thang --period 2026-10 --office xa --format json | jq -c '.figures.received.value, .figures.buoi.value, .state'
> 7
> 4
> "handed_in"

It counts in the province's figures; what the province itself owes is named.

$ hoiam report --db tinh.db --template thang --period 2026-10 --lang vi --format json | jq -c '.figures.received.value, [.missing[].code]'
> 7
> ["tinh"]
$ hoiam report --db tinh.db --template thang --period 2026-10 --format json | jq -c '.figures.on_time_share | .value, .n, .out_of'
> 75.0
> 3
> 4
$ hoiam check tinh.db > checked 2> err; wc -l < checked
> 0

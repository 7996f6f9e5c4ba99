Lists of offices and messages of other systems: good input, odd input, wrong input.

$ hoiam init a.db --office "Tỉnh Thử" --code tinh --kind province
! *a.db.key*
! a.db is made*

A list of offices, its rows in any order, its columns too. Kinds are understood in Vietnamese as well.

$ cat > o.csv
< name_vi;kind;code;parent_code
< Phòng Kinh tế;phòng;kt;xa-1
< "Xã Một; cũ";Xã;xa-1;tinh
< Sở Xây dựng;department;sxd;

$ hoiam import offices o.csv --db a.db --dry-run
> 3 offices would be added, 0 changed; 0 are as they were; 0 rows cannot be taken
! o.csv: what has no office above it in the list is put below the site's own office, "tinh"

$ hoiam import offices o.csv --db a.db 2> said
> 3 offices added, 0 changed; 0 are as they were; 0 rows cannot be taken
> this was import *; hoiam import undo * takes it back

A second run adds nothing; another name and another office above are changes.

$ hoiam import offices o.csv --db a.db
> 0 offices added, 0 changed; 3 are as they were; 0 rows cannot be taken

$ printf 'code,parent_code,kind,name_vi\nkt,sxd,department,Phòng Kinh tế và Hạ tầng\n' > o2.csv; hoiam import offices o2.csv --db a.db
> 0 offices added, 1 changed; 0 are as they were; 0 rows cannot be taken
> this was import *

$ hoiam check a.db
! hoiam check: a.db holds together: nothing found

A list of offices is taken back as a whole, too: what it changed is as it was, what it added goes, the bare log entries stay. What is in
use or was changed since stays, and it says which and why; when that is no more, the rest is taken back.

$ hoiam init u.db --office "Tỉnh Thử" --code tinh --kind province
! *u.db.key*
! u.db is made*
$ hoiam import offices o.csv --db u.db 2> said | grep -c "this was import"
> 1
$ hoiam import offices o2.csv --db u.db | grep -c "this was import"
> 1
$ hoiam import undo --db u.db
> *	o2.csv	*	1	finished
> *	o.csv	*	3	finished
$ hoiam import undo --db u.db | cut -f1 > batches
$ hoiam import undo $(tail -1 batches) --db u.db
> 0 offices and subjects taken back
! Sở Xây dựng (sxd) stays: offices stand below it, or became it
! Phòng Kinh tế và Hạ tầng (kt) stays: it was changed since
! Xã Một; cũ (xa-1) stays: a later import took offices from below it: take that one back first
! hoiam import undo: 3 offices and subjects stay
? 1
$ hoiam import undo $(head -1 batches) --db u.db
> 1 offices and subjects taken back
$ hoiam check u.db
! hoiam check: u.db holds together: nothing found
$ sqlite3 u.db "SELECT t.code, p.code, n.name FROM office_term t JOIN office_term p ON p.office_id = t.parent_id JOIN office_name n ON n.office_id = t.office_id ORDER BY t.code"
> kt|xa-1|Phòng Kinh tế
> sxd|tinh|Sở Xây dựng
> xa-1|tinh|Xã Một; cũ
$ hoiam setting set --db u.db --office sxd due_days 10; hoiam import undo $(tail -1 batches) --db u.db
> 2 offices and subjects taken back
! Sở Xây dựng (sxd) stays: *
! hoiam import undo: 1 offices and subjects stay
? 1
$ hoiam import undo --db u.db
> *	o2.csv	*	1	taken back
> *	o.csv	*	3	finished
$ sqlite3 u.db "DELETE FROM setting"; hoiam import undo $(tail -1 batches) --db u.db
> 1 offices and subjects taken back
$ hoiam import undo $(tail -1 batches) --db u.db
! hoiam import undo: import * was taken back already
? 1
$ sqlite3 u.db "SELECT code FROM office_term; SELECT count(*) FROM import_thing; SELECT kind, reason FROM event WHERE reason = 'taken_back'"
> tinh
> 0
> office.changed|taken_back
> office.changed|taken_back
> office.changed|taken_back
> office.changed|taken_back
$ hoiam check u.db
! hoiam check: u.db holds together: nothing found
$ hoiam import offices o.csv --db u.db 2> said | head -1
> 3 offices added, 0 changed; 0 are as they were; 0 rows cannot be taken

A tree that was: former offices with what became of them, earlier names, and since when an office is there; in any order.

$ hoiam init w.db --office "Tỉnh Thử" --code tinh --kind province
! *w.db.key*
! w.db is made*
$ cat > was.csv
< code,parent_code,kind,name_vi,valid_from,valid_to,successor
< c1,h1,commune,Xã Cũ A,2005-01-01,2025-06-30,x1
< c2,h1,commune,Xã Cũ B,2005-01-01,2025-06-30,x1
< c3,h1,commune,Xã Cũ C,2008-02-01,2025-06-30,x2+x1
< x1,h1,commune,Xã Mã Cũ,2005-01-01,2020-05-31,c4
< c4,h1,commune,Xã Giữa,2020-06-01,2025-06-30,x2
< h1,tinh,unit,Huyện Một,2005-01-01,2025-06-30,
< x1,tinh,commune,Xã Mới,2025-07-01,,
< x2,tinh,commune,Xã Khác,2025-07-01,,
< tinh,,province,Tỉnh Thử Cũ,2000-01-01,2009-12-31,tinh
< tinh,,province,Tỉnh Thử,2010-01-01,,

$ hoiam import offices was.csv --db w.db
> of what was: 10 rows taken, 0 there already
> 2 offices added, 0 changed; 1 are as they were; 0 rows cannot be taken
> this was import *

$ hoiam import offices was.csv --db w.db
> of what was: 0 rows taken, 10 there already
> 0 offices added, 0 changed; 3 are as they were; 0 rows cannot be taken

$ hoiam check w.db
! hoiam check: w.db holds together: nothing found

$ sqlite3 w.db "SELECT f.code, g.code, s.kind, s.heir FROM office_succession s JOIN office_term f ON f.office_id = s.from_id JOIN office_term g ON g.office_id = s.to_id AND g.since_day <= s.on_day AND COALESCE(g.until_day, s.on_day + 1) > s.on_day ORDER BY f.code, f.since_day, s.heir DESC"
> c1|x1|merged|1
> c2|x1|merged|1
> c3|x2|split|1
> c3|x1|split|0
> c4|x2|replaced|1
> h1|tinh|ended|1
> x1|c4|replaced|1

It is taken back with all of it: terms, names and dates are as before.

$ hoiam import undo $(hoiam import undo --db w.db | head -1 | cut -f1) --db w.db
> 9 offices and subjects taken back
$ hoiam check w.db
! hoiam check: w.db holds together: nothing found
$ sqlite3 w.db "SELECT code FROM office_term; SELECT count(*) FROM office_succession; SELECT name FROM office_name"
> tinh
> 0
> Tỉnh Thử
$ hoiam import offices was.csv --db w.db | head -1
> of what was: 10 rows taken, 0 there already

A dry run does all of it and rolls it back; so does --strict where something cannot be taken: both tell what would really happen.

$ cat > wrong.csv
< code,parent_code,kind,name_vi,valid_from,valid_to,successor
< b1,nowhere,commune,Xã Lạc,2005-01-01,2025-06-30,x1
< b2,h1,commune,Xã Ngược,2005-01-01,2004-06-30,x1
< b3,h1,commune,Xã Ngày,2005-02-30,2024-06-30,x1
< b4,h1,commune,Xã Không Ai,2005-01-01,2024-06-30,zzz
< c1,h1,commune,Xã Trùng,2006-01-01,2020-06-30,x1
< b5,h1,commune,Xã Lâu,1999-01-01,2020-06-30,x1
< b6,h1,commune,Xã Mai,2005-01-01,2099-06-30,x1

$ hoiam import offices wrong.csv --db w.db --dry-run 2>&1 | tail -5
> wrong.csv:5: column 7 (successor): no office has this code on that day, neither in the list nor here
> wrong.csv:6: column 1 (code): another office bears this code on some of these days
> wrong.csv:7: column 2 (parent_code): no office has this code on that day, neither in the list nor here
> of what was: 0 rows would be taken, 0 are there already
> 0 offices would be added, 0 changed; 0 are as they were; 7 rows cannot be taken

$ cat > half.csv
< code,parent_code,kind,name_vi,valid_from,valid_to,successor
< n1,,commune,Xã Chưa Có,,,
< g1,h1,commune,Xã Được,2006-01-01,2025-06-30,x1
< g2,h1,commune,Xã Không Được,1999-01-01,2025-06-30,x1

$ hoiam import offices half.csv --db w.db --dry-run
> of what was: 1 rows would be taken, 0 are there already
> 1 offices would be added, 0 changed; 0 are as they were; 1 rows cannot be taken
! half.csv: what has no office above it in the list is put below the site's own office, "tinh"
! half.csv:4: column 2 (parent_code): no office has this code on that day, neither in the list nor here
? 1
$ hoiam import offices half.csv --db w.db --strict
! half.csv: what has no office above it in the list is put below the site's own office, "tinh"
! half.csv:4: column 2 (parent_code): no office has this code on that day, neither in the list nor here
! hoiam import offices: 1 rows cannot be taken, so none was
? 1
$ sqlite3 w.db "SELECT count(*) FROM office_term WHERE code IN ('n1', 'g1')"
> 0
$ hoiam check w.db
! hoiam check: w.db holds together: nothing found

$ hoiam import offices wrong.csv --db w.db
> of what was: 0 rows taken, 0 there already
> 0 offices added, 0 changed; 0 are as they were; 7 rows cannot be taken
! wrong.csv:3: column 6 (valid_to): the last day lies before the first
! wrong.csv:4: column 5 (valid_from): write the day like 2025-06-30
! wrong.csv:8: column 6 (valid_to): what lies ahead is planned on the administrator's page
! wrong.csv:2: column 2 (parent_code): no office has this code on that day, neither in the list nor here
! wrong.csv:5: column 7 (successor): no office has this code on that day, neither in the list nor here
! wrong.csv:6: column 1 (code): another office bears this code on some of these days
! wrong.csv:7: column 2 (parent_code): no office has this code on that day, neither in the list nor here
? 1

$ hoiam check w.db
! hoiam check: w.db holds together: nothing found

What cannot be taken is told with its place, and the rest is taken. --strict takes all or none.

$ cat > bad.csv
< code,parent_code,kind,name_vi
< a,,castle,A
< b,nowhere,ward,B
< c,d,ward,C
< d,c,ward,D
< e,a,ward,E
< f,,ward,F
< f,,ward,F
< xa-1,kt2,commune,G
< kt2,xa-1,unit,H

$ hoiam import offices bad.csv --strict --db a.db 2>&1 | tail -1
> hoiam import offices: 8 rows cannot be taken, so none was

$ hoiam import offices bad.csv --db a.db
> 1 offices added, 0 changed; 0 are as they were; 8 rows cannot be taken
> this was import *
! bad.csv:2: column 3 (kind): no kind of office is called so; known are *
! bad.csv:3: column 2 (parent_code): no office has this code, neither in the list nor here
! bad.csv:4: column 2 (parent_code): *
! bad.csv:5: column 2 (parent_code): *
! bad.csv:6: column 2 (parent_code): the office above it cannot be taken
! bad.csv:8: column 1 (code): a row above has this code
! bad.csv:9: column 2 (parent_code): *
! bad.csv:10: column 2 (parent_code): *
! bad.csv: what has no office above it in the list is put below the site's own office, "tinh"
? 1

$ hoiam check a.db
! hoiam check: a.db holds together: nothing found

A file without the columns says what it has.

$ hoiam import offices o.csv --map kind=Loại --map color=x --db a.db
! hoiam import offices: o.csv has no column "Loại"; it has: name_vi, kind, code, parent_code
! hoiam import offices: --map color=x: there is no field "color"; there are: code parent_code kind valid_from valid_to successor name_vi name_en
! hoiam import offices: see hoiam import offices --help
? 2

Messages. Odd rows are kept with a warning, wrong ones are listed.

$ cat > m.csv
< Mã,Nội dung,Ghi chú,Ngày nhận,Ngày xong,Trạng thái,Cơ quan,Lĩnh vực,Kênh,lat,lon
< 1,Đường ngập,sau mưa,05/01/2026 14:30,07/01/2026,Đã giải quyết,xa-1,Giao thông,Điện thoại,"10,5",106.25
< 2,Ồn,,2026-01-06,,đang xử lý,xa-1,,web,,
< 3,Rác chưa dọn,,2026-01-08,2026-01-07,Closed,sxd,Môi trường,fax,abc,1
< 4,Không rõ ngày,,32/01/2026,,,xa-1,,,,
< 5,,,2026-01-09,,,xa-1,,,,
< 6,Cơ quan lạ,,2026-01-09,,,xyz,,,,
< 7,Đóng không ngày,,2026-01-09,,closed,,,,,

$ hoiam import messages m.csv --db a.db --map external_id=Mã --map "text=Nội dung+Ghi chú"
! hoiam import messages: m.csv has no column "received"; it has: Mã, Nội dung, *
! hoiam import messages: say which column it is: --map received=COLUMN
! hoiam import messages: see hoiam import messages --help
? 2

$ cat > take
< hoiam import messages m.csv --db a.db --map external_id=Mã --map "text=Nội dung+Ghi chú" --map "received=Ngày nhận" --map "closed=Ngày xong" --map "status=Trạng thái" --map "office=Cơ quan" --map "category=Lĩnh vực" --map channel=Kênh "$@"

$ sh ./take --create-missing --strict 2>&1 | tail -1
> hoiam import messages: 2 of 7 rows cannot be taken, so none was

$ sh ./take 2> said
> statuses: Đã giải quyết 1 (closed), đang xử lý 1 (open), Closed 1 (closed),  1 (open), closed 1 (closed)
> 7 rows: 2 taken, 0 there already, 5 cannot be taken; *
> this was import *
? 1

$ cat said
> m.csv:2: column 8 (Lĩnh vực): no subject is called so; --create-missing makes it: "Giao thông"
> m.csv:3: column 2 (Nội dung): kept, but: the text is shorter than 5 characters: "Ồn"
> m.csv:4: column 5 (Ngày xong): kept, but: it was closed before it was received: "2026-01-07"
> m.csv:4: column 8 (Lĩnh vực): no subject is called so; --create-missing makes it: "Môi trường"
> m.csv:5: column 4 (Ngày nhận): there is no such day: "32/01/2026"
> m.csv:6: column 2 (Nội dung): the text is missing
> m.csv:7: column 7 (Cơ quan): no office has this code; --create-missing makes it: "xyz"
> m.csv:8: column 5 (Ngày xong): kept, but: it is closed without a closing time: the time it was received stands for it

A second run adds only what was missing, a third one nothing.

$ sh ./take --create-missing 2> said
> statuses: *
> 3 offices and subjects made
> 7 rows: 3 taken, 2 there already, 2 cannot be taken; *
> this was import *
? 1

$ sh ./take 2> said | grep rows:
> 7 rows: 0 taken, 5 there already, 2 cannot be taken; *

$ hoiam check a.db
! hoiam check: a.db holds together: nothing found

Imports are taken back as a whole; log entries stay, and the store still holds together. The last one is first in the list.

$ hoiam import undo --db a.db
> *	m.csv	*	3	finished
> *	m.csv	*	2	finished
> ...

$ sqlite3 a.db "SELECT count(*) FROM category WHERE code IN ('giao-thong', 'moi-truong') AND until_at IS NULL; SELECT count(*) FROM office_term WHERE code = 'xyz'"
> 2
> 1

What --create-missing made goes too, where nothing else uses it by now.

$ sqlite3 a.db "INSERT INTO setting (office_id, name, value, changed_at) SELECT office_id, 'due_days', '9', 1 FROM office_term WHERE code = 'xyz'"
$ hoiam import undo $(hoiam import undo --db a.db | head -1 | cut -f1) --db a.db
> 3 messages taken back
> 2 offices and subjects taken back
! xyz (xyz) stays: settings, wordings or rules were written for it
! hoiam import undo: 1 offices and subjects stay
? 1
$ sqlite3 a.db "DELETE FROM setting WHERE name = 'due_days'"
$ hoiam import undo $(hoiam import undo --db a.db | head -1 | cut -f1) --db a.db
> 1 offices and subjects taken back
$ sqlite3 a.db "SELECT count(*) FROM category WHERE code IN ('giao-thong', 'moi-truong') AND until_at IS NULL; SELECT count(*) FROM office_term WHERE code = 'xyz'"
> 0
> 0

$ hoiam check a.db
! hoiam check: a.db holds together: nothing found

$ hoiam import undo 1 --db a.db
! hoiam import undo: there is no import 1; without a number the imports are listed
! hoiam import undo: see hoiam import undo --help
? 2

$ sh ./take --create-missing 2> said | grep rows:
> 7 rows: 3 taken, 2 there already, 2 cannot be taken; *

A dry run counts what stands twice in the file once, as the import does; so it does with what is to be made.

$ printf 'external_id,text,received,office,category\ne1,Đèn tắt,2026-02-01,Đội A,Đèn\ne2,Đèn tắt,2026-02-01,doi-a,đèn\ne3,Đèn tắt,2026-02-01,ĐỘI A,den\n' > make.csv; hoiam import messages make.csv --db a.db --create-missing --dry-run
> 4 offices and subjects would be made
> 3 rows: 3 would be taken, 0 are there already, 0 cannot be taken; 0 warnings
$ hoiam import messages make.csv --db a.db --create-missing 2>&1 | head -2
> 4 offices and subjects made
> 3 rows: 3 taken, 0 there already, 0 cannot be taken; 0 warnings

$ printf 'external_id,text,received\nd1,Đèn tắt,2026-02-01\nd1,Đèn tắt,2026-02-01\nd2,Đèn tắt,2026-02-01\n' > twice.csv; hoiam import messages twice.csv --db a.db --dry-run
> 3 rows: 2 would be taken, 1 are there already, 0 cannot be taken; 0 warnings
$ hoiam import messages twice.csv --db a.db | head -1
> 3 rows: 2 taken, 1 there already, 0 cannot be taken; 0 warnings

JSON lines, without ids: rows are known again by what they say. A zone of their own.

$ cat > m.jsonl
< {"text": "Trường thu thêm tiền", "received": "2026-02-01T08:00:00Z", "public": true, "lang": "vi"}
< {"text": "Trường thu thêm tiền", "received": "2026-02-01T15:00:00+07:00", "public": true}
< {"text": 5, "received": "2026-02-01"}
< {"text": ["x"], "received": "2026-02-01"}
< not JSON

$ hoiam import messages m.jsonl --db a.db
> 5 rows: 2 taken, 1 there already, 2 cannot be taken; 1 warnings
> this was import *
! m.jsonl:3: text: kept, but: the text is shorter than 5 characters: "5"
! m.jsonl:4: a value is neither text nor a number
! m.jsonl:5: the line is not one JSON object in UTF-8 with each name once
? 1

$ hoiam import messages m.jsonl --db a.db 2> said | tail -1
> 5 rows: 0 taken, 3 there already, 2 cannot be taken; 1 warnings

Dates as another country writes them, in its own time; an encoding that has to be said.

$ printf 'text,received\nM\351t caf\351,12/25/2013 11:59:08 PM\n' > us.csv; hoiam import messages us.csv --db a.db --encoding windows-1252 --timezone America/New_York --date-format "%m/%d/%Y %I:%M:%S %p" | head -1
> 1 rows: 1 taken, 0 there already, 0 cannot be taken; 0 warnings

$ hoiam export messages --all --db a.db | grep "Mét café" | tr -d '\r'
> *,Mét café,2013-12-26T11:59:08+07:00,,new,,tinh,other,,,,vi,0,imported,

$ hoiam import messages us.csv --db a.db --timezone Mars/Olympus
! hoiam import messages: --timezone: *
! hoiam import messages: see hoiam import messages --help
? 2

$ hoiam import messages us.csv --db a.db --separator :: --encoding tcvn3
! hoiam import messages: --separator ::: it is one of , ; | : and tab
! hoiam import messages: --encoding tcvn3: known are utf-8, *
! hoiam import messages: see hoiam import messages --help
? 2

$ hoiam import messages no-such.csv --db a.db
! hoiam import messages: no-such.csv cannot be read: No such file or directory
? 1

$ printf 'text,received\n' | hoiam import messages - --strict --db a.db
! hoiam import messages: --strict reads the file twice: it has to be a file, not standard input
! hoiam import messages: see hoiam import messages --help
? 2
What is no table of text at all is told for what it is, in the reader's language.

$ printf 'PK\003\004\024\000\006\000' > book.xlsx; hoiam import messages book.xlsx --db a.db
! hoiam import messages: book.xlsx is an Excel workbook; open it and save it as "CSV UTF-8", then import that
? 1
$ printf '\320\317\021\340\241\261\032\341' > old.csv; hoiam import offices old.csv --db a.db --lang vi
! hoiam import offices: old.csv là tệp Excel; hãy mở tệp và lưu dưới dạng "CSV UTF-8", rồi nhập tệp đó
? 1
$ printf 'text,received\n\344\360n t\345t,2026-01-02\n' > win.csv; hoiam import messages win.csv --db a.db --lang vi | tail -1
> 1 dòng: *
! win.csv:2: cột 1 (text): đây không phải UTF-8; hãy nêu bảng mã, ví dụ --encoding windows-1258
$ printf 'văn,received\nabc,2026-01-02\n' > map.csv; hoiam import messages map.csv --db a.db --lang vi
! hoiam import messages: map.csv không có cột "text"; có các cột: văn, received
! hoiam import messages: hãy nêu đó là cột nào: --map text=CỘT
! ...
? 2

A file of headings alone is no mistake, but it is told.

$ echo 'text,received' > headings.csv; hoiam import messages headings.csv --db a.db --strict
> 0 rows: *
! headings.csv has only its headings, and no row below them
$ echo 'code,kind,name_vi' > headings.csv; hoiam import offices headings.csv --db a.db
> 0 offices added, *
! headings.csv has only its headings, and no row below them

A day that no month has is another mistake than a form that is not known.

$ printf 'text,received\nĐèn tắt,2026-02-30\nĐèn tắt,30/02/2026\nĐèn tắt,01/31/2026\nĐèn tắt,2026-31-01\nĐèn tắt,mai\n' > days.csv; hoiam import messages days.csv --db a.db --dry-run > out; sed 's/ --.*/ …/' out
> 5 rows: 0 would be taken, 0 are there already, 5 cannot be taken; 0 warnings
! days.csv:2: column 2 (received): there is no such day: "2026-02-30"
! days.csv:3: column 2 (received): there is no such day: "30/02/2026"
! days.csv:4: column 2 (received): this is no time as the column is read; --date-format tells another form: "01/31/2026"
! days.csv:5: column 2 (received): this is no time as the column is read; --date-format tells another form: "2026-31-01"
! days.csv:6: column 2 (received): this is no time as the column is read; --date-format tells another form: "mai"
$ hoiam import messages days.csv --db a.db --date-format dd/mm/yyyy
! hoiam import messages: --date-format dd/mm/yyyy: day, month and year are written %d, %m and %Y, such as %d/%m/%Y for 31/12/2026
! ...
? 2

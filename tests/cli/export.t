What goes out: by default what is public, with --all everything; what comes out goes in again.

$ hoiam init a.db --office "UBND xã Thử" --code xa
! *a.db.key*
! a.db is made*

$ cat > m.csv
< external_id,text,received,closed,status,category,office,channel,place,lat,lon,lang,public
< 1,"Hai dòng, một ""chuyện""",2026-01-05 14:30,2026-01-07 09:00,closed,Giao thông,xa,web,Ngõ 3,10.5,-106.25,vi,yes
< 2,=SUM(1) là lời người gửi,2026-01-06 08:00,,open,,xa,phone,,,,vi,no
< 3,Mất nước ba ngày,2026-01-07 08:00,2026-01-09 08:00,done,Giao thông,xa,phone,,,,en,x

$ hoiam import messages m.csv --create-missing --db a.db | tail -2
> 3 rows: 3 taken, 0 there already, 0 cannot be taken; 0 warnings
> this was import *

Nothing is public yet: no matter has a public title.

$ hoiam export messages --db a.db | tr -d '\r'
> external_id,text,received,closed,status,category,office,channel,place,lat,lon,lang,public,entered,matter

$ hoiam export matters --format jsonl --db a.db

$ hoiam export answers --db a.db | tr -d '\r'
> id,office,matter,lang,title,text,version,published,corrected,public

The administrator's own: everything but contact details, and an entry in the log.

$ hoiam export messages --all --db a.db | tr -d '\r'
> external_id,text,received,closed,status,category,office,channel,place,lat,lon,lang,public,entered,matter
> 1,"Hai dòng, một ""chuyện""",2026-01-05T14:30:00+07:00,2026-01-07T09:00:00+07:00,closed,giao-thong,xa,web,Ngõ 3,10.500000,-106.250000,vi,1,imported,*
> 2,"'=SUM(1) là lời người gửi",2026-01-06T08:00:00+07:00,,new,,xa,phone,,,,vi,0,imported,
> 3,Mất nước ba ngày,2026-01-07T08:00:00+07:00,2026-01-09T08:00:00+07:00,closed,giao-thong,xa,phone,,,,en,1,imported,*

$ hoiam check a.db
! hoiam check: a.db holds together: nothing found

What comes out goes into a fresh store: the same rows, in either format.

$ hoiam export messages --all --db a.db > all.csv; hoiam init b.db --office "Xã khác" --code xa 2> out; hoiam import messages all.csv --create-missing --db b.db | tail -2 | head -1
> 3 rows: 3 taken, 0 there already, 0 cannot be taken; 0 warnings

$ hoiam export messages --all --format jsonl --db a.db > all.jsonl; hoiam import messages all.jsonl --db b.db | tail -1
> 3 rows: 0 taken, 3 there already, 0 cannot be taken; 0 warnings

$ hoiam export messages --all --db b.db | cut -d, -f1-14 > again.csv; cut -d, -f1-14 all.csv | cmp - again.csv

$ hoiam check b.db
! hoiam check: b.db holds together: nothing found

$ hoiam export contacts --db a.db
! hoiam export: there is no export of "contacts"; there is messages, matters and answers
! hoiam export: see hoiam export --help
? 2

$ hoiam export matters --format xml --db a.db
! hoiam export: --format xml: it is csv or jsonl
! hoiam export: see hoiam export --help
? 2

While another process writes, what writes is refused, and reading goes on.

$ hoiam serve --db a.db --listen 127.0.0.1:18937 > log 2>&1 & echo $! > pid; i=0; until grep -qs 18937 log || [ $i -gt 100 ]; do i=$((i+1)); sleep 0.1; done; hoiam import messages m.csv --db a.db
! hoiam import messages: in use by process * (*a.db.lock); end that process, and start it again afterwards
? 1

The server leaves the entry, which the command asks for at the socket beside the store: one that is for its own user alone.

$ before=$(sqlite3 -readonly a.db "SELECT count(*) FROM event WHERE kind = 'export.made'"); hoiam export messages --all --db a.db | wc -l; echo $(($(sqlite3 -readonly a.db "SELECT count(*) FROM event WHERE kind = 'export.made'") - before)) more, $(stat -c '%A' a.db.sock)
> 4
> 1 more, srw-------

$ sqlite3 -readonly a.db "SELECT reason FROM event WHERE kind = 'export.made' ORDER BY number DESC LIMIT 1"
> messages

Whoever took the socket away is told that there is no entry.

$ mv a.db.sock away; hoiam export messages --all --db a.db | wc -l; mv away a.db.sock
> 4
! hoiam export: no log entry could be left: in use by process *

What a server that was killed has left is in nobody's way.

$ kill -9 $(cat pid); while kill -0 $(cat pid) 2> /dev/null; do sleep 0.1; done; stat -c '%F' a.db.sock
> socket

$ hoiam export matters --all --db a.db > /dev/null

$ hoiam serve --db a.db --listen 127.0.0.1:18937 > log 2>&1 & echo $! > pid; i=0; until grep -qs 18937 log || [ $i -gt 100 ]; do i=$((i+1)); sleep 0.1; done; hoiam export answers --all --db a.db > /dev/null

$ sqlite3 -readonly a.db "SELECT reason FROM event WHERE kind = 'export.made' ORDER BY number DESC LIMIT 2"
> answers
> matters

$ kill $(cat pid); while kill -0 $(cat pid) 2> /dev/null; do sleep 0.1; done; ls a.db.sock
! ls: *
? 2

$ hoiam check a.db
! hoiam check: a.db holds together: nothing found

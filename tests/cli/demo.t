The demo office, made once, served, and made anew from the clean copy at each start.

$ hoiam demo --dir d --no-serve
! hoiam demo: making the data of two years; this happens once
! hoiam demo: made in * s
$ ls d
> demo-clean.db
> demo-clean.db.lock
> demo-clean.key
> demo.db
> demo.db.key
> demo.db.lock
> demo.db.sign.key

The second time nothing is made; what was done in between is gone.

$ hoiam user disable lanhdao --db d/demo.db
$ hoiam demo --dir d --no-serve
$ hoiam user list --db d/demo.db | grep ^lanhdao
> lanhdao	Trịnh Công Đoài	head@TG	active

$ touch out; hoiam demo --dir d --port 0 > out 2> log & echo $! > pid; i=0; until grep -qs "^Follow-up" out || [ $i -gt 100 ]; do sleep 0.1; i=$((i+1)); done; cat out
> Hồi Âm: demo office at http://127.0.0.1:*/ until Ctrl-C
>
> The desk: http://127.0.0.1:*/desk , password of everybody: cau-tre-lac-leo
>   quantri *
> ...
>
> Follow-up codes to try:
>   *-*-*-*-*-*-*  closed
> ...

A demo that runs is not replaced under itself, nor is a store that is none.

$ hoiam demo --dir d --port 0
! hoiam demo: *process*
? 1
$ kill $(cat pid); hoiam init real.db --office "UBND xã Thạnh Hòa" 2> out
$ hoiam demo --dir d --db real.db
! hoiam demo: real.db holds something else than a demo; name another file by --db
? 1
$ hoiam demo --port 70000
! hoiam demo: *70000*
! ...
? 2

The table of addresses.

$ hoiam routes | head -2
> GET / root_get PUBLIC
> GET /{lang} root_get PUBLIC
$ hoiam routes | awk 'NF != 4'
$ hoiam routes extra
! hoiam routes: "extra" is one word too many
! ...
? 2

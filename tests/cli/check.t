Does the store hold together? Nothing is said where it does.

$ hoiam demo --dir d --no-serve 2> /dev/null
$ hoiam check d/demo.db
! hoiam check: d/demo.db holds together: nothing found

Beside a running server too.

$ hoiam serve --db d/demo.db --listen 127.0.0.1:0 2> log & echo $! > pid; i=0; until grep -qs serving log || [ $i -gt 100 ]; do sleep 0.1; i=$((i+1)); done
$ hoiam check d/demo.db
! hoiam check: d/demo.db holds together: nothing found
$ kill $(cat pid); while kill -0 $(cat pid) 2> /dev/null; do sleep 0.1; done

A broken page of the file is a finding, or the end of reading. Ten pages, as one of them may be free.

$ cp d/demo-clean.db broken.db; for page in 20 21 22 23 24 25 26 27 28 29; do printf 'broken broken broken' | dd of=broken.db bs=1 seek=$((page * 4096 + 10)) conv=notrunc 2> /dev/null; done
$ hoiam check broken.db > out 2> err; echo $?; test -s err && echo told
> 1
> told
$ hoiam check --quiet broken.db > out 2>&1; echo $?
> 1

$ echo 'no store' > text.db; hoiam check text.db
! hoiam check: text.db is not a store of Hồi Âm; name the file of one, such as xa.db
? 1
$ hoiam check missing.db
! hoiam check: *missing.db*
? 1
$ hoiam check
! hoiam check: FILE is missing
! ...
? 2

Wrong input, command by command: what is wrong, where, and how to mend it, in the reader's language. 0 done, 1 something
fell short, 2 what was typed cannot be carried out.

$ hoiam init xa.db --office "UBND xã Thạnh Hòa" --code thanh-hoa 2> out
$ mkdir folder; : > empty.db; echo "not a store, but long enough to be looked into" > text.db
$ cp xa.db newer.db; sqlite3 newer.db "INSERT INTO schema_migration VALUES (999, 'of tomorrow', 0)"

A store that is none, for every command that takes one: told in Vietnamese, and nothing of it is left in English.

$ printf '%s\n' 'tasks --due --db' 'report --period 2026 --db' 'user list --db' 'setting list --db' 'setting set totp no --db' 'export messages --db' 'import undo --db' 'backup out.db --db' 'migrate --db' 'register --book den --db' 'report-file key --db' 'serve --listen 127.0.0.1:0 --db' 'check' 'copy' > commands
$ while read -r c; do for s in none.db folder text.db empty.db newer.db; do HOIAM_LANG=vi hoiam $c $s $(test "$c" != copy || echo z.db) < /dev/null > out 2> said; echo "$? $(test -s out && echo printed) $(wc -l < said) $(grep -c -e 'không có tệp này; hoiam init tạo kho' -e 'là thư mục; hãy nêu tệp' -e 'không phải là kho dữ liệu của Hồi Âm; hãy nêu tệp của một kho' -e 'rỗng: chưa có kho dữ liệu nào được tạo trong đó; hoiam init' -e 'do chương trình mới hơn tạo ra .*: hãy cài phiên bản đó' said)"; done; done < commands | sort | uniq -c | tr -s ' '
>  70 1 1 1
$ HOIAM_LANG=vi hoiam user list --db mysql://may-chu/xa
! hoiam user list: mysql://may-chu/xa: kho dữ liệu là một tệp, hoặc postgres://USER@HOST:PORT/DATABASE
? 1
$ hoiam user list --db postgres://nobody@127.0.0.1:1/xa
! hoiam user list: PostgreSQL is not reached: *; see that it runs there, and that the store's address, postgres://USER@HOST:PORT/DATABASE, is right
? 1

The two that name their file without --db say so.

$ hoiam check --db xa.db
! hoiam check: check names its file without --db: hoiam check xa.db
! hoiam check: see hoiam check --help
? 2
$ HOIAM_LANG=vi hoiam init --db=y.db --office "UBND xã"
! hoiam init: init nêu tệp mà không cần --db: hoiam init y.db
! hoiam init: xem hoiam init --help
? 2

An option that must be there, with and without a value.

$ hoiam tasks --db xa.db
! hoiam tasks: --due is missing
! hoiam tasks: see hoiam tasks --help
? 2
$ hoiam tasks tomorrow --db xa.db
! hoiam tasks: tomorrow: this is no day: write 2026-12-31 or 31/12/2026
! hoiam tasks: see hoiam tasks --help
? 2
$ hoiam init z.db --office "UBND xã" --kind làng --code "XÃ 1"
! hoiam init: --code XÃ 1: a code is written in letters without marks (a–z), digits and -, such as xa-1
! hoiam init: --kind làng: there is no such kind of office; there are province, commune, ward, zone, department and unit
! hoiam init: see hoiam init --help
? 2
$ HOIAM_LANG=vi hoiam report-file export --db xa.db --period
! hoiam report-file export: --period cần một giá trị: --period KỲ
! hoiam report-file export: thiếu --template MÃ
! hoiam report-file export: thiếu --period KỲ
! hoiam report-file export: xem hoiam report-file export --help
? 2
$ HOIAM_LANG=vi hoiam user disable --db xa.db
! hoiam user disable: thiếu TÊN_ĐĂNG_NHẬP
! hoiam user disable: xem hoiam user disable --help
? 2
$ HOIAM_LANG=vi hoiam tasks --due 2026-02-30 --db xa.db
! hoiam tasks: *2026-02-30*
! hoiam tasks: xem hoiam tasks --help
? 2

A store that a server holds: which process that is, and what to do.

$ (hoiam serve --db xa.db --listen 127.0.0.1:0 2> log & echo $! > pid); for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do grep -qs serving log && break; sleep 0.5; done; sed 's/[0-9]*)$/N)/' log
> nobody can sign in at /desk yet: hoiam user add, or serve --found, by which a browser adds the first one
> serving xa.db at http://127.0.0.1:0 (port N)
$ HOIAM_LANG=vi hoiam serve --db xa.db --listen 127.0.0.1:0 2> said; sed "s/ $(cat pid) / PID /" said; sed -n 's/.*(port \([0-9]*\))/\1/p' log > port
> hoiam serve: tiến trình PID đang dùng (*xa.db.lock); nếu đó là máy chủ của kho dữ liệu này thì trang đang chạy rồi: hãy dùng máy chủ đó, hoặc kết thúc nó (TERM) rồi chạy lại lệnh này
$ hoiam init y.db --office "UBND xã" --code xa 2> out; HOIAM_LANG=vi hoiam serve --db y.db --listen 127.0.0.1:$(cat port)
! hoiam serve: không nghe được ở 127.0.0.1:*: địa chỉ đang được dùng
? 1
$ kill $(cat pid); while kill -0 $(cat pid) 2> /dev/null; do sleep 0.2; done

What starting says is in the language of whoever started it; the journal's level stands before it in the journal alone.

$ (HOIAM_LANG=vi JOURNAL_STREAM=1:1 hoiam serve --db xa.db --key folder --listen 127.0.0.1:0 2> log & echo $! > pid); for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do grep -qs phục log && break; sleep 0.5; done; kill $(cat pid); while kill -0 $(cat pid) 2> /dev/null; do sleep 0.2; done; cat log
> không nhận thông tin liên hệ và không gửi thư: khi đọc khóa: tệp khóa folder không phải một tệp thông thường
> chưa ai đăng nhập được ở /desk: hãy dùng hoiam user add, hoặc serve --found để thêm người đầu tiên trong trình duyệt
> đang phục vụ xa.db tại http://127.0.0.1:0 (cổng *)
$ : > log; (JOURNAL_STREAM=$(stat -c '%d:%i' log) hoiam serve --db xa.db --listen 127.0.0.1:0 2>> log & echo $! > pid); for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do grep -qs serving log && break; sleep 0.5; done; kill $(cat pid); while kill -0 $(cat pid) 2> /dev/null; do sleep 0.2; done; cat log
> <4>nobody can sign in at /desk yet: hoiam user add, or serve --found, by which a browser adds the first one
> <6>serving xa.db at http://127.0.0.1:0 (port *)

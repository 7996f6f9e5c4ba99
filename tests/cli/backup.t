Copies of a store: beside a server, put back, into another one.

$ hoiam init xa.db --office "UBND xã Thạnh Hòa" --code thanh-hoa 2> out
$ echo 'ba con cò trắng bay' | hoiam user add lan --db xa.db --name "Trần Thị Lan" --role clerk --password-stdin
$ hoiam serve --db xa.db --listen 127.0.0.1:0 2> log & echo $! > pid; i=0; until grep -qs serving log || [ $i -gt 100 ]; do sleep 0.1; i=$((i+1)); done
$ hoiam backup --db xa.db monday.db
! hoiam backup: monday.db is written and was read through
$ hoiam backup --db xa.db monday.db
! hoiam backup: monday.db is there already; name a file that is not
? 1

Not under a server that writes.

$ hoiam restore --db xa.db --force monday.db
! hoiam restore: in use by process *; end that process, and start it again afterwards
? 1

Settings can be changed at the desk meanwhile, so that is what is said; members too, where the server does not listen to commands.

$ mv xa.db.sock away; hoiam user disable lan --db xa.db; echo $?; mv away xa.db.sock
> 1
! hoiam user disable: in use by process * (*xa.db.lock); members are kept at the desk meanwhile: sign in at /desk as administrator, Administration, Staff; or end that process, and start it again afterwards
$ HOIAM_LANG=vi hoiam setting set due_days 10 --db xa.db
! hoiam setting set: tiến trình * đang dùng (*xa.db.lock); trong lúc đó hãy đổi thiết lập ở bàn làm việc: đăng nhập /desk với vai trò quản trị hệ thống, vào Quản trị, Cơ quan; hoặc kết thúc tiến trình đó rồi khởi động lại sau
? 1
$ kill $(cat pid); while kill -0 $(cat pid) 2> /dev/null; do sleep 0.1; done

What came after the backup is gone after restoring it, and kept beside.

$ hoiam user disable lan --db xa.db
$ hoiam restore --db xa.db monday.db
! hoiam restore: xa.db is there already; --force puts the backup in its place and keeps it beside
? 1
$ hoiam restore --db xa.db --force monday.db
> the former store is *xa.db.before-restore-*
$ hoiam user list --db xa.db
> lan	Trần Thị Lan	clerk@thanh-hoa	active
$ hoiam user list --db xa.db.before-restore-*[0-9]
> lan	Trần Thị Lan	clerk@thanh-hoa	disabled

Into a place where nothing is, without --force.

$ hoiam restore --db new.db monday.db
$ hoiam check new.db
! hoiam check: new.db holds together: nothing found

A backup that is none changes nothing.

$ echo 'no store' > text.db; hoiam restore --db xa.db --force text.db
! hoiam restore: text.db is not a store of Hồi Âm; name the file of one, such as xa.db
? 1
$ head -c 100000 monday.db > half.db; hoiam restore --db xa.db --force half.db
! hoiam restore: half.db is damaged, or was cut off while it was copied; use another backup (sqlite *
? 1
$ hoiam check half.db --lang vi
! hoiam check: half.db đã hỏng hoặc bị cắt cụt khi sao chép; hãy dùng một bản sao lưu khác (sqlite *
? 1
$ hoiam restore --db xa.db --force missing.db
! hoiam restore: *missing.db*
? 1
$ hoiam check xa.db
! hoiam check: xa.db holds together: nothing found
$ hoiam restore --db postgres:///nowhere monday.db
! hoiam restore: a PostgreSQL database is restored with pg_restore, or with hoiam copy into an empty one
! ...
? 2
$ hoiam backup --db xa.db
! hoiam backup: OUT is missing
! ...
? 2
$ hoiam backup --db xa.db /proc/out.db
! hoiam backup: /proc/out.db.part cannot be made: its folder cannot be written to
? 1
$ hoiam backup --db xa.db nowhere/out.db
! hoiam backup: nowhere/out.db.part cannot be made: its folder is not there
? 1
$ hoiam backup --db missing.db out.db
! hoiam backup: *missing.db*
? 1

A store into a new one.

$ hoiam copy xa.db copy.db
> * rows of * tables
$ hoiam user list --db copy.db
> lan	Trần Thị Lan	clerk@thanh-hoa	active
$ hoiam copy xa.db copy.db
! hoiam copy: copy.db is a store already; name a file that is not there
? 1
$ hoiam copy xa.db
! hoiam copy: of FROM TO something is missing
! ...
? 2

Nothing is to be done for a store of this program.

$ hoiam migrate --db xa.db
$ hoiam migrate --db text.db
! hoiam migrate: text.db is not a store of Hồi Âm; name the file of one, such as xa.db
? 1

What is no store gets nothing beside it, and stays as it is, whoever would write to it.

$ : > empty.db; mkdir folder
$ hoiam migrate --db empty.db
! hoiam migrate: empty.db is empty: no store was made in it; hoiam init makes one
? 1
$ hoiam user disable lan --db empty.db
! hoiam user disable: empty.db is empty: no store was made in it; hoiam init makes one
? 1
$ hoiam user disable lan --db text.db
! hoiam user disable: text.db is not a store of Hồi Âm; name the file of one, such as xa.db
? 1
$ hoiam user disable lan --db folder
! hoiam user disable: folder is a folder; name the file of a store
? 1
$ hoiam user disable lan --db no-such.db
! hoiam user disable: no-such.db: there is no such file; hoiam init makes a store
? 1
$ wc -c < empty.db; ls -d empty.db* text.db* folder* no-such.db* 2>/dev/null
> 0
> empty.db
> folder
> text.db
? 2

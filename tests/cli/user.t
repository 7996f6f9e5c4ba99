Members at the console: added, listed, given a new password, disabled.

$ hoiam init xa.db --office "UBND xã Thạnh Hòa" --code thanh-hoa
! *xa.db.key*
! xa.db is made*
$ echo 'ba con cò trắng bay' | hoiam user add lan --db xa.db --name "Trần Thị Lan" --role clerk --role officer --password-stdin
$ echo 'ba con cò trắng bay' | hoiam user add minh --db xa.db --name "Lê Minh" --role head --office thanh-hoa --lang en --password-stdin
$ hoiam user list --db xa.db
> lan	Trần Thị Lan	clerk@thanh-hoa officer@thanh-hoa	active
> minh	Lê Minh	head@thanh-hoa	active

A login is given once.

$ echo 'ba con cò trắng bay' | hoiam user add lan --db xa.db --name "Lan khác" --password-stdin
! hoiam user add: there is a member lan already; hoiam user passwd gives a new password
? 1

All that is wrong is told at once, and nothing is added.

$ hoiam user add "lan anh" --db xa.db --name " " --role chief --office nowhere --lang fr --password-stdin
! hoiam user add: login: A sign-in name has 1 to 40 letters and digits, with - _ . inside.
! hoiam user add: name: Give the name, in at most 200 characters.
! hoiam user add: --lang fr: the program speaks vi and en
! hoiam user add: --office nowhere: no office has this code; the page of offices, /en/offices, has them in its addresses
! hoiam user add: --role chief: no role is called so; there are clerk, registry, officer, editor, head and admin
! hoiam user add: see hoiam user add --help
? 2

Passwords are judged as they are at the desk.

$ echo 'ngan' | hoiam user add tam --db xa.db --name "Tám" --password-stdin
! hoiam user add: the password needs at least 12 characters
? 1

$ echo '123456789012' | hoiam user passwd lan --db xa.db --password-stdin
! hoiam user passwd: the password is one of those that are tried first*
? 1

$ hoiam user passwd lan --db xa.db --password-stdin < /dev/null
! hoiam user passwd: no password on standard input, or one that is too long
? 1

$ setsid -w hoiam user passwd lan --db xa.db
! hoiam user passwd: there is no terminal to ask for the password; give it with --password-stdin
! ...
? 2

$ echo 'năm con cò đen đậu' | hoiam user passwd lan --db xa.db --password-stdin
$ hoiam user disable lan --db xa.db
$ hoiam user list --db xa.db | head -1
> lan	Trần Thị Lan	clerk@thanh-hoa officer@thanh-hoa	disabled
$ hoiam user enable lan --db xa.db
$ hoiam user list --db xa.db | head -1
> lan	Trần Thị Lan	clerk@thanh-hoa officer@thanh-hoa	active

$ hoiam user disable nobody --db xa.db
! hoiam user disable: there is no member nobody; hoiam user list names them
? 1

$ hoiam user list --db missing.db
! hoiam user list: *missing.db*
? 1

$ hoiam user add lan
! hoiam user add: --name NAME is missing
! ...
? 2

While a server holds the store, it does what it is asked to by the socket beside the store.

$ hoiam serve --db xa.db --listen 127.0.0.1:0 2> log & echo $! > pid; i=0; until grep -qs serving log || [ $i -gt 100 ]; do sleep 0.1; i=$((i+1)); done
$ hoiam user disable lan --db xa.db
$ echo 'bảy con cò đậu đầu cành' | hoiam user add hoa --db xa.db --name "Hoa 'Bông' Đỗ" --role clerk --role head --role clerk --password-stdin
$ echo 'tám con cò bay qua sông' | hoiam user passwd minh --db xa.db --password-stdin
$ hoiam user list --db xa.db
> hoa	Hoa 'Bông' Đỗ	clerk@thanh-hoa head@thanh-hoa	active
> lan	Trần Thị Lan	clerk@thanh-hoa officer@thanh-hoa	disabled
> minh	Lê Minh	head@thanh-hoa	active
$ hoiam user enable lan --db xa.db
$ hoiam user list --db xa.db | grep -c disabled
> 0
? 1
$ hoiam user disable nobody --db xa.db
! hoiam user disable: there is no member nobody; hoiam user list names them
? 1
$ echo 'năm con cò đen đậu' | hoiam user add tab --db xa.db --name "$(printf 'A\tB')" --password-stdin
! hoiam user add: a server would not understand it*
? 1

What is too much for that is refused, and says so.

$ hoiam key new --db xa.db --replace
! hoiam key new: *process*
? 1
$ kill $(cat pid); while kill -0 $(cat pid) 2> /dev/null; do sleep 0.1; done

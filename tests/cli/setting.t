Settings at the console: listed, set, refused with the reason.

$ hoiam init xa.db --office "UBND xã Thạnh Hòa" --code thanh-hoa
! *xa.db.key*
! xa.db is made*
$ hoiam setting set due_days 10 --db xa.db
$ hoiam setting list --db xa.db | grep due_days
> due_days	10	own

$ hoiam setting set due_days soon --db xa.db
! hoiam setting set: due_days: Write a whole number.
! hoiam setting set: see hoiam setting set --help
? 2

What a server or an address looks like is asked at once, not when the first notice fails.

$ hoiam setting set smtp_url mail.example.vn --db xa.db
! hoiam setting set: smtp_url: A mail server is written like smtps://mail.example.vn.
! hoiam setting set: see hoiam setting set --help
? 2

$ hoiam setting set base_url phananh.example.vn --db xa.db
! hoiam setting set: base_url: The address of the site is written like https://phananh.example.vn.
! hoiam setting set: see hoiam setting set --help
? 2

What people here write short, and words that mean the same here: lines, as they stand in a file.

$ printf '# health\nttyt = trung tâm y tế\ntthc\tthủ tục hành chính\n' >words.txt
$ hoiam setting set abbreviations "$(cat words.txt)" --db xa.db
$ hoiam setting list --db xa.db | grep abbreviations
> abbreviations	# health\nttyt = trung tâm y tế\ntthc	thủ tục hành chính	own

$ hoiam setting set abbreviations "ttyt trung tâm y tế" --db xa.db
! hoiam setting set: abbreviations: Write on each line a short form of at most 15 letters, = and what it stands for.
! hoiam setting set: see hoiam setting set --help
? 2

$ hoiam setting set synonyms "cột cờ" --db xa.db
! hoiam setting set: synonyms: Write on each line two or more words or phrases that mean the same, with commas between them.
! hoiam setting set: see hoiam setting set --help
? 2

$ hoiam setting set colour red --db xa.db
! hoiam setting set: colour: no setting is called so; hoiam setting list shows them
! hoiam setting set: see hoiam setting set --help
? 2
$ hoiam setting set due_day 9 --db xa.db
! hoiam setting set: due_day: no setting is called so; did you mean due_days?
! ...
? 2

$ hoiam setting list --db xa.db --office nowhere
! hoiam setting list: --office nowhere: no office has this code; the page of offices, /en/offices, has them in its addresses
! hoiam setting list: see hoiam setting list --help
? 2

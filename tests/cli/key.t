The private key of the box for contact details. `hoiam init` makes one beside the store, for its owner alone.

$ hoiam init xa.db --office "UBND xã Thạnh Hòa"
! *xa.db.key*
! xa.db is made*
$ stat -c %a xa.db.key
> 600

It is printed for safe keeping, and no byte of it stands in the store.

$ hoiam key export --db xa.db > paper.txt; grep -v '^#' paper.txt
> HOIAM-KEY-1
> 1: *-*-*-*-*
> 2: *-*-*-*-*
> 3: *-*-*-*-*
> 4: *-*-*-*-*

$ for line in $(grep '^[1-4]:' paper.txt | cut -c4-); do grep -c "$line" xa.db || true; done
> 0
> 0
> 0
> 0

A key that is there is never written over, and the site's key never changed by the way.

$ hoiam key new --db xa.db
! hoiam key new: the site uses another key already; --replace gives that one up, and what it can open
? 1

$ hoiam key new --db xa.db --replace
! hoiam key new: *xa.db.key*
? 1

It comes back from paper, in any case of letters; a typing error is told with its line.

$ rm xa.db.key; tr A-Z a-z < paper.txt | hoiam key import --db xa.db; hoiam key export --db xa.db | cmp - paper.txt

$ rm xa.db.key; sed 's/^2: ..../2: 0000/' paper.txt | hoiam key import --db xa.db
! hoiam key import: key: line 2 has a typing error
? 1

$ hoiam key export --db xa.db
! hoiam key export: *xa.db.key*
? 1

A new one where the old one is lost; contact details sealed for that one stay shut.

$ hoiam key new --db xa.db --replace; stat -c %a xa.db.key
> 600

$ hoiam key export --db xa.db | cmp -s - paper.txt || echo another
> another

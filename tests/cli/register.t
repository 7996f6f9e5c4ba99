A book of documents received that was kept elsewhere: taken over under its own numbers, printed, checked. Columns are known by the
names that the printed book has.

$ hoiam init xa.db --office "UBND xã Thử" --code xa 2> out
$ cat > so.csv
< Số đến,Ngày đến,Tác giả,"Số, ký hiệu",Ngày tháng,Tên loại,Trích yếu,Độ mật
< 1,05/01/2026,UBND tỉnh,12/KH-UBND,02/01/2026,Kế hoạch,Kế hoạch năm 2026,
< 3,06/01/2026,Sở Y tế,7/SYT-NV,05/01/2026,Công văn,Về tiêm chủng,
< 2,05/01/2026,Sở Văn hóa,3/SVH,03/01/2026,,Về lễ hội,Thường
< 4,07/01/2026,Công an tỉnh,9/CAT,06/01/2026,Công văn,Về an ninh,Tối mật
< 5,08/01/2026,UBND tỉnh,13/QĐ-UBND,07/01/2026,QĐ,Quyết định thử,
< 6,09/01/2026,UBND tỉnh,,07/01/2026,QĐ,Quyết định hai,

What bears a degree of secrecy is refused with its line; what stands behind the gap that it leaves is listed, and not taken.

$ hoiam import documents so.csv --db xa.db --dry-run
> 6 rows: 3 would be taken, 0 are there already, 3 cannot be taken
! so.csv:5: column 8 (Độ mật): it bears a degree of state secrecy, and such documents are not kept here
! so.csv:7: column 4 (Số, ký hiệu): Give its number and symbol, as they stand on it.
! so.csv:6: column 1 (Số đến): the number before it is missing: the book has a gap
? 1
$ hoiam import documents so.csv --db xa.db 2> said; echo $?
> 6 rows: 3 taken, 0 there already, 3 cannot be taken
> 1

A second run adds nothing, and a number keeps its document.

$ hoiam import documents so.csv --db xa.db --map "number=Số đến" --map "received=Ngày đến" --map "issuer=Tác giả" --map "mark=Số, ký hiệu" --map "dated=Ngày tháng" --map "kind=Tên loại" --map "summary=Trích yếu" 2> said; echo $?
> 6 rows: 0 taken, 3 there already, 3 cannot be taken
> 1
$ printf 'number,received,mark,dated,issuer,summary\n2,2026-01-09,99/X,2026-01-02,Bộ Khác,Khác\n' > other.csv; hoiam import documents other.csv --db xa.db
> 1 rows: 0 taken, 0 there already, 1 cannot be taken
! other.csv:2: column 1 (number): this number of the book bears another document
? 1

The book as text, and as a list that another store takes over whole.

$ hoiam register --db xa.db --book den --year 2026
>     1  05/01/2026  12/KH-UBND  UBND tỉnh  Kế hoạch: Kế hoạch năm 2026
>     2  05/01/2026  3/SVH  Sở Văn hóa  Công văn: Về lễ hội
>     3  06/01/2026  7/SYT-NV  Sở Y tế  Công văn: Về tiêm chủng
$ hoiam register --db xa.db --book den --year 2026 --format csv > b.csv; hoiam init y.db --office "UBND xã Khác" --code khac 2> out; hoiam import documents b.csv --db y.db
> 3 rows: 3 taken, 0 there already, 0 cannot be taken
$ hoiam register --db y.db --book den --year 2026 --format csv | cmp - b.csv && echo same
> same
$ hoiam register --db y.db --book di --year 2026 --format json
> {"office":"khac","book":"di","year":2026,"documents":[]}
$ hoiam check y.db
! hoiam check: y.db holds together: nothing found

$ hoiam register --db xa.db --book x --format z
! hoiam register: --book x: it is den or di
! hoiam register: --format z: it is text, csv or json
! ...
? 2

The language of the command line: mistakes are told in the reader's own, and what programs read stays as it is.

$ hoiam init xa.db --office "UBND xã Thạnh Hòa" --code thanh-hoa
! *xa.db.key*
! xa.db is made*

HOIAM_LANG comes before LC_ALL, LC_MESSAGES and LANG; the encoding behind the country does not matter.

$ HOIAM_LANG=vi hoiam report --db xa.db --period 2026Q5
! hoiam report: --period 2026Q5: Một năm có bốn quý: ghi quý IV/2026.
! hoiam report: xem hoiam report --help
? 2
$ LC_ALL= LC_MESSAGES= LANG=vi_VN.UTF-8 hoiam check no-such.db
! hoiam check: no-such.db: không có tệp này; hoiam init tạo kho dữ liệu
? 1
$ LC_ALL=vi_VN.UTF-8 HOIAM_LANG=en hoiam check no-such.db
! hoiam check: no-such.db: there is no such file; hoiam init makes a store
? 1
$ HOIAM_LANG=tlh hoiam check no-such.db
! hoiam check: no-such.db: there is no such file; hoiam init makes a store
? 1

--lang comes before the environment: in front of any command, or behind one that has no --lang of its own.

$ hoiam --lang vi check no-such.db
! hoiam check: no-such.db: không có tệp này; hoiam init tạo kho dữ liệu
? 1
$ HOIAM_LANG=en hoiam check --lang=vi no-such.db
! hoiam check: no-such.db: không có tệp này; hoiam init tạo kho dữ liệu
? 1
$ hoiam user list --lang vi
! hoiam user list: kho dữ liệu nào? Nêu bằng --db TỆP, hoặc đặt biến môi trường HOIAM_DB
! hoiam user list: xem hoiam user list --help
? 2
$ hoiam --lang tlh version
! hoiam: --lang tlh: the program speaks vi and en
? 2
$ hoiam check xa.db --lang tlh
! hoiam check: --lang tlh: the program speaks vi and en
! hoiam check: see hoiam check --help
? 2
$ hoiam --lang
! hoiam: --lang : the program speaks vi and en
? 2

What is wrong, where, and how to mend it, as the ones who type it meet it.

$ HOIAM_LANG=vi hoiam usr list
! hoiam: không có lệnh "usr"
! hoiam: "hoiam help" liệt kê các lệnh có
? 2
$ HOIAM_LANG=vi hoiam user add lan --db xa.db --name Lan --role boss --office thanh-ho --lnag vi
! hoiam user add: không có tùy chọn --lnag; có phải --lang không?
! hoiam user add: xem hoiam user add --help
? 2
$ HOIAM_LANG=vi hoiam user add lan --db xa.db --name Lan --role boss --office thanh-ho
! hoiam user add: --office thanh-ho: không có cơ quan nào mang mã này; có phải thanh-hoa không?
! hoiam user add: --role boss: không có vai trò này; có clerk, registry, officer, editor, head và admin
! hoiam user add: xem hoiam user add --help
? 2
$ HOIAM_LANG=vi hoiam serve --db xa.db --listen trang-chu --threads 0
! hoiam serve: --listen trang-chu: phải viết dạng ĐỊA CHỈ:CỔNG, ví dụ 127.0.0.1:8080 hoặc [::1]:8080
! hoiam serve: --threads 0: cần một số nguyên từ 1 đến 64
! hoiam serve: xem hoiam serve --help
? 2
$ HOIAM_LANG=vi hoiam backup --db xa.db no-such-folder/a.db
! hoiam backup: không tạo được no-such-folder/a.db.part: không có thư mục chứa nó
? 1
$ mkdir thu-muc; HOIAM_LANG=vi hoiam import messages thu-muc --db xa.db
! hoiam import messages: không đọc được thu-muc: đây là thư mục
? 1
$ printf 'text,received\nDèn duong bi tat,hom qua\nCầu bị gãy lan can,2026-10-02\n' > pa.csv
$ HOIAM_LANG=vi hoiam import messages pa.csv --db xa.db --dry-run
! pa.csv:2: cột 2 (received): đây không phải thời gian theo cách đọc cột này; --date-format cho biết cách viết khác: "hom qua"
> 2 dòng: sẽ nhận 1, đã có sẵn 0, không nhận được 1; 0 lưu ý
? 1
$ printf 'text,received\n"Cầu bị gãy,2026-10-02\n' | HOIAM_LANG=vi hoiam import messages - --db xa.db
! -:2: cột 1 (text): dấu ngoặc kép mở ở đây không được đóng
> *
? 1
$ : > rong.csv; HOIAM_LANG=vi hoiam import offices rong.csv --db xa.db
! hoiam import offices: rong.csv rỗng; dòng đầu tiên phải nêu tên các cột
! hoiam import offices: xem hoiam import offices --help
? 2

Help is there too.

$ HOIAM_LANG=vi hoiam check -h
> hoiam check: kho dữ liệu có nguyên vẹn không?
>
> Cách dùng: hoiam check TỆP [tùy chọn]
> ...
>   -h, --help * hiện nội dung này
>
> Ví dụ:
>   hoiam check xa.db

No command's help, options or usage is left in English.

$ hoiam help | sed -n 's/^  \([a-z]*\( [a-z]*\)\{0,1\}\)  .*/\1/p' > names; wc -l < names
> *
$ while read -r name; do for l in en vi; do HOIAM_LANG=$l hoiam help $name | sed '/^\(Example\|Ví dụ\):/,$d' | grep -e '^  *-' -e '.\{50\}' > $l; done; grep -Fxf en vi | grep -v '^external_id text'; done < names
? 1

For programs nothing changes.

$ HOIAM_LANG=vi hoiam routes > vi; HOIAM_LANG=en hoiam routes | cmp - vi
$ HOIAM_LANG=vi hoiam setting list --db xa.db > vi; HOIAM_LANG=en hoiam setting list --db xa.db | cmp - vi
$ HOIAM_LANG=vi hoiam export matters --db xa.db | tr -d '\r'
> id,number,year,office,category,title,state,outcome,started,due,answered,closed,messages,public
$ HOIAM_LANG=vi hoiam user list --db xa.db
$ HOIAM_LANG=vi hoiam help --man > vi; hoiam help --man | cmp - vi

What check finds is told in the reader's language too.

$ sqlite3 xa.db "UPDATE home SET event_number = event_number + 3; INSERT INTO tally SELECT id, 'm', 24312, 1, 'received', 'web', 4 FROM home"
$ HOIAM_LANG=vi hoiam check xa.db
> nhật ký dừng ở số 2, bộ đếm ghi 5
> tổng received 'web' của cơ quan 1, tháng 24312: đang ghi 4, đúng là 0
! hoiam check: 2 chỗ không khớp
? 1
$ HOIAM_LANG=en hoiam check xa.db
> the log ends at event 2, the home counts 5
> sum of received 'web' of office 1, month 24312: 4 is kept, 0 is right
! hoiam check: 2 findings
? 1

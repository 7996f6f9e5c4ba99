The engine on files: an index is written, asked, judged; pairs and groups. Ids may be numbers or words.

$ printf 'a7\tĐường Lê Lợi ngập sâu\n12\tĐèn hẻm Trần Phú hỏng\nb"1\tduong le loi ngap sau\n' >items.tsv
$ printf 'q1\tLê Lợi ngập\nq2\tđèn hư\n' >queries.tsv
$ printf 'q1\ta7\nq2\t12\n' >qrels.tsv
$ hoiam match index items.tsv -o items.index && cat items.index.ids | tr -d '\t'
> a7
> b"1

$ hoiam match search items.index queries.tsv --top 5 | cut -f 1-3
> q1	1	a7
> q1	2	b"1
> q2	1	12

$ hoiam match eval items.tsv queries.tsv qrels.tsv --typed nfd --json | grep -o '"typed": "nfd"\|"R@1": [0-9.]*\|"MAP@5": [0-9.]*'
> "typed": "nfd"
> "R@1": 1.0000
> "MAP@5": 1.0000

$ hoiam match group items.tsv
> a7	a7
> 12	12
> b"1	a7

$ hoiam match group items.tsv --json | tail -n 1
>  {"id": "b\u00221", "group": "a7", "likeness": 1.000000}]

$ printf 'nước ngập\tNUOC NGAP\nnước ngập\tđèn hỏng\n' >pairs.tsv
$ hoiam match pairs pairs.tsv | cut -f 2
> same
> different
$ printf 'nước ngập\tNUOC NGAP\nnước ngập\n' >pairs.tsv; hoiam match pairs pairs.tsv
! hoiam match pairs: pairs.tsv: line 2 is not text<TAB>text
? 1

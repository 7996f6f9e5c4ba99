#!/bin/sh
# large.sh: the program with a million messages and two hundred thousand matters in its file: import speed, start, memory,
# and the 99th percentile of the pages that people work in, one request at a time. Beside the import a bare SQLite loop that
# writes the rows of a message, 64 a commit; beside each page nginx serving the same bytes, asked in the same way; last, what
# commands that read for long cost those who send messages meanwhile, beside the same messages alone.
# usage: tests/bench/large.sh HOIAM [ROWS]     (default 1,000,000; a fifth of them closed, each a matter of its own)
set -eu
. "$(dirname "$0")/nginx.inc"
hoiam=$(readlink -f "${1:?usage: large.sh HOIAM [ROWS]}")
benches=$(dirname "$hoiam")/../tests/bench
rows=${2:-1000000}
port=${PORT:-18060}
dir=$(mktemp -d /var/tmp/hoiam-large-XXXXXX)
serve=""
nginx_pid=""
trap 'kill $serve $nginx_pid 2>/dev/null || :; wait; rm -rf "$dir"' EXIT INT TERM
chmod 711 "$dir"
cd "$dir"
mkdir beside
nginx_start "$dir/beside" $((port + 1))

# Messages of about 100 bytes from a small stock of streets and troubles, over three years; every fifth is closed.
awk -v rows="$rows" 'BEGIN {
    n = split("Lê Lợi,Trần Phú,Hùng Vương,Bờ Kè,Nguyễn Trãi,Chợ Mới,Vành Đai,Đê Tả,Hòa Bình,Ga Cũ", street, ",")
    m = split("ngập nước sau mưa,có ổ gà lớn,đèn đường không sáng,rác chưa được gom,nắp cống bị vỡ,xe đỗ chắn lối đi,cây sắp đổ," \
              "loa kẹo kéo ồn quá khuya,nước máy yếu,cáp võng xuống đường", trouble, ",")
    srand(7)
    print "id,text,received,status,closed" >"open.csv"
    print "id,text,received,status,closed" >"closed.csv"
    for (i = 1; i <= rows; i++) {
        at = 1690000000 + int(rand() * 90000000)
        text = "Đường " street[1 + int(rand() * n)] " đoạn số " int(rand() * 900) " " trouble[1 + int(rand() * m)] ", mong sớm xử lý giúp bà con"
        if (i % 5) printf "A%d,\"%s\",%s,,\n", i, text, strftime("%Y-%m-%d %H:%M:%S", at) >"open.csv"
        else printf "A%d,\"%s\",%s,Closed,%s\n", i, text, strftime("%Y-%m-%d %H:%M:%S", at), strftime("%Y-%m-%d %H:%M:%S", at + int(rand() * 2000000)) >"closed.csv"
    }
}'
"$hoiam" init large.db --office "UBND xã Lớn" --code LON
import() {
    from=$(date +%s%N)
    "$hoiam" import messages "$1" --db large.db --map external_id=id --map text=text --map received=received --map status=status \
        --map closed=closed --date-format '%Y-%m-%d %H:%M:%S' >"$1.log" 2>&1 || { cat "$1.log"; exit 1; }
    n=$(($(wc -l <"$1") - 1))
    echo "$n $from $(date +%s%N)" | awk -v what="$2" '{ s = ($3 - $2) / 1e9; printf "import of %s: %d rows in %.1f s, %.0f rows/s\n", what, $1, s, $1 / s }'
}
import open.csv "rows without status"
"$hoiam" init bare.db --office "UBND xã Lớn" >/dev/null 2>&1
echo "  beside: a bare SQLite loop writes $("$benches/bench_intake" --bare bare.db 3) messages/s, 64 a commit"
import closed.csv "closed rows, each with its matter"
ls -l large.db | awk '{ printf "the file: %.0f MB\n", $5 / 1e6 }'

printf 'mot cau that dai 2026\n' | "$hoiam" user add truc --name Trực --role clerk --role head --office LON --password-stdin --db large.db >/dev/null
"$hoiam" setting set totp 0 --db large.db
from=$(date +%s%N)
"$hoiam" serve --db large.db --listen "127.0.0.1:$port" --plain-cookies >serve.log 2>&1 &
serve=$!
until curl -fs -o /dev/null "http://127.0.0.1:$port/healthz"; do sleep 0.02; kill -0 $serve || { cat serve.log; exit 1; }; done
echo "$from $(date +%s%N)" | awk '{ printf "start to first answer: %.2f s\n", ($2 - $1) / 1e9 }'
sleep 5
awk '/RssAnon|VmRSS/ { printf "%s %.0f MB\n", $1, $2 / 1000 }' /proc/$serve/status

ask() { # ADDRESS: 200 times; "p50 p99" in milliseconds
    for i in $(seq 200); do curl -s -o /dev/null -b jar -w '%{time_starttransfer} %{http_code}\n' "$(echo "$1" | sed "s/@/$i/")"; done |
        sort -n | awk '{ t[NR] = $1; if ($2 != 200) bad = " (" $2 "!)" } END {
            printf "p50 %5.1f ms, p99 %5.1f ms%s", t[int(NR / 2)] * 1000, t[int(NR * 0.99)] * 1000, bad }'
}
page() { # NAME PATH
    file=$(echo "$1" | tr -c 'a-z\n' -).html # of its own: nginx remembers how large a file was
    for _ in $(seq 5); do curl -s -o "beside/$file" -b jar "http://127.0.0.1:$port$2"; done
    printf '%-34s %s; nginx, the same %d bytes: %s\n' "$1" "$(ask "http://127.0.0.1:$port$2")" "$(wc -c <"beside/$file")" \
        "$(ask "http://127.0.0.1:$((port + 1))/$file")"
}
page "first page, not cached" "/vi/?anew=@"
page "matters, not cached" "/vi/matters?anew=@"
page "search" "/vi/search?q=ngap+nuoc+le+loi+@"
page "numbers" "/vi/numbers?anew=@"
curl -s -o /dev/null -c jar -d 'login=truc' --data-urlencode 'password=mot cau that dai 2026' "http://127.0.0.1:$port/desk/sign-in"
page "inbox" "/desk/LON/inbox"
page "matters at the desk" "/desk/LON/matters?state=closed"
matter=$(curl -s -b jar "http://127.0.0.1:$port/desk/LON/matters?state=closed" | grep -o '/desk/matters/[0-9a-z]*' | head -n 1)
[ -z "$matter" ] || page "a matter at the desk" "$matter"

beside() { # NAME COMMAND…: 300 messages/s for 15 s, and the command one second after the first
    name=$1
    shift
    "$benches/bench_load" "$port" 16 15 300 >load &
    load=$!
    sleep 1
    from=$(date +%s%N)
    { "$@" >command.log 2>&1; date +%s%N >ended; } &
    command=$!
    most=0
    while kill -0 $load 2>/dev/null; do
        log=$(stat -c %s large.db-wal 2>/dev/null || echo 0)
        [ "$log" -le "$most" ] || most=$log
        sleep 0.2
    done
    wait $command
    echo "$(cat load) $from $(cat ended) $most" | awk -v name="$name" '{
        printf "%-34s %5.1f s; %d messages/s beside it: p50 %.0f ms, p99 %.0f ms, longest %.0f ms; log at most %.0f MB\n",
            name, ($6 - $5) / 1e9, $1, $2, $3, $4, $7 / 1e6 }'
}
beside "nothing" true
beside "backup" "$hoiam" backup --db large.db copy.db
beside "check" "$hoiam" check large.db
beside "report" "$hoiam" report --db large.db --period 2025
beside "export of matters" "$hoiam" export matters --db large.db

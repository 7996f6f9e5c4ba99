#!/bin/sh
# killed.sh: the commands that make or change a store are killed (-9) along their way. What they leave is the store from before
# or the one from after, and what is half done bears a name of its own, or says so. Prints TAP. usage: killed.sh HOIAM
set -u
hoiam=$(realpath "$1")
dir=$(mktemp -d /tmp/hoiam-killed-XXXXXX)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 2
STEPS=6
n=0
failed=0
ok() { # NAME; the exit code before says how it went
    code=$?
    n=$((n + 1))
    [ $code = 0 ] && echo "ok $n - $1" || { failed=1; echo "not ok $n - $1"; [ ! -s said ] || sed 's/^/# last said: /' said; }
}

count() { # the messages of a store; nothing where it cannot be read
    "$hoiam" export messages --all --db "$1" --format jsonl 2>/dev/null | wc -l
}

clean() {
    "$hoiam" check "$1" >said 2>&1 || { sed 's/^/# /' said; return 1; }
}

# How long the command takes when it is left alone, in milliseconds.
time_of() {
    began=$(date +%s%N)
    "$@" >said 2>&1 || sed 's/^/# /' said
    echo $((($(date +%s%N) - began) / 1000000 + 1))
}

# Kill the command after step/STEPS of its time.
kill_at() { # STEP MILLISECONDS COMMAND…
    after=$(awk -v s="$1" -v t="$2" -v n=$STEPS 'BEGIN { printf "%.3f", s * t / n / 1000 + 0.001 }')
    shift 2
    timeout -s KILL "$after" "$@" >/dev/null 2>&1
}

messages() { # FROM TO
    echo "external_id,text,received"
    seq "$1" "$2" | sed 's/.*/k&,"Đèn đường ở ngõ số & hỏng đã lâu, tối đến không ai dám đi qua, đề nghị sửa",2026-01-05 08:00/'
}

all_steps() { seq 1 $STEPS; }

messages 1 300 >few.csv
messages 1 3000 >many.csv
"$hoiam" init plain.db --office "UBND xã Thử" --code thu >/dev/null 2>&1
cp plain.db work.db
"$hoiam" import messages few.csv --db work.db >/dev/null 2>&1
cp work.db few.db
cp plain.db probe.db

# import: what was committed stays; once more, and each is there once.
took=$(time_of "$hoiam" import messages many.csv --db probe.db)
whole=$(count probe.db)
good=true
parts=""
for step in $(all_steps); do
    rm -f work.db work.db-*
    cp plain.db work.db
    kill_at "$step" "$took" "$hoiam" import messages many.csv --db work.db
    clean work.db || good=false
    parts="$parts $(count work.db)"
    "$hoiam" import messages many.csv --db work.db >/dev/null 2>&1
    [ "$(count work.db)" = "$whole" ] || good=false
    clean work.db || good=false
done
$good && [ "$whole" = 3000 ]
ok "import: killed with$parts rows in, and with $whole after the next"

# backup: the whole copy or none of that name; what is left of a killed one does not hinder the next.
took=$(time_of "$hoiam" backup --db probe.db copy.db)
good=true
made=0
for step in $(all_steps); do
    rm -f copy.db
    kill_at "$step" "$took" "$hoiam" backup --db probe.db copy.db
    if [ -e copy.db ]; then
        made=$((made + 1))
        clean copy.db && [ "$(count copy.db)" = "$whole" ] || good=false
        rm -f copy.db copy.db-wal copy.db-shm copy.db.lock # the last three by counting
    fi
    for left in copy.db?*; do
        case "$left" in 'copy.db?*' | copy.db.part | copy.db.part-*) ;; *) echo "# left: $left"; good=false ;; esac
    done
done
"$hoiam" backup --db probe.db copy.db >/dev/null 2>&1 && clean copy.db && ! ls copy.db.part* >/dev/null 2>&1 || good=false
$good
ok "backup: a copy is whole or not there (there in $made of $STEPS), and the next leaves nothing of those killed"

# restore: the store from before or the backup, with all that was in them, also what was still in the log.
serve_and_die() { # a store whose last messages are in its log only
    rm -f log reply
    "$hoiam" serve --db "$1" --listen 127.0.0.1:0 2>log &
    server=$!
    tries=0
    until grep -qs serving log || [ $tries = 300 ]; do tries=$((tries + 1)); sleep 0.05; done
    port=$(sed -n 's/.*(port \([0-9]*\)).*/\1/p' log)
    curl -s -o reply -H 'Content-Type: application/json' -d '{"text":"Chỉ mới ở trong nhật ký"}' "http://127.0.0.1:$port/api/v1/messages"
    kill -KILL $server
    wait $server 2>/dev/null
    grep -q receipt reply 2>/dev/null || echo "# not taken in"
}
restored() { cp few.db work.db && serve_and_die work.db; }
rm -f work.db work.db-*
restored
took=$(time_of "$hoiam" restore --db work.db --force copy.db)
good=true
states=""
for step in $(all_steps); do
    rm -rf work.db work.db?*
    restored
    kill_at "$step" "$took" "$hoiam" restore --db work.db --force copy.db
    clean work.db || good=false
    now=$(count work.db)
    states="$states $now"
    [ "$now" = 301 ] || [ "$now" = "$whole" ] || good=false
    "$hoiam" restore --db work.db --force copy.db >/dev/null 2>&1
    clean work.db && [ "$(count work.db)" = "$whole" ] || good=false
    for left in work.db.restoring*; do
        [ ! -e "$left" ] || { echo "# left: $left"; good=false; }
    done
done
$good
ok "restore: the store from before (301) or the backup ($whole):$states"

# copy: a copy that was not finished says so to everybody who opens it.
took=$(time_of "$hoiam" copy probe.db target.db)
good=true
halves=0
for step in $(all_steps); do
    rm -f target.db target.db?*
    kill_at "$step" "$took" "$hoiam" copy probe.db target.db
    [ -e target.db ] || continue
    if "$hoiam" check target.db >said 2>&1; then
        [ "$(count target.db)" = "$whole" ] || good=false
    else
        halves=$((halves + 1))
        grep -qE 'not finished|is empty|nothing was put into' said || { sed 's/^/# /' said; good=false; }
    fi
done
$good && [ $halves -gt 0 ]
ok "copy: whole, or said to be unfinished ($halves of $STEPS)"

# a drill: what a killed one leaves is gone with the next start.
mkdir -p few.db.drill
echo half >few.db.drill/copy
echo half >few.db.before-1-2.part
serve_and_die few.db
[ -z "$(ls few.db.drill)" ]
ok "drill: a killed one's copy is gone after the next start"
grep -q 'few.db.before-1-2.part' log
ok "what else was left half done beside the store is named in the log"
echo "1..$n"
exit $failed

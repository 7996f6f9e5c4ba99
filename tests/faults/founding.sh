#!/bin/sh
# founding.sh: the first steps are killed (-9) along their way: what is left is a store that still asks for them, or an office
# with its administrator, its roles and the key of its contact box. And codes cannot be tried without end. Prints TAP.
# usage: founding.sh HOIAM
set -u
export LC_ALL=C
hoiam=$(realpath "$1")
dir=$(mktemp -d /tmp/hoiam-founding-XXXXXX)
server=
trap 'kill -9 $server 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir" || exit 2
STEPS=8
n=0
failed=0
ok() { # NAME; the exit code before says how it went
    went=$?
    n=$((n + 1))
    [ $went = 0 ] && echo "ok $n - $1" || { failed=1; echo "not ok $n - $1"; sed 's/^/# /' log; }
}

up() { # STORE [--found [--plain-cookies]]; sets server, port and, while nobody uses the store, code
    : >log # or the port of the one before could be read from it
    "$hoiam" serve ${2---found} --db "$1" --listen 127.0.0.1:0 ${3---plain-cookies} 2>log &
    server=$!
    port=
    for _ in $(seq 300); do
        port=$(sed -n 's/.*(port \([0-9]*\)).*/\1/p' log)
        [ -z "$port" ] || break
        sleep 0.05
    done
    code=$(sed -n 's/.*setup code is //p' log)
}

steps() { # CODE
    curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/desk/first-steps" -d "setup=$1" \
        --data-urlencode 'name=UBND xã Thử' -d code=thu -d kind=commune -d site_lang=vi -d timezone=Asia/Ho_Chi_Minh \
        --data-urlencode 'person=Lan' -d login=lan --data-urlencode 'password=bảy con vịt giời xanh' \
        --data-urlencode 'again=bảy con vịt giời xanh' -d works=1
}

whole() { # is everything there?
    "$hoiam" check "$1" >/dev/null 2>log && "$hoiam" user list --db "$1" | grep -q 'admin@thu clerk@thu officer@thu head@thu.*active' &&
        "$hoiam" setting list --db "$1" 2>/dev/null | grep -q '^contact_key.*own'
}

# How long it takes when it is left alone.
up whole.db
began=$(date +%s%N)
[ "$(steps "$code")" = 303 ] && whole whole.db
ok "left alone, the first steps found an office with its administrator and its key"
took=$((($(date +%s%N) - began) / 1000000))
kill -9 $server
wait $server 2>/dev/null

good=true
nothing=0
everything=0
for step in $(seq $STEPS); do
    store=$step.db
    up "$store"
    steps "$code" >/dev/null &
    client=$!
    sleep "$(awk -v s="$step" -v n=$STEPS -v t="$took" 'BEGIN { printf "%.3f", s * t * 0.8 / n / 1000 }')"
    kill -9 $server
    wait $server 2>/dev/null
    wait $client
    up "$store"
    if [ -n "$code" ]; then
        nothing=$((nothing + 1))
        answer=$(steps "$code")
        [ "$answer" = 303 ] || { good=false; echo "# $store: the first steps answer $answer"; }
    else
        everything=$((everything + 1))
        [ ! -e "$store.setup" ] || { good=false; echo "# $store: a code is left"; }
    fi
    whole "$store" || { good=false; echo "# $store: not all is there"; sed 's/^/# /' log; }
    kill -9 $server
    wait $server 2>/dev/null
done
$good && [ $((nothing + everything)) = $STEPS ]
ok "killed at $STEPS moments: $nothing times nothing was there, $everything times everything"

up tried.db
tries=0
while [ $tries -lt 60 ] && [ "$(steps 0000-0000-0000-0000-0000)" = 422 ]; do tries=$((tries + 1)); done
[ $tries -gt 5 ] && [ $tries -lt 60 ] && [ "$(steps "$code")" = 429 ]
ok "after $tries wrong codes nobody is heard for a while, from this machine neither"
[ "$(stat -c %a tried.db.setup)" = 600 ] && [ "$(cat tried.db.setup)" = "$code" ] && ! grep -q "$code" tried.db tried.db-wal
ok "the code stands in a file that its owner alone reads, and not in the store"
kill $server
wait $server

"$hoiam" init office.db --office 'UBND xã Thử' --code thu 2>log
grep -q 'Next: hoiam serve --found --db office.db' log
ok "hoiam init says what is next"
up office.db ''
grep -q 'nobody can sign in at /desk yet' log
ok "served without --found, a store in which nobody can sign in says so"
kill $server
wait $server
up office.db
grep -q "Open http://127.0.0.1:$port/desk/first-steps; the setup code is $code" log
ok "with --found it says the whole address, and the code"
asked=$(curl -s "http://127.0.0.1:$port/desk/first-steps")
[ "${asked#*name=\"site_lang\"}" = "$asked" ] && [ "$(steps "$code")" = 303 ] && whole office.db
ok "a store of hoiam init has its office: only the administrator is asked for"
kill $server
wait $server

up office.db '' ''
curl -s -D head -o /dev/null "http://127.0.0.1:$port/desk/sign-in" -d login=lan --data-urlencode 'password=bảy con vịt giời xanh'
grep -qi '^set-cookie: __Host-hoiam=.*; Path=/; HttpOnly; SameSite=Lax; Secure' head
ok "the cookie is one that browsers take from this very host alone, but for --plain-cookies"
kill $server
wait $server

"$hoiam" serve --db absent.db --listen 127.0.0.1:0 2>log
[ $? = 1 ] && grep -q 'absent.db: there is no such file' log && [ ! -e absent.db ]
ok "without --found a name that was mistyped is refused"
echo "1..$n"
exit $failed

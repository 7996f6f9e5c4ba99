#!/bin/sh
# nginx.sh: contrib/nginx.conf as it is, with TLS, in front of the program; in a network of the test's own, where the client
# has an address to be looked for afterwards. Prints TAP. usage: nginx.sh HOIAM ROOT
set -u
program=$(realpath "$1")
root=$(realpath "$2")
for needed in nginx openssl ip unshare curl; do
    command -v "$needed" >/dev/null || { echo "1..0 # SKIP $needed is not installed (tools/deps.sh test)"; exit 0; }
done
if [ "${HOIAM_OWN_NETWORK:-}" != yes ]; then
    user=$([ "$(id -u)" = 0 ] || echo --map-root-user)
    unshare $user --net true 2>/dev/null || { echo "1..0 # SKIP no network of its own to be had here"; exit 0; }
    HOIAM_OWN_NETWORK=yes exec unshare $user --net "$0" "$program" "$root"
fi

n=0
failed=0
ok() { # NAME; the exit code before says how it went
    code=$?
    n=$((n + 1))
    [ $code = 0 ] || failed=1
    [ $code = 0 ] && echo "ok $n - $1" || echo "not ok $n - $1"
}
is() { # GOT WANT NAME
    [ "$1" = "$2" ]
    ok "$3 ($1)"
}

marked=203.0.113.77
other=198.51.100.9
claimed=192.0.2.
name=phanhoi.example.vn
dir=$(mktemp -d /tmp/hoiam-nginx-XXXXXX)
server=
cleanup() {
    [ ! -s "$dir/nginx.pid" ] || kill "$(cat "$dir/nginx.pid")" 2>/dev/null
    [ -z "$server" ] || kill "$server" 2>/dev/null
    wait
    rm -rf "$dir"
}
trap cleanup EXIT
ip link set lo up && ip addr add $marked/32 dev lo && ip addr add $other/32 dev lo || { echo "1..0 # SKIP no addresses to be had"; exit 0; }

# The example, but for where its files lie.
mkdir "$dir/log" "$dir/tmp"
sed -e "s#/etc/ssl/hoiam/#$dir/#" -e "s#/var/log/nginx/#$dir/log/#" "$root/contrib/nginx.conf" >"$dir/hoiam.conf"
{
    [ "$(id -u)" != 0 ] || echo "user $(id -un);"
    echo "worker_processes 1; pid $dir/nginx.pid; error_log $dir/log/main.log crit;"
    echo "events { worker_connections 256; }"
    echo "http { access_log off;"
    for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $dir/tmp/$kind;"; done
    echo "include $dir/hoiam.conf; }"
} >"$dir/nginx.conf"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$name" \
    -addext "subjectAltName=DNS:$name" -keyout "$dir/privkey.pem" -out "$dir/fullchain.pem" 2>/dev/null
ok "a certificate signed by itself"
nginx -q -t -c "$dir/nginx.conf" -e "$dir/log/start.log" 2>"$dir/said"
ok "nginx takes the example: $(tail -n 1 "$dir/said")"

store=$dir/x.db
"$program" init "$store" --office "UBND xã Thử" --code thu >/dev/null 2>&1
"$program" serve --db "$store" --listen 127.0.0.1:8080 2>"$dir/log/hoiam.log" &
server=$!
nginx -c "$dir/nginx.conf" -e "$dir/log/start.log"
tries=0
until curl -s -o "$dir/out" http://127.0.0.1:8080/healthz || [ $tries = 100 ]; do tries=$((tries + 1)); sleep 0.1; done

ask() { # FROM ARGUMENT…: the status of a request over TLS, from that address
    from=$1
    shift
    curl -s -o "$dir/out" -D "$dir/head" -w '%{http_code}' --interface "$from" --resolve "$name:443:$marked" \
        --resolve "$name:80:$marked" --cacert "$dir/fullchain.pem" -H "X-Forwarded-For: ${claimed}145" "$@"
}
is "$(ask $marked "https://$name/vi/")" 200 "a page over TLS"
grep -qi '^strict-transport-security:' "$dir/head"
ok "which tells to come by TLS only"
head -n 1 "$dir/head" | grep -q '^HTTP/2'
ok "by HTTP/2"
is "$(ask $marked "http://$name/vi/send")" 301 "without TLS one is sent there"
grep -qi "^location: https://$name/vi/send" "$dir/head"
ok "to the same page"
is "$(ask $marked "https://$name/metrics")" 404 "the figures of the machine are not for others"
is "$(ask $marked "https://$name/vi/send")" 200 "the form"
is "$(ask $marked --data-urlencode 'text=Đèn đường hỏng' "https://$name/vi/send")" 422 "a form without its key is told so"
is "$(ask $marked -H 'Content-Type: application/json' -d '{"text":"Đèn đường hỏng ở ngõ 5"}' "https://$name/api/v1/messages")" 201 \
    "a message is taken in"
receipt=$(sed 's/.*"receipt":"\([^"]*\)".*/\1/' "$dir/out")
is "$(ask $marked -H 'Content-Type: application/json' -d "{\"receipt\":\"$receipt\"}" "https://$name/api/v1/follow")" 200 "and found"
is "$(ask $marked -d login=ai -d password=sai "https://$name/desk/sign-in")" 422 "a sign-in that fails"

# The rate limit goes by the address that nginx saw, whatever a client claims of itself: what comes at once beyond it waits for its
# turn, and where enough wait is told to come again.
tries=0
while [ $tries -lt 40 ]; do
    tries=$((tries + 1))
    curl -s -o /dev/null -w '%{http_code}\n' --interface $marked --resolve "$name:443:$marked" --cacert "$dir/fullchain.pem" \
        -H "X-Forwarded-For: $claimed$tries" -H 'Content-Type: application/json' \
        -d "{\"text\":\"Đèn đường hỏng $tries\"}" "https://$name/api/v1/messages" >"$dir/status.$tries" &
    flood="${flood-} $!"
done
wait $flood
told=$(cat "$dir"/status.* | grep -c 429)
[ "$told" -gt 5 ] && [ "$told" -lt 25 ]
ok "of $tries at once from one address $told are told to come again"
rm -f "$dir"/status.*
is "$(ask $other -H 'Content-Type: application/json' -d '{"text":"Một người khác"}' "https://$name/api/v1/messages")" 201 \
    "another address does not"

# What goes wrong is logged without addresses too.
kill "$server" && wait "$server"
is "$?" 0 "the program stops"
server=
is "$(ask $marked "https://$name/vi/")" 502 "without it nginx says so"
kill "$(cat "$dir/nginx.pid")"
tries=0
while [ -s "$dir/nginx.pid" ] && [ $tries -lt 100 ]; do tries=$((tries + 1)); sleep 0.1; done

grep -q ' 200 GET /vi/ ' "$dir/log/hoiam.log" || grep -rq ' 200 GET /vi/ ' "$dir/log"
ok "pages are in the access log"
found=$(grep -rlE '/(send|follow)|/api/' "$dir/log" | sed "s#$dir/##")
is "$found" "" "sending, following and the API are in no log"
rm -f "$dir/out" "$dir/head"
for address in $marked $other $claimed; do
    found=$(grep -rlaF "$address" "$dir" | sed "s#$dir/##")
    is "$found" "" "$address is in no file: store, logs of the program, of nginx"
done
"$program" check "$store" >/dev/null
ok "the store is whole"
echo "1..$n"
exit $failed

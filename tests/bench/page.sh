#!/bin/sh
# page.sh: a public answer page of the demo office beside nginx serving the same bytes with the same headers, one core each,
# in turns; then the same page when nothing is cached; then the cache's hit rate while messages arrive.
# usage: tests/bench/page.sh HOIAM [SECONDS]     (needs wrk and nginx)
set -eu
. "$(dirname "$0")/nginx.inc"
hoiam=${1:?usage: page.sh HOIAM [SECONDS]}
seconds=${2:-4}
port=${PORT:-18080}
there=$((port + 1))
dir=$(mktemp -d)
started=""
trap 'kill $started 2>/dev/null || :; wait; rm -rf "$dir"' EXIT INT TERM
chmod 755 "$dir"

# One core for the servers, one for wrk, where there are two.
on() { core=$1; shift; if [ "$(nproc)" -gt 1 ]; then exec taskset -c "$core" "$@"; else exec "$@"; fi; }
on 0 "$hoiam" demo --port "$port" --dir "$dir/demo" >"$dir/demo.log" 2>&1 &
started=$!
for _ in $(seq 200); do
    curl -s -o /dev/null "http://127.0.0.1:$port/healthz" && break
    sleep 0.1
done
path=$(curl -s "http://127.0.0.1:$port/vi/answers.json" | grep -o '"href":"[^"]*"' | head -n 1 | cut -d'"' -f4)
curl -s -o "$dir/page.html" "http://127.0.0.1:$port$path"
gzip -9 -k "$dir/page.html"
echo "the page: $path, $(wc -c <"$dir/page.html") bytes, $(wc -c <"$dir/page.html.gz") compressed"

# nginx gets our own headers, but for those that it sets itself.
curl -s -D - -o /dev/null -H 'Accept-Encoding: gzip' "http://127.0.0.1:$port$path" | tr -d '\r' |
    awk -F': ' 'NR > 1 && NF > 1 && $1 !~ /^(Date|Content-Type|Content-Length|Content-Encoding|ETag|Connection|Server|Last-Modified|Accept-Ranges)$/ {
        name = $1; sub(/^[^:]*: /, ""); printf "add_header %s \"%s\";\n", name, $0 }' >"$dir/headers"
nginx_start "$dir" "$there" on 0
started="$started $nginx_pid"
plain=$(curl -s -o /dev/null -w '%{size_download} %{size_header}' "http://127.0.0.1:$port$path")
other=$(curl -s -o /dev/null -w '%{size_download} %{size_header}' "http://127.0.0.1:$there/page.html")
echo "bytes of body and headers: ours $plain, nginx $other; nginx $(nginx -v 2>&1 | sed 's/.*nginx\///')"

# "rate cpu": requests per second, and microseconds of the server's own processor time for one, which other work on the
# machine disturbs less.
anew=""
run() { # PID PORT PATH CONNECTIONS ACCEPT WRK-OPTIONS
    before=$(awk '{ print $14 + $15 }' "/proc/$1/stat")
    (on 1 wrk $6 -t1 -c"$4" -d"${seconds}s" -H "Accept-Encoding: $5" "http://127.0.0.1:$2$3") >"$dir/wrk"
    after=$(awk '{ print $14 + $15 }' "/proc/$1/stat")
    awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '
        /Requests\/sec/ { rate = $2 } /requests in/ { n = $1 } /Socket errors|Non-2xx/ { print > "/dev/stderr" }
        END { printf "%.0f %.1f\n", rate, (n > 0 ? ticks * 1000000 / hz / n : 0) }' "$dir/wrk"
}

# In turns, three times; the best of each, since what disturbs only ever slows.
compare() { # WHAT OUR-PATH CONNECTIONS ACCEPT
    : >"$dir/theirs"
    : >"$dir/ours"
    for _ in 1 2 3; do
        run "$nginx_worker" "$there" /page.html "$3" "$4" "" >>"$dir/theirs"
        run "$ours_pid" "$port" "$2" "$3" "$4" "$anew" >>"$dir/ours"
    done
    theirs=$(sort -rn "$dir/theirs" | head -n 1)
    ours=$(sort -rn "$dir/ours" | head -n 1)
    echo "$theirs $ours" | awk -v what="$1, $4, $3 connections" '{
        printf "%-34s nginx %7d/s %5.1f us   ours %7d/s %5.1f us   ratio %.2f, by processor time %.2f\n",
            what, $1, $2, $3, $4, $3 / $1, $2 / $4 }'
}
ours_pid=${started%% *}
for connections in 64 318; do
    compare "cached" "$path" "$connections" gzip
done
# A parameter that means nothing, new each time, is an address that no cache holds.
cat >"$dir/anew.lua" <<'LUA'
n = 0
request = function() n = n + 1; return wrk.format(nil, wrk.path .. "?anew=" .. n) end
LUA
anew="-s $dir/anew.lua"
compare "not cached" "$path" 64 gzip
anew=""

# While messages arrive, a page of the public stays warm.
figure() { curl -s "http://127.0.0.1:$port/metrics" | awk -v name="$1" '$1 == name { print $2 }'; }
hits=$(figure hoiam_cache_hits_total)
misses=$(figure hoiam_cache_misses_total)
"$(dirname "$hoiam")/../tests/bench/bench_load" "$port" 16 "$seconds" 1000 >"$dir/load" &
load=$!
(on 1 wrk -t1 -c16 -d"${seconds}s" -H 'Accept-Encoding: gzip' "http://127.0.0.1:$port$path") >/dev/null
wait "$load"
awk -v hits=$(($(figure hoiam_cache_hits_total) - hits)) -v misses=$(($(figure hoiam_cache_misses_total) - misses)) \
    -v rate="$(cut -d' ' -f1 "$dir/load")" 'BEGIN { printf "cache while 1000 messages/s are sent and %s/s acknowledged: %d hits, %d misses, hit rate %.4f\n", rate, hits, misses, hits / (hits + misses) }'

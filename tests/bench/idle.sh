#!/bin/sh
# idle.sh: what the program holds of memory with the demo's data: soon after its start, after pages were asked for, and at rest.
# The web process by itself (VmRSS, as ps shows it), and all its processes with what they share counted once (Pss). Beside
# it nginx with one worker that has served nothing yet: a web server without an office in it.
# usage: idle.sh HOIAM      IDLE_REST=seconds (15)
set -eu
. "$(dirname "$0")/nginx.inc"
hoiam=$1
rest=${IDLE_REST:-15}
most=30720
dir=$(mktemp -d)
: >"$dir/out"
"$hoiam" demo --port 0 --dir "$dir" >"$dir/out" 2>"$dir/err" &
pid=$!
trap 'kill $pid $nginx_pid 2>/dev/null || :; wait $pid $nginx_pid 2>/dev/null || :; rm -rf "$dir"' EXIT
chmod 711 "$dir"
mkdir "$dir/beside"
nginx_start "$dir/beside" "${PORT:-18070}"
tries=0
until port=$(sed -n 's|.*demo office at http://127.0.0.1:\([0-9]*\)/.*|\1|p' "$dir/out") && [ -n "$port" ]; do
    tries=$((tries + 1))
    [ $tries -lt 600 ] || { cat "$dir/err"; exit 1; }
    sleep 0.1
done

family() { # PID: it and all that it started
    echo "$1"
    for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do family "$child"; done
}
over=0
measure() { # WHEN [PROCESS FIRST-OF-ALL]
    web=${2:-$pid}
    rss=$(awk '$1 == "VmRSS:" { print $2 }' "/proc/$web/status")
    anon=$(awk '$1 == "RssAnon:" { print $2 }' "/proc/$web/status")
    pss=$(for one in $(family "${3:-$pid}"); do cat /proc/"$one"/smaps_rollup; done | awk '$1 == "Pss:" { n += $2 } END { print n }')
    awk -v what="$1" -v rss="$rss" -v anon="$anon" -v pss="$pss" 'BEGIN {
        printf "%-28s web process %5.1f MB resident (%.1f MB of it its own); all processes %5.1f MB\n", what, rss / 1024, anon / 1024, pss / 1024 }'
    case "$1" in *rest*) [ "$rss" -le $most ] && [ "$pss" -le $most ] || over=1 ;; esac
}
echo "idle memory with the demo's data; at rest at most 30 MB"
measure "soon after the start"
sleep "$rest"
measure "at rest, $rest s later"
for i in 1 2 3 4 5 6 7 8 9 10; do
    for page in "" matters answers offices numbers "search?q=duong" send; do
        curl -s -o "$dir/page" "http://127.0.0.1:$port/vi/$page"
    done
done
measure "after 70 pages"
sleep "$rest"
measure "at rest again"
measure "beside: nginx, one worker" "$nginx_worker" "$nginx_pid"
exit $over

#!/bin/sh
# http_ready.sh: a ready reply beside nginx serving the same bytes with the same headers, one thread each, in turns.
# usage: tests/bench/http_ready.sh DEMO-PROGRAM [SECONDS]     (meson compile -C build http_demo)
# Compares requests per second by wrk at 64 and 318 connections, keep-alive, plain and gzip; three rounds each in turns.
set -eu
demo=${1:?usage: http_ready.sh DEMO-PROGRAM [SECONDS]}
seconds=${2:-4}
port=${PORT:-18080}
there=$((port + 1))
dir=$(mktemp -d)
started=""
trap 'kill $started 2>/dev/null || :; wait; rm -rf "$dir"' EXIT INT TERM

# A page of the size of an answer: about 14 kB.
i=0
while [ $i -lt 250 ]; do
    echo "<p>Câu trả lời thứ $i của cơ quan về mặt đường, nước.</p>"
    i=$((i + 1))
done >"$dir/page.html"
chmod 755 "$dir"

# One core for the servers, one for wrk, where there are two.
on() { core=$1; shift; if [ "$(nproc)" -gt 1 ]; then exec taskset -c "$core" "$@"; else exec "$@"; fi; }
on 0 "$demo" "$port" "$dir/page.html" &
started=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
    curl -s -o /dev/null "http://127.0.0.1:$port/page.html" && break
    sleep 0.1
done
gzip -9 -k "$dir/page.html"

# nginx gets our own headers, but for those that it sets itself.
curl -s -D - -o /dev/null -H 'Accept-Encoding: gzip' "http://127.0.0.1:$port/page.html" | tr -d '\r' |
    awk -F': ' 'NR > 1 && NF > 1 && $1 !~ /^(Date|Content-Type|Content-Length|Content-Encoding|ETag|Connection|Server|Last-Modified|Accept-Ranges)$/ {
        name = $1; sub(/^[^:]*: /, ""); printf "add_header %s \"%s\";\n", name, $0 }' >"$dir/headers"
cat >"$dir/nginx.conf" <<CONF
daemon off; pid $dir/pid; error_log $dir/error.log crit; worker_processes 1;
events { worker_connections 2048; }
http {
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000; server_tokens off;
  open_file_cache max=16; gzip_static on; default_type text/html; types { text/html html; }
  charset utf-8; client_body_temp_path $dir/b; proxy_temp_path $dir/p; fastcgi_temp_path $dir/f;
  uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;
  server { listen 127.0.0.1:$there backlog=1024; root $dir; include $dir/headers; }
}
CONF
on 0 nginx -c "$dir/nginx.conf" -e "$dir/error.log" &
started="$started $!"
sleep 0.5
plain=$(curl -s -o /dev/null -w '%{size_download} %{size_header}' "http://127.0.0.1:$port/page.html")
other=$(curl -s -o /dev/null -w '%{size_download} %{size_header}' "http://127.0.0.1:$there/page.html")
echo "bytes of body and headers: ours $plain, nginx $other; nginx $(nginx -v 2>&1 | sed 's/.*nginx\///')"

# "rate cpu": requests per second, and microseconds of the server's own processor time for one, which other work on the
# machine disturbs less.
run() { # PID PORT PATH CONNECTIONS ACCEPT
    before=$(awk '{ print $14 + $15 }' "/proc/$1/stat")
    (on 1 wrk -t1 -c"$4" -d"${seconds}s" -H "Accept-Encoding: $5" "http://127.0.0.1:$2$3") >"$dir/wrk"
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
        run "$nginx_worker" "$there" /page.html "$3" "$4" >>"$dir/theirs"
        run "$ours_pid" "$port" "$2" "$3" "$4" >>"$dir/ours"
    done
    theirs=$(sort -rn "$dir/theirs" | head -n 1)
    ours=$(sort -rn "$dir/ours" | head -n 1)
    echo "$theirs $ours" | awk -v what="$1, $4, $3 connections" '{
        printf "%-34s nginx %7d/s %5.1f us   ours %7d/s %5.1f us   ratio %.2f, by processor time %.2f\n",
            what, $1, $2, $3, $4, $3 / $1, $2 / $4 }'
}
ours_pid=${started%% *}
nginx_worker=$(cat "/proc/${started##* }/task/${started##* }/children" | awk '{ print $1 }')
for connections in 64 318; do
    compare ready /page.html "$connections" gzip
    compare ready /page.html "$connections" identity
done
compare "made anew" /made-anew 64 gzip

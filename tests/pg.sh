#!/bin/sh
# pg.sh: a PostgreSQL server of the tests' own. It listens on a socket in a temporary folder only and sorts by bytes.
# usage: tests/pg.sh COMMAND…   run COMMAND with HOIAM_TEST_PG naming a server that ends with it
#        tests/pg.sh start      print what HOIAM_TEST_PG should be; the server stays
#        tests/pg.sh stop       end the server that HOIAM_TEST_PG names
# fsync is off unless HOIAM_TEST_PG_FSYNC=on: tests of durability kill processes, not machines.
set -eu

as() { # the server refuses to run as root
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "pg.sh: Debian's package postgresql is missing (tools/deps.sh test)" >&2; exit 2; }

start() {
    dir=$(mktemp -d /tmp/hoiam-pg-XXXXXX)
    chmod 755 "$dir"
    [ "$(id -u)" != 0 ] || chown postgres "$dir"
    (
        cd "$dir"
        as "$bin/initdb" -D data -U hoiam -A trust --encoding=UTF8 --locale=C --no-sync >initdb.log 2>&1 ||
            { cat initdb.log >&2; exit 2; }
        as "$bin/pg_ctl" -D data -w -l "$dir/server.log" start -o "-c port=5432 -c listen_addresses= -c unix_socket_directories=$dir \
            -c fsync=${HOIAM_TEST_PG_FSYNC:-off} -c max_connections=200" >/dev/null || { cat server.log >&2; exit 2; }
    )
    HOIAM_TEST_PG="postgres:///postgres?host=$dir&port=5432&user=hoiam"
    export HOIAM_TEST_PG
}

stop() {
    dir=${HOIAM_TEST_PG#*host=}
    dir=${dir%%&*}
    case $dir in /tmp/hoiam-pg-*) ;; *) echo "pg.sh: HOIAM_TEST_PG names no server of ours" >&2; exit 2 ;; esac
    (cd /tmp && as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1) || true
    rm -rf "$dir"
}

case ${1:-} in
start) start; echo "$HOIAM_TEST_PG" ;;
stop) stop ;;
"") sed -n '3,5s/^# *//p' "$0" >&2; exit 2 ;;
*)
    start
    trap stop EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    "$@"
    ;;
esac

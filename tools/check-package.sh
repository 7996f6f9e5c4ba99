#!/bin/sh
# check-package.sh: what is shipped beside the program. usage: tools/check-package.sh ROOT MANUAL-PAGE
#
# Prints TAP: the unit is shut in (systemd-analyze's exposure 1.5 at most), the package builds from what tools/deps.sh
# installs, the manual page is well formed, nginx takes its configuration and logs no address. A tool that is not on
# this machine skips its test.
set -eu
page=$(realpath "$2")
cd "$1"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0
failed=0
check() { # NAME TOOL COMMAND…
    n=$((n + 1))
    name=$1
    if [ -n "$2" ] && ! command -v "$2" >/dev/null; then
        echo "ok $n - $name # SKIP no $2 here"
        return
    fi
    shift 2
    if "$@" >"$dir/said" 2>&1; then
        echo "ok $n - $name"
    else
        failed=1
        echo "not ok $n - $name"
        sed 's/^/# /' "$dir/said"
    fi
}

control_lists_build() {
    for package in $(sed -n '/^BUILD="/,/^"/p' tools/deps.sh | grep -v '"'); do
        case "$package" in gcc | libc6-dev) continue ;; esac # in build-essential
        grep -qx " $package," debian/control || { echo "debian/control: Build-Depends has no $package"; return 1; }
    done
}

nginx_takes_it() {
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/privkey.pem" -out "$dir/fullchain.pem" -days 1 \
        -subj /CN=phanhoi.example.vn 2>/dev/null
    sed "s|/etc/ssl/hoiam/|$dir/|; s|/var/log/nginx/|$dir/|" contrib/nginx.conf >"$dir/hoiam.conf"
    printf 'pid %s/pid;\nerror_log stderr;\nevents {}\nhttp {\ninclude %s/hoiam.conf;\n}\n' "$dir" "$dir" >"$dir/nginx.conf"
    nginx -t -q -c "$dir/nginx.conf"
}

# No log format but our own, which has no address in it.
nginx_logs_no_address() {
    ! grep -E '^ *log_format' contrib/nginx.conf | grep -E 'remote_addr|forwarded|realip' &&
        ! grep -E '^ *access_log' contrib/nginx.conf | grep -vE 'access_log off;| hoiam if='
}

# The threshold is ten times the exposure.
check "the unit is shut in" systemd-analyze systemd-analyze security --offline=true --no-pager --threshold=15 contrib/hoiam.service
check "the package builds from what deps.sh installs" "" control_lists_build
check "the manual page is well formed" mandoc mandoc -T lint -W warning "$page"
check "nginx takes its configuration" nginx nginx_takes_it
check "nginx logs no address" "" nginx_logs_no_address
check "Caddy takes its configuration" caddy caddy validate --adapter caddyfile --config contrib/Caddyfile
echo "1..$n"
exit $failed

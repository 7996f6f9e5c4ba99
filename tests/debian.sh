#!/bin/sh
# debian.sh: builds the program, and runs the unit and HTTP tests with that release's PostgreSQL, on another Debian release in a
# folder of its own. Needs root, debootstrap and a mirror; tools/deps.sh says which packages.
# usage: tests/debian.sh RELEASE FOLDER [SUITE…]     e.g. tests/debian.sh trixie /var/tmp/trixie unit http
# The folder is kept, so that the next run only builds what changed; remove it yourself (unmount FOLDER/proc and FOLDER/dev first).
set -eu
[ $# -ge 2 ] || { sed -n '4,5s/^# *//p' "$0" >&2; exit 2; }
release=$1
folder=$2
shift 2
[ $# -gt 0 ] || set -- unit http
root=$(cd "$(dirname "$0")/.." && pwd)
packages=$(sed -n '/^BUILD="/,/^"/p' "$root/tools/deps.sh" | sed '1d;$d' | paste -sd, -)

[ -e "$folder/bin/sh" ] || debootstrap --variant=minbase --include="$packages,git,iproute2,openssl,postgresql,procps,python3,sqlite3,tzdata" \
    "$release" "$folder"
mountpoint -q "$folder/proc" || mount -t proc proc "$folder/proc"
mountpoint -q "$folder/dev" || mount --bind /dev "$folder/dev"
mkdir -p "$folder/src"
(cd "$root" && git archive HEAD) | tar -x -C "$folder/src"
suites=$(printf ' --suite %s' "$@")
chroot "$folder" sh -euc "cd /src; export LC_ALL=C.UTF-8
    [ -d build-$release ] || meson setup build-$release -Dbuildtype=debug --werror
    ninja -C build-$release
    cat /etc/debian_version; ls /usr/lib/postgresql
    tests/pg.sh meson test -C build-$release --no-rebuild --timeout-multiplier 4 --print-errorlogs $suites"

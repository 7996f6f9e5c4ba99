#!/bin/sh
# deps.sh: installs the Debian packages that building, testing or packaging need, saying which.
# usage: tools/deps.sh build|test|deb [--list]     --list prints the missing ones, one a line, and installs nothing
set -eu

BUILD="
gcc
libc6-dev
libcmark-dev
libcurl4-openssl-dev
libdeflate-dev
libjansson-dev
libmicrohttpd-dev
libpng-dev
libpq-dev
libqrencode-dev
libseccomp-dev
libsodium-dev
libsqlite3-dev
libssl-dev
libturbojpeg0-dev
libutf8proc-dev
libwebp-dev
libzip-dev
meson
ninja-build
pkg-config
zlib1g-dev
"

TEST="
clang
clang-format
chromium
curl
fonts-liberation2
gcovr
iproute2
libreoffice-calc-nogui
libreoffice-writer-nogui
mandoc
nginx-light
openssl
poppler-utils
postgresql
sqlite3
systemd
unzip
wrk
zip
"

DEB="
debhelper
fakeroot
lintian
"

# Node may be there without being a package; npm is for the browser tests only.
command -v node >/dev/null && command -v npm >/dev/null || TEST="$TEST nodejs npm"

case "${1:-}" in
build) wanted=$BUILD ;;
test) wanted="$BUILD $TEST" ;;
deb) wanted="$BUILD $DEB" ;;
*) echo "usage: tools/deps.sh build|test|deb [--list]" >&2; exit 2 ;;
esac

# A package counts as there when it, or another that provides it, is installed.
missing=$({
    dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' 2>/dev/null || :
    for package in $wanted; do echo "? $package"; done
} | awk '
    $1 == "installed" { for (i = 2; i <= NF; i++) { sub(/,$/, "", $i); have[$i] = 1 } next }
    $1 == "?" && !have[$2] { print $2 }')

[ -n "$missing" ] || exit 0
[ "${2:-}" != --list ] || { echo "$missing"; exit 0; }

command -v apt-get >/dev/null || { echo "deps: this is not Debian; please install the likes of:" $missing >&2; exit 1; }
root=""
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "deps: neither root nor sudo; as root: apt-get install" $missing >&2; exit 1; }
    root=sudo
fi
echo "deps: installing" $missing
apt() { $root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o=Dpkg::Use-Pty=0 "$@"; }
log=$(mktemp)
# The lists of a fresh machine are empty or old: fetch them and try again before giving up.
apt install -y --no-install-recommends $missing >"$log" 2>&1 ||
    { apt update >"$log" 2>&1 && apt install -y --no-install-recommends $missing >"$log" 2>&1; } ||
    { cat "$log" >&2; rm -f "$log"; exit 1; }
rm -f "$log"

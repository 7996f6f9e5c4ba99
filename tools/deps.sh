#!/bin/sh
# deps.sh: installs the Debian packages that building and testing need. usage: tools/deps.sh build|test
set -eu
BUILD="gcc meson ninja-build pkg-config libutf8proc-dev libsodium-dev libssl-dev libsqlite3-dev libpq-dev"
TEST="clang"
case "${1:-}" in
build) exec apt-get install -y --no-install-recommends $BUILD ;;
test) exec apt-get install -y --no-install-recommends $BUILD $TEST ;;
*) echo "usage: tools/deps.sh build|test" >&2; exit 2 ;;
esac

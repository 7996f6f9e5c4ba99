#!/bin/sh
# check.sh: everything that can be checked, in the sanitizer build; ends with one line of counts.
# usage: tools/check.sh MESON-SETUP-OPTION…
set -eu
# Whatever breaks off before the tests could be counted is one that failed: CI reads the last line.
counted=
trap '[ -z "${HOIAM_TEST_PG:-}" ] || tests/pg.sh stop >&2 || :; [ -n "$counted" ] || echo "0 passed, 1 failed"' EXIT
tools/deps.sh test

[ -f build-check/build.ninja ] || meson setup build-check "$@" >build-check.log 2>&1 || { cat build-check.log; exit 1; }
rm -f build-check.log
ninja -C build-check --quiet

# The suites that want PostgreSQL find it by HOIAM_TEST_PG.
HOIAM_TEST_PG=$(tests/pg.sh start)
export HOIAM_TEST_PG

rm -f build-check/meson-logs/*.junit.xml
code=0
meson test -C build-check --no-rebuild --print-errorlogs --wrapper "$PWD/tools/told.sh" || code=1
tools/tsan.sh || code=1
if [ -x tests/browser/run ]; then
    tests/browser/run build-check/meson-logs/browser.junit.xml || code=1
fi
counted=yes
tools/count.sh build-check/meson-logs/testlog*.junit.xml build-tsan/meson-logs/*.junit.xml \
    build-check/meson-logs/browser.junit.xml || code=1
exit $code

#!/bin/sh
# tsan.sh: the engine's readers and what is built beside its writer, under ThreadSanitizer, in a build of its own.
set -eu
[ -f build-tsan/build.ninja ] || meson setup build-tsan -Dbuildtype=debugoptimized -Db_sanitize=thread >build-tsan.log 2>&1 || {
    cat build-tsan.log
    exit 1
}
rm -f build-tsan.log
ninja -C build-tsan --quiet tests/unit/test_match_beside tests/unit/test_match_readers
rm -f build-tsan/meson-logs/*.junit.xml
TSAN_OPTIONS=halt_on_error=1 meson test -C build-tsan --no-rebuild --print-errorlogs match_beside match_readers

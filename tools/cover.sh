#!/bin/sh
# cover.sh: which lines of src/ the tests reach; a summary here, the pages in build-cover/html/.
set -eu
tools/deps.sh test
# Counters are atomic, or threads would leave negative ones, which gcovr refuses; and a server that has shut itself in must reach them.
[ -f build-cover/build.ninja ] || meson setup build-cover -Dbuildtype=debug -Db_coverage=true \
    "-Dc_args=['-fprofile-update=atomic', '-DCOVER_FOLDER=\"$PWD/build-cover\"']" >/dev/null
find build-cover -name '*.gcda' -delete # of an earlier run
ninja -C build-cover --quiet
tests/pg.sh meson test -C build-cover --no-rebuild --quiet || echo "cover: some tests fell short; what they reached is counted all the same"
mkdir -p build-cover/html
gcovr --root . --filter src/ build-cover --html-details build-cover/html/index.html --print-summary

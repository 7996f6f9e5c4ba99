#!/bin/sh
# count.sh: adds up meson's JUnit files into "N passed, N failed". usage: tools/count.sh FILE.junit.xml…
#
# Every ok of a TAP program counts as one test. A program that broke without saying "not ok" counts as one failed.
set -eu
awk '
    function attribute(name,    rest) {
        if (!match($0, " " name "=\"[0-9]+\"")) return 0
        rest = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
        return rest + 0
    }
    BEGIN { RS = ">" }
    /<testsuite / {
        bad = attribute("failures") + attribute("errors")
        failed += bad
        skipped += attribute("skipped")
        passed += attribute("tests") - bad - attribute("skipped")
    }
    END { printf "%d passed, %d failed%s\n", passed, failed, skipped ? ", " skipped " skipped" : ""; exit failed > 0 || passed == 0 }
' "$@"

#!/bin/sh
# count.sh: adds up JUnit files into "N passed, N failed"; 1 when anything failed or nothing was tested.
# usage: tools/count.sh FILE.junit.xml…
#
# Every ok of a TAP program counts as one test. A program that broke off without saying "not ok" is not told in meson's
# JUnit file; it is in FILE.json beside it, and counts as one failed. So does a file that is named and not there: its tests
# did not run.
set -eu
for file in "$@"; do
    [ -f "$file" ] || { echo "{\"name\": \"$file\", \"result\": \"MISSING\"}"; continue; }
    tr '>' '\n' <"$file" | grep '<testsuite ' || :
    log=${file%.junit.xml}.json
    [ ! -f "$log" ] || cat "$log"
done | awk '
    function value(pattern, before, after) {
        return match($0, pattern) ? substr($0, RSTART + before, RLENGTH - before - after) : ""
    }
    function attribute(name) { return value(" " name "=\"[0-9]+\"", length(name) + 3, 1) + 0 }
    /^ *<testsuite / {
        bad = attribute("failures") + attribute("errors")
        # meson writes "project.project:suite / name" here and "project:suite / name" in its log
        name = value(" name=\"[^\"]*\"", 7, 1)
        sub(/^[^.]*\./, "", name)
        told[name] = bad
        failed += bad
        skipped += attribute("skipped")
        passed += attribute("tests") - bad - attribute("skipped")
    }
    /^\{/ {
        name = value("\"name\": \"[^\"]*\"", 9, 1)
        result = value("\"result\": \"[A-Z]+\"", 11, 1)
        if (result != "OK" && result != "SKIP" && result != "EXPECTEDFAIL" && !told[name]) failed++
    }
    END {
        if (skipped) printf "%d skipped\n", skipped
        printf "%d passed, %d failed\n", passed, failed
        exit failed > 0 || passed + 0 == 0
    }'

#!/bin/sh
# check-layers.sh: the walls of the house, over the text of the sources. usage: tools/check-layers.sh [ROOT]
#
# Prints TAP, one test a rule; a break is told as file:line. Rules: includes go down only; cli, web and jobs never
# include each other; each foreign library in its one file; files and functions short; a first line that says what the
# file is for; lines of 130 columns; no query that nobody asks; nothing left to do; lists in meson.build by the alphabet.
set -eu
cd "${1:-.}"
sources=$(find src tools tests -name '*.[ch]' -not -path '*/node_modules/*' | sort)

# Rooms from the ground up. A room may include those below it and, on its own floor, those to its left; floors that
# begin with ! have walls between their rooms. Files that stand in src/ itself are the roof.
floors='
base
os
i18n text match stats tlog docs chart
! http db
! auth mail
core
! cli web jobs
'
n=0
failed=0
rule() { # NAME BREAKS
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        failed=1
        echo "not ok $n - $1"
        echo "$2" | sed 's/^/# /'
    fi
}

rule "includes go down only" "$(awk -v floors="$floors" '
    BEGIN {
        lines = split(floors, floor, "\n")
        for (i = 1; i <= lines; i++) {
            rooms = split(floor[i], room, " ")
            for (j = 1; j <= rooms; j++) { level[room[j]] = i; place[room[j]] = j; walls[room[j]] = room[1] == "!" }
        }
    }
    FNR == 1 { split(FILENAME, part, "/"); from = part[3] == "" ? "" : part[2] }
    /^#[ ]*include "/ && from != "" {
        split($0, quoted, "\""); split(quoted[2], part, "/"); to = part[1]
        if (to == from || part[2] == "") next # without a room: a table generated for this file
        else if (!(to in level)) print FILENAME ":" FNR ": no room " to " in the plan"
        else if (!(from in level)) print FILENAME ":" FNR ": no room " from " in the plan"
        else if (level[to] > level[from]) print FILENAME ":" FNR ": " from " includes " to ", which stands above it"
        else if (level[to] == level[from] && (walls[to] || place[to] > place[from]))
            print FILENAME ":" FNR ": " from " includes " to ", beside it"
    }' $(echo "$sources" | grep '^src/'))"

# The rooms of web, over what stands in src/web/ itself: each may include those to its left.
web_rooms='public desk admin steer'
rule "the rooms of web include to the left only" "$(awk -v rooms="$web_rooms" '
    BEGIN { n = split(rooms, room, " "); for (i = 1; i <= n; i++) place[room[i]] = i }
    FNR == 1 { split(FILENAME, part, "/"); from = part[4] == "" ? "" : part[3] }
    from != "" && !(from in place) && FNR == 1 { print FILENAME ": no room " from " in the plan of web" }
    /^#[ ]*include "web\// {
        split($0, quoted, "\""); n = split(quoted[2], part, "/"); to = n == 3 ? part[2] : ""
        if (to != from && to != "" && (from == "" || place[to] > place[from]))
            print FILENAME ":" FNR ": " (from == "" ? "the ground of web" : from) " includes " to
    }' $(echo "$sources" | grep '^src/web/'))"

rule "microhttpd.h, sqlite3.h and libpq-fe.h each in their one file" "$(for pair in microhttpd.h:src/http/server_mhd.c sqlite3.h:src/db/sqlite.c libpq-fe.h:src/db/postgres.c; do
    echo "$sources" | grep '^src/' | xargs grep -nE "# *include.*${pair%%:*}" | grep -v "^${pair#*:}:" || :
done)"

rule "files of 800 lines, tools of 700 at most" "$(wc -l $sources | awk '
    $2 == "total" { next }
    $1 > ($2 ~ /^tools\// ? 700 : 800) { print $2 ": " $1 " lines" }')"

rule "functions of 70 lines at most" "$(awk '
    /^\{/ { begin = FNR }
    /^\}/ && begin { if (FNR - begin - 1 > 70) print FILENAME ":" begin ": " FNR - begin - 1 " lines"; begin = 0 }
    FNR == 1 { begin = 0 }' $sources)"

rule "the first line says what the file is for" "$(for file in $sources; do
    name=$(basename "$file")
    case "$file" in
    src/*) head -n 1 "$file" | grep -q "^// $name: ." || echo "$file:1: wants // $name: what it is for" ;;
    *) head -n 1 "$file" | grep -q "^// ." || echo "$file:1: wants a comment: what it is for" ;;
    esac
done)"

# Lines are set to 120 columns; a few more are forgiven where a comment or a backslash hangs over.
rule "lines of 130 columns at most" "$(LC_ALL=C.UTF-8 grep -nE '^.{131,}' $sources | cut -d: -f1-2)"

rule "each query is asked" "$(asked=$(grep -hoE '\bq_[a-z0-9_]+|LIST_OF\([a-z]+, [a-z_]+' $sources | sed 's/.*, /q_/' | sort -u)
for name in $(sed -n 's/^-- name: \([a-z0-9_]*\).*/\1/p' sql/queries/*.sql); do
    echo "$asked" | grep -qx "q_$name" || echo "sql/queries: $name"
done)"

rule "nothing is left to do" "$(grep -nwE 'TODO|FIXME' $sources)"

# A list is what stands in lines of one name each. Sorted by bytes, so that two who add to it seldom meet at one place.
rule "lists in meson.build are in the order of the alphabet, each name once" "$(LC_ALL=C awk -v quote="'" '
    FNR == 1 { last = "" }
    $0 ~ "^ *" quote "[^" quote "]*" quote "( *:.*)?,( *#.*)?$" {
        split($0, part, quote)
        if (last != "" && part[2] "" <= last) print FILENAME ":" FNR ": " part[2] " after " last
        last = part[2] ""
        next
    }
    { last = "" }' $(find . -name meson.build -not -path './build*' -not -path '*/node_modules/*' | sort))"

echo "1..$n"
exit $failed

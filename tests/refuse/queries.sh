#!/bin/sh
# Every case of queries.cases must be refused by mkquery at the line and with the words that it names.
# queries.sh MKQUERY SOURCE_ROOT
mkquery=$1
root=$2
work=$(mktemp -d)
export LC_ALL=C
trap 'rm -r "$work"' EXIT
n=0
failed=0
want=

try() { # the case in $work/case, which should be refused with $want
    [ -n "$want" ] || return 0
    n=$((n + 1))
    rm -rf "$work/m" "$work/q"
    mkdir "$work/m" "$work/q"
    cp "$root"/tests/unit/sql/migrations/*.sql "$work/m"
    : >"$work/q/case.sql"
    case $want in
    "@m "*) cp "$work/case" "$work/m/0003_case.sql" ;;
    *) cp "$work/case" "$work/q/case.sql" ;;
    esac
    verdict=refused
    "$mkquery" --out "$work" --prefix x --schema x --migrations "$work"/m/*.sql --queries "$work"/q/case.sql \
        >"$work/out" 2>&1 && verdict=taken
    words=${want#@* }
    if [ "$words" = taken ]; then
        [ "$verdict" = taken ] && good=yes || good=
    else
        [ "$verdict" = refused ] && grep -qF "case.sql:${words%%:*}: " "$work/out" &&
            grep -qF "${words#*: }" "$work/out" && good=yes || good=
    fi
    [ "$good" = yes ] && echo "ok $n - $want" && return
    failed=$((failed + 1))
    echo "not ok $n - $want"
    sed 's/^/# /' "$work/out"
}

while IFS= read -r line; do
    case $line in
    "@"*)
        try
        want=$line
        : >"$work/case"
        ;;
    *) printf '%s\n' "$line" >>"$work/case" ;;
    esac
done <"$root/tests/refuse/queries.cases"
try

# A file that nobody listed would silently not be there.
cp "$root/tests/unit/sql/queries/thing.sql" "$work/q/other.sql"
n=$((n + 1))
: >"$work/q/case.sql"
if ! "$mkquery" --out "$work" --prefix x --schema x --migrations "$root"/tests/unit/sql/migrations/*.sql \
    --queries "$work/q/case.sql" >"$work/out" 2>&1 && grep -q "other.sql is not in the build" "$work/out"; then
    echo "ok $n - a file that is not in the list"
else
    failed=$((failed + 1))
    echo "not ok $n - a file that is not in the list"
fi
echo "1..$n"
[ "$failed" = 0 ]

#!/bin/sh
# Every template here must be refused at the line and with the words that it names in {# refused: LINE: words #}: those in
# templates/ by mktmpl, those in compile/ by the C compiler.
# templates.sh MKTMPL SOURCE_ROOT CC…
mktmpl=$1
root=$2
shift 2
here=$root/tests/refuse
work=$(mktemp -d)
export LC_ALL=C
trap 'rm -r "$work"' EXIT
n=0
failed=0

check() { # file, output, whether it went through
    n=$((n + 1))
    want=$(sed -n 's/^{# refused: \([0-9]*\): \(.*\) #}$/\1 \2/p' "$1")
    line=${want%% *}
    words=${want#* }
    name=${1#"$here"/}
    if [ "$3" = refused ] && [ -n "$words" ] && grep -qF "${1##*/}:$line:" "$2" && grep -qF "$words" "$2"; then
        echo "ok $n - $name: line $line: $words"
    else
        failed=$((failed + 1))
        echo "not ok $n - $name: line $line: $words"
        sed 's/^/# /' "$2"
    fi
}

for file in "$here"/templates/*.html; do
    verdict=refused
    "$mktmpl" source "$work/t.c" t.h "$file" vi="$here/vi.po" >"$work/out" 2>&1 && verdict=taken
    check "$file" "$work/out" $verdict
done
for file in "$here"/compile/*.html; do
    verdict=refused
    "$mktmpl" header "$work/t.h" "$file" && "$mktmpl" source "$work/t.c" t.h "$file" || exit 1
    "$@" -std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Wconversion -Werror -I"$root/src" -I"$work" -fsyntax-only "$work/t.c" \
        >"$work/out" 2>&1 && verdict=taken
    check "$file" "$work/out" $verdict
done
echo "1..$n"
[ "$failed" = 0 ]

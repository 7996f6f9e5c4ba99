#!/bin/sh
# openapi.sh: every address under /api of routes.def stands in docs/api/openapi.yaml with its method, and the other way
# round; every $ref points at something. usage: tests/house/openapi.sh ROOT      Prints TAP.
set -eu
cd "$1"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
yaml=docs/api/openapi.yaml
sed -nE 's|^ROUTE\(([A-Z]+), "(/api/[^"]*)".*|\1 \2|p' src/web/routes.def | LC_ALL=C sort >"$dir/routes"
awk '/^[a-z]/ { inside = $1 == "paths:" }
    inside && /^  \// { path = $1; sub(/:$/, "", path) }
    inside && /^    (get|put|post|patch|delete):/ { method = $1; sub(/:$/, "", method); print toupper(method), path }
' "$yaml" | LC_ALL=C sort >"$dir/described"
awk '/^[a-z]/ { top = $1 } /^  [A-Za-z]/ { group = $1 } /^    [A-Za-z]/ && top == "components:" {
    name = $1; sub(/:$/, "", name); sub(/:$/, "", group); print "#/components/" group "/" name }
' "$yaml" | LC_ALL=C sort >"$dir/parts"
sed -nE "s|.*\\\$ref: '([^']*)'.*|\1|p" "$yaml" | LC_ALL=C sort -u >"$dir/refs"

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
rule "there are routes under /api, and references" "$([ -s "$dir/routes" ] && [ -s "$dir/refs" ] || echo none)"
rule "every route is described" "$(comm -23 "$dir/routes" "$dir/described")"
rule "every description has its route" "$(comm -13 "$dir/routes" "$dir/described")"
rule "every reference points at a part" "$(comm -23 "$dir/refs" "$dir/parts")"
rule "every part is referred to" "$(comm -13 "$dir/refs" "$dir/parts")"
echo "1..$n"
exit $failed

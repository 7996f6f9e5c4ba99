#!/bin/sh
# check-routes.sh: says which file is missing before the linker says it in its own way: a row of routes.def whose handler
# nobody wrote, or that stands in the section of another folder, and a page's file or template that src/web/meson.build does
# not list.
# usage: tools/check-routes.sh ROOT [STAMP]
#
# Prints TAP; with STAMP, as the build calls it, writes that file when all is well, and else errors as a compiler would.
set -eu
root=$1
stamp=${2:-}
web=$root/src/web
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
listed() { grep -qF "'$1'" "$web/meson.build"; }

{
    # a handler is void NAME(struct web *w), at the left margin of a file; a section of routes.def begins with // FOLDER:
    (cd "$root/src" && grep -oE '^void [a-z0-9_]+\(struct web \*' -r web --include='*.c') |
        sed -E 's|/[^/]*:void ([a-z0-9_]+).*| \1|' | LC_ALL=C sort -u >"$dir/written"
    awk -F '[(), "]+' '
        FNR == NR { split($0, at, " "); room[at[2]] = at[1]; next }
        /^\/\/ web[a-z\/]*: / { section = substr($2, 1, length($2) - 1); next }
        !/^ROUTE\(/ { next }
        !($4 in room) {
            printf "src/web/routes.def:%d: %s %s has the handler %s, which no file has: ", FNR, $2, $3, $4
            printf "write void %s(struct web *w) in src/web/ROOM/FAMILY.c, and list that file in src/web/meson.build\n", $4
            next
        }
        room[$4] != section {
            printf "src/web/routes.def:%d: %s %s stands in the section of %s, but %s is in %s: ", FNR, $2, $3, section, $4, room[$4]
            print "move the row, or the handler"
        }' "$dir/written" "$web/routes.def"
    for name in $(cd "$web" && find . -name '*.c' | sed 's|^\./||' | LC_ALL=C sort); do
        listed "$name" || echo "src/web/$name: src/web/meson.build does not list it: add '$name', to the files of web_lib"
    done
    for file in "$root"/web/templates/*.html; do
        name=${file##*/}
        listed "${name%.html}" ||
            echo "web/templates/$name: src/web/meson.build does not list it: add '${name%.html}', to its templates"
    done
} >"$dir/out"

if [ -z "$stamp" ]; then
    sed 's/^/# /' "$dir/out"
    [ -s "$dir/out" ] && echo "not ok 1 - every page has its files" || echo "ok 1 - every page has its files"
    echo 1..1
elif [ -s "$dir/out" ]; then
    sed 's/: /: error: /' "$dir/out" >&2 # the first only: behind the place
    exit 1
else
    echo "// Made by tools/check-routes.sh: every route has its handler." >"$stamp"
fi
[ ! -s "$dir/out" ]

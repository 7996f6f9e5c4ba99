#!/bin/sh
# po.sh: translations against all sources. usage: tools/po.sh check|merge MKPO [ROOT]
set -eu
mode=$1
mkpo=$(readlink -f "$2")
cd "${3:-.}"
status=0
for po in po/*.po; do
    find src web/templates \( -name '*.[ch]' -o -name '*.def' -o -name '*.html' \) 2>/dev/null | LC_ALL=C sort |
        xargs "$mkpo" "$mode" "$po" || status=1
done
exit $status

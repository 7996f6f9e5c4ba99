#!/bin/sh
# Every PO file here must be refused with the words that its first line names: those in po/ by the reader, at that line;
# those in po_check/ when they are compared with the sources beside them. po_check/good.po must be taken.
# po.sh MKPO SOURCE_ROOT
mkpo=$1
here=$2/tests/refuse
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
export LC_ALL=C
n=0
failed=0

verdict() { # good?, what
    n=$((n + 1))
    if [ "$1" = yes ]; then
        echo "ok $n - $2"
    else
        failed=$((failed + 1))
        echo "not ok $n - $2"
        sed 's/^/# /' "$work/out"
    fi
}

for file in "$here"/po/*.po "$here"/po_check/*.po; do
    first=$(sed -n '1s/^# refused: //p' "$file")
    line=${first%%:*}
    words=${first#*: }
    case $file in
    */po/*) "$mkpo" catalog "$work/c" "$file" >"$work/out" 2>&1 && code=0 || code=1; at="${file##*/}:$line: error: " ;;
    *) "$mkpo" check "vi=$file" "$here"/po_check/sample.* >"$work/out" 2>&1 && code=0 || code=1; at="" ;;
    esac
    good=no
    if [ "${file##*/}" = good.po ]; then
        [ $code = 0 ] && good=yes
    elif [ $code = 1 ] && [ -n "$words" ] && grep -qF "$at$words" "$work/out"; then
        good=yes
    elif [ $code = 1 ] && [ -n "$words" ] && grep -F "$at" "$work/out" | grep -qF "$words"; then
        good=yes
    fi
    verdict $good "${file#"$here"/}: $words"
done

# make po: what is missing is added once, and then stands there without a translation.
cp "$here/po_check/good.po" "$work/m.po"
sed -i '/^msgctxt/,$d' "$work/m.po"
"$mkpo" merge "$work/m.po" "$here"/po_check/sample.* "$here"/po_check/sample.* >"$work/out" 2>&1
grep -q '3 messages added' "$work/out" && good=yes || good=no
verdict $good "merge adds what is missing, once"
"$mkpo" merge "$work/m.po" "$here"/po_check/sample.* >"$work/out" 2>&1
grep -q '0 messages added' "$work/out" && good=yes || good=no
verdict $good "merge adds nothing the second time"
echo "1..$n"
[ "$failed" = 0 ]

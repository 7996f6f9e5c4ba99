#!/bin/sh
# refuses.sh: the checks of the house refuse what they are there to refuse. usage: refuses.sh TOOLS
#
# Each case breaks one rule in a small house of its own, and the check has to name the file.
set -eu
tools=$(realpath "$1")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0
failed=0
say() { # GOOD NAME
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; failed=1; fi
}
house() { # a house in which all is well
    rm -rf "$dir/house"
    mkdir -p "$dir/house/src/base" "$dir/house/src/core/desk" "$dir/house/src/cli" "$dir/house/src/web" \
        "$dir/house/src/db" "$dir/house/src/http" "$dir/house/src/text" "$dir/house/src/match" "$dir/house/tools" \
        "$dir/house/tests"
    cd "$dir/house"
    printf '// str.h: strings.\n' >src/base/str.h
    printf '// main.c: begins.\n#include "cli/cli.h"\n#include "web/web.h"\n' >src/main.c
    printf '// match.c: finds.\n#include "text/fold.h"\n' >src/match/match.c
}
unsorted() { # NAME LIST: the layer check names meson.build
    house
    printf "$2" >src/meson.build
    if "$tools/check-layers.sh" . >out; then say 1 "$1"; else grep -q "^# ./src/meson.build" out && say 0 "$1" || say 1 "$1"; fi
}
refused() { # NAME FILE CONTENT: the layer check names FILE
    house
    mkdir -p "$(dirname "$2")"
    printf "$3" >"$2"
    if "$tools/check-layers.sh" . >out; then say 1 "$1"; else grep -q "^# $2" out && say 0 "$1" || say 1 "$1"; fi
}

house
"$tools/check-layers.sh" . >/dev/null && say 0 "a house in order is let through" || say 1 "a house in order is let through"
refused "base that includes core" src/base/a.c '// a.c: x.\n#include "core/desk/matter.h"\n'
refused "core that includes web" src/core/desk/matter.c '// matter.c: x.\n#include "web/web.h"\n'
refused "cli that includes web" src/cli/serve.c '// serve.c: x.\n#include "web/web.h"\n'
refused "web that includes cli" src/web/page.c '// page.c: x.\n# include "cli/cli.h"\n'
refused "http that includes db" src/http/server.c '// server.c: x.\n#include "db/db.h"\n'
refused "text that includes match" src/text/fold.c '// fold.c: x.\n#include "match/match.h"\n'
refused "a room that is not in the plan" src/core/a.c '// a.c: x.\n#include "cellar/wine.h"\n'
refused "sqlite3.h outside its file" src/db/writer.c '// writer.c: x.\n#include <sqlite3.h>\n'
refused "a room of web that includes one to its right" src/web/public/home.c '// home.c: x.\n#include "web/desk/desk_view.h"\n'
refused "a room of web that is in no plan" src/web/attic/home.c '// home.c: x.\n'
refused "microhttpd.h outside its file" src/web/page.c '// page.c: x.\n#include <microhttpd.h>\n'
refused "a first line that says nothing" src/base/a.c '#include "base/str.h"\n'
refused "a line that is too long" src/base/a.c "// a.c: x.\n// $(printf '%0140d' 0)\n"
unsorted "a list out of the order of the alphabet" "x = [\n  'b',\n  'a',\n]\n"
unsorted "a name twice in a list" "x = [\n  'a',\n  'a',\n]\n"
refused "work left to do" src/base/a.c '// a.c: x.\n// TODO: the rest\n'
refused "a long function" src/base/a.c "// a.c: x.\nint f(void)\n{\n$(printf '%071d' 0 | sed 's/0/    ;\\n/g')}\n"
refused "a long file" src/base/a.c "// a.c: x.\n$(printf '%0800d' 0 | sed 's/0/int x;\\n/g')"

web() { # a house with one page, of which FAMILY is missing
    house
    mkdir -p web/templates src/web/public
    echo '<p>a</p>' >web/templates/send.html
    printf "templates = [\n  'send',\n]\nweb_lib = static_library('web',\n  'public/send.c',\n)\n" >src/web/meson.build
    printf 'void send_get(struct web *w)\n{\n}\n' >src/web/public/send.c
    printf '// web/public: x\nROUTE(GET, "/{lang}/send", send_get, SEND)\n' >src/web/routes.def
}
unlisted() { # NAME PLACE WORDS: the check of routes says so
    if "$tools/check-routes.sh" . stamp 2>out; then say 1 "$1"; else grep -q "^$2: error: .*$3" out && say 0 "$1" || say 1 "$1"; fi
}
web
"$tools/check-routes.sh" . stamp && [ -s stamp ] && say 0 "a page with all its files is let through" || say 1 "a page with all its files is let through"
echo 'ROUTE(GET, "/{lang}/made-up", made_up_get, PUBLIC)' >>src/web/routes.def
unlisted "a route without its handler" src/web/routes.def:3 'GET /{lang}/made-up .*write void made_up_get(struct web \*w)'
web
echo '// web/desk: y' >src/web/routes.def
echo 'ROUTE(GET, "/{lang}/send", send_get, SEND)' >>src/web/routes.def
unlisted "a route in another folder's section" src/web/routes.def:2 'GET /{lang}/send .*section of web/desk.*is in web/public'
web
printf 'void made_up_get(struct web *w)\n{\n}\n' >src/web/public/made_up.c
unlisted "a page's file that is not listed" src/web/public/made_up.c "add 'public/made_up.c'"
web
echo '<p>b</p>' >web/templates/made_up.html
unlisted "a template that is not listed" web/templates/made_up.html "add 'made_up'"

house
mkdir web
echo '<h1>Xử lý Đối tượng</h1>' >web/page.html
if "$tools/check-words.sh" . >out; then say 1 "a word not to be said"; else grep -q 'web/page.html:1' out && say 0 "a word not to be said" || say 1 "a word not to be said"; fi

echo '<testsuites><testsuite name="a" tests="3" errors="0" failures="1" skipped="1"><testcase/></testsuite><testsuite name="b" tests="1" errors="1" failures="0" skipped="0"/></testsuites>' >a.xml
counts=$("$tools/count.sh" a.xml) && say 1 "failures fail" || say 0 "failures fail"
[ "$counts" = "1 skipped
1 passed, 2 failed" ] && say 0 "and are counted" || say 1 "and are counted ($counts)"
echo '<testsuites><testsuite name="p.p:unit / t" tests="3" errors="0" failures="0" skipped="0"></testsuites>' >b.junit.xml
echo '{"name": "p:unit / t", "stdout": "ok 1", "result": "ERROR"}' >b.json
counts=$("$tools/count.sh" b.junit.xml) && say 1 "a program that broke off fails" || say 0 "a program that broke off fails"
[ "$counts" = "3 passed, 1 failed" ] && say 0 "and is counted" || say 1 "and is counted ($counts)"
echo '<testsuites></testsuites>' >a.xml
"$tools/count.sh" a.xml >/dev/null && say 1 "no test at all fails" || say 0 "no test at all fails"
echo '<testsuite name="x" tests="1" failures="0">' >a.xml
"$tools/count.sh" a.xml never.xml >/dev/null && say 1 "a file of results that is not there fails" || say 0 "a file of results that is not there fails"

# What meson keeps to itself of a TAP test is repeated where it is seen, and the exit code stays.
printf 'echo "ok 1 - a"; echo "# calm"; echo "not ok 2 - b"; echo "# why"; echo "ok 3 - c"; exit 3\n' >t.sh
sh "$tools/told.sh" sh t.sh >out 2>err && code=0 || code=$?
[ $code = 3 ] && say 0 "a test's exit code comes through" || say 1 "a test's exit code comes through ($code)"
[ "$(cat err)" = "not ok 2 - b
# why" ] && [ "$(wc -l <out)" = 5 ] && say 0 "and why it failed is told" || say 1 "and why it failed is told ($(cat err))"
echo "1..$n"
exit $failed

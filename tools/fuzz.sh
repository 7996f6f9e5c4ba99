#!/bin/sh
# fuzz.sh: hostile bytes against every parser, T seconds in all. usage: tools/fuzz.sh T
set -eu
total=${1:-60}
tools/deps.sh test
[ -f build-fuzz/build.ninja ] || CC=clang meson setup build-fuzz -Dfuzzers=true -Dbuildtype=debugoptimized \
    -Db_sanitize=address,undefined -Db_lundef=false
ninja -C build-fuzz --quiet

targets=$(find build-fuzz/tests/fuzz -maxdepth 1 -type f -name 'fuzz_*' -perm -u+x | sort)
[ -n "$targets" ] || { echo "fuzz: there are no targets in tests/fuzz" >&2; exit 1; }
count=$(echo "$targets" | wc -l)
each=$((total / count))
[ "$each" -gt 0 ] || each=1
code=0
for target in $targets; do
    name=$(basename "$target" | sed 's/^fuzz_//')
    found=build-fuzz/found/$name
    mkdir -p "$found"
    seeds=tests/fuzz/corpus/$name
    [ -d "$seeds" ] || seeds=""
    echo "fuzz: $name, $each s"
    if ! "$target" -max_total_time="$each" -timeout=10 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1 \
        -artifact_prefix="build-fuzz/$name-" "$found" $seeds >"build-fuzz/$name.log" 2>&1; then
        tail -n 40 "build-fuzz/$name.log"
        echo "fuzz: $name fell; the input is build-fuzz/$name-*"
        code=1
    fi
    grep -h 'number_of_executed_units' "build-fuzz/$name.log" || :
done
exit $code

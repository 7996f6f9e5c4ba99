#!/bin/sh
# bench.sh: every bench of the release build, each beside its own reference; they say what they compare.
# A bench is a program build/tests/bench/bench_NAME or a script tests/bench/NAME.sh, which gets the program as argument.
set -eu
tools/deps.sh test
code=0
there=$(mktemp -d)
trap 'rm -rf "$there"' EXIT INT TERM
for bench in build/tests/bench/bench_* tests/bench/*.sh; do
    [ -f "$bench" ] && [ -x "$bench" ] || continue
    case "$bench" in */bench_load) continue ;; esac # the client that page.sh uses
    echo "== $(basename "$bench" .sh | sed 's/^bench_//')"
    case "$bench" in
    *.sh | */bench_intake) "$bench" build/src/hoiam || code=1 ;;
    */bench_ranking) "$bench" --distractors || code=1 ;;
    */bench_db_writes) "$bench" "$there" || code=1 ;;
    *) "$bench" || code=1 ;;
    esac
done
exit $code

#!/bin/sh
# bench.sh: every bench of the release build, each beside its own reference; they say what they compare.
# A bench is a program build/tests/bench/bench_NAME or a script tests/bench/NAME.sh, which gets the program as argument.
set -eu
tools/deps.sh test
code=0
for bench in build/tests/bench/bench_* tests/bench/*.sh; do
    [ -f "$bench" ] && [ -x "$bench" ] || continue
    echo "== $(basename "$bench" .sh | sed 's/^bench_//')"
    case "$bench" in
    *.sh) "$bench" build/hoiam || code=1 ;;
    *) "$bench" || code=1 ;;
    esac
done
exit $code

#!/bin/sh
# told.sh: runs a test and repeats on standard error what its TAP says of a failure ("not ok" and the # lines behind it):
# meson keeps standard output of TAP tests to itself. usage: meson test --wrapper tools/told.sh
code=$(mktemp)
trap 'rm -f "$code"' EXIT
{
    "$@"
    echo $? >"$code"
} | awk '
    { print; fflush() }
    /^not ok/ { told = 1 }
    /^ok/ { told = 0 }
    told && /^(not ok|#)/ { print > "/dev/stderr" }'
read -r status <"$code"
exit "${status:-1}"

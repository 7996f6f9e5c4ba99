#!/bin/sh
# doctor.sh: says what this machine lacks for building, testing and packaging, and how to get it; 1 when it cannot build.
set -eu
code=0
for purpose in build test deb; do
    missing=$(tools/deps.sh $purpose --list)
    if [ -z "$missing" ]; then
        echo "$purpose: everything is here"
    else
        echo "$purpose: missing" $missing
        echo "    get it: tools/deps.sh $purpose"
        [ $purpose != build ] || code=1
    fi
done
[ -d build ] && echo "build/: there" || echo "build/: not built yet; make"
if [ -r /sys/kernel/security/lsm ]; then
    grep -q landlock /sys/kernel/security/lsm && landlock=on || landlock="off: the kernel needs lsm=…,landlock"
else
    landlock="not told by this kernel; the server says at start what it could not close"
fi
echo "kernel: $(uname -r); Landlock: $landlock"
exit $code

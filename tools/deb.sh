#!/bin/sh
# deb.sh: builds the Debian package into build-deb/, without network.
set -eu
tools/deps.sh deb
rm -rf build-deb
mkdir -p build-deb/source
git ls-files -z | xargs -0 tar -c | tar -x -C build-deb/source
(cd build-deb/source && dpkg-buildpackage --build=binary --unsigned-changes --no-sign)
ls -l build-deb/*.deb

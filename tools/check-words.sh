#!/bin/sh
# check-words.sh: words that the program never says itself, in what it ships to be read. usage: tools/check-words.sh [ROOT]
#
# People and documents may use any words; these are about labels, templates, translations and demo data. report_word.def lists
# what a form refuses. Prints TAP.
set -eu
cd "${1:-.}"
words='đối tượng
phản bác
đấu tranh
luận điệu
thù địch
xấu độc
nhạy cảm
định hướng dư luận
nắm tình hình tư tưởng
cộng tác viên dư luận
xử lý người đăng'

found=$(for room in src web po data demo docs README.md; do
    [ ! -e "$room" ] || LC_ALL=C.UTF-8 grep -rniIF --exclude=report_word.def "$words" "$room" || :
done)
if [ -z "$found" ]; then
    echo "ok 1 - the program says none of the words it must not say"
else
    echo "not ok 1 - the program says words that it must not say"
    echo "$found" | sed 's/^/# /'
fi
echo "1..1"
[ -z "$found" ]

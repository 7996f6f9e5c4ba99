#!/bin/bash
# geometry.sh: opens our ODT, DOCX and XLSX in LibreOffice, prints papers to PDF and measures what stands where (TAP).
# usage: geometry.sh WRITE-PROGRAM     What is measured: Nghị định 30/2020/NĐ-CP, Phụ lục I.
set -uo pipefail
if ! command -v soffice >/dev/null || ! command -v pdftotext >/dev/null; then
    echo "1..0 # SKIP needs libreoffice-writer-nogui and poppler-utils (make check installs them)"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" "$work" || exit 1
n=0 failed=0
ok() { # ok STATUS WHAT
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; failed=1; fi
}
for format in odt docx; do
    (cd "$work" && mkdir -p "$format" && HOME="$work" timeout 120 soffice --headless --norestore \
        -env:UserInstallation="file://$work/profile" --convert-to pdf --outdir "$format" ./*."$format") >"$work/log" 2>&1
    for form in state party; do
        pdf=$work/$format/$form.pdf
        [ -f "$pdf" ]
        ok $? "LibreOffice opens $form.$format" || { cat "$work/log"; continue; }
        pdfinfo "$pdf" | awk '/Page size/ { exit !($3 >= 594.5 && $3 <= 596 && $5 >= 841 && $5 <= 842.5) }'
        ok $? "$form.$format: the page is A4"
        # Each word: page, its box in millimetres, and the word.
        pdftotext -bbox "$pdf" - | awk -F'"' '/<page / { page++ }
            /<word / { split($9, w, /[<>]/); m = 25.4 / 72; print page, $2 * m, $4 * m, $6 * m, $8 * m, w[2] }' >"$work/words"
        awk '$1 == 1 || $3 > 20 { if (low == "" || $2 < low) low = $2; if ($4 > high) high = $4 }
            END { exit !(low >= 29.5 && low <= 31 && high >= 190 && high <= 195.5) }' "$work/words"
        ok $? "$form.$format: margins 30 mm left, 15 mm right"
        awk '$1 == 1 { if (top == "" || $3 < top) top = $3; if ($5 > bottom) bottom = $5 }
            END { exit !(top >= 19.5 && top <= 22 && bottom <= 277.5 && bottom > 255) }' "$work/words"
        ok $? "$form.$format: margins 20 mm top and bottom, no number on page 1"
        awk '$1 == 2 && $3 < 19 { c++; middle = ($2 + $4) / 2; what = $6 }
            END { exit !(c == 1 && what == "2" && middle > 111 && middle < 114) }' "$work/words"
        ok $? "$form.$format: page 2 has its number in the top margin, in the middle"
        if [ "$form" = state ]; then
            awk '$1 == 1 && $3 < 28 && ($6 == "CỘNG" || $6 == "NAM") { y[$6] = $3; h = $5 - $3 }
                END { d = y["CỘNG"] - y["NAM"]; exit !(y["CỘNG"] > 0 && d < 0.1 && d > -0.1 && h > 3.5 && h < 6) }' "$work/words"
            ok $? "$form.$format: the country's name stands in capitals on one line"
        fi
        awk '$6 == "TM." || $6 == "KT." || $6 == "PHÓ" { y[$6] = $3 }
            END { exit !(y["TM."] > 0 && y["KT."] - y["TM."] > 4 && y["PHÓ"] - y["KT."] > 4 && y["PHÓ"] - y["TM."] < 16) }' "$work/words"
        ok $? "$form.$format: TM., KT. and the signer's own title stand on three lines, one below the other"
        pdffonts "$pdf" | awk 'NR > 2 && $1 !~ /(TimesNewRoman|Liberation ?Serif|LiberationSerif)/ { bad = 1 } END { exit bad }'
        ok $? "$form.$format: Times New Roman, or the font of its measure"
    done
done
table() { # table FORMULAS: the workbook as CSV in UTF-8; true: with its formulas
    (cd "$work" && HOME="$work" timeout 120 soffice --headless --norestore -env:UserInstallation="file://$work/profile" \
        --convert-to "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,$1" --outdir "csv-$1" figures.xlsx) >"$work/log" 2>&1
    cat "$work/csv-$1/figures.csv"
}
diff <(table false) - <<'END'
Cơ quan,Nhận,Đúng hạn
Xã <A> & B,1200,900
=1+1,34,30
Tổng,1234,0.754
END
ok $? "LibreOffice opens the workbook; texts are never formulas"
table true >"$work/formulas"
[ "$(tail -1 "$work/formulas")" = 'Tổng,=SUM(B2:B3),"=ROUND(SUM(C2:C3)/B4,3)"' ]
ok $? "its totals are live"
echo "1..$n"
exit $failed

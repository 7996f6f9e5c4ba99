#!/bin/sh
# totals.sh: the totals of a report's workbook are live: with their stored values taken out, LibreOffice computes the same ones.
# usage: tests/paper/totals.sh HOIAM
set -eu
hoiam=$(realpath "$1")
for tool in soffice sqlite3 unzip zip; do
    command -v $tool >/dev/null || { echo "1..0 # SKIP $tool is missing (tools/deps.sh test)"; exit 0; }
done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
"$hoiam" init t.db --office "UBND tỉnh Tân Giang" --code tinh >/dev/null
printf 'code,kind,parent,name_vi\nxa,commune,tinh,UBND xã Một\nxb,commune,tinh,UBND xã Hai\n' >o.csv
"$hoiam" import offices --db t.db o.csv >/dev/null 2>&1
sqlite3 t.db "
INSERT INTO report_template (id, office_id, code, edition, name, every, closing_day, due_days, owed_by, form, since_day)
    SELECT 1, office_id, 'thang', 1, 'Báo cáo tháng', 'month', 0, 5, 'commune', 'state', 1 FROM home;
INSERT INTO template_figure VALUES (1, 1, 1, 'catalogue', 'received', 'count', '', '', '', 1),
    (2, 1, 2, 'catalogue', 'on_time_share', 'share', '', '', '', 1);
INSERT INTO report (home_id, id, public_id, template_id, office_id, first_day, last_day, edition, is_last, scope, state, due_day,
        frozen_at, handed_in_at, changed_at)
    SELECT h.id, CASE t.code WHEN 'xa' THEN 5 ELSE 6 END, 'abcdefgh' || t.code, 1, t.office_id, 20727, 20757, 1, 1, 'own',
        'handed_in', 20762, 1793500000, 1793500000, 1793500000 FROM home h, office_term t WHERE t.code IN ('xa', 'xb');
INSERT INTO report_figure SELECT id, 5, 1, 7, 0, 1 FROM home; INSERT INTO report_figure SELECT id, 5, 2, 1, 2, 1 FROM home;
INSERT INTO report_figure SELECT id, 6, 1, 5, 0, 1 FROM home; INSERT INTO report_figure SELECT id, 6, 2, 3, 8, 1 FROM home;"
"$hoiam" report --db t.db --template thang --period 2026-10 --format xlsx >r.xlsx
mkdir x
(cd x && unzip -q ../r.xlsx)
formulas=$(cat x/xl/worksheets/*.xml | grep -o '</f><v>' | wc -l)
sed -i 's|</f><v>[^<]*</v>|</f>|g' x/xl/worksheets/*.xml
(cd x && zip -qr ../bare.xlsx .)
soffice -env:UserInstallation="file://$dir/profile" --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' \
    --outdir out bare.xlsx >/dev/null 2>&1
total=$(cat out/*.csv | grep -E '^(Tổng cộng|All together)' | tail -n 1)
echo "1..2"
[ "$formulas" -ge 2 ] && echo "ok 1 - $formulas totals are formulas" || echo "not ok 1 - only $formulas formulas"
case $total in
    *,12,*40*) echo "ok 2 - computed anew: 12 in all, and a share of 4 in 10, not the mean of two shares" ;;
    *) echo "not ok 2 - computed anew: $total" ;;
esac

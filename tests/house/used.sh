#!/bin/sh
# used.sh: whatever names an office or a subject is asked before an import that made it is taken back: each foreign key of
# the schema has its line in import_used (sql/queries/import.sql), or is named here with its reason.
# usage: used.sh HOIAM ROOT
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$1" init "$dir/a.db" --office A >/dev/null 2>&1
sqlite3 "$dir/a.db" "SELECT m.name || ' ' || f.\"from\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f
    WHERE f.\"table\" IN ('office', 'category') ORDER BY 1" >"$dir/keys"
n=0
echo "1..$(wc -l <"$dir/keys")"
while read -r table column; do
    n=$((n + 1))
    case "$table.$column" in
    office_term.* | office_name.* | office_succession.*) why="the tree itself (import_leaned_on)" ;;
    counter.office_id) why="a book of numbers, which outlives what had them" ;;
    category_name.category_id) why="the subject's own" ;;
    *) why= ;;
    esac
    if [ -n "$why" ]; then
        echo "ok $n - $table.$column: $why"
    elif grep -q "SELECT $column AS id, '[a-z]*' AS what FROM $table WHERE $column IN (SELECT id FROM made)" \
        "$2/sql/queries/import.sql"; then
        echo "ok $n - $table.$column is asked"
    else
        echo "not ok $n - $table.$column is asked"
    fi
done <"$dir/keys"

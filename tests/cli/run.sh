#!/bin/sh
# run.sh: carries out one test document of the command line. usage: run.sh PROGRAM DOCUMENT.t
#
# A document is prose with examples in it:
#
#     $ printf 'a,b\n' | hoiam import - --db x.db     a command, run by sh in a fresh folder of the document's own;
#                                                     `hoiam` is the program under test
#     < a line                                        a line of its standard input
#     > a line                                        a line that it prints
#     ! a line                                        a line that it says on standard error
#     ? 2                                             its exit code, 0 where none is given
#
# In expected lines * stands for any text, and a line of only ... for any number of lines. Expected lines come right
# after their command, at the left margin. Where no > (or !) is given, nothing may be printed (or said).
set -eu
program=$(realpath "$1")
document=$(realpath "$2")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/bin" "$dir/work"
ln -s "$program" "$dir/bin/hoiam"
cd "$dir/work"
unset HOIAM_DB HOIAM_LANG
PATH="$dir/bin:$PATH" LC_ALL=C awk -v dir="$dir" '
    # Does got[g..gn] read as want[w..wn]?
    function matches(w, g,    rest) {
        for (; w <= wn; w++) {
            if (want[w] == "...") {
                for (rest = g; rest <= gn + 1; rest++) {
                    if (matches(w + 1, rest)) return 1
                }
                return 0
            }
            if (g > gn || !line_matches(want[w], got[g++])) return 0
        }
        return g == gn + 1
    }
    function line_matches(pattern, line,    parts, n, i, at) {
        n = split(pattern, parts, "*")
        if (n <= 1) return pattern == line
        if (substr(line, 1, length(parts[1])) != parts[1]) return 0
        line = substr(line, length(parts[1]) + 1)
        for (i = 2; i < n; i++) {
            at = index(line, parts[i])
            if (parts[i] != "" && at == 0) return 0
            if (parts[i] != "") line = substr(line, at + length(parts[i]))
        }
        return length(line) >= length(parts[n]) && substr(line, length(line) - length(parts[n]) + 1) == parts[n]
    }
    function stream(name, expected,    file, i) {
        file = dir "/" name
        gn = 0
        while ((getline got[gn + 1] < file) > 0) gn++
        close(file)
        wn = split(expected, want, "\n") - 1
        if (matches(1, 1)) return 1
        for (i = 1; i <= wn; i++) complaint = complaint "# want " name ": " want[i] "\n"
        for (i = 1; i <= gn; i++) complaint = complaint "#  got " name ": " got[i] "\n"
        return 0
    }
    function finish(    code, good) {
        if (command == "") return
        printf "%s", input > (dir "/in")
        close(dir "/in")
        printf "%s\n", command > (dir "/sh")
        close(dir "/sh")
        code = system("sh " dir "/sh < " dir "/in > " dir "/out 2> " dir "/err")
        # a starved machine is warned of in the log; that is no part of what a command says
        system("sed -i \"/a transaction function took/d\" " dir "/err")
        complaint = ""
        good = stream("out", out)
        good = stream("err", err) && good
        if (code != exit_code) {
            complaint = complaint "# want exit " exit_code ", got " code "\n"
            good = 0
        }
        printf "%sok %d - %s (line %d)\n%s", good ? "" : "not ", ++count, command, line_number, complaint
        failed += !good
        command = ""
    }
    /^\$ / { finish(); command = substr($0, 3); line_number = NR; input = out = err = ""; exit_code = 0; next }
    command != "" && /^< / { input = input substr($0, 3) "\n"; next }
    command != "" && /^>($| )/ { out = out substr($0, 3) "\n"; next }
    command != "" && /^!($| )/ { err = err substr($0, 3) "\n"; next }
    command != "" && /^\? / { exit_code = $2; next }
    { finish() }
    END { finish(); printf "1..%d\n", count; exit failed > 0 || count == 0 }
' "$document"

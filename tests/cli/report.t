The figures of the demo: the same from the console, from the numbers page, from the rows behind them and from the store itself.

$ hoiam demo --dir d --port 0 > out 2> log & echo $! > pid; i=0; until grep -qs "^Follow-up" out || [ $i -gt 600 ]; do sleep 0.1; i=$((i+1)); done; sed -n 's/.*\(http:[^ ]*\)\/ until.*/\1/p' out > site; curl -s "$(cat site)/healthz" > healthz && echo it answers
> it answers

A file of each: the page's JSON, and the report's, for several offices and periods.

$ for p in 2025 2026H1 2026Q1 2026Q3; do for o in TG TG-01 TG-12 TG-SXD; do curl -s "$(cat site)/vi/numbers.json?period=$p&office=$o" > $p.$o.page; hoiam report --db d/demo.db --office $o --period $p --format json > $p.$o.report; done; done; ls *.page *.report | wc -l
> 32

Whatever the page tells, the report says too, to the last digit; where the page says "<5" it is 1 to 4, where it says ">7" it is 1
to 4 more than the 7 that are public; and what it hides is less than what it tells.

$ cat > compare.js
< const fs = require("fs");
< let told = 0, small = 0, hidden = 0, wrong = 0;
< const see = (where, page, report) => {
<     if (page === "<5") small++, wrong += !(report >= 1 && report <= 4);
<     else if (/^>\d+$/.test(page)) small++, wrong += !(report > +page.slice(1) && report <= +page.slice(1) + 4);
<     else if (page === "hidden") hidden++;
<     else if (told++, page !== report) wrong++, console.log(where, page, report);
< };
< for (const name of fs.readdirSync(".").filter((f) => f.endsWith(".page"))) {
<     const page = JSON.parse(fs.readFileSync(name));
<     const report = JSON.parse(fs.readFileSync(name.replace("page", "report")));
<     const times = ["value", "before", "year_before"];
<     for (const key in report.figures)
<         for (const t of times) see(name + " " + key, page.figures[key][t], report.figures[key][t]);
<     for (const list of ["by_channel", "by_subject", "by_outcome", "open_by_age", "by_rating", "by_kind"])
<         for (const part of report[list])
<             for (const t of times) see(name + " " + part.code, page[list].find((p) => p.code === part.code)[t], part[t]);
<     report.by_office.forEach((row, i) => {
<         for (const key in report.figures) see(name + " " + row.code, page.by_office[i][key], row[key]);
<     });
< }
< console.log(wrong ? wrong + " differ" : "the same", told > hidden + small ? "mostly told" : "mostly hidden");

$ node compare.js
> the same mostly told

Each query of the report, put to the store, gives the value again.

$ cat > again.js
< const fs = require("fs"), { execFileSync } = require("child_process");
< let n = 0, wrong = 0;
< for (const name of fs.readdirSync(".").filter((f) => f.endsWith(".report"))) {
<     const figures = JSON.parse(fs.readFileSync(name)).figures;
<     const sql = Object.values(figures).map((f) => f.query + ";").join("\n");
<     const lines = execFileSync("sqlite3", ["-nullvalue", "null", "d/demo.db"], { input: sql }).toString().trim().split("\n");
<     Object.keys(figures).forEach((key, i) => {
<         const value = lines[i] === "null" ? null : Number(lines[i]);
<         n++;
<         if (value !== figures[key].value) wrong++, console.log(name, key, figures[key].value, lines[i]);
<     });
< }
< console.log(n, "asked again,", wrong, "differ");

$ node again.js
> 320 asked again, 0 differ

Each query of the page opens rows: as many as are public, which with those that are not make the figure. Where these are 1 to 4 the
figure says that there are more than are listed, or nothing.

$ cat > rows.js
< const fs = require("fs");
< const site = fs.readFileSync("site").toString().trim();
< const get = async (path) => (await fetch(site + path)).json();
< (async () => {
<     let n = 0, wrong = 0;
<     for (const name of fs.readdirSync(".").filter((f) => /^2026Q1.*page$/.test(f))) {
<         const figures = JSON.parse(fs.readFileSync(name)).figures;
<         const report = JSON.parse(fs.readFileSync(name.replace("page", "report"))).figures;
<         for (const key in figures) {
<             let part = await get(figures[key].query.replace("/rows?", "/rows.json?"));
<             const value = part.value, others = part.not_public;
<             const seen = new Set(part.rows.map((r) => r.href));
<             for (; part.next; part.rows.forEach((r) => seen.add(r.href))) part = await get(part.next);
<             wrong += value !== figures[key].value;
<             if (!part.listed || key === "published") continue;
<             n++;
<             const base = ["on_time_share", "median_days", "p90_days"].includes(key) ? "answered" : key;
<             const rest = report[base].value - seen.size;
<             const told = figures[base].value;
<             const want = typeof told === "number" ? rest : told === "hidden" ? "hidden" : "<5";
<             if (typeof told === "number" && rest > 0 && rest < 5) wrong++, console.log(name, key, told, "gives away", rest);
<             if (/^>/.test(told) && +told.slice(1) !== seen.size) wrong++, console.log(name, key, told, seen.size);
<             if (rest < 0 || others !== want) wrong++, console.log(name, key, report[key].value, seen.size, others);
<         }
<     }
<     console.log(n, "opened,", wrong, "wrong");
< })();

$ node rows.js
> 48 opened, 0 wrong

The rows that an administrator exports give the figures of the whole site, too, as the guide says (docs/guide/figures.md).

$ for k in messages matters answers; do hoiam export $k --all --format jsonl --db d/demo.db > $k.jsonl 2> said || echo "$k: $?"; done

$ cat > exported.js
< const fs = require("fs");
< const rows = (k) => fs.readFileSync(k + ".jsonl").toString().trim().split("\n").map((line) => JSON.parse(line));
< const report = JSON.parse(fs.readFileSync("2026Q3.TG.report"));
< const within = (t) => Boolean(t) && t.slice(0, 10) >= "2026-07-01" && t.slice(0, 10) <= "2026-09-30";
< const day = (t) => Date.parse(t.slice(0, 10)) / 864e5;
< const matters = rows("matters");
< const took = matters.filter((m) => within(m.answered)).map((m) => day(m.answered) - day(m.started)).sort((a, b) => a - b);
< const counted = {
<     received: rows("messages").filter((m) => within(m.received)).length,
<     opened: matters.filter((m) => within(m.started)).length,
<     answered: took.length,
<     closed: matters.filter((m) => m.state === "closed" && within(m.closed)).length,
<     median_days: (took[Math.floor((took.length - 1) / 2)] + took[Math.floor(took.length / 2)]) / 2,
< };
< for (const key in counted)
<     if (counted[key] !== report.figures[key].value) console.log(key, counted[key], report.figures[key].value);
< const answers = rows("answers").filter((a) => a.public && within(a.published)).length;
< console.log(answers - report.by_kind.find((k) => k.code === "answer").value, "apart in answers");

$ node exported.js
> 0 apart in answers

In public a quarter is the shortest period; nothing shorter, and no other span, is told.

$ for p in 2026-03 2026-W10 2026-01-01..2026-05-31; do curl -s -o answer -w '%{http_code} ' "$(cat site)/vi/numbers.json?period=$p"; curl -s -o answer -w '%{http_code}\n' "$(cat site)/vi/numbers/rows?period=$p"; done
> 400 400
> 400 400
> 400 400

$ kill $(cat pid); while kill -0 $(cat pid) 2> /dev/null; do sleep 0.1; done

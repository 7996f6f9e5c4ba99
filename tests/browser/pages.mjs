// pages.mjs: every GET address of routes.def, in both languages, as the one who may see it: no axe violation, valid HTML,
// nothing from another host, a policy that lets in only what it names, no complaint of the browser, no sideways scrolling at
// 320, 768 and 1280 px, light and dark; and the first view of each public page within 14,000 compressed bytes.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  // a group of checkboxes bears one name, as the HTML standard means it; all other rules stand as they come
  rules: { 'form-dup-name': ['error', { shared: ['radio', 'button', 'reset', 'submit', 'checkbox'] }] },
});
const FIRST_VIEW = 14000;

// A document that came, with a file beside it.
async function received(page) {
  await page.goto('/desk/TG-01/documents/receive');
  await page.fill('#issuer', 'Bộ Thử');
  await page.fill('#mark', '12/KH-BT');
  await page.fill('#dated_day', '2026-01-05');
  await page.fill('#received_day', '2026-01-06');
  await page.fill('#summary', 'Kế hoạch phòng, chống thiên tai');
  await Promise.all([page.waitForNavigation(), page.click('form[action$="/receive"] button.btn[type=submit]')]);
  const id = new URL(page.url()).pathname.split('/').pop();
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
  await page.setInputFiles('#file', { name: 'Kế hoạch.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
  await Promise.all([page.waitForNavigation(), page.click('form[action$="/files"] button[type=submit]')]);
  return id;
}

// What stands in an address for each typed parameter, looked up in the demo office.
async function examples({ base, open }) {
  const json = async (path) => (await fetch(base + path)).json();
  const first = async (path) => (await json(path)).items[0].href.split('/').pop();
  const found = { lang: ['vi', 'en'], office: ['TG'], asset: ['site.css'] };
  found.matter = [await first('/vi/matters.json')];
  found.answer = [await first('/vi/answers.json')];
  found.published = [await first('/vi/reports.json')];
  const desk = await open({ user: 'cuadinh.lanhdao' });
  const scrape = async (path, pattern) => {
    await desk.goto(path);
    return ((await desk.content()).match(pattern) ?? [])[1];
  };
  found.deskOffice = ['TG-01'];
  found.message = [await scrape('/desk/TG-01/inbox', /\/desk\/messages\/([0-9a-z]{10})"/)];
  found.deskMatter = [await scrape('/desk/TG-01/matters', /\/desk\/matters\/([0-9a-z]{10})"/)];
  found.promise = [await scrape('/desk/TG-01/matters?due=promised', /\/desk\/matters\/([0-9a-z]{10})"/)];
  found.version = [await scrape(`/desk/matters/${await scrape('/desk/TG-01/matters?state=answered', /\/desk\/matters\/([0-9a-z]{10})"/)}`,
    /\/desk\/versions\/([0-9a-z-]+)"/)];
  await desk.goto('/desk/TG-01/tasks/new');
  await desk.fill('#what', 'Công bố danh sách điểm tiếp nhận rác thải cồng kềnh');
  await desk.fill('#lead', 'TG-01');
  await desk.click('main form button[type=submit]');
  await desk.waitForURL(/\/desk\/tasks\/[0-9a-z]{10}/);
  found.task = [desk.url().match(/\/desk\/tasks\/([0-9a-z]{10})/)[1]];
  found.document = [await received(desk)];
  found.file = [((await desk.content()).match(/\/desk\/files\/([0-9a-z]{10})"/) ?? [])[1]];
  found.report = [await scrape('/desk/TG-01/reports', /\/desk\/reports\/([0-9a-z]{10})"/)];
  await desk.goto('/desk/TG-01/meetings/call');
  await desk.fill('#title', 'Giao ban tuần');
  await desk.fill('#chair', 'Chủ tịch UBND phường');
  await desk.fill('#day', '2026-11-05');
  await desk.fill('#begins', '08:00');
  await desk.fill('#ends', '10:00');
  await desk.click('main form button[type=submit]');
  await desk.waitForURL(/\/desk\/meetings\/[0-9a-z]{10}/);
  found.meeting = [desk.url().match(/\/desk\/meetings\/([0-9a-z]{10})/)[1]];
  await desk.goto('/desk/TG-01/recognition');
  await desk.fill('#name', 'Tổ trực cầu tràn ấp Bến');
  await desk.check('#consent');
  await desk.fill('#service', 'Trực cầu tràn trong ba ngày mưa lũ');
  await desk.fill('#decision_number', '12/QĐ-UBND');
  await desk.click('main form button[type=submit]');
  await desk.waitForURL(/\/desk\/recognitions\//);
  found.recognition = [desk.url().match(/recognitions\/([0-9a-z]{10})/)[1]];
  await desk.goto('/desk/TG-01/training');
  await desk.fill('#title', 'Tiếp nhận phản ánh qua điện thoại');
  await desk.fill('#day', '2026-01-05');
  await desk.click('main form button[type=submit]');
  await desk.waitForURL(/\/desk\/trainings\//);
  await desk.click('button[value=held]');
  found.training = [desk.url().match(/trainings\/([0-9a-z]{10})/)[1]];
  await desk.goto('/desk/TG-01/contests');
  await desk.fill('#title', 'Tìm hiểu cải cách hành chính');
  await desk.fill('#rules', 'Mỗi người một bài, không quá hai trang.');
  await desk.fill('#until', '2099-01-01');
  await desk.fill('#judges', 'cuadinh.tiepnhan, cuadinh.chuyenvien');
  await desk.click('main form button[type=submit]');
  await desk.waitForURL(/\/desk\/contests\//);
  await desk.fill('#work', 'Bài viết về bộ phận một cửa');
  await desk.click('form[action$="/enter"] button[type=submit]');
  await desk.click('form[action$="/close"] button[type=submit]');
  found.contest = [desk.url().match(/contests\/([0-9a-z]{10})/)[1]];
  await desk.context().close();
  return found;
}

const userFor = (capability) => ({ ADMIN: 'quantri', SITE_ADMIN: 'quantri', HANDOVER: 'vanthu' })[capability] ?? 'cuadinh.lanhdao';

// Pages that show more when they are asked for something: what is found, what is late below, a list of promises.
const asked = {
  '/desk/{office}/search': ['/desk/TG-01/search?q=%C4%91%C3%A8n+%C4%91%C6%B0%E1%BB%9Dng', '/desk/TG-01/search?q=colour:red'],
  '/desk/{office}/matters': ['/desk/TG-01/matters?due=promised', '/desk/TG-01/matters?due=owed'],
  '/desk/{office}/tasks': ['/desk/TG-01/tasks?view=given', '/desk/TG-01/tasks?view=late', '/desk/TG-01/tasks?view=directive', '/desk/TG-01/tasks?view=reminders'],
  '/desk/{office}/below': ['/desk/TG/below', '/desk/TG/below?show=late'],
  '/desk/{office}/today': ['/desk/TG/today'],
  '/desk/reports/{report}/rows': [2, 3, 4, 5].map((n) => `/desk/reports/REPORT/rows?figure=${n}`),
  '/desk/{office}/reports': ['/desk/TG/reports'],
  '/desk/{office}/reports/map': ['/desk/TG/reports/map'],
};
const above = (path) => path.startsWith('/desk/TG/');

function addresses(route, found) {
  const desk = route.path.startsWith('/desk');
  let list = [route.path];
  for (const name of route.path.match(/\{(\w+)\}/g) ?? []) {
    const key = name.slice(1, -1);
    const values = route.path === '/desk/matters/{matter}/task' ? found.promise : desk && key === 'matter' ? found.deskMatter : desk && key === 'office' ? found.deskOffice : found[key];
    if (!values?.[0]) return null;
    list = list.flatMap((path) => values.map((value) => path.replace(name, value)));
  }
  return list.concat((asked[route.path] ?? []).map((path) => path.replace('REPORT', found.report?.[0])));
}

// The province's report: a figure as bars by office, over eight quarters, and for each office apart, each with its table.
// Returns its address.
async function charts(page, ok, base) {
  await page.goto('/desk/TG/reports');
  const id = ((await page.content()).match(/\/desk\/reports\/([0-9a-z]{10})">tổng hợp/) ?? [])[1];
  ok(id, 'the demo province has a consolidated report');
  const path = `/desk/reports/${id}?figure=2`;
  await inspect(page, { path }, ok, base, path);
  const seen = await page.evaluate(() => ({
    offices: document.querySelectorAll('section[aria-labelledby=offices-title] tbody tr').length,
    bars: document.querySelectorAll('#by > .scroll rect').length,
    points: document.querySelectorAll('#by > .scroll circle').length,
    each: document.querySelectorAll('.charts figure').length,
    rows: document.querySelectorAll('[aria-labelledby=each-title] tbody tr').length,
    periods: document.querySelectorAll('[aria-labelledby=each-title] thead th.num').length,
    shown: [...document.querySelectorAll('#by table')].slice(1).every((t) => t.checkVisibility()),
  }));
  ok(seen.offices > 10 && seen.bars === seen.offices && seen.points === 8 && seen.each === seen.offices &&
    seen.rows === seen.offices && seen.periods === 8 && seen.shown, 'each drawing has its offices and its table', JSON.stringify(seen));
  await page.context().close();
  return path;
}

// What a page is like in itself: what it answers, asks for and says to the browser, its weight and its HTML. It is gone to, or comes of
// what `act` does with a form, with that status.
async function look(page, { path, act, status = 200 }, ok, base) {
  const asked = [];
  const complaints = [];
  const came = [];
  if (act) await page.goto(path);
  page.on('request', (r) => asked.push(r.url()));
  page.on('console', (m) => { if (m.type() === 'error' && status === 200) complaints.push(m.text()); }); // others are complained of
  page.on('pageerror', (e) => complaints.push(e.message));
  page.on('response', (r) => came.push(r.body().then((b) => gzipSync(b).length, () => 0)));
  const reply = act ? await act(page) : await page.goto(path);
  ok(reply.status() === status, `${path} answers`, reply.status());
  if (!(reply.headers()['content-type'] ?? '').startsWith('text/html')) return null;
  const report = await validator.validateString(await reply.text());
  ok(report.valid, `${path} is valid HTML`,
    report.results.flatMap((r) => r.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`)).slice(0, 5).join('\n'));
  const policy = reply.headers()['content-security-policy'] ?? '';
  ok(/(^|;)\s*default-src 'none'\s*(;|$)/.test(policy) && !policy.includes('unsafe'), `${path} lets nothing in that is not named`, policy);
  const bytes = (await Promise.all(came)).reduce((sum, n) => sum + n, 0);
  if (!path.startsWith('/desk')) ok(bytes <= FIRST_VIEW, `${path} is ${bytes} bytes at first view`, bytes);
  return () => { // once everything else was looked at
    const elsewhere = asked.filter((url) => !url.startsWith(base + '/'));
    ok(elsewhere.length === 0, `${path} asks no other host`, elsewhere.join('\n'));
    ok(complaints.length === 0, `${path} gives the browser nothing to complain of`, complaints.join('\n'));
  };
}

const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast'] } };

export async function accessible(page, path, ok, how, rules = RULES) {
  if (!await page.evaluate(() => Boolean(window.axe))) await page.evaluate(axe);
  const found = await page.evaluate(async (what) => {
    const result = await window.axe.run(document, { ...what, resultTypes: ['violations'] });
    return result.violations.map((v) => `${v.id}: ${v.nodes[0].target} ${v.nodes[0].failureSummary}`);
  }, rules);
  ok(found.length === 0, `${path} is accessible, ${how}`, found.slice(0, 4).join('\n'));
}

// Everything axe knows on a phone in light and on a desk's screen in dark; between them only colours change.
const VIEWS = [{ width: 320, rules: RULES }, { width: 320, dark: true, rules: COLOURS }, { width: 768 },
  { width: 1280, dark: true, rules: RULES }, { width: 1280, rules: COLOURS }];

async function inspect(page, visit, ok, base, name) {
  const done = await look(page, visit, (good, what, detail) => ok(good, what.replace(visit.path, name), detail), base);
  if (!done) return;
  for (const view of VIEWS) {
    await page.setViewportSize({ width: view.width, height: 900 });
    await page.emulateMedia({ colorScheme: view.dark ? 'dark' : 'light' });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    ok(over <= 0, `${name} fits ${view.width} px, ${view.dark ? 'dark' : 'light'}`, over);
    if (view.rules) await accessible(page, name, ok, `${view.width} px ${view.dark ? 'dark' : 'light'}`, view.rules);
  }
  done();
}

// What comes of forms, as fields by selector and the button pressed: for everyone, and at the desk.
function posted(codes, found) {
  const LONG = 'Loa phường ở đầu ngõ rè đã hai tuần.';
  const forms = [
    ['send', 'too short', 422, { '#words': 'Loa' }],
    ['send', 'taken in', 200, { '#words': LONG }],
    ['follow', 'mistyped', 422, { '#receipt': '10ZY' }],
    ['follow', 'unknown', 404, { '#receipt': '10ZY-G100-0000-0000-0000-0000-00XA' }],
    ...Object.entries(codes).map(([state, code]) => ['follow', state, 200, { '#receipt': code }]),
  ].flatMap(([page, ...rest]) => ['vi', 'en'].map((lang) => [`/${lang}/${page}`, lang, undefined, ...rest]));
  const desk = [
    ['/desk/sign-in', undefined, 'refused', 422, { '#login': 'nobody', '#password': 'x' }],
    ['/desk/TG-01/phone', 'cuadinh.tiepnhan', 'taken in', 200, { '#words': LONG }],
    ['/desk/TG-01/phone', 'cuadinh.tiepnhan', 'mistyped', 422, { '#receipt': '10ZY' }, 'form[action$="/look"] button'],
    [`/desk/matters/${found.deskMatter[0]}`, 'cuadinh.lanhdao', 'closed without a word', 422, {}, 'form[action$="/close"] button'],
  ].flatMap(([path, user, ...rest]) => ['vi', 'en'].map((lang) => [path, lang, user, ...rest]));
  return [...forms, ...desk].map(([path, lang, user, how, status, fields, button = 'main form button[type=submit]']) => ({
    path, lang, user, how, status,
    async act(page) {
      for (const [field, text] of Object.entries(fields)) await page.fill(field, text);
      return (await Promise.all([page.waitForNavigation(), page.locator(button).first().click()]))[0];
    },
  }));
}

const BARE = /\.(json|csv|atom|xml|txt)$|^\/assets|\.(css|webp)$/; // what is no page, for everyone
const DOWNLOAD = /\.csv$|^\/desk\/files\/|[/.](odt|docx|xlsx|ics|hoiam-report)$/; // what a browser saves

export default async function pages(world) {
  const { base, ok, open, beside, routes } = world;
  const found = await examples(world);
  const visits = [];
  for (const route of routes.filter((r) => r.method === 'GET' && !['MACHINE', 'FOUND'].includes(r.capability))) {
    const list = addresses(route, found);
    ok(list, `the demo office has something to show at ${route.path}`);
    for (const path of list ?? []) {
      const desk = path.startsWith('/desk');
      if (!desk && BARE.test(path)) {
        const reply = await fetch(base + path);
        ok(reply.ok, `${path} answers`, reply.status);
      } else if (!DOWNLOAD.test(path)) {
        const user = desk && path !== '/desk/sign-in' ? above(path) ? 'lanhdao' : userFor(route.capability) : undefined;
        for (const lang of /^\/(vi|en)(\/|$)/.test(path) ? [path.slice(1, 3)] : ['vi', 'en']) visits.push({ path, user, lang });
      }
    }
  }
  visits.push({ path: await charts(await open({ user: 'lanhdao' }), ok, base), user: 'lanhdao', lang: 'en' });
  for (const lang of ['vi', 'en']) visits.push({ path: `/${lang}/matters/0000000000`, lang, status: 404 });
  visits.push(...posted(world.codes, found));
  await beside(visits, async (visit) => {
    const page = await open(visit);
    const name = visit.path.startsWith(`/${visit.lang}`) ? visit.path : `${visit.path} (${visit.lang})`;
    await inspect(page, visit, ok, base, visit.how ? `${name}, ${visit.how}` : name);
    await page.context().close();
  });
}

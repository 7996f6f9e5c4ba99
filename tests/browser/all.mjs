// all.mjs: runs the named files of tests, prints TAP, and writes what CI reads as JUnit.
// usage: node all.mjs BASE ROUTES-FILE DEMO-LOG OUT.junit.xml FILE.mjs…
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [base, routesFile, demoLog, out, ...files] = process.argv.slice(2);
const log = readFileSync(demoLog, 'utf8');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});

const results = [];
function ok(good, what, detail = '') {
  results.push({ good: Boolean(good), what, detail: String(detail) });
  console.log(`${good ? 'ok' : 'not ok'} ${results.length} - ${what}`);
  if (!good && detail) console.log(String(detail).replace(/^/gm, '# '));
}

// Whoever signs in does so once; what the browser then keeps is given to every context of theirs.
const sessions = {};
async function signIn(user) {
  const page = await open({ js: false });
  await page.goto('/desk/sign-in');
  await page.fill('input[name=login]', user);
  await page.fill('input[name=password]', world.password);
  await page.click('main button[type=submit]');
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  const state = await page.context().storageState();
  await page.context().close();
  return state;
}

// A page in a fresh context. what: { width, dark, js, user, lang }
async function open(what = {}) {
  if (what.user) sessions[what.user] ??= signIn(what.user);
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width: what.width ?? 1280, height: 900 },
    colorScheme: what.dark ? 'dark' : 'light',
    javaScriptEnabled: what.js ?? true,
    locale: what.lang === 'en' ? 'en-GB' : 'vi-VN',
    storageState: await sessions[what.user],
  });
  return context.newPage();
}

// Does `act` for each of the list, three side by side: the server works while a page is looked at. One that breaks is told.
async function beside(list, act) {
  const left = [...list];
  await Promise.all(Array.from({ length: 3 }, async () => {
    for (let one = left.shift(); one; one = left.shift()) {
      await act(one).catch((error) => ok(false, `${one.how ?? one.path} goes to its end`, error.stack));
    }
  }));
}

const world = {
  base, browser, ok, open, beside,
  password: log.match(/password of everybody: (\S+)/)[1],
  codes: Object.fromEntries([...log.matchAll(/^\s+((?:[0-9A-Z]{4}-){6}[0-9A-Z]{4})\s+(\w+)/gm)].map((m) => [m[2], m[1]])),
  routes: readFileSync(routesFile, 'utf8').trim().split('\n').map((line) => {
    const [method, path, handler, capability] = line.split(/\s+/);
    return { method, path, handler, capability };
  }),
};

for (const file of files) {
  try {
    await (await import(`./${file}`)).default(world);
  } catch (error) {
    ok(false, `${file} ran to its end`, error.stack);
  }
}
await browser.close();
console.log(`1..${results.length}`);

const xml = (s) => s.replace(/[<>&"]/g, (c) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[c])
  .replace(/[^\x09\x0a\x20-\uffff]/g, '?');
const failed = results.filter((r) => !r.good).length;
writeFileSync(out, `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n` +
  `<testsuite name="browser" tests="${results.length}" failures="${failed}" errors="0" skipped="0">\n` +
  results.map((r) => `<testcase name="${xml(r.what)}">${r.good ? '' : `<failure>${xml(r.detail)}</failure>`}</testcase>\n`).join('') +
  `</testsuite>\n</testsuites>\n`);
process.exit(failed ? 1 : 0);

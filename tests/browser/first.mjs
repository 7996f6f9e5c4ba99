// first.mjs: an office's first hour with nothing but a browser and no JavaScript: from an empty folder to an answer that
// everyone can read. The server is one of its own, `hoiam serve --found` over a store that does not exist.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessible } from './pages.mjs';

const WORDS = 'Đèn đường trước chợ Thạnh Hòa không sáng đã một tuần, tối đi lại rất khó.';
const TITLE = 'Đèn đường trước chợ không sáng';
const PASSWORD = 'bảy con vịt giời xanh';

// RFC 6238 with RFC 4226's truncation, as an authenticator app does it.
function totp(secret) {
  const bits = [...secret.replace(/=+$/, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

// The server, its address and its log; it is there when it says so.
async function serve(dir, port) {
  const child = spawn('../../build-check/src/hoiam', ['serve', '--found', '--db', join(dir, 'xa.db'), '--listen', `127.0.0.1:${port}`,
    '--plain-cookies'], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C' } });
  let log = '';
  child.stderr.on('data', (d) => { log += d; });
  for (let i = 0; i < 300 && !/\(port \d+\)/.test(log); i++) await new Promise((r) => setTimeout(r, 50));
  return { child, base: `http://127.0.0.1:${port}`, said: () => log };
}

async function found({ ok, browser }, server, dir, page) {
  await page.goto('/');
  ok(page.url().endsWith('/desk/first-steps'), 'a browser at the address meets the first steps', page.url());
  const code = readFileSync(join(dir, 'xa.db.setup'), 'utf8').trim();
  ok(server.said().includes(code), 'the setup code stands in its file and on the terminal');
  ok((await page.textContent('main')).includes('xa.db.setup'), 'and the page says where');
  for (const lang of ['vi', 'en']) {
    const seen = await (await browser.newContext({ baseURL: server.base, viewport: { width: 320, height: 900 } })).newPage();
    await seen.goto(`/desk/first-steps?lang=${lang}`);
    ok(await seen.evaluate(() => document.documentElement.scrollWidth <= 320), `first steps in ${lang} fit 320 px`);
    await accessible(seen, `/desk/first-steps in ${lang}`, ok, 'light');
    await seen.context().close();
  }
  await page.fill('#setup', '0000 0000 0000 0000 0000');
  await page.fill('#name', 'UBND xã Thạnh Hòa');
  await page.fill('#code', 'thanh-hoa');
  await page.fill('#person', 'Nguyễn Thị Lan');
  await page.fill('#login', 'lan');
  await page.fill('#password', PASSWORD);
  await page.fill('#again', PASSWORD);
  await page.check('#works');
  await press(page, 'main form button[type=submit]');
  ok(await page.locator('.error').count() === 1 && await page.inputValue('#name') === 'UBND xã Thạnh Hòa',
    'a wrong code is told, and what was typed is kept');
  await page.fill('#setup', code.toLowerCase().replaceAll('-', ' '));
  await page.fill('#password', PASSWORD);
  await page.fill('#again', PASSWORD);
  await press(page, 'main form button[type=submit]');
  ok(page.url().includes('/desk/sign-in') && !page.url().includes(code), 'the right one founds the office', page.url());
  ok(!existsSync(join(dir, 'xa.db.setup')), 'and the code is gone');
  ok((await page.goto('/desk/first-steps')).status() === 404, 'the first steps are not there any more');
}

async function signIn({ ok }, page) {
  await page.goto('/desk/sign-in');
  await page.fill('#login', 'lan');
  await page.fill('#password', PASSWORD);
  await press(page, 'main form button[type=submit]');
  await page.fill('#code', totp(await page.inputValue('input[name=secret]')));
  await press(page, 'main form button[type=submit]');
  await page.goto('/desk');
  ok(page.url().endsWith('/first-hour'), 'after the second step the list of the first hour is met', page.url());
}

const todo = (page) => page.locator('main .tag[data-state=new]').count();

async function unfold(page) {
  const folded = page.locator('main details:not([open]) > summary');
  while (await folded.count() > 0) await folded.first().click();
}

async function furnish({ ok, browser }, server, page) {
  ok(await todo(page) >= 5, 'nearly all of it is to do');
  const admin = new URL(await page.locator('main a[href*="/admin#office"]').getAttribute('href'), server.base).href.split('#')[0];
  await page.goto(admin);
  await page.fill('#phone', '0200 123 456');
  await page.fill('#address', 'Ấp Chợ, xã Thạnh Hòa');
  await page.fill('#accent', '#5b3a8c');
  await page.fill('#complaints', 'Ban Tiếp công dân tỉnh, số 2 đường Bờ Sông');
  await page.fill('#handover_office', new URL(admin).pathname.split('/')[2]);
  await press(page, 'form[action$="/settings"]:not(:has([name=part])) button[type=submit]');
  await page.setInputFiles('#logo', '../../demo/logo.webp');
  await press(page, 'form[action$="/logo"] button.btn:not(.plain)');
  ok(await page.locator('header img.logo').getAttribute('alt') === 'Logo của UBND xã Thạnh Hòa', 'the logo stands in the head, by the name of the office');
  await page.fill('#smtp_url', 'smtp://127.0.0.1:9');
  await page.fill('#mail_from', 'khong-tra-loi@thanhhoa.example.vn');
  await page.fill('#base_url', 'https://thanhhoa.example.vn');
  await press(page, 'form[action$="/settings"]:has([name=part]) button[type=submit]');
  await page.fill('#trial_to', 'lan@thanhhoa.example.vn');
  await press(page, 'form[action$="/try-mail"] button[type=submit]');
  ok((await page.textContent('#mail .note')).includes('hư thử'), 'a test mail is on its way, and the page says how it fares');
  await unfold(page);
  await page.fill('#c-code', 'chieu-sang');
  await page.fill('#c-vi', 'Điện và chiếu sáng');
  await press(page, 'form[action$="/category"] button[type=submit]');
  await unfold(page);
  await page.fill('#r-code', '1');
  await page.fill('#r-vi', 'Không xúc phạm người khác');
  await press(page, 'form[action$="/rule"]:has(#r-code) button[type=submit]');
  await unfold(page);
  await page.fill('form[action$="/rule"]:has([name=replaces]) input[name=name_vi]', 'Không xúc phạm, không đe dọa người khác');
  await press(page, 'form[action$="/rule"]:has([name=replaces]) button[type=submit]');
  ok((await page.textContent('#rules tbody')).includes('đe dọa'), 'a rule has its next version');
  await unfold(page);
  await page.fill('#m-login', 'minh');
  await page.fill('#m-name', 'Lê Minh');
  await press(page, 'form[action$="/member"] button[type=submit]');
  ok(await page.locator('.note.ok strong').count() === 1, 'a colleague is added and gets a first password');
  await page.goto('/desk');
  ok(await todo(page) <= 1 && (await page.textContent('main')).includes('Sao lưu'), 'nothing is left but the first drill of the night',
    await page.textContent('main'));
  const seen = await (await browser.newContext({ baseURL: server.base, storageState: await page.context().storageState() })).newPage();
  await seen.goto(page.url());
  await accessible(seen, 'the list of the first hour', ok, 'light');
  await seen.context().close();
  await press(page, 'form[action$="/first-hour"] button[type=submit]');
  ok(!page.url().includes('first-hour') && await page.locator('nav a[href$="/first-hour"]').count() === 0, 'put away, the list is gone', page.url());
}

async function send(browser, base) {
  const page = await (await browser.newContext({ baseURL: base, javaScriptEnabled: false, locale: 'vi-VN' })).newPage();
  await page.goto('/vi/send');
  await page.fill('#words', WORDS);
  await page.check('#public');
  await press(page, 'main form button[type=submit]');
  return { page, code: (await page.locator('.codes li span[aria-hidden]').allTextContents()).join('-') };
}

async function answer({ ok }, page) {
  await page.goto('/desk/thanh-hoa/inbox');
  await press(page, 'li.two form[action$="/start"] button.btn');
  await press(page, '.done a[href^="/desk/matters/"]');
  await press(page, 'form[action$="/assign"] button[type=submit]');
  await unfold(page);
  await page.fill('#title_vi', TITLE);
  await press(page, 'form[action$="/title"] button[type=submit]');
  await unfold(page);
  await press(page, 'form[action$="/answer"] button[type=submit]');
  await page.fill('input[name=title]', TITLE);
  await page.fill('textarea[name=body]', 'Đèn đã được thay tối qua.');
  await press(page, 'button[name=do][value=submit]');
  await press(page, 'form[action$="/publish"] button[type=submit]');
  ok(await page.locator('.error').count() === 0, 'the answer is published', page.url());
}

export default async function first(world) {
  const { ok, browser } = world;
  const dir = mkdtempSync(join(tmpdir(), 'hoiam-first-'));
  const server = await serve(dir, Number(new URL(world.base).port) + 1);
  try {
    const page = await (await browser.newContext({ baseURL: server.base, javaScriptEnabled: false, locale: 'vi-VN' })).newPage();
    await found(world, server, dir, page);
    await signIn(world, page);
    await furnish(world, server, page);
    const resident = await send(browser, server.base);
    await answer(world, page);
    await resident.page.goto('/vi/follow');
    await resident.page.fill('#receipt', resident.code);
    await press(resident.page, 'main form button[type=submit]');
    ok((await resident.page.textContent('main')).includes('Đèn đã được thay tối qua.'), 'the sender reads it with the code');
    await resident.page.goto('/vi/answers');
    ok((await resident.page.textContent('main')).includes(TITLE), 'and everyone among the answers: an hour without a command line');
  } finally {
    server.child.kill('SIGTERM');
    await new Promise((r) => { server.child.on('exit', r); setTimeout(r, 10000); });
    rmSync(dir, { recursive: true, force: true });
  }
}

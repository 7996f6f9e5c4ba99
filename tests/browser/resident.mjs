// resident.mjs: what a resident does, with JavaScript and without, by pointer and by keyboard alone, on a telephone, a tablet and
// a desk's screen.
import { keyboard } from './hands.mjs';

const WORDS = 'Đèn đường trước cổng trường tắt từ tuần trước, buổi tối các cháu đi học về không thấy đường.';

// Enter, and the page that comes of it.
async function enter(page) {
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

// Where something published looks the same, a page asks before the receipt.
async function sendMine(page) {
  await page.waitForLoadState();
  const no = page.locator('main .actions button[type=submit]:not([name])').first();
  if (await page.locator('input[type=hidden][name=text]').count() > 0) await Promise.all([page.waitForNavigation(), no.click()]);
}

// "Is it one of these?": asked once, with every word kept, and the answer "yes" leads into that matter.
async function asked(world, how, what) {
  const { ok, open } = world;
  const page = await open(what);
  const list = await (await page.request.get('/vi/matters.json')).json();
  const { title } = list.items.find((m) => m.state.code !== 'closed') ?? list.items[0];
  const words = `${title}, đã mấy hôm nay rồi`;
  await page.goto('/vi/send');
  if (what.js) {
    const posts = [];
    page.on('request', (r) => { if (!r.url().includes('/assets/')) posts.push(`${r.method()} ${r.url()}`); });
    await page.evaluate(() => document.getElementById('words').dispatchEvent(new CompositionEvent('compositionstart')));
    await page.locator('#words').pressSequentially(words);
    await page.waitForTimeout(600);
    ok(posts.length === 0, `${how}: nothing is asked while a word is being composed`, posts.join(' '));
    await page.evaluate(() => document.getElementById('words').dispatchEvent(new CompositionEvent('compositionend')));
    await page.waitForSelector('[data-like] li a');
    ok(posts.every((p) => p.startsWith('POST ') && p.endsWith('/vi/send/like')), `${how}: the words are in no address`, posts.join(' '));
    ok((await page.textContent('[data-like]')).includes(title), `${how}: what is published stands under the field while typing`);
    ok(await page.inputValue('#words') === words, `${how}: what is typed is left alone`);
  } else {
    await page.fill('#words', words);
  }
  await page.fill('#place', 'Cạnh chợ');
  await page.click('main form button[type=submit]');
  ok(await page.locator('button[name=same]').count() > 0, `${how}: asked whether it is one of these`);
  await page.click('button[name=change]');
  ok(await page.inputValue('#words') === words && await page.inputValue('#place') === 'Cạnh chợ',
    `${how}: back to the form, every word is there`);
  await page.click('main form button[type=submit]');
  const yes = page.locator('main li', { hasText: title }).locator('button[name=same]').first(); // several may be called so
  const href = `/vi/matters/${await yes.getAttribute('value')}`;
  await yes.click();
  ok(await page.locator('.codes').isVisible(), `${how}: "it is this one" gives a receipt`);
  ok(await page.locator(`main .note a[href="${href}"]`).count() === 1, `${how}: which names the matter it was added to`);
  await page.context().close();
}

// Suggestions under the search: nothing while a word is being composed by an input method, as Telex and VNI are in a browser's
// eyes; then once, with the last word as far as it is typed, and the field left as it is.
async function suggested(world) {
  const { ok, open } = world;
  const page = await open({ js: true });
  await page.goto('/vi/search');
  const asks = [];
  page.on('request', (r) => { if (r.url().includes('search.json')) asks.push(new URL(r.url()).searchParams.get('q')); });
  const input = page.locator('main input[name=q]');
  await input.focus();
  const ime = await page.context().newCDPSession(page);
  for (const text of ['d', 'dd', 'đe', 'đè', 'đèn']) {
    await ime.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await page.waitForTimeout(350);
  }
  ok(asks.length === 0 && await page.locator('.found li').count() === 0, 'nothing is suggested while a word is being composed', asks.join(' '));
  await ime.send('Input.insertText', { text: 'đèn' });
  await page.waitForSelector('main .found li');
  ok(asks.join('|') === 'đèn', 'once it is composed, it is asked for once', asks.join('|'));
  await input.pressSequentially(' đườ', { delay: 40 });
  await page.waitForTimeout(800);
  ok(asks.join('|') === 'đèn|đèn đườ', 'and again after a pause', asks.join('|'));
  ok((await page.textContent('main .found')).toLowerCase().includes('đường'), 'the last word counts as far as it is typed');
  ok(await input.inputValue() === 'đèn đườ', 'what is typed is left alone');
  // programs that erase and retype send no composition events: the pause covers them
  await input.fill('');
  asks.length = 0;
  for (const key of ['d', 'u', 'o', 'w', 'Backspace', 'Backspace', 'Backspace', 'Backspace', 'đ', 'ư', 'ơ', 'n', 'g']) {
    await (key === 'Backspace' ? page.keyboard.press(key) : page.keyboard.insertText(key));
    await page.waitForTimeout(30);
  }
  await page.waitForTimeout(800);
  ok(asks.join('|') === 'đương', 'nor for what is erased and typed anew without a pause', asks.join('|'));
  await page.context().close();
}

async function send(page, ok, how) {
  await page.goto('/vi/send');
  await page.fill('#words', 'Đèn');
  await page.click('main form button[type=submit]');
  ok(await page.locator('.summary').isVisible(), `${how}: what is too short comes back with a summary`);
  ok(await page.inputValue('#words') === 'Đèn', `${how}: every word typed is still there`);
  await page.fill('#words', WORDS);
  await page.check('#public');
  await page.click('main form button[type=submit]');
  await sendMine(page);
  const code = (await page.locator('.codes li span[aria-hidden]').allTextContents()).join('-');
  ok(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/.test(code), `${how}: a receipt with seven groups of four`, code);
  ok(!page.url().includes(code.slice(0, 4)), `${how}: the code is not in the address`, page.url());
  return code;
}

async function follow(page, ok, how, code) {
  await page.goto('/vi/follow');
  await page.fill('#receipt', code.toLowerCase().replaceAll('-', ' '));
  await enter(page);
  ok((await page.textContent('main')).includes(WORDS), `${how}: the code, typed small and with blanks, shows the message`);
  await page.goto('/vi/follow');
  await page.fill('#receipt', code.slice(0, -1) + (code.endsWith('0') ? '1' : '0'));
  await enter(page);
  ok(await page.locator('.error, .summary').first().isVisible(), `${how}: a code with a typing error is told as such`);
}

// Sent, followed, added to and looked for without a pointer.
async function byKeyboard(world, how, what) {
  const { ok, open } = world;
  const hand = keyboard(await open(what), what);
  const { page } = hand;
  await page.goto('/vi/');
  await page.keyboard.press('Tab');
  ok(await page.evaluate(() => document.activeElement.className) === 'skip', `${how}: the first stop leads to the content`);
  await hand.press('nav a[href="/vi/send"]');
  await hand.fill('#words', WORDS);
  await hand.check('#public');
  await hand.press('main form button[type=submit]');
  if (await page.locator('input[type=hidden][name=text]').count() > 0) await hand.press('.actions button[type=submit]:not([name])');
  const code = (await page.locator('.codes li span[aria-hidden]').allTextContents()).join(' ');
  ok(code.length === 34, `${how}: a message is sent`, code);
  await hand.press('nav a[href="/vi/follow"]');
  await hand.fill('#receipt', code);
  await hand.press('main form button[type=submit]');
  await hand.fill('#add', 'Cột đèn số 7, ngay cổng sau.');
  await hand.press('form[action$="/add"] button[type=submit]');
  ok((await page.textContent('main')).includes('Cột đèn số 7'), `${how}: it is followed and added to`);
  await hand.press('nav a[href="/vi/search"]');
  await hand.fill('main input[name=q]', 'den duong');
  await hand.arrive(() => page.keyboard.press('Enter'));
  await hand.press('main h2 a');
  ok(/\/(answers|matters)\//.test(page.url()), `${how}: what is published is found and opened`, page.url());
  ok(hand.met.length === 0, `${how}: each stop is in sight`, hand.met.join('\n'));
  await page.context().close();
}

async function once(world) {
  const { ok, open } = world;
  const page = await open();
  let posts = 0;
  page.on('request', (r) => { if (r.method() === 'POST' && r.url().endsWith('/vi/send')) posts++; });
  await page.goto('/vi/send');
  await page.fill('#words', WORDS);
  await page.dblclick('main form button[type=submit]');
  await page.waitForSelector('.codes, input[type=hidden][name=text]', { state: 'attached' });
  await sendMine(page);
  await page.waitForSelector('.codes');
  const code = await page.textContent('.codes');
  await page.reload();
  ok(await page.textContent('.codes') === code, 'sending the same form again shows the same receipt');
  ok(posts <= 3, 'a double click sends once', posts);
  await page.context().close();
}

// The receipt was lost from sight: Back, and Send once more.
async function backAndAgain(world, how, what) {
  const { ok, open } = world;
  const page = await open(what);
  const codes = [];
  await page.goto('/vi/send');
  await page.fill('#words', 'Giấy phép nuôi chim yến xin ở bàn nào vậy ạ?');
  for (let i = 0; i < 2; i++) {
    await page.click('main form button[type=submit]');
    await page.waitForSelector('.codes');
    codes.push(await page.textContent('.codes'));
    if (i === 0) await page.goBack();
  }
  ok(codes[0] === codes[1], `${how}: Back and Send again show the same receipt`);
  await page.goBack();
  await page.fill('#words', 'Giấy phép nuôi ong lấy mật xin ở bàn nào?');
  await page.click('main form button[type=submit]');
  ok((await page.inputValue('#words')).includes('nuôi ong') && await page.locator('.summary').isVisible(),
    `${how}: other words by the same form are asked about, and stay`);
  await page.click('main form button[type=submit]');
  ok(await page.textContent('.codes') !== codes[0], `${how}: and become a message of their own`);
  await page.context().close();
}

export default async function resident(world) {
  const { ok, open, beside, codes } = world;
  const ways = [];
  for (const width of [320, 768, 1280]) {
    for (const js of [true, false]) ways.push({ how: `resident, ${width} px, ${js ? 'with' : 'without'} JavaScript`, width, js });
  }
  await beside(ways, async ({ how, ...what }) => {
    const page = await open(what);
    const code = await send(page, ok, how);
    await follow(page, ok, how, code);
    await page.context().close();
    await asked(world, how, what);
    await backAndAgain(world, how, what);
  });
  await suggested(world);
  await byKeyboard(world, 'by keyboard, 320 px, with JavaScript', { width: 320, js: true });
  await byKeyboard(world, 'by keyboard, 1280 px, without JavaScript', { width: 1280, js: false });
  await once(world);
  const page = await open({ js: false });
  for (const [state, code] of Object.entries(codes)) {
    await page.goto('/vi/follow');
    await page.fill('#receipt', code);
    await page.click('main form button[type=submit]');
    ok(await page.locator('.steps li').count() > 1, `a matter that is ${state} shows its steps at the receipt`);
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    ok(paper.match(/\/Type\s*\/Page[^s]/g)?.length === 1, `a matter that is ${state}, its answer and steps print on one A4 page`);
  }
  await page.goto('/vi/search');
  await page.fill('main input[name=q]', 'den duong');
  await enter(page);
  ok((await page.textContent('main')).toLowerCase().includes('đèn'), '“den duong” finds “đèn đường”');
  await page.context().close();
}

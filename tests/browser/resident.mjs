// resident.mjs: what a resident does, with JavaScript and without, by mouse and by keyboard alone, on a phone's width.
const WORDS = 'Đèn đường trước cổng trường tắt từ tuần trước, buổi tối các cháu đi học về không thấy đường.';

// Enter, and the page that comes of it.
async function enter(page) {
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
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

async function byKeyboard(world) {
  const { ok, open } = world;
  const page = await open({ width: 320 });
  await page.goto('/vi/');
  await page.keyboard.press('Tab');
  ok(await page.evaluate(() => document.activeElement.className) === 'skip', 'by keyboard: the first stop leads to the content');
  await page.goto('/vi/send');
  for (let i = 0; i < 40 && await page.evaluate(() => document.activeElement.id) !== 'words'; i++) await page.keyboard.press('Tab');
  ok(await page.evaluate(() => document.activeElement.id) === 'words', 'by keyboard: Tab reaches the words');
  ok(await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  }), 'by keyboard: where one is can be seen');
  await page.keyboard.type(WORDS);
  for (let i = 0; i < 40 && await page.evaluate(() => document.activeElement.type) !== 'submit'; i++) await page.keyboard.press('Tab');
  await enter(page);
  ok(await page.locator('.codes').isVisible(), 'by keyboard: a message can be sent without a mouse');
  await page.context().close();
}

async function once(world) {
  const { ok, open } = world;
  const page = await open();
  let posts = 0;
  page.on('request', (r) => { if (r.method() === 'POST') posts++; });
  await page.goto('/vi/send');
  await page.fill('#words', WORDS);
  await page.dblclick('main form button[type=submit]');
  await page.waitForSelector('.codes');
  const code = await page.textContent('.codes');
  await page.reload();
  ok(await page.textContent('.codes') === code, 'sending the same form again shows the same receipt');
  ok(posts <= 2, 'a double click sends once', posts);
  await page.context().close();
}

export default async function resident(world) {
  const { ok, open, codes } = world;
  for (const [how, what] of [['with JavaScript', { js: true }], ['without JavaScript', { js: false, width: 320 }]]) {
    const page = await open(what);
    const code = await send(page, ok, how);
    await follow(page, ok, how, code);
    await page.context().close();
  }
  await byKeyboard(world);
  await once(world);
  const page = await open({ js: false });
  for (const [state, code] of Object.entries(codes)) {
    await page.goto('/vi/follow');
    await page.fill('#receipt', code);
    await page.click('main form button[type=submit]');
    ok(await page.locator('.steps li').count() > 1, `a matter that is ${state} shows its steps at the receipt`);
  }
  await page.goto('/vi/search');
  await page.fill('main input[name=q]', 'den duong');
  await enter(page);
  ok((await page.textContent('main')).toLowerCase().includes('đèn'), '“den duong” finds “đèn đường”');
  await page.context().close();
}

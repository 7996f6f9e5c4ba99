// offices.mjs: an administrator's hour with offices, without JavaScript: a committee with its seats, a merger that is seen before it is
// done and taken back, a role given and ended, a colour that cannot be read refused; and offices found by name in public.
async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.locator(selector).first().click()]);
}

async function committee({ ok, open }) {
  const page = await open({ js: false, user: 'quantri' });
  await page.goto('/desk/TG/admin#below');
  await page.click('#below summary');
  await page.fill('#o-code', 'TG-BCD');
  await page.fill('#o-vi', 'Ban Chỉ đạo Chuyển đổi số');
  await page.selectOption('#o-kind', 'committee');
  await press(page, '#below form button');
  await page.goto('/desk/TG-BCD/admin/committee');
  await page.fill('#decision', '05/QĐ-UBND');
  await page.fill('#decided', '2026-01-05');
  await page.fill('#decided_by', 'Chủ tịch UBND tỉnh');
  await page.check('#public');
  await press(page, '#founding button');
  for (const [seat, office, login] of [['chair', 'TG', 'lanhdao'], ['standing', 'TG-01', ''], ['member', 'TG-02', '']]) {
    await page.click('#seats summary');
    await page.selectOption('#seat', seat);
    await page.fill('#from', office);
    await page.fill('#login', login);
    await press(page, '#seats details button[type=submit]');
  }
  ok(await page.locator('#seats tbody tr').count() === 3, 'a committee has three seats');
  await page.goto('/vi/offices/TG-BCD');
  const text = await page.locator('main').innerText();
  ok(text.includes('trưởng ban') && text.includes('cơ quan thường trực') && text.includes('05/QĐ-UBND'),
    'its page tells who sits on it, by office and seat');
  await page.goto('/desk/TG-BCD/admin/committee');
  await press(page, '#seats tbody tr:last-child button');
  ok(await page.locator('#seats tbody tr').count() === 2, 'a seat is ended');
  await page.context().close();
}

async function merger({ ok, open }) {
  const page = await open({ js: false, user: 'quantri', width: 320 });
  await page.goto('/desk/TG-02/admin/change');
  await page.locator('main summary').nth(1).click();
  await page.fill('#merge-party', 'TG-23');
  await page.fill('#merge-party_vi', 'UBND xã Hai Ba');
  await page.fill('#merge-others', 'TG-03');
  await page.fill('#merge-day', '2035-01-01');
  await press(page, 'details[open] button[type=submit]');
  ok((await page.locator('section.card').innerText()).includes('UBND xã Hai Ba'), 'what a merger does is shown before it is done');
  await press(page, 'section.card button[type=submit]');
  ok(await page.locator('#history button').count() === 1, 'it is planned');
  await press(page, '#history button');
  ok(await page.locator('#history button').count() === 0, 'and taken back');
  await page.context().close();
}

async function refused({ ok, open }) {
  const page = await open({ js: false, user: 'quantri' });
  await page.goto('/desk/TG-02/admin');
  await page.fill('#accent', '#ffee00');
  await press(page, '#office button[type=submit]');
  ok(await page.locator('.summary').count() === 1, 'a colour on which white letters cannot be read is refused');
  await page.context().close();
}

async function find({ ok, open }) {
  const page = await open({ js: false });
  await page.goto('/vi/offices?q=cua+dinh');
  ok(await page.locator('main ul.list li').count() >= 1, 'an office is found by its name without marks');
  await page.context().close();
}

export default async function offices(world) {
  await committee(world);
  await merger(world);
  await refused(world);
  await find(world);
}

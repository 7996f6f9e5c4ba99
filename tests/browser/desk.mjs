// desk.mjs: a clerk's Monday morning, with keys and without JavaScript: a message becomes a matter, an office answers it in
// public, and its sender reads the answer with the code.
const WORDS = 'Nắp cống ở ngã tư chợ bị vỡ, xe đi qua rất nguy hiểm, mong cơ quan cho thay.';
const TITLE = 'Nắp cống vỡ ở ngã tư chợ';
const OFFICE = 'TG-01';

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

async function send(open) {
  const page = await open({ js: false });
  await page.goto(`/vi/send?office=${OFFICE}`);
  await page.fill('#words', WORDS);
  await page.check('#public');
  await press(page, 'main form button[type=submit]');
  const code = (await page.locator('.codes li span[aria-hidden]').allTextContents()).join('-');
  return { page, code };
}

async function keys({ ok, open }) {
  const page = await open({ user: 'cuadinh.tiepnhan' });
  await page.goto(`/desk/${OFFICE}/inbox`);
  ok(await page.locator('[data-row]').count() > 1, 'the inbox has work');
  await page.keyboard.press('j');
  ok(await page.evaluate(() => document.activeElement.hasAttribute('data-row')), 'j goes to the first row');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  ok(await page.evaluate(() => document.activeElement === document.querySelector('[data-row]')), 'k goes back');
  await page.context().close();
}

// From the inbox to a matter with an office and a due date.
async function takeIn({ ok, open }) {
  const page = await open({ js: false, user: 'cuadinh.tiepnhan' });
  await page.goto(`/desk/${OFFICE}/inbox`);
  const row = page.locator('li.two', { hasText: 'Nắp cống ở ngã tư chợ' }).last();
  ok(await row.isVisible(), 'the message is in the inbox of the office it was sent to');
  await Promise.all([page.waitForNavigation(), row.locator('form[action$="/start"] button.btn[data-key=a]').click()]);
  await press(page, '.done a[href^="/desk/matters/"]');
  ok(page.url().includes('/desk/matters/'), 'one press starts a matter', page.url());
  ok((await page.textContent('main')).includes('Nắp cống'), 'whose page shows the words');
  await press(page, 'form[action$="/assign"] button[type=submit]');
  ok(await page.locator('.error').count() === 0, 'the proposed office and due date are taken');
  const address = new URL(page.url()).pathname;
  await page.context().close();
  return address;
}

async function answer({ ok, open }, matter) {
  const page = await open({ js: false, user: 'cuadinh.chuyenvien' });
  await page.goto(matter);
  const folded = page.locator('main details:not([open]) > summary');
  while (await folded.count() > 0) await folded.first().click();
  await page.fill('#title_vi', TITLE);
  await press(page, 'form[action$="/title"] button[type=submit]');
  await press(page, 'form[action$="/answer"] button[type=submit]');
  await page.fill('input[name=title]', TITLE);
  await page.fill('textarea[name=body]', 'Nắp cống đã được thay sáng nay.\n\n- Có rào chắn đến hết ngày mai.');
  await press(page, 'button[name=do][value=submit]');
  const version = page.url();
  await page.context().close();
  const head = await open({ js: false, user: 'cuadinh.lanhdao' });
  await head.goto(version);
  await press(head, 'form[action$="/publish"] button[type=submit]');
  ok(await head.locator('.error').count() === 0, 'the head reads the draft second and publishes it', head.url());
  await head.context().close();
}

export default async function desk(world) {
  const { ok, open } = world;
  const stranger = await open({});
  const reply = await stranger.goto(`/desk/${OFFICE}/inbox`);
  ok(stranger.url().endsWith('/desk/sign-in') && reply.ok(), 'a stranger at the desk is asked to sign in');
  await stranger.context().close();

  const { page, code } = await send(open);
  await keys(world);
  const matter = await takeIn(world);
  await answer(world, matter);

  await page.goto('/vi/follow');
  await page.fill('#receipt', code);
  await press(page, 'main form button[type=submit]');
  ok((await page.textContent('main')).includes('Nắp cống đã được thay sáng nay.'), 'the sender reads the answer with the code');
  await page.goto('/vi/answers');
  ok((await page.textContent('main')).includes(TITLE), 'and everyone finds it among the answers');
  await page.context().close();
}

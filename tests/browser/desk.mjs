// desk.mjs: a clerk's Monday morning, without JavaScript and with keys: a message becomes a matter, an office answers it in
// public, and its sender reads the answer with the code.
export default async function desk({ ok, open }) {
  const resident = await open({ js: false });
  await resident.goto('/vi/send');
  await resident.fill('#words', 'Nắp cống ở ngã tư chợ bị vỡ, xe đi qua rất nguy hiểm, mong cơ quan cho thay.');
  await resident.check('#public');
  await resident.click('main form button[type=submit]');
  const code = (await resident.locator('.codes li span[aria-hidden]').allTextContents()).join('-');

  const keys = await open({ user: 'tiepnhan' });
  await keys.goto('/desk/TG/inbox');
  ok(await keys.locator('[data-row]').count() > 0, 'the inbox has work');
  await keys.keyboard.press('j');
  ok(await keys.evaluate(() => document.activeElement.hasAttribute('data-row')), 'j goes to the first row');
  await keys.keyboard.press('j');
  await keys.keyboard.press('k');
  ok(await keys.evaluate(() => document.activeElement === document.querySelector('[data-row]')), 'k goes back');
  await keys.context().close();

  const stranger = await open({});
  const reply = await stranger.goto('/desk/TG/inbox');
  ok(stranger.url().endsWith('/desk/sign-in') && reply.ok(), 'a stranger at the desk is asked to sign in');
  await stranger.context().close();

  await resident.goto('/vi/follow');
  await resident.fill('#receipt', code);
  await resident.click('main form button[type=submit]');
  ok(await resident.locator('.steps').isVisible(), 'the sender sees that it was received');
  await resident.context().close();
}

// desk.mjs: a working day at the desk, from signing in to closing: with JavaScript and without, on a telephone, a tablet and a
// desk's screen, by pointer and by keyboard alone. A message becomes a matter, another joins it, an office answers it in public
// after a second reading, its sender reads that with the code; and a caller gets a code and an answer.
import { keyboard, pointer } from './hands.mjs';

const OFFICE = 'TG-01';
// Each journey has a matter of its own: what two messages say of it, a word to find it by, its public title.
const TOPICS = [
  ['Nắp cống ở ngã tư chợ bị vỡ, xe đi qua rất nguy hiểm.', 'Ngã tư chợ có nắp cống vỡ, tối qua người đi bộ vấp ngã.', 'Nắp cống vỡ ở ngã tư chợ'],
  ['Cây phượng trước trạm y tế nghiêng ra đường, sắp đổ.', 'Trạm y tế có cây phượng nghiêng, gió to là đổ.', 'Cây phượng nghiêng trước trạm y tế'],
  ['Loa phát thanh ấp Giồng rè từ tháng trước, không nghe được gì.', 'Ấp Giồng mình loa phát thanh rè lắm, mong sửa.', 'Loa phát thanh ấp Giồng bị rè'],
  ['Cầu ván qua rạch Ông Tư mục hai tấm, trẻ con đi học dễ sụp chân.', 'Rạch Ông Tư có cầu ván mục, mưa xuống rất trơn.', 'Cầu ván mục qua rạch Ông Tư'],
  ['Biển tên đường Lê Văn Tám bị xe tải tông gãy.', 'Biển tên đường Lê Văn Tám gãy rồi, khách hỏi hoài.', 'Biển tên đường Lê Văn Tám bị gãy'],
  ['Vòi nước công cộng cạnh đình Tân An rò rỉ suốt đêm.', 'Đình Tân An có vòi nước công cộng rò, chảy lênh láng.', 'Vòi nước rò cạnh đình Tân An'],
  ['Ghế đá công viên Bờ Kè gãy chân, người già ngồi bị té.', 'Công viên Bờ Kè có ghế đá gãy nằm chỏng chơ.', 'Ghế đá gãy ở công viên Bờ Kè'],
  ['Gờ giảm tốc trước cổng mẫu giáo Hoa Sen bong hết đinh.', 'Mẫu giáo Hoa Sen: gờ giảm tốc bong, xe chạy ào ào.', 'Gờ giảm tốc bong trước mẫu giáo Hoa Sen'],
];
const TRIES = 20; // the index follows the store
const ANSWER = 'Đã cho thay sáng nay; có rào chắn đến hết ngày mai.';

async function send({ base }, text) {
  const reply = await fetch(`${base}/api/v1/messages`, { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text, office: OFFICE, public: true }) });
  return (await reply.json()).receipt;
}

const seen = async (page, words) => (await page.textContent('main')).includes(words);
const mistakes = (page) => page.locator('.error, .summary').count();

// To be taken in: one starts a matter, the other joins it; the matter is given to an office with a date.
async function takeIn(hand, say, world, [words, again]) {
  const { page } = hand;
  await page.goto('/desk');
  say(page.url().endsWith('/desk/sign-in'), 'a stranger at the desk is asked to sign in', page.url());
  await hand.fill('#login', 'cuadinh.tiepnhan');
  await hand.fill('#password', world.password);
  await hand.press('main form button[type=submit]');
  await hand.visit(`/desk/${OFFICE}/inbox`);
  await hand.row(words, 'form[action$="/start"] button[data-key=a]');
  await hand.press('.done a[href^="/desk/matters/"]');
  say(await seen(page, words), 'one press starts a matter, whose page shows the words', page.url());
  const address = new URL(page.url()).pathname;
  const join = `button[formaction$="/join"][value="${address.split('/').pop()}"]`;
  const proposed = page.locator('main li', { hasText: again }).locator(join);
  for (let i = 0; i < TRIES && await proposed.count() === 0; i++) await hand.visit(`/desk/${OFFICE}/inbox`);
  await hand.row(again, join);
  await hand.press('.done a[href^="/desk/matters/"]');
  say(await seen(page, words) && await seen(page, again), 'another message about it joins it');
  await hand.press('form[action$="/assign"] button[type=submit]');
  say(await mistakes(page) === 0 && await page.locator('.tag[data-state=open]').count() > 0, 'the proposed office and due date are taken');
  return address;
}

// A caller's words get a code; another reads out theirs, which finds the matter, and what was answered by telephone is kept.
async function onThePhone(hand, say, code) {
  const { page } = hand;
  await hand.visit(`/desk/${OFFICE}/phone`);
  await hand.fill('#words', 'Người gọi hỏi bao giờ phát lịch thu gom rác.');
  await hand.press('form[action$="/phone"] button[type=submit]');
  const given = (await page.locator('.codes li span[aria-hidden]').allTextContents()).join(' ');
  await hand.fill('#receipt', code);
  await hand.press('form[action$="/look"] button[type=submit]');
  await hand.fill('#told', 'Lịch được phát vào thứ Hai tới.');
  await hand.press('form[action$="/told"] button[type=submit]');
  say(given.length === 34 && await mistakes(page) === 0, 'callers get a code, and an answer by telephone', given);
}

// An officer finds the matter, gives it its public title, and writes, looks at and hands on an answer.
async function write(hand, say, address, title, words) {
  const { page } = hand;
  await page.goto('/desk');
  const found = page.locator(`main a[href="${address}"]`);
  for (let i = 0; i < TRIES && await found.count() === 0; i++) await hand.search(words);
  await hand.press(found);
  await hand.unfold('#public-title > summary');
  await hand.fill('#title_vi', title);
  await hand.press('form[action$="/title"] button[type=submit]');
  await hand.press('form[action$="/answer"] button[type=submit]');
  await hand.fill('#title', title);
  await hand.fill('#body', `${ANSWER}\n\n- Xin **cảm ơn**.`);
  await hand.press('button[name=do][value=preview]');
  say((await page.textContent('.preview')).includes(ANSWER) && await page.locator('.preview strong').count() === 1, 'the answer is seen before it goes out');
  await hand.press('button[name=do][value=submit]');
  say(await mistakes(page) === 0, 'and is given to the second reader');
}

async function publishAndClose(hand, say, title) {
  const { page } = hand;
  await page.goto('/desk');
  await hand.press('main a[href$="/second-reading"]');
  await hand.row(title, 'a[data-row]');
  say(await seen(page, ANSWER), 'the head reads it second');
  await hand.press('form[action$="/publish"] button[type=submit]');
  say(await mistakes(page) === 0, 'and publishes it', page.url());
  await hand.press('main .head a[href^="/desk/matters/"]');
  await hand.check('input[name=outcome][value=done]');
  await hand.press('form[action$="/close"] button[type=submit]');
  say(await page.locator('.tag[data-state=closed]').count() > 0, 'the matter is closed with its outcome');
}

async function read(hand, say, code, title) {
  const { page } = hand;
  await page.goto('/vi/follow');
  await hand.fill('#receipt', code);
  await hand.press('main form button[type=submit]');
  say(await seen(page, ANSWER), 'the sender reads the answer with the code');
  await hand.check('input[name=rating][value="4"]');
  await hand.press('form[action$="/rate"] button[type=submit]');
  say(await mistakes(page) === 0 && await page.locator('input[name=rating]').count() === 0, 'and says how it was');
  await page.goto('/vi/answers');
  say(await seen(page, title), 'and everyone finds it among the answers');
}

async function journey(world, { how, topic, work, ...what }) {
  const [words, again, title] = topic;
  const say = (good, text, detail) => world.ok(good, `${how}: ${text}`, detail);
  const met = [];
  const as = async (user, act) => {
    const hand = work(await world.open({ ...what, user }), what);
    try {
      return await act(hand);
    } finally {
      met.push(...hand.met);
      await hand.page.context().close();
    }
  };
  const code = await send(world, words);
  await send(world, again);
  const address = await as(undefined, async (hand) => {
    const matter = await takeIn(hand, say, world, topic);
    await onThePhone(hand, say, code);
    return matter;
  });
  await as('cuadinh.chuyenvien', (hand) => write(hand, say, address, title, title));
  await as('cuadinh.lanhdao', (hand) => publishAndClose(hand, say, title));
  await as(undefined, (hand) => read(hand, say, code, title));
  say(met.length === 0, 'no page too wide, no complaint of the browser, each stop of the keyboard in sight', [...new Set(met)].slice(0, 8).join('\n'));
}

// j and k keep to the rows, and single letters can be switched off.
async function letters({ ok, open }) {
  const page = await open({ user: 'cuadinh.tiepnhan' });
  await page.goto(`/desk/${OFFICE}/inbox`);
  const first = () => page.evaluate(() => document.activeElement === document.querySelector('[data-row]'));
  await page.keyboard.press('j');
  ok(await first(), 'j goes to the first row');
  await page.keyboard.press('j');
  ok(!await first(), 'and on');
  await page.keyboard.press('k');
  ok(await first(), 'k goes back');
  await page.keyboard.press('?');
  ok(await page.locator('dialog#keys[open]').isVisible(), '? shows the keys');
  await page.keyboard.press('Escape');
  ok(await page.locator('dialog#keys[open]').count() === 0 && await first(), 'Escape leads back to where one was');
  await page.evaluate(() => { document.body.dataset.keys = 'off'; });
  await page.keyboard.press('j');
  ok(await first(), 'switched off, letters do nothing');
  await page.context().close();
}

export default async function desk(world) {
  const ways = [];
  for (const width of [320, 768, 1280]) {
    for (const js of [true, false]) ways.push({ how: `desk, ${width} px, ${js ? 'with' : 'without'} JavaScript`, width, js, work: pointer });
  }
  ways.push({ how: 'desk by keyboard, 1280 px, with JavaScript', width: 1280, js: true, work: keyboard });
  ways.push({ how: 'desk by keyboard, 320 px, without JavaScript', width: 320, js: false, work: keyboard });
  await world.beside(ways.map((way, i) => ({ ...way, topic: TOPICS[i] })), (way) => journey(world, way));
  await letters(world);
}

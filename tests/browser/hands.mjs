// hands.mjs: two ways to work a page, by pointer and by keyboard alone, with the same acts, so that one journey is gone both ways.
// Each keeps what it met: pages that scroll sideways, complaints of the browser, and stops of the Tab key that cannot be seen.
const MOST_STOPS = 400;
const SAME_STOP = 8; // a date has several stops of its own

// Where the keyboard is: what it is, and whether a person sees that.
function stop() {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getClientRects()[0] ?? { left: 0, right: 0, top: 0, bottom: 0 };
  const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const there = box.right > box.left && y >= 0 && y <= innerHeight && document.elementFromPoint(x, y);
  const style = getComputedStyle(e);
  const ring = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  return { name: `${location.pathname} ${e.outerHTML.slice(0, 100)}`, seen: Boolean(ring && there && (e.contains(there) || there.contains(e))) };
}

function hands(page) {
  const met = [];
  page.setDefaultTimeout(15000);
  page.on('console', (m) => { if (m.type() === 'error') met.push(`${page.url()} ${m.text()}`); });
  page.on('pageerror', (e) => met.push(`${page.url()} ${e.message}`));
  return {
    page, met,
    async arrive(act) {
      await Promise.all([page.waitForNavigation({ timeout: 20000 }), act()]);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) met.push(`${page.url()} is ${over} px too wide`);
    },
    visit(path) { // by the menus of the desk
      const menu = page.locator('nav.menus details', { has: page.locator(`a[href="${path}"]`) });
      return this.unfold(menu.locator('summary')).then(() => this.press(menu.locator(`a[href="${path}"]`)));
    },
  };
}

const one = (page, what) => (typeof what === 'string' ? page.locator(what) : what).first();

export function pointer(page) {
  return {
    ...hands(page),
    fill: (what, text) => one(page, what).fill(text),
    check: (what) => one(page, what).check(),
    unfold: (what) => one(page, what).click(),
    press(what) { return this.arrive(() => one(page, what).click()); },
    row(words, act) { return this.press(page.locator('main li', { hasText: words }).locator(act)); },
    search(words) {
      return this.fill('#desk-q', words).then(() => this.press('form[role=search] button'));
    },
  };
}

export function keyboard(page, { js }) {
  const hand = hands(page);
  const key = (name) => page.keyboard.press(name);
  async function until(name, reached) {
    for (let i = 0, same = 0, last = ''; i < MOST_STOPS; i++) {
      await key(name);
      const now = await page.evaluate(stop);
      if (now && !now.seen) hand.met.push(`not seen: ${now.name}`);
      if (await reached()) return;
      same = now && now.name === last ? same + 1 : 0;
      if (same === SAME_STOP) throw new Error(`trapped at ${last}`);
      last = now?.name;
    }
    throw new Error(`${name} never gets there`);
  }
  const at = (element) => element.evaluate((e) => e === document.activeElement);
  async function to(what) {
    const element = await one(page, what).elementHandle({ timeout: 5000 });
    if (!await at(element)) await until('Tab', () => at(element));
    return element;
  }
  return {
    ...hand,
    async fill(what, text) {
      await to(what);
      await key('Control+a');
      await page.keyboard.type(text);
    },
    async check(what) { // Tab leads to the group, arrows within it
      const element = await one(page, what).elementHandle();
      const [type, name] = await element.evaluate((e) => [e.type, e.name]);
      await until('Tab', () => page.evaluate((n) => document.activeElement.name === n, name));
      if (!await at(element)) await until('ArrowDown', () => at(element));
      if (type !== 'radio' || !await element.isChecked()) await key('Space');
    },
    unfold: (what) => to(what).then(() => key('Enter')),
    async press(what) {
      await to(what);
      await this.arrive(() => key('Enter'));
    },
    async row(words, act) { // j goes through the rows, a to the first act of one
      const row = page.locator('main li', { hasText: words }).first();
      if (!js) return this.press(row.locator(act));
      await until('j', () => row.evaluate((e) => e.contains(document.activeElement)));
      const button = row.locator(act);
      if (await button.getAttribute('data-key') === 'a') await key('a');
      return this.press(button);
    },
    async search(words) {
      if (js) await key('/');
      await this.fill('#desk-q', words);
      await this.arrive(() => key('Enter'));
    },
  };
}

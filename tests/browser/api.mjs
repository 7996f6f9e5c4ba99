// api.mjs: docs/api/openapi.yaml is in order, and real replies are what it says, member by member: what the server sends
// stands in the file, and each status that is written down comes back, but 503, which wants a full disk (tests/faults).
import Ajv from 'ajv/dist/2020.js';
import { bundle, createConfig, lint } from '@redocly/openapi-core';

const FILE = new URL('../../docs/api/openapi.yaml', import.meta.url).pathname;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const UNASKED = ['503'];
const WORDS = 'Đèn đường trước cổng trường tắt từ tuần trước.';

// Members may be added under version 1, but not behind the file's back: no object has more than it names.
function closed(schema) {
  for (const part of Object.values(schema)) if (part && typeof part === 'object') closed(part);
  if (schema.type === 'object' && schema.properties) schema.additionalProperties = false;
  return schema;
}

function asker({ base, ok }, paths) {
  const ajv = new Ajv({ allErrors: true, formats: { 'date-time': RFC3339 } });
  const seen = {};
  const post = (path, body, headers) => fetch(base + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body) });
  const ask = async (path, status, body, headers) => hold(path, status, await post(path, body, headers));
  async function hold(path, status, reply) {
    const what = `POST ${path} ${status}`;
    const written = paths[path].post.responses[reply.status];
    ok(reply.status === status && written, `${what}: comes, and is written down`, reply.status);
    ok(reply.headers.get('content-type').startsWith('application/json'), `${what}: as JSON`, reply.headers.get('content-type'));
    const json = await reply.json();
    const schema = written?.content['application/json'].schema;
    ok(schema && ajv.validate(schema, json), `${what}: as its schema says`, `${ajv.errorsText()} ${JSON.stringify(json)}`);
    for (const [name, header] of Object.entries(written?.headers ?? {})) {
      ok(ajv.validate(header.schema, Number(reply.headers.get(name))), `${what}: with ${name}`, reply.headers.get(name));
    }
    (seen[path] ??= new Set()).add(String(reply.status));
    return json;
  }
  return { ask, post, hold, seen };
}

async function messages({ password, open, ok }, ask, paths) {
  const path = '/api/v1/messages';
  const key = { 'idempotency-key': 'mot-hai-ba-bon-nam-sau-bay-tam' };
  const example = paths[path].post.requestBody.content['application/json'].example;
  const taken = await ask(path, 201, example, key);
  ok((await ask(path, 201, example, key)).receipt === taken.receipt, 'the same once more is the same receipt');
  await ask(path, 409, { text: WORDS }, key);
  await ask(path, 422, { text: 'đau', public: 'yes', office: 'nowhere', lang: 'tlh', colour: 1 });
  await ask(path, 422, { text: WORDS }, { 'idempotency-key': 'short' });
  await ask(path, 400, '{"text": "Một hai ba", "text": "bốn năm sáu"}');
  await ask(path, 413, { text: WORDS.repeat(4000) });
  await ask(path, 415, 'text=x', { 'content-type': 'application/x-www-form-urlencoded' });
  const member = await open({ user: 'cuadinh.tiepnhan' });
  const cookies = await member.context().cookies();
  await ask(path, 403, { text: WORDS }, { cookie: cookies.map((c) => `${c.name}=${c.value}`).join('; ') });
  await member.context().close();
  return taken.receipt;
}

async function follows({ codes }, ask, receipt) {
  const path = '/api/v1/follow';
  for (const code of [receipt, ...Object.values(codes)]) await ask(path, 200, { receipt: code });
  await ask(path, 200, { receipt }, { 'accept-language': 'en' });
  await ask(path, 404, { receipt: '10ZY-G100-0000-0000-0000-0000-00XA' });
  await ask(path, 422, { receipt: '10ZY' });
  await ask(path, 400, 'x');
  await ask(path, 413, { receipt: '0'.repeat(300000) });
  await ask(path, 415, 'receipt=x', { 'content-type': 'text/plain' });
}

// So many at once from one neighbourhood that there is no room to wait for all.
async function floods({ post, hold }) {
  const from = { 'x-forwarded-for': '203.0.113.7' };
  for (const [path, body] of [['/api/v1/messages', { text: WORDS }], ['/api/v1/follow', { receipt: '10ZY-G100-0000-0000-0000-0000-00XA' }]]) {
    const replies = await Promise.all(Array.from({ length: 90 }, () => post(path, body, from)));
    await hold(path, 429, replies.find((r) => r.status === 429) ?? replies[0]);
  }
}

export default async function api(world) {
  const { ok } = world;
  const config = await createConfig({ extends: ['recommended-strict'] });
  const problems = await lint({ ref: FILE, config });
  ok(problems.length === 0, 'the file of the API has nothing that its linter minds',
    problems.map((p) => `${p.location[0]?.pointer} ${p.ruleId}: ${p.message}`).join('\n'));
  const { paths } = (await bundle({ ref: FILE, config, dereference: true })).bundle.parsed;
  const routes = world.routes.filter((r) => r.path.startsWith('/api/')).map((r) => `${r.method} ${r.path}`);
  const written = Object.entries(paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));
  ok(routes.length > 0 && routes.sort().join() === written.sort().join(), 'routes and file have the same addresses', `${routes} / ${written}`);
  Object.values(paths).forEach((item) => Object.values(item.post.responses).forEach((r) => closed(r.content['application/json'].schema)));

  const asking = asker(world, paths);
  const { ask, seen } = asking;
  await follows(world, ask, await messages(world, ask, paths));
  await floods(asking);
  for (const [path, item] of Object.entries(paths)) {
    const never = Object.keys(item.post.responses).filter((s) => !seen[path].has(s) && !UNASKED.includes(s));
    ok(never.length === 0, `each reply that is written down for ${path} came once`, never);
  }
}

// `node scripts/code-cache.mjs FILE.bundle`: starts the bundle, which needs nothing around it, has its rulebooks look at a
// question, asks it one as another agent would, and writes what V8 has compiled of it until then to FILE.cache. Nothing
// answers where database and models should be: what is compiled is the way there and back. Only functions that have run
// are in the cache: loading the others would cost a start more than it saves.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { SignJWT } from 'jose';

const LONGEST_START_MS = 60_000;
/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9';

/** One that goes the whole way, and one that is nobody's. */
const QUESTIONS = ['Where is my order o12345?', 'Which of them would you take?'];

const SECRET = 'x'.repeat(32);

/** Any that is free. */
const port = await new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const found = server.address().port;
    server.close(() => done(found));
  });
});

const filename = resolve(process.argv[2]);
Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_ENDPOINT_URL_RDS_DATA: NOWHERE,
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: NOWHERE,
  DATABASE_RESOURCE_ARN: 'arn:aws:rds:us-east-1:123456789012:cluster:none',
  DATABASE_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:none',
  JWKS_URL: NOWHERE,
  TOKEN_ISSUER: NOWHERE,
  SERVICE_TOKEN_SECRET: SECRET,
  MODEL_RETRIES: '0',
  LOG_LEVEL: 'error',
  HOST: '127.0.0.1',
  PORT: String(port),
});

const script = new Script(readFileSync(filename, 'latin1'), { filename });
// What an agent tells whoever started it (shared/src/http/start.ts), and a worker of the benchmark (bench/).
const ready = new Promise((resolve) => {
  process.send = (message) => (message.type === 'failed' ? process.exit(1) : resolve());
});
setTimeout(() => process.exit(1), LONGEST_START_MS).unref();

const url = pathToFileURL(filename);
const bundle = script.runInThisContext()(createRequire(url), url.href);
await ready;
for (const { rulebook, toolSpecs } of bundle.agents ?? [bundle.agent])
  for (const text of QUESTIONS)
    rulebook.foresee?.({ messages: [{ role: 'user', content: [{ type: 'text', text }] }], tools: toolSpecs });
await (bundle.turn ?? askOverHttp)();
writeFileSync(filename.replace(/\.bundle$/u, '.cache'), script.createCachedData());
process.exit(0);

/** A turn that another agent delegates (shared/src/http/chat-request.ts). However it ends, it has gone its way. */
async function askOverHttp() {
  const token = await new SignJWT({ tenant: 'none', roles: ['service'], acts_for: 'none' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('deskfleet-fleet')
    .setSubject('supervisor')
    .setExpirationTime('1m')
    .sign(new TextEncoder().encode(SECRET));
  const [request] = QUESTIONS;
  const facts = { history: [], digest: '', memories: [], openQuotes: [], profile: {}, lastAgent: null };
  const response = await fetch(`http://127.0.0.1:${port}${bundle.agent.member.prefix}/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({
      request,
      customer_message: request,
      conversation_id: 'none',
      turn_id: 'none',
      facts: { ...facts, openQuestion: null, withinBudget: true, mayIdentify: false },
    }),
  });
  const answer = await response.text();
  // Said by the turn loop, not by what stands before it.
  if (!answer.includes('data-record')) throw new Error(`the turn was not run: ${answer}`);
}

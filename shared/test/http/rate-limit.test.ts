import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Principal } from '../../src/agent/context.ts';
import { Problem } from '../../src/http/errors.ts';
import { createRateLimit } from '../../src/http/rate-limit.ts';
import { memoryLog } from '../../src/telemetry/log.ts';
import { expectProblem, NAME, startOneAgent } from './support.ts';

const LIMITS = {
  RATE_LIMIT_ADDRESS_PER_MINUTE: 0,
  RATE_LIMIT_CUSTOMER_PER_MINUTE: 0,
  RATE_LIMIT_TENANT_PER_MINUTE: 0,
  REDIS_URL: undefined,
};
const as = (customerId: string | null, tenant = 't'): Principal => ({
  kind: customerId === null ? 'anonymous' : 'customer',
  subject: customerId ?? 'anonymous',
  tenant,
  customerId,
});
const code = (taken: Promise<void>): Promise<string> =>
  taken.then(
    () => 'taken',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  );

describe('rate limits', () => {
  it('count addresses, customers and tenants apart', async () => {
    const limit = createRateLimit(
      { ...LIMITS, RATE_LIMIT_ADDRESS_PER_MINUTE: 2, RATE_LIMIT_CUSTOMER_PER_MINUTE: 3 },
      memoryLog(),
    );
    expect(await code(limit.take(as(null), 'a'))).to.equal('taken');
    expect(await code(limit.take(as(null), 'a'))).to.equal('taken');
    expect(await code(limit.take(as(null), 'a'))).to.equal('rate_limited');
    expect(await code(limit.take(as(null), 'b'))).to.equal('taken');
    expect(await code(limit.take(as(null, 'other'), 'a'))).to.equal('taken');
    for (const address of ['c', 'd', 'e']) expect(await code(limit.take(as('ann'), address))).to.equal('taken');
    expect(await code(limit.take(as('ann'), 'f'))).to.equal('rate_limited');
    expect(await code(limit.take(as('bob'), 'f'))).to.equal('taken');
  });

  it('of zero are none', async () => {
    const limit = createRateLimit(LIMITS, memoryLog());
    for (let time = 0; time < 200; time += 1) expect(await code(limit.take(as('ann'), 'a'))).to.equal('taken');
  });

  it('are told over HTTP with the time to wait, and the message is not lost on the way', async () => {
    const one = await startOneAgent({ settings: { RATE_LIMIT_CUSTOMER_PER_MINUTE: 1 } });
    one.model.push({ text: 'Hello.' });
    const send = async () =>
      one.agents.post(NAME, '/personalization/chat', { message: 'Hi' }, { token: await one.token() });
    expect((await send()).status).to.equal(200);
    const refused = await send();
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60);
    const problem = await expectProblem(refused, 'rate_limited');
    expect(problem['retry']).to.equal(true);
    expect(one.model.requests).to.have.length(1);
    await one.agents.close();
  });

  describe('in Redis', () => {
    let redis: ChildProcess | undefined;
    let folder = '';
    before(async function () {
      const program = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find(existsSync);
      if (program === undefined) {
        if (process.env['DESKFLEET_REQUIRE_REDIS'] === '1') throw new Error('redis-server is missing');
        this.skip();
      }
      folder = mkdtempSync(join(tmpdir(), 'deskfleet-redis-'));
      const options = [
        '--port',
        '0',
        '--unixsocket',
        join(folder, 'redis.sock'),
        '--save',
        '',
        '--appendonly',
        'no',
        '--dir',
        folder,
      ];
      redis = spawn(program, options, { stdio: ['ignore', 'pipe', 'ignore'] });
      await new Promise<void>((resolve, reject) => {
        redis?.once('exit', () => reject(new Error('redis-server did not start')));
        redis?.stdout?.on(
          'data',
          (chunk: Buffer) => chunk.toString().includes('eady to accept connections') && resolve(),
        );
      });
    });
    after(async () => {
      if (redis) {
        const ended = new Promise((resolve) => redis?.once('exit', resolve));
        redis.kill();
        await ended;
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it('are counted by all processes together, and by each for itself once it is gone', async () => {
      const settings = { ...LIMITS, RATE_LIMIT_ADDRESS_PER_MINUTE: 2, REDIS_URL: join(folder, 'redis.sock') };
      const lines: { level: string; message: string; fields: Readonly<Record<string, unknown>> }[] = [];
      const [one, other] = [createRateLimit(settings, memoryLog(lines)), createRateLimit(settings, memoryLog(lines))];
      expect(await code(one.take(as(null), 'a'))).to.equal('taken');
      expect(await code(other.take(as(null), 'a'))).to.equal('taken');
      for (const limit of [one, other]) expect(await code(limit.take(as(null), 'a'))).to.equal('rate_limited');
      const ended = new Promise((resolve) => redis?.once('exit', resolve));
      redis?.kill('SIGKILL');
      await ended;
      redis = undefined;
      expect(await code(one.take(as(null), 'b'))).to.equal('taken');
      expect(await code(one.take(as(null), 'b'))).to.equal('taken');
      expect(await code(one.take(as(null), 'b'))).to.equal('rate_limited');
      expect(lines.some(({ message }) => message.startsWith('Redis cannot be reached'))).to.equal(true);
      one.close();
      other.close();
    });
  });
});

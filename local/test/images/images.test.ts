import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { agentEnvironment } from '@deskfleet/local/identity.ts';
import { onRunEnd } from '@deskfleet/local/testing/harness.ts';
import { sharedFleet, type Fleet } from '@deskfleet/local/testing/fleet.ts';
import { BEDROCK_PORT, RDS_DATA_PORT } from '@deskfleet/local/ports.ts';
import { chatReplySchema } from '@deskfleet/shared/conversation/reply.ts';
import { AGENT_NAMES, fleetMember, type AgentName } from '@deskfleet/shared/fleet.ts';
import { canIsolate, makeReadOnly, runInside, startContainer, type Container } from './container.ts';
import { command, environment, healthCommand, imageContent, ROOT } from './dockerfile.ts';

/** Within the hundred ports of the shared fleet, and on none of its own. */
const BESIDE_THE_FLEET = 10;
const readySchema = z.object({
  ready: z.boolean(),
  agent: z.string(),
  database: z.string(),
  agents: z.record(z.string(), z.string()),
});

describe('the images, run from nothing but their content', () => {
  const folders = new Map<AgentName, string>();
  const running = new Map<AgentName, Container>();
  let fleet: Fleet;

  const folder = (name: AgentName): string => folders.get(name)!;
  /** Of the same hundred, and nobody's. */
  const deadPort = (): number => fleetMember('supervisor').port + fleet.portOffset + 5 * BESIDE_THE_FLEET;
  const url = (name: AgentName): string => `http://127.0.0.1:${running.get(name)!.port}`;
  /** The image's own environment and the settings a laptop's fleet gives its agents. */
  const settings = (): Record<string, string> => ({
    ...environment(),
    ...agentEnvironment({
      rdsData: `http://127.0.0.1:${RDS_DATA_PORT + fleet.portOffset}`,
      bedrock: `http://127.0.0.1:${BEDROCK_PORT + fleet.portOffset}`,
      issuer: `${fleet.url}/local`,
      serviceSecret: 'the images of one fleet share a secret',
    }),
    PORT_OFFSET: String(fleet.portOffset + BESIDE_THE_FLEET),
    HOST: '127.0.0.1',
    // No load balancer stands before them.
    SHUTDOWN_DELAY_MS: '0',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });

  before(async function () {
    this.timeout(180_000);
    for (const name of AGENT_NAMES) {
      folders.set(name, imageContent(name));
      makeReadOnly(folder(name));
    }
    onRunEnd(async () => {
      await Promise.all([...running.values()].map((one) => one.stop('SIGKILL')));
      for (const one of folders.values()) rmSync(dirname(one), { recursive: true, force: true });
    });
    fleet = await sharedFleet();
    for (const name of AGENT_NAMES) running.set(name, await startContainer(folder(name), command(), settings()));
  });

  for (const name of AGENT_NAMES) {
    it(`holds of ${name} the bundle and what the agent reads, no packages and no sources`, () => {
      const page = name === 'supervisor' ? [...readdirSync(join(ROOT, 'web')).map((file) => `web/${file}`)] : [];
      const bundle = ['main.js', 'main.bundle', 'main.bundle.map', 'main.cache'];
      const expected = ['health.js', ...bundle, 'package.json', 'prompt.md', ...page];
      const files = readdirSync(folder(name), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder(name).length + 1));
      expect(files).to.have.members(name === 'supervisor' ? [...expected, 'routing-model.bin'] : expected);
    });

    it(`names no folder of the machine it was built on in ${name}`, () => {
      for (const file of ['main.js', 'main.bundle', 'main.bundle.map', 'health.js']) {
        // Packages are linked from the repository here; in a build they lie in its own folder.
        const text = readFileSync(join(folder(name), file), 'utf8').replaceAll(
          `${ROOT}/node_modules/`,
          'node_modules/',
        );
        expect(text.includes(ROOT), `${file} names the repository`).to.equal(false);
        expect(text.includes(dirname(folder(name))), `${file} names the build`).to.equal(false);
      }
    });

    it(`answers for ${name} on its port of the fleet`, async () => {
      expect(running.get(name)!.port).to.equal(fleetMember(name).port + fleet.portOffset + BESIDE_THE_FLEET);
      const health = await fetch(`${url(name)}/health`);
      expect(health.status).to.equal(200);
      expect(await health.json()).to.include({ status: 'ok', agent: name });
    });

    it(`finds the database and the models from ${name}`, async () => {
      const answer = await fetch(`${url(name)}${fleetMember(name).prefix}/ready`);
      expect(answer.status).to.equal(200);
      expect(readySchema.parse(await answer.json())).to.include({ ready: true, agent: name, database: 'ok' });
    });

    it(`is found healthy by its own check while ${name} answers, and not beside it`, async () => {
      const healthy = await runInside(folder(name), healthCommand(), settings());
      expect(healthy).to.deep.equal({ code: 0, output: '' });
      const elsewhere = await runInside(folder(name), healthCommand(), { ...settings(), PORT: String(deadPort()) });
      expect(elsewhere.code).to.equal(1);
      expect(elsewhere.output).to.equal(
        `http://127.0.0.1:${deadPort()}/health: connect ECONNREFUSED 127.0.0.1:${deadPort()}\n`,
      );
    });
  }

  it('chats with a signed-in customer, and the specialists are images too', async () => {
    const headers = await fleet.headers({ as: 'cust001' });
    const answer = await fetch(`${url('supervisor')}/supervisor/chat`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ message: 'Where is my order o12345, and do you have speakers under 100 dollars?' }),
    });
    const reply = chatReplySchema.parse(await answer.json());
    expect(reply.agents).to.deep.equal([
      { agent: 'order-management', outcome: 'answered' },
      { agent: 'product-recommendation', outcome: 'answered' },
    ]);
    expect(reply.reply).to.include('o12345');
    for (const name of ['order-management', 'product-recommendation'] as const)
      expect(running.get(name)!.output(), name).to.include(reply.turn_id);
  });

  it('serves the chat page', async () => {
    const page = await fetch(`${url('supervisor')}/`);
    expect(page.headers.get('content-type')).to.include('text/html');
    expect(await page.text()).to.equal(readFileSync(join(ROOT, 'web/index.html'), 'utf8'));
  });

  it('sees all the others ready from the supervisor', async () => {
    const answer = await fetch(`${url('supervisor')}/supervisor/ready`);
    const { agents } = readySchema.parse(await answer.json());
    expect(new Set(Object.values(agents))).to.deep.equal(new Set(['ok']));
    expect(Object.keys(agents)).to.have.lengthOf(AGENT_NAMES.length - 1);
  });

  it('ends by itself on SIGTERM as process 1', async function () {
    if (!canIsolate) return this.skip();
    for (const container of running.values()) expect(await container.stop('SIGTERM')).to.equal(0);
  });

  it('can neither write beside itself nor see the repository', async function () {
    if (!canIsolate) return this.skip();
    const tries = `for (const one of [() => fs.writeFileSync('x', ''), () => fs.writeFileSync('main.js', ''), () => fs.readFileSync('${ROOT}/package.json')])
      try { one(); console.log('done'); } catch (error) { console.log(error.code); }`;
    const { output } = await runInside(folder('supervisor'), ['node', '-e', tries], {});
    expect(output).to.equal('EACCES\nEACCES\nENOENT\n');
  });
});

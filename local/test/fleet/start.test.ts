/** `npm start` and `npm run reset` when something is not as it should be: one clear line, and an exit code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { DEMO_CLOCK } from '../../src/demo-data/clock.ts';
import { LOCAL_RESOURCE_ARN, LOCAL_SECRET_ARN } from '../../src/rds-data/identity.ts';
import { runProgram, sharedFleet, startFleet } from '../../src/testing/fleet.ts';

describe('npm start', function () {
  this.timeout(60_000);

  async function fails(
    argv: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<{ code: number | null; output: string }> {
    const program = await runProgram(argv, environment);
    return { code: await program.exited, output: program.output() };
  }

  it('explains itself', async () => {
    const { code, output } = await fails(['start', '--help']);
    expect(code).to.equal(0);
    expect(output).to.include('--port-offset').and.include('DATABASE_URL');
  });

  it('names a wrong option and the help', async () => {
    const unknown = await fails(['start', '--colour']);
    expect(unknown.code).to.equal(2);
    expect(unknown.output).to.include('--colour').and.include('--help');
    const refused = await fails(['start', '--port-offset', '2000']);
    expect(refused.output).to.include('gateway would be on port 10080, which browsers refuse');
    const wrong = await fails(['start', '--port-offset', 'many']);
    expect(wrong.code).to.equal(2);
    expect(wrong.output).to.include('--port-offset is "many"');
  });

  it('says which Node it needs', async () => {
    const older = `--import data:text/javascript,${encodeURIComponent('Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.20.1"}})')}`;
    const { code, output } = await fails(['start'], { NODE_OPTIONS: older });
    expect(code).to.equal(1);
    expect(output.trim()).to.equal(
      'Deskfleet needs Node 20.19 or newer; this is 18.20.1. Install a newer Node and try again.',
    );
  });

  it('names the busy port and what to do', async () => {
    const blocker = createServer();
    const dataDir = mkdtempSync(join(tmpdir(), 'deskfleet-busy-'));
    const port = await new Promise<number>((resolve) =>
      blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as { port: number }).port)),
    );
    const { code, output } = await fails(['start', '--port-offset', String(port - 8003), '--data-dir', dataDir]);
    blocker.close();
    rmSync(dataDir, { recursive: true });
    expect(code).to.equal(2);
    expect(output)
      .to.match(new RegExp(`Port .*${port} \\(personalization\\).* is in use`, 'u'))
      .and.include('--port-offset');
  });

  it('does not open a folder that another fleet holds', async () => {
    const fleet = await sharedFleet();
    const { code, output } = await fails(['start', '--port-offset', '21000', '--data-dir', fleet.dataDir]);
    expect(code).to.equal(1);
    expect(output).to.match(/in use by process \d+/u);
    const reset = await fails(['reset', '--data-dir', fleet.dataDir]);
    expect(reset.code).to.equal(1);
    expect(reset.output).to.match(/fleet is running/u);
    expect((await fleet.chat('Hello!')).reply).to.match(/hello/iu);
  });

  it('says to reset a damaged database, and reset mends it', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'deskfleet-damaged-'));
    const { mkdirSync } = await import('node:fs');
    mkdirSync(join(dataDir, 'database/pgdata'), { recursive: true });
    writeFileSync(join(dataDir, 'database/pgdata/PG_VERSION'), 'nonsense');
    writeFileSync(join(dataDir, 'database/database.complete'), 'made\n');
    const { code, output } = await fails(['start', '--port-offset', '22000', '--data-dir', dataDir]);
    expect(code).to.equal(1);
    expect(output).to.match(/npm run reset/u);
    const reset = await fails(['reset', '--data-dir', dataDir]);
    expect(reset.code).to.equal(0);
    expect(reset.output).to.match(/reset/iu);
    rmSync(dataDir, { recursive: true });
  });

  it('runs the same agents on what a real account gives: region, ARNs, credentials and service endpoints', async () => {
    const fleet = await sharedFleet();
    const dataDir = mkdtempSync(join(tmpdir(), 'deskfleet-aws-'));
    const account = await startFleet({
      dataDir,
      environment: {
        DESKFLEET_AWS: '1',
        AWS_REGION: '',
        AWS_DEFAULT_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'key',
        AWS_SECRET_ACCESS_KEY: 'secret',
        DATABASE_RESOURCE_ARN: LOCAL_RESOURCE_ARN,
        DATABASE_SECRET_ARN: LOCAL_SECRET_ARN,
        CLOCK: DEMO_CLOCK,
        AWS_ENDPOINT_URL_RDS_DATA: new URL(fleet.rdsData).origin,
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME: new URL(fleet.bedrock).origin,
      },
    });
    const answer = await account.chat('Where is my order o12345?', { as: 'cust001' });
    expect(answer.reply).to.match(/12345/u);
    expect(account.started.output()).not.to.match(/rds-data|bedrock/u);
    const ready = (await (await fetch(`${account.url}/order/ready`)).json()) as {
      models: { modelId: string; state: string }[];
    };
    expect(ready.models.map((link) => `${link.modelId} ${link.state}`)).to.include.members([
      'eu.anthropic.claude-3-7-sonnet-20250219-v1:0 retired',
      'eu.anthropic.claude-sonnet-4-6 live',
    ]);
    await account.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('stops when npm is killed and leaves nothing behind', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'deskfleet-npm-'));
    const shell = spawn('sh', ['-c', `node scripts/run.mjs start --port-offset 24000 --data-dir ${dataDir} & wait`], {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      env: { PATH: process.env['PATH'], npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const output = createInterface({ input: shell.stdout });
    const ended = once(output, 'close');
    for await (const line of output) if (line.startsWith('Ctrl-C')) shell.kill('SIGKILL');
    // The pipe closes only when the last process that could write into it has ended.
    await ended;
    rmSync(dataDir, { recursive: true });
  });

  it('names what a real account needs', async () => {
    const { code, output } = await fails(['start', '--port-offset', '23000'], {
      DESKFLEET_AWS: '1',
      DATABASE_RESOURCE_ARN: '',
      DATABASE_SECRET_ARN: '',
    });
    expect(code).to.equal(1);
    expect(output).to.match(/DESKFLEET_AWS=1 needs .*DATABASE_RESOURCE_ARN/u);
  });
});

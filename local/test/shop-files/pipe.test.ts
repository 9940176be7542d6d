/** `npm run export | head`: through a pipe of the shell, whose reader ends first. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { agentEnvironment } from '../../src/identity.ts';
import { sharedWorld } from '../../src/testing/harness.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PROGRAM = 'local/src/shop-files/export.ts';

describe('npm run export in a pipe', function () {
  this.timeout(120_000);

  async function shell(command: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const { rdsData } = await sharedWorld();
    const nowhere = 'http://127.0.0.1:9';
    const child = spawn('sh', ['-c', command], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        ...agentEnvironment({
          rdsData: rdsData.url,
          bedrock: nowhere,
          issuer: nowhere,
          serviceSecret: '-'.repeat(32),
        }),
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { stdout, stderr };
  }
  const exporting = `"${process.execPath}" --import tsx ${PROGRAM} --format jsonl`;

  it('ends quietly with 0 when the reader has had enough', async () => {
    const { stdout, stderr } = await shell(`{ ${exporting}; echo "code $?" >&2; } | head -n 1`);
    expect(stdout).to.match(/^\{"kind":"tenant",.*\}\n$/u);
    expect(stderr).to.match(/^(exporting: [^\n]*\n)*code 0\n$/u);
  });

  it('ends quietly when the progress has no reader either', async () => {
    const { stdout } = await shell(`{ { ${exporting}; echo "code $?" >&3; } 2>&1 | head -n 1 >/dev/null; } 3>&1`);
    expect(stdout).to.equal('code 0\n');
  });
});

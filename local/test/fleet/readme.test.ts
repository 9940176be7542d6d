/** The README's samples, pasted as they stand into a shell beside a running fleet. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { sharedFleet, type Fleet } from '../../src/testing/fleet.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);

/** Commands that a reader runs before or instead of these. */
const SETUP = /^npm (ci|start|test|run (reset|check|bench:turn|test:fast))\b/u;

/** Shell blocks of the README; lines typed into a chat (`> …`) become its input. */
function samples(): string[] {
  const blocks = [...readFileSync(`${ROOT}README.md`, 'utf8').matchAll(/```sh\n([\s\S]*?)```/gu)].map(
    (match) => match[1] ?? '',
  );
  return blocks
    .map((block) => {
      const lines: string[] = [];
      let typed: string[] | undefined;
      const endChat = (): void => {
        if (typed) lines.push(...(typed.length > 0 ? typed : ['Hello']), 'END');
        typed = undefined;
      };
      for (const line of block.split('\n').filter((one) => !SETUP.test(one))) {
        if (typed && line.startsWith('> ')) {
          typed.push(line.slice(2));
          continue;
        }
        endChat();
        const isChat = line.startsWith('npm run chat') && !line.includes('--once');
        lines.push(isChat ? `${line} <<'END'` : line);
        if (isChat) typed = [];
      }
      endChat();
      return lines.join('\n');
    })
    .filter((block) => /\S/u.test(block.replaceAll(/^#.*$/gmu, '')));
}

describe('the samples of the README', function () {
  this.timeout(90_000);
  let fleet: Fleet;
  before(async () => {
    fleet = await sharedFleet();
  });

  const expected: readonly (readonly RegExp[])[] = [
    [/hello/iu, /12345/u, /SonicWave|PocketBeat/u],
    [
      /Order management/u,
      /Product recommendation/u,
      /no order/iu,
      /kb\d+/u,
      /yes or no/iu,
      /o13201 is cancel+ed/iu,
      /zip code/u,
      /order o12345/iu,
      /Shall I do all of these/u,
    ],
    [/"reply":"[^"]*12345/u, /"type":"text-delta"/u, /data: \[DONE\]/u, /"tool":"get_order"/u],
    [/dry run|would be|taken back/iu, /products/u, /"kind": ?"product"/u],
    [/cdk synth/u],
  ];

  samples().forEach((script, index) => {
    it(`block ${index + 1}: ${script.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? ''}`, async () => {
      const { stdout } = await run('bash', ['-euc', script.replaceAll('http://localhost:8080', fleet.url)], {
        cwd: ROOT,
        maxBuffer: 4e6,
        env: {
          ...process.env,
          NODE_V8_COVERAGE: undefined,
          DESKFLEET_URL: fleet.url,
          PORT_OFFSET: String(fleet.portOffset),
        },
      });
      for (const says of expected[index] ?? []) expect(stdout).to.match(says);
      expect(expected[index], 'every block is checked').not.to.equal(undefined);
    });
  });
});

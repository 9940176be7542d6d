/** How a built agent is started: a bundle with what V8 has compiled of it (scripts/quick-start.mjs). */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { build } from 'esbuild';
import { expect } from 'chai';

const script = (name: string): string => fileURLToPath(new URL(`../../../scripts/${name}`, import.meta.url));

const SOURCE = `
export function failing(): string {
  try { throw new TypeError('on purpose'); } catch (error) { return (error as Error).stack ?? ''; }
}
process.send?.({ type: 'ready' });
console.log(JSON.stringify({ stack: failing(), url: import.meta.url }));
export const agents = [];
export const turn = (): Promise<void> => Promise.resolve();
`;

describe('the quick start of a bundle', () => {
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deskfleet-quick-'));
    writeFileSync(join(folder, 'thing.ts'), SOURCE);
    await build({
      entryPoints: [join(folder, 'thing.ts')],
      outfile: join(folder, 'main.bundle'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      sourcemap: 'linked',
      define: { 'import.meta.url': '__moduleUrl' },
      banner: { js: '((require, __moduleUrl) => { const module = { exports: {} }; const exports = module.exports;' },
      footer: { js: 'return module.exports; })' },
    });
    copyFileSync(script('quick-start.mjs'), join(folder, 'main.js'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (...flags: string[]) =>
    JSON.parse(execFileSync(process.execPath, [...flags, join(folder, 'main.js')], { encoding: 'utf8' })) as {
      stack: string;
      url: string;
    };

  it('runs without a code cache, and knows where it lies', () => {
    expect(run().url).to.match(/main\.js$/u);
  });

  it('writes a code cache that V8 accepts', () => {
    // It has a turn of its own, as the worker of the benchmark has.
    execFileSync(process.execPath, [script('code-cache.mjs'), join(folder, 'main.bundle')]);
    const flags = JSON.stringify([join(folder, 'main.bundle'), join(folder, 'main.cache')]);
    const told = execFileSync(process.execPath, [
      '-p',
      `const [file, cache] = ${flags}; new vm.Script(fs.readFileSync(file, 'latin1'), { cachedData: fs.readFileSync(cache) }).cachedDataRejected`,
    ]);
    expect(told.toString().trim()).to.equal('false');
    expect(run().url).to.match(/main\.js$/u);
  });

  it('runs with the cache of another Node, which V8 rejects', () => {
    const other = new Script('1 + 1').createCachedData();
    writeFileSync(join(folder, 'main.cache'), other);
    expect(run().url).to.match(/main\.js$/u);
  });

  it('names the places of the sources in a stack, when Node is asked to', () => {
    expect(run('--enable-source-maps').stack)
      .to.match(/^TypeError: on purpose\n/u)
      .and.match(/at failing \(\S*thing\.ts:3:\d+\)/u);
    expect(run().stack).to.match(/main\.bundle:\d+/u);
  });
});

// Builds what runs: the agents (everything bundled, so that they start fast and need no node_modules) and the laptop's
// programs (packages left outside). Takes about a second; run by `npm start` before anything else.
// `node scripts/build.mjs --image AGENT FOLDER` writes one agent alone, whole, into an empty folder: what its image holds.
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;
/** Where a build is made: it takes the place of the last one whole, so that nobody meets half a build. */
const next = `${root}dist-next`;
const last = `${root}dist-last`;

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  legalComments: 'none',
};

/** Puts something in the place of a part of a package; a package that has changed shape stops the build. */
function replaced(bundler, filter, part, by) {
  bundler.onLoad({ filter }, async ({ path }) => {
    const source = await readFile(path, 'utf8');
    if (!part.test(source)) return { errors: [{ text: `${path} is no longer what scripts/build.mjs expects` }] };
    return { contents: source.replace(part, by) };
  });
}

const lessToLoad = {
  name: 'less-to-load',
  setup: (bundler) => {
    // zod says what is wrong in English; nobody asks it for another of its fifty languages.
    replaced(bundler, /\/zod\/v4\/(?:classic\/external|core\/index)\.js$/, /^export \* as locales .*$/mu, '');
    // Express reads JSON in UTF-8 only: no body needs the half megabyte of East Asian tables.
    replaced(
      bundler,
      /\/iconv-lite\/encodings\/dbcs-data\.js$/,
      /^module\.exports = \{.*\}$/msu,
      'module.exports = {}',
    );
    // Express's packages have a copy each of the same table of media types.
    bundler.onResolve({ filter: /^mime-(?:types|db)$/ }, ({ path, kind, pluginData }) =>
      pluginData === 'one-copy'
        ? undefined
        : bundler.resolve(path, { kind, resolveDir: `${root}node_modules/express`, pluginData: 'one-copy' }),
    );
  },
};

/** What runs whole starts the faster the less there is to load. */
const whole = {
  ...common,
  // One copy of what the AWS SDK is made of: its clients name it as ES modules, its older ones as CommonJS, too.
  mainFields: ['module', 'main'],
  plugins: [lessToLoad],
};

/**
 * One script that is run with a code cache: quick-start.mjs as FOLDER/NAME.js, and what it runs. A script that comes from
 * a code cache cannot use `import()`; what is only imported when it is needed is a function of the script instead.
 */
async function buildQuickStart(source, folder, name) {
  await build({
    ...whole,
    entryPoints: { [name]: source },
    outdir: folder,
    outExtension: { '.js': '.bundle' },
    format: 'cjs',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__moduleUrl' },
    banner: { js: '((require, __moduleUrl) => { const module = { exports: {} }; const exports = module.exports;' },
    footer: { js: 'return module.exports; })' },
  });
  cpSync(`${root}scripts/quick-start.mjs`, `${folder}/${name}.js`);
}

/** When all is in its place: the scripts are run. */
async function writeCodeCache(bundle) {
  await promisify(execFile)(process.execPath, [`${root}scripts/code-cache.mjs`, bundle]);
}

/** CommonJS packages inside an ES module bundle still call require(). */
const banner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

/** Leaves packages outside, but not our own workspaces. */
const packagesOutside = {
  name: 'packages-outside',
  setup: (bundler) =>
    bundler.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind !== 'entry-point' && !path.startsWith('@deskfleet/') ? { path, external: true } : undefined,
    ),
};

/** Programs of the laptop: dist/local/NAME.js from a source file. */
const programs = {
  start: 'local/src/start.ts',
  gateway: 'local/src/gateway/main.ts',
  'rds-data': 'local/src/rds-data/main.ts',
  'pglite-worker': 'local/src/rds-data/pglite-worker.ts',
  bedrock: 'local/src/bedrock/main.ts',
  chat: 'local/src/chat/main.ts',
  reset: 'local/src/reset.ts',
  'retail-adapter': 'local/src/conformance/retail-adapter.ts',
  'retail-dialogues': 'local/src/conformance/dialogues.ts',
  import: 'local/src/shop-files/import.ts',
  export: 'local/src/shop-files/export.ts',
  'bench-turn': 'bench/turn.ts',
  'bench-kernel': 'bench/kernel.ts',
  'bench-conversation': 'bench/conversation.ts',
  'bench-import': 'bench/import.ts',
};

const agents = readdirSync(`${root}agents`);

async function buildAgent(name, folder) {
  await buildQuickStart(`agents/${name}/src/main.ts`, folder, 'main');
  copyAgentFiles(name, folder);
  await writeCodeCache(`${folder}/main.bundle`);
}

/** What an agent reads from beside its bundle. */
function copyAgentFiles(name, folder) {
  cpSync(`${root}agents/${name}/src/prompt.md`, `${folder}/prompt.md`);
  if (name !== 'supervisor') return;
  cpSync(`${root}web`, `${folder}/web`, { recursive: true });
  cpSync(`${root}agents/supervisor/src/routing/routing-model.bin`, `${folder}/routing-model.bin`);
}

/** main.js, the agent, and health.js, its container's health check, with all that they read. */
async function buildImage(name, folder) {
  mkdirSync(folder, { recursive: true });
  const health = `import { exitWithHealth } from '@deskfleet/shared/http/health-probe.ts'; await exitWithHealth('${name}');`;
  await Promise.all([
    buildAgent(name, folder),
    build({
      ...common,
      stdin: { contents: health, resolveDir: `${root}agents/${name}`, loader: 'ts' },
      outfile: `${folder}/health.js`,
      sourcemap: false,
      banner,
    }),
  ]);
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  writeFileSync(`${folder}/package.json`, `${JSON.stringify({ name, version, type: 'module' })}\n`);
}

async function buildPrograms() {
  await build({ ...common, entryPoints: programs, outdir: `${next}/local`, plugins: [packagesOutside] });
  // The rulebooks of the laptop's model endpoint are bundled there too, and the supervisor's routes by this file.
  cpSync(`${root}agents/supervisor/src/routing/routing-model.bin`, `${next}/local/routing-model.bin`);
}

/** The processes of the benchmark of the turn loop: ours is built as an agent is, and reads the agents' prompts. */
async function buildBench() {
  const folder = `${next}/bench`;
  await Promise.all([
    build({
      ...whole,
      entryPoints: ['bench/kernel-bare-worker.ts', 'bench/kernel-endpoint.ts'],
      outdir: folder,
      // What is only imported when it is needed is a file of its own.
      splitting: true,
      banner,
    }),
    buildQuickStart('bench/kernel-worker.ts', folder, 'kernel-worker'),
  ]);
  cpSync(`${root}agents/supervisor/src/routing/routing-model.bin`, `${folder}/routing-model.bin`);
  await writeCodeCache(`${folder}/kernel-worker.bundle`);
}

export async function buildAll() {
  for (const folder of [next, last]) rmSync(folder, { recursive: true, force: true });
  await Promise.all([...agents.map((name) => buildAgent(name, `${next}/agents/${name}`)), buildPrograms()]);
  await buildBench();
  if (existsSync(dist)) renameSync(dist, last);
  renameSync(next, dist);
  rmSync(last, { recursive: true, force: true });
}

/** @returns what is wrong with the command line, in one line; undefined when it was done. */
async function run([command, name, folder]) {
  if (command === undefined) return void (await buildAll());
  if (command !== '--image' || folder === undefined) return 'Usage: node scripts/build.mjs [--image AGENT FOLDER]';
  if (!agents.includes(name)) return `There is no agent "${name}". There are: ${agents.join(', ')}.`;
  if (existsSync(folder) && readdirSync(folder).length > 0) return `${folder} is not empty.`;
  await buildImage(name, resolve(folder));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problem = await run(process.argv.slice(2));
  if (problem !== undefined) {
    console.error(problem);
    process.exitCode = 1;
  }
}

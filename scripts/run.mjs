// `node scripts/run.mjs PROGRAM [arguments]`: builds if a source is newer than the build, then runs dist/local/PROGRAM.js.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Deskfleet needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node and try again.`,
  );
  process.exit(1);
}
if (!existsSync(`${root}node_modules/esbuild`)) {
  console.error('The packages are not installed yet. Run: npm ci');
  process.exit(1);
}

/** The latest change below a folder, in milliseconds. */
function newest(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .reduce((latest, entry) => Math.max(latest, statSync(`${entry.parentPath}/${entry.name}`).mtimeMs), 0);
}

const [program = 'start', ...rest] = process.argv.slice(2);
const target = `${root}dist/local/${program}.js`;
const sources = ['shared/src', 'agents', 'import-export/src', 'local/src', 'web', 'bench', 'scripts']
  .map((folder) => root + folder)
  .filter((folder) => existsSync(folder));
const lock = statSync(`${root}package-lock.json`).mtimeMs;
if (!existsSync(target) || Math.max(lock, ...sources.map(newest)) > statSync(target).mtimeMs) {
  process.stderr.write('Building …\n');
  const { buildAll } = await import('./build.mjs');
  await buildAll();
}
process.argv.splice(1, process.argv.length - 1, target, ...rest);
await import(pathToFileURL(target).href);

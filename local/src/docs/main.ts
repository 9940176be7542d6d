/** `npm run docs`: writes what is derived from code into the documents; `--check` only says whether they are up to date. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generated, replaceSections } from './sections.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const check = process.argv.includes('--check');
let stale = 0;

for (const [file, sections] of Object.entries(generated())) {
  const path = `${root}${file}`;
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const after = replaceSections(before, sections);
  if (before === after) continue;
  stale += 1;
  if (!check) writeFileSync(path, after);
  console.log(check ? `${file} is not up to date. Run: npm run docs` : `${file} written`);
}
if (stale === 0) console.log('The generated parts of the documents are up to date.');
if (check && stale > 0) process.exitCode = 1;

// `npm run conformance:retail -- --dir DIR`: the order tools against a public retail world. DIR holds db.json and the
// cases; the checker that drives our adapter lies beside it (../../tools/retail-check/check.mjs) or is given.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `npm run conformance:retail -- --dir DIR [options]

Runs the cases of a retail world against the order tools and prints "N passed, N failed".

  --dir DIR         the folder with db.json and the cases
  --files NAMES     case files in it, separated by commas (default tasks_train.json)
  --checker FILE    the checker (default DIR/../../tools/retail-check/check.mjs)
  --only ID         one case
`;

function fail(message) {
  console.error(message);
  process.exit(2);
}

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    files: { type: 'string', default: 'tasks_train.json' },
    checker: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
if (!values.dir) fail(`Say where the retail world is: --dir DIR\n\n${HELP}`);
const dir = resolve(values.dir);
const checker = resolve(values.checker ?? `${dir}/../../tools/retail-check/check.mjs`);
if (!existsSync(`${dir}/db.json`)) fail(`There is no db.json in ${dir}.`);
if (!existsSync(checker)) fail(`There is no checker at ${checker}. Name it with --checker FILE.`);

const run = fileURLToPath(new URL('run.mjs', import.meta.url));
const adapter = `'${process.execPath}' '${run}' retail-adapter --dir '${dir}'`;
const words = ['--dir', dir, '--files', values.files, '--mode', 'either', '--words', 'any', '--cmd', adapter];
const child = spawn(process.execPath, [checker, ...words, ...(values.only ? ['--only', values.only] : [])], {
  stdio: 'inherit',
});
child.once('exit', (code) => process.exit(code ?? 1));

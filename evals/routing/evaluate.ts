/** `npm run eval:routing`: how right the supervisor's own routing is on a file of utterances. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROUTES } from '@deskfleet/supervisor/routing/routes.ts';
import { readCases } from './cases.ts';
import { evaluate } from './report.ts';
import { reportText } from './report-text.ts';
import { routeOf } from './route-of.ts';

const HELP = `npm run eval:routing -- FILE.jsonl [--json] [--wrong]

Rows: {"utterance": text, "accept": [route, …]} or {"utterance": text, "route": route}
Routes: ${ROUTES.join(', ')}

A row is right when the route taken is one of the accepted ones. It counts for the first accepted route. No language
model is asked, and the same file always gives the same numbers.

  --json    prints {rows, correct, accuracy, routes, confusion, calibration}
  --wrong   lists the misjudged utterances too

Ends with 0 when the file was evaluated, whatever the accuracy; with 2 when it cannot be.`;

const MOST_SHOWN = 20;

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, wrong: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) {
    console.error(`Name one file of utterances.\n\n${HELP}`);
    return 2;
  }
  // npm runs scripts in the folder of package.json; the path is meant from where npm was called.
  const { cases, bad } = readCases(readFileSync(resolve(process.env['INIT_CWD'] ?? '', file), 'utf8'));
  for (const { line, problem } of bad.slice(0, MOST_SHOWN)) console.error(`${file}:${line}: ${problem}`);
  if (bad.length > MOST_SHOWN) console.error(`… and ${bad.length - MOST_SHOWN} more`);
  if (bad.length > 0) return 2;
  if (cases.length === 0) {
    console.error(`${file}: holds no rows`);
    return 2;
  }
  const evaluation = evaluate(cases, routeOf);
  console.log(values.json ? JSON.stringify(evaluation.report) : reportText(evaluation, values.wrong === true));
  return 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

/** `npm run import` from its arguments to its exit code. */
import { embedArticles } from './embed-articles.ts';
import { importFiles, ImportRefused, type ImportReport } from './import-files.ts';
import { ProgressLine } from './progress-line.ts';
import { problemLine } from './read/locate.ts';
import { openSources } from './read/open.ts';
import { readArguments, withDatabase, type ExitCode, type Surroundings } from './surroundings.ts';
import { UsageError } from './usage.ts';

export const IMPORT_HELP = `npm run import -- FILE [FILE … | DIR] [options]

Loads a shop: products, variants, customers, payment methods, orders, articles. Everything is checked first; when
anything is wrong, nothing is changed. Running it again changes only what is different. The format: docs/import.md

  FILE              .json (one document), .jsonl (one record a line), .csv (products.csv, orders.csv, …),
                    or an SQLite order_management.db
  DIR               all such files of a folder
  --tenant ID       the shop (default: what the tenant section of the files says, or DEFAULT_TENANT)
  --dry-run         check and load, then take everything back
  --json            print the report as JSON
  --port-offset N   a fleet that was started with this offset (PORT_OFFSET; default 0)
  --help            this text

Exit code: 0 done, 1 errors in the files, 2 the command line is wrong, 3 the database.
`;

interface Options {
  readonly paths: readonly string[];
  readonly tenant: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly portOffset: string | undefined;
}

function readOptions(argv: readonly string[]): Options | 'help' {
  const { values, positionals } = readArguments('import', {
    args: [...argv],
    allowPositionals: true,
    options: {
      tenant: { type: 'string' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
      'port-offset': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return 'help';
  if (positionals.length === 0) throw new UsageError('Say what to import. See: npm run import -- --help');
  if (values.tenant?.trim() === '') throw new UsageError('--tenant is empty. See: npm run import -- --help');
  return {
    paths: positionals,
    tenant: values.tenant,
    dryRun: values['dry-run'] === true,
    json: values.json === true,
    portOffset: values['port-offset'],
  };
}

export async function importProgram(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { stdout, stderr } = surroundings;
  const line = new ProgressLine({ isTerminal: surroundings.isTerminal, write: stderr, now: surroundings.now });
  try {
    const options = readOptions(argv);
    if (options === 'help') {
      await stdout(IMPORT_HELP);
      return 0;
    }
    const sources = await openSources(options.paths);
    return await withDatabase(surroundings, options.portOffset, 'Nothing was changed.', async (database, settings) => {
      const report = await importFiles(database, sources, {
        tenant: options.tenant,
        defaultTenant: settings.DEFAULT_TENANT,
        dryRun: options.dryRun,
        onProgress: ({ step, rows, of }) => line.show(step, rows, of),
      });
      const embedding = articlesChanged(report)
        ? await embedArticles(database, settings, (done, total) => line.show('embedding', done, total))
        : undefined;
      line.end();
      const told = embedding === undefined ? report : { ...report, notes: [...report.notes, embedding] };
      if (options.json) await stdout(`${JSON.stringify(jsonReport(told), undefined, 2)}\n`);
      else if (report.problems.count > 0) stderr(problemText(report));
      else await stdout(reportText(told));
      return report.problems.count > 0 ? 1 : 0;
    });
  } catch (error) {
    line.end();
    if (error instanceof UsageError) {
      stderr(`${error.message}\n`);
      return 2;
    }
    if (!(error instanceof ImportRefused)) throw error;
    stderr(`${error.message}\n`);
    return 1;
  }
}

function articlesChanged({ dryRun, counts: { articles } }: ImportReport): boolean {
  return !dryRun && articles !== undefined && articles.added + articles.changed > 0;
}

function problemText({ tenant, problems: { count, first } }: ImportReport): string {
  const lines = first.map(problemLine);
  const more = count > first.length ? ` The first ${first.length} are shown.` : '';
  return `${lines.join('\n')}\n\n${count} ${count === 1 ? 'error' : 'errors'}.${more} Nothing was changed in the shop "${tenant}".\n`;
}

function reportText({ tenant, dryRun, counts, rows, seconds, notes }: ImportReport): string {
  const tables = Object.entries(counts);
  const width = Math.max(0, ...tables.map(([table]) => table.length));
  const lines = tables.map(
    ([table, { added, changed, same }]) => `  ${table.padEnd(width)}  ${added} new, ${changed} changed, ${same} same`,
  );
  const done = dryRun
    ? `A dry run: nothing was changed in the shop "${tenant}". It would be`
    : `Imported into the shop "${tenant}"`;
  return [
    `${done}:`,
    ...lines,
    `${rows} rows in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s.`,
    ...notes.map((note) => `Note: ${note}`),
    '',
  ].join('\n');
}

function jsonReport({ tenant, dryRun, problems, counts, rows, seconds, notes }: ImportReport): unknown {
  return {
    tenant,
    dry_run: dryRun,
    ok: problems.count === 0,
    errors: { count: problems.count, first: problems.first },
    tables: Object.fromEntries(
      Object.entries(counts).map(([table, { added, changed, same }]) => [table, { new: added, changed, same }]),
    ),
    rows,
    seconds: Math.round(seconds * 1000) / 1000,
    rows_per_second: Math.round(rows / seconds),
    notes,
  };
}

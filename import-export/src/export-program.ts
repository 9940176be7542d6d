/** `npm run export` from its arguments to its exit code. */
import { extname } from 'node:path';
import { EXPORT_FORMATS, FileSink, openWriter, type ExportFormat, type TextSink } from './export/writers.ts';
import { ExportRefused, exportShop } from './export-shop.ts';
import { ProgressLine } from './progress-line.ts';
import { readArguments, withDatabase, type ExitCode, type Surroundings } from './surroundings.ts';
import { UsageError } from './usage.ts';

export const EXPORT_HELP = `npm run export -- [options]

Writes a shop in the format that npm run import takes, as it is at one moment. The format: docs/import.md

  --tenant ID       the shop (default: DEFAULT_TENANT)
  --out FILE|DIR    where to; csv needs a folder (default: standard output)
  --format FORMAT   json, jsonl or csv (default: by the name of FILE, else json)
  --port-offset N   a fleet that was started with this offset (PORT_OFFSET; default 0)
  --help            this text

Exit code: 0 done, 1 there is no such shop, 2 the command line is wrong, 3 the database.
`;

interface Options {
  readonly tenant: string | undefined;
  readonly out: string | undefined;
  readonly format: ExportFormat;
  readonly portOffset: string | undefined;
}

function readOptions(argv: readonly string[]): Options | 'help' {
  const { values } = readArguments('export', {
    args: [...argv],
    options: {
      tenant: { type: 'string' },
      out: { type: 'string' },
      format: { type: 'string' },
      'port-offset': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return 'help';
  const name = values.format ?? formatOfName(values.out);
  const format = EXPORT_FORMATS.find((one) => one === name);
  if (format === undefined)
    throw new UsageError(`--format is "${name}": give ${EXPORT_FORMATS.join(', ')}. See: npm run export -- --help`);
  if (format === 'csv' && values.out === undefined)
    throw new UsageError('CSV is several files: give a folder with --out DIR.');
  return { tenant: values.tenant, out: values.out, format, portOffset: values['port-offset'] };
}

function formatOfName(out: string | undefined): string {
  const extension = extname(out ?? '').toLowerCase();
  if (extension === '.jsonl' || extension === '.ndjson') return 'jsonl';
  return out === undefined || extension === '.json' ? 'json' : 'csv';
}

export async function exportProgram(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { stdout, stderr } = surroundings;
  const line = new ProgressLine({ isTerminal: surroundings.isTerminal, write: stderr, now: surroundings.now });
  try {
    const options = readOptions(argv);
    if (options === 'help') {
      await stdout(EXPORT_HELP);
      return 0;
    }
    return await withDatabase(surroundings, options.portOffset, '', async (database, { DEFAULT_TENANT }) => {
      const { format, out } = options;
      const tenant = options.tenant ?? DEFAULT_TENANT;
      const writer = openWriter(format, format === 'csv' ? { folder: out ?? '.' } : sinkOf(out, stdout));
      const counts = await exportShop(database, writer, {
        tenant,
        flat: format === 'csv',
        onProgress: (records) => line.show('exporting', records, undefined),
      });
      line.end();
      const parts = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
      stderr(`Exported the shop "${tenant}"${out === undefined ? '' : ` to ${out}`}: ${parts.join(', ')}.\n`);
      return 0;
    });
  } catch (error) {
    line.end();
    if (error instanceof ReaderGone) return 0;
    if (!(error instanceof UsageError) && !(error instanceof ExportRefused)) throw error;
    stderr(`${error.message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** Whoever read standard output has had enough. */
class ReaderGone extends Error {}

function sinkOf(out: string | undefined, stdout: Surroundings['stdout']): TextSink {
  if (out !== undefined) return new FileSink(out);
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    write: async (text) => {
      if ((await stdout(text)) === 'closed') throw new ReaderGone();
    },
    close: nothing,
    abandon: nothing,
  };
}

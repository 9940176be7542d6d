/** A place for files, and imports and exports of the test's database. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { exportShop } from '../src/export-shop.ts';
import { FileSink, openWriter, type ExportFormat } from '../src/export/writers.ts';
import { importFiles, type ImportOptions, type ImportReport } from '../src/import-files.ts';
import { openSources } from '../src/read/open.ts';

export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'deskfleet-import-'));

  /** Writes a file of these texts, or values as JSON. @returns its path. */
  file(name: string, content: string | object): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export async function runImport(
  database: Database,
  paths: string | readonly string[],
  options: Partial<ImportOptions> = {},
): Promise<ImportReport> {
  return importFiles(database, await openSources([paths].flat()), {
    tenant: undefined,
    defaultTenant: 'nobody',
    dryRun: false,
    onProgress: () => undefined,
    ...options,
  });
}

/** @param out a file, or a folder for CSV. */
export async function runExport(database: Database, tenant: string, format: ExportFormat, out: string): Promise<void> {
  const writer = openWriter(format, format === 'csv' ? { folder: out } : new FileSink(out));
  await exportShop(database, writer, { tenant, flat: format === 'csv', onProgress: () => undefined });
}

/** `line path message` of what is wrong. */
export function problemsOf({ problems }: ImportReport): readonly string[] {
  return problems.first.map(({ line, path, message }) => `${line} ${path} ${message}`.replace('  ', ' '));
}

export function countsOf(report: ImportReport): {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
} {
  const all = Object.values(report.counts);
  const sum = (of: 'added' | 'changed' | 'same'): number => all.reduce((total, counts) => total + counts[of], 0);
  return { added: sum('added'), changed: sum('changed'), same: sum('same') };
}

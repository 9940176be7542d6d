/** The parts of the documents that are made from code: settings, errors, the fleet, the demo cases. */
import { z } from 'zod';
import { describeFormat } from '@deskfleet/import-export/format/describe.ts';
import { formatJsonSchemaText } from '@deskfleet/import-export/format/json-schema.ts';
import { FLEET } from '@deskfleet/shared/fleet.ts';
import { ERRORS } from '@deskfleet/shared/http/errors.ts';
import { settingsTable } from '@deskfleet/shared/settings.ts';
import { scalingTables } from '../../../bench/capacity/doc.ts';
import { renderDemoDataDoc } from '../demo-data/render-doc.ts';
import { renderToolsDoc } from './tools-doc.ts';

/** File → section name → Markdown. A section stands between `<!-- generated: NAME -->` and `<!-- end -->`. */
export function generated(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return {
    'README.md': { fleet: fleetTable() },
    'docs/operating.md': { settings: settingsMarkdown() },
    'docs/api.md': { errors: errorsMarkdown() },
    'docs/import.md': { records: `\n${describeFormat()}\n` },
    'import-export/schema.json': { '': formatJsonSchemaText() },
    'docs/demo-data.md': { '': renderDemoDataDoc() },
    'docs/tools.md': { '': renderToolsDoc() },
    'docs/scaling.md': tablesMarkdown(scalingTables()),
  };
}

/** The section '' is the whole file. @throws {Error} when a marker is missing. */
export function replaceSections(text: string, sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections).reduce((whole, [name, content]) => {
    if (name === '') return content;
    const open = `<!-- generated: ${name} -->`;
    const start = whole.indexOf(open);
    const end = whole.indexOf('<!-- end -->', start);
    if (start < 0 || end < 0) throw new Error(`the markers of the section "${name}" are missing`);
    return `${whole.slice(0, start + open.length)}\n${content}\n${whole.slice(end)}`;
  }, text);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function tablesMarkdown(tables: Readonly<Record<string, readonly (readonly string[])[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tables).map(([name, [head = [], ...rows]]) => [name, table(head, rows)]));
}

function fleetTable(): string {
  return table(
    ['Agent', 'Port', 'Path', 'What it does'],
    FLEET.map(({ name, port, prefix, description }) => [
      `[${name}](agents/${name}/src/agent.ts)`,
      String(port),
      name === 'supervisor' ? `\`${prefix}/*\` and \`/\`` : `\`${prefix}/*\``,
      description,
    ]),
  );
}

function settingsMarkdown(): string {
  const rows = Object.entries(settingsTable).map(([name, schema]) => {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    const fallback = json.default;
    const optional = schema.safeParse(undefined).success;
    const type = json.enum ? json.enum.map(String).join(', ') : String(json.format ?? json.type ?? 'text');
    return [
      `\`${name}\``,
      type,
      fallback === undefined ? (optional ? '' : '**needed**') : `\`${JSON.stringify(fallback).replaceAll('"', '')}\``,
      schema.description ?? '',
    ];
  });
  return table(['Setting', 'Type', 'Default', 'Meaning'], rows);
}

function errorsMarkdown(): string {
  return table(
    ['Code', 'Status', 'Retry helps', 'What the customer may read'],
    Object.entries(ERRORS).map(([code, { status, retry, title }]) => [
      `\`${code}\``,
      String(status),
      retry ? 'yes' : 'no',
      title,
    ]),
  );
}

/** The tables of docs/import.md, one a kind, written by `npm run docs`. */
import { csvColumns } from './csv-columns.ts';
import { formatJsonSchema } from './json-schema.ts';
import { KIND_NAMES, KINDS } from './kinds.ts';

interface Member {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly anyOf?: readonly Member[];
  readonly properties?: Readonly<Record<string, Member>>;
  readonly required?: readonly string[];
  readonly items?: Member;
  readonly additionalProperties?: unknown;
}

export function describeFormat(): string {
  const definitions = formatJsonSchema()['$defs'] as Readonly<Record<string, Member>>;
  return KIND_NAMES.map((kind) => {
    const { plural, meaning } = KINDS[kind];
    const columns = csvColumns(kind).map(({ name }) => `\`${name}\``);
    return [
      `### ${plural}`,
      meaning,
      table(rowsOf(definitions[kind] ?? {}, '')),
      `CSV columns of \`${plural}.csv\`: ${columns.join(', ')}.`,
    ].join('\n\n');
  }).join('\n\n');
}

type Row = readonly [name: string, type: string, needed: string, meaning: string];

function rowsOf(schema: Member, prefix: string): readonly Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]): readonly Row[] => {
    const plain = member.anyOf?.find(({ type }) => type !== 'null') ?? member;
    const isNeeded = schema.required?.includes(name) === true;
    const fallback = member.default === undefined ? '' : `\`${JSON.stringify(member.default)}\``;
    const own: Row = [
      `\`${prefix}${name}\``,
      typeOf(plain),
      isNeeded ? 'yes' : fallback,
      member.description ?? plain.description ?? '',
    ];
    const inside = plain.items?.properties === undefined ? plain : plain.items;
    return [own, ...rowsOf(inside, `${prefix}${name}${plain.items === undefined ? '' : '[]'}.`)];
  });
}

const TYPE_WORDS = new Map<string | undefined, string>([
  ['string', 'text'],
  ['integer', 'whole number'],
]);

function typeOf(member: Member): string {
  if (member.enum !== undefined) return member.enum.map(String).join(', ');
  if (member.format === 'date') return 'day';
  if (member.pattern?.includes('T([01]') === true) return 'instant';
  if (member.type === 'object') return member.properties === undefined ? 'names and values' : 'object';
  if (member.type === 'array') return member.items?.type === 'object' ? 'list of records' : 'list';
  return TYPE_WORDS.get(member.type) ?? member.type ?? 'any';
}

function table(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(['Member', 'Type', 'Needed, or default', 'Meaning']),
    line(['---', '---', '---', '---']),
    ...rows.map(line),
  ].join('\n');
}

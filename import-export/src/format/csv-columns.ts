/** The columns of a CSV file, derived from the schema of its kind. */
import { z } from 'zod';
import { KINDS, type Kind } from './kinds.ts';

/** `map` and `json` cells hold JSON; a map may also be spread over columns such as `options.color`. */
export type CellType = 'text' | 'integer' | 'number' | 'boolean' | 'map' | 'json';

export interface CsvColumn {
  /** Dotted, such as `stock.on_hand`. */
  readonly name: string;
  readonly type: CellType;
  readonly needed: boolean;
}

interface JsonSchema {
  readonly type?: 'object' | 'array' | 'integer' | 'number' | 'boolean' | 'string' | 'null';
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
}

const known = new Map<Kind, readonly CsvColumn[]>();

export function csvColumns(kind: Kind): readonly CsvColumn[] {
  let columns = known.get(kind);
  if (columns === undefined) {
    columns = columnsOf(
      z.toJSONSchema(KINDS[kind].schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
      '',
      true,
    );
    known.set(kind, columns);
  }
  return columns;
}

function columnsOf(schema: JsonSchema, prefix: string, needed: boolean): readonly CsvColumn[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, given]): readonly CsvColumn[] => {
    const member = given.anyOf?.find(({ type }) => type !== 'null') ?? given;
    const isNeeded = needed && (schema.required ?? []).includes(name);
    const column = (type: CellType): readonly CsvColumn[] => [{ name: prefix + name, type, needed: isNeeded }];
    if (member.type === 'object')
      return member.properties === undefined ? column('map') : columnsOf(member, `${prefix}${name}.`, isNeeded);
    // Lists of records have a file of their own.
    if (member.type === 'array') return member.items?.type === 'object' ? [] : column('json');
    return column(
      member.type === undefined || member.type === 'string' || member.type === 'null' ? 'text' : member.type,
    );
  });
}

/** The JSON Schema of the format, published as import-export/schema.json and written by `npm run docs`. */
import { z } from 'zod';
import { KIND_NAMES, KINDS } from './kinds.ts';

type Schema = Record<string, unknown>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Amounts that may be left out; of all others one way of writing is needed. */
const OPTIONAL_AMOUNTS = new Set(['balance']);

export function formatJsonSchema(): Schema {
  const definitions = KIND_NAMES.map((kind) => {
    const { $schema: _, ...schema } = z.toJSONSchema(KINDS[kind].schema, {
      io: 'input',
      unrepresentable: 'any',
    }) as Schema;
    return [kind, withAmounts({ description: KINDS[kind].meaning, ...schema })] as const;
  });
  const reference = (kind: string): Schema => ({ $ref: `#/$defs/${kind}` });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Deskfleet shop',
    description:
      'What `npm run import` reads as a .json file. A line of a .jsonl file is #/$defs/line. See docs/import.md.',
    type: 'object',
    properties: Object.fromEntries(
      KIND_NAMES.map((kind) => [
        KINDS[kind].plural,
        kind === 'tenant' ? reference(kind) : { type: 'array', items: reference(kind) },
      ]),
    ),
    additionalProperties: false,
    $defs: {
      ...Object.fromEntries(definitions),
      line: {
        oneOf: KIND_NAMES.map((kind) => ({
          type: 'object',
          properties: { kind: { const: kind }, record: reference(kind) },
          required: ['kind', 'record'],
          additionalProperties: false,
        })),
      },
    },
  };
}

export function formatJsonSchemaText(): string {
  return `${JSON.stringify(formatJsonSchema(), undefined, 2)}\n`;
}

/** zod cannot say that an amount is written in one of two ways; here it is said. */
function withAmounts(schema: Schema): Schema {
  const inner = Object.fromEntries(
    Object.entries(schema).map(([name, value]): [string, unknown] => [
      name,
      isSchema(value)
        ? withAmounts(value)
        : Array.isArray(value)
          ? value.map((one: unknown) => (isSchema(one) ? withAmounts(one) : one))
          : value,
    ]),
  );
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  const amounts = Object.keys(properties).filter((name) => `${name}_cents` in properties);
  if (amounts.length === 0) return inner;
  return {
    ...inner,
    allOf: amounts.map((name) =>
      OPTIONAL_AMOUNTS.has(name)
        ? { not: { required: [name, `${name}_cents`] } }
        : { oneOf: [{ required: [name] }, { required: [`${name}_cents`] }] },
    ),
  };
}

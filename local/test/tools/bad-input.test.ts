/** Every tool answers bad input with what is wrong and what would be right: generated from the schemas. */
import { expect } from 'chai';
import { inputSchema } from '@deskfleet/shared/agent/agent.ts';
import type { Json, JsonObject } from '@deskfleet/shared/json.ts';
import { sharedWorld, callTool, type World } from '../../src/testing/harness.ts';
import { contextOf, everyTool, propertiesOf, type ToolOfAgent } from './support.ts';

interface Mistake {
  readonly what: string;
  readonly input: JsonObject;
  readonly field: string;
  /** Words that say what would be right; by default anything but a bare "Invalid input". */
  readonly right?: RegExp;
}

function mistakes({ tool, sample }: ToolOfAgent): readonly Mistake[] {
  const schema = inputSchema(tool);
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  const wrongType = Object.entries(propertiesOf(schema)).map(([field, property]): Mistake => {
    const value: Json = property['type'] === 'object' ? 'text' : { not: 'this' };
    return {
      what: `${field} of the wrong type`,
      field,
      input: { ...sample.input, [field]: value },
    };
  });
  const missing = required
    .filter((field) => !('default' in (propertiesOf(schema)[field] ?? {})))
    .map((field): Mistake => {
      const { [field]: _, ...rest } = sample.input;
      return { what: `${field} missing`, field, input: rest };
    });
  const outOfRange = Object.entries(propertiesOf(schema)).flatMap(([field, property]): Mistake[] => {
    if (Array.isArray(property['enum'])) {
      const right = new RegExp(String(property['enum'][0]), 'u');
      return [
        { what: `${field} not one of the words`, field, input: { ...sample.input, [field]: 'none-of-these' }, right },
      ];
    }
    const most = property['maximum'];
    if (typeof most === 'number' && most < Number.MAX_SAFE_INTEGER)
      return [{ what: `${field} too large`, field, input: { ...sample.input, [field]: most + 1 } }];
    const longest = property['maxLength'];
    if (typeof longest === 'number')
      return [{ what: `${field} too long`, field, input: { ...sample.input, [field]: 'x'.repeat(longest + 1) } }];
    return [];
  });
  return [...wrongType, ...missing, ...outOfRange];
}

describe('bad input of each tool', () => {
  let world: World;
  before(async () => {
    world = await sharedWorld();
  });

  for (const one of everyTool()) {
    const { agent, tool } = one;
    it(`is told what would be right: ${agent.name} ${tool.name}`, async () => {
      for (const { what, input, field, right } of mistakes(one)) {
        const result = await callTool(contextOf(world, one), agent, tool.name, input);
        expect(result.ok ? 'taken' : result.code, what).to.equal('invalid_input');
        const message = result.ok ? '' : result.message;
        expect(message, what).to.contain(field);
        expect(message, what).to.match(right ?? /: (?!invalid input\.?(;|$))\S.{9,}/iu);
      }
    });

    it(`has a meaning for each field: ${agent.name} ${tool.name}`, () => {
      for (const [field, property] of Object.entries(propertiesOf(inputSchema(tool))))
        expect(property['description'], field).to.be.a('string').and.have.length.greaterThan(5);
    });
  }
});

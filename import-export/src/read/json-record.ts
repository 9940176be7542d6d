/** One JSON value out of a file: parsed, or told exactly where it breaks. */
import { parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { Problem, Place } from './place.ts';

export type Parsed = { readonly value: unknown } | { readonly problem: Problem };

export function parseRecord(bytes: Buffer, place: Place): Parsed {
  const text = bytes.toString('utf8');
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    const errors: ParseError[] = [];
    parseTree(text, errors, { disallowComments: true });
    const [first] = errors;
    const { line, column } = positionIn(text, first?.offset ?? 0);
    const what = first === undefined ? 'not JSON' : words(printParseErrorCode(first.error));
    return {
      problem: { place: { ...place, line: place.line + line }, path: [], message: `is no JSON: ${what}`, column },
    };
  }
}

/** "ValueExpected" → "value expected" */
function words(code: string): string {
  return code.replaceAll(/(?<!^)[A-Z]/gu, (letter) => ` ${letter}`).toLowerCase();
}

/** Lines before an offset, and the column in its line from 1. */
export function positionIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length - 1, column: offset - lastBreak };
}

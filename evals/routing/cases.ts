/** Files of utterances to evaluate: `{"utterance": text, "accept": [route, …]}` or `{"utterance": text, "route": route}`. */
import { isRoute, ROUTES, type Route } from '@deskfleet/supervisor/routing/routes.ts';

export interface Case {
  readonly utterance: string;
  /** Every one of them is right; the row counts for the first. */
  readonly accept: readonly [Route, ...Route[]];
}

export interface BadRow {
  readonly line: number;
  readonly problem: string;
}

export interface Cases {
  readonly cases: readonly Case[];
  readonly bad: readonly BadRow[];
}

/** Empty lines are left out. Never throws: what is wrong with a row is told with its line, counted from 1. */
export function readCases(text: string): Cases {
  const cases: Case[] = [];
  const bad: BadRow[] = [];
  text
    .replace(/^\uFEFF/u, '')
    .split('\n')
    .forEach((line, place) => {
      if (line.trim() === '') return;
      const read = readCase(line);
      if (typeof read === 'string') bad.push({ line: place + 1, problem: read });
      else cases.push(read);
    });
  return { cases, bad };
}

function readCase(line: string): Case | string {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return 'is not JSON';
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return 'is not a JSON object';
  const utterance = 'utterance' in row ? row.utterance : undefined;
  if (typeof utterance !== 'string' || utterance.trim() === '') return '"utterance" is missing or not a text';
  const given: unknown = 'accept' in row ? row.accept : 'route' in row ? [row.route] : undefined;
  if (!Array.isArray(given)) return 'needs "accept": [route, …] or "route": route';
  const unknown = given.find((name) => !isRoute(name)) as unknown;
  if (unknown !== undefined) return `${JSON.stringify(unknown)} is no route; routes are ${ROUTES.join(', ')}`;
  const [first, ...rest] = given.filter(isRoute);
  return first === undefined ? '"accept" names no route' : { utterance, accept: [first, ...rest] };
}

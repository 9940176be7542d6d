/** What an evaluation says: accuracy, confusion, calibration. */
import { ROUTES, type Route } from '@deskfleet/supervisor/routing/routes.ts';
import type { Case } from './cases.ts';
import type { RouteOf } from './route-of.ts';

interface RouteResult {
  readonly rows: number;
  readonly correct: number;
  /** Null without rows. */
  readonly accuracy: number | null;
}

interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Mean confidence and share of right decisions; null without rows. */
  readonly confidence: number | null;
  readonly accuracy: number | null;
}

export interface Report {
  readonly rows: number;
  readonly correct: number;
  readonly accuracy: number;
  /** By the first accepted route of each row. */
  readonly routes: Readonly<Record<Route, RouteResult>>;
  /** First accepted route, then the route taken. A row that went to another accepted route counts as gone to the first. */
  readonly confusion: Readonly<Record<Route, Readonly<Record<Route, number>>>>;
  readonly calibration: {
    readonly bins: readonly CalibrationBin[];
    /** Mean distance between confidence and accuracy over the bins, weighted by their rows. */
    readonly expected_calibration_error: number;
  };
}

export interface Misjudged {
  readonly utterance: string;
  readonly accept: readonly Route[];
  readonly routes: readonly Route[];
  readonly confidence: number;
}

export interface Evaluation {
  readonly report: Report;
  readonly wrong: readonly Misjudged[];
}

const BINS = 10;
const DIGITS = 4;

/** @param cases at least one */
export function evaluate(cases: readonly Case[], routeOf: RouteOf): Evaluation {
  const judged = cases.map(({ utterance, accept }) => {
    const { routes, confidence } = routeOf(utterance);
    // One that goes to a wrong place as well is misjudged, and counts there.
    const wrong = routes.find((route) => !accept.includes(route));
    const right = wrong === undefined;
    return { utterance, accept, routes, confidence, right, expected: accept[0], counted: wrong ?? accept[0] };
  });
  const share = (some: readonly { readonly right: boolean }[]): number | null =>
    some.length === 0 ? null : rounded(some.filter(({ right }) => right).length / some.length);
  const bins = Array.from({ length: BINS }, (_, bin): CalibrationBin => {
    const inside = judged.filter(({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin);
    const sum = inside.reduce((total, { confidence }) => total + confidence, 0);
    return {
      from: bin / BINS,
      to: (bin + 1) / BINS,
      rows: inside.length,
      confidence: inside.length === 0 ? null : rounded(sum / inside.length),
      accuracy: share(inside),
    };
  });
  const error = bins.reduce(
    (sum, { rows, confidence, accuracy }) => sum + rows * Math.abs((confidence ?? 0) - (accuracy ?? 0)),
    0,
  );
  const report: Report = {
    rows: judged.length,
    correct: judged.filter(({ right }) => right).length,
    accuracy: share(judged) ?? 0,
    routes: byRoute((route) => {
      const own = judged.filter(({ expected }) => expected === route);
      return { rows: own.length, correct: own.filter(({ right }) => right).length, accuracy: share(own) };
    }),
    confusion: byRoute((route) =>
      byRoute((taken) => judged.filter(({ expected, counted }) => expected === route && counted === taken).length),
    ),
    calibration: { bins, expected_calibration_error: rounded(error / judged.length) },
  };
  return { report, wrong: judged.filter(({ right }) => !right) };
}

function byRoute<T>(value: (route: Route) => T): Record<Route, T> {
  return Object.fromEntries(ROUTES.map((route) => [route, value(route)])) as Record<Route, T>;
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS));
}

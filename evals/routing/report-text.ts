/** A report for people. */
import { ROUTES } from '@deskfleet/supervisor/routing/routes.ts';
import type { Evaluation } from './report.ts';

const NAME_WIDTH = 24;
const COLUMN_WIDTH = 9;

export function reportText({ report, wrong }: Evaluation, showWrong: boolean): string {
  const { rows, correct, accuracy, routes, confusion, calibration } = report;
  const lines = [
    `accuracy ${percent(accuracy)} (${correct} of ${rows})`,
    '',
    row('route', ['rows', 'right', 'accuracy']),
  ];
  for (const route of ROUTES) {
    const { rows: count, correct: right, accuracy: share } = routes[route];
    lines.push(row(route, [String(count), String(right), percent(share)]));
  }
  lines.push(
    '',
    row(
      'accepted ↓   taken →',
      ROUTES.map((route) => route.slice(0, COLUMN_WIDTH - 1)),
    ),
  );
  for (const route of ROUTES)
    lines.push(
      row(
        route,
        ROUTES.map((taken) => String(confusion[route][taken])),
      ),
    );
  lines.push('', row('confidence', ['rows', 'mean', 'accuracy']));
  for (const bin of calibration.bins) {
    const span = `${bin.from.toFixed(1)} to ${bin.to.toFixed(1)}`;
    lines.push(row(span, [String(bin.rows), percent(bin.confidence), percent(bin.accuracy)]));
  }
  lines.push(`expected calibration error ${calibration.expected_calibration_error.toFixed(4)}`);
  if (showWrong && wrong.length > 0) {
    lines.push('', 'misjudged:');
    for (const { utterance, accept, routes, confidence } of wrong) {
      lines.push(`  ${accept.join(' or ')} → ${routes.join(' and ')} (${confidence.toFixed(2)}): ${utterance}`);
    }
  }
  return lines.join('\n');
}

function row(name: string, columns: readonly string[]): string {
  return name.padEnd(NAME_WIDTH) + columns.map((column) => column.padStart(COLUMN_WIDTH)).join(' ');
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(1)} %`;
}

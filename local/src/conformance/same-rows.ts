/** Equality of rows as the public checker has it: numbers within half a cent, absent and null alike. */
const HALF_A_CENT = 0.005;

export function sameRow(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) < HALF_A_CENT;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => sameRow(one, b[index]));
  if (isRecord(a) && isRecord(b)) {
    const names = (row: Readonly<Record<string, unknown>>): readonly string[] =>
      Object.keys(row)
        .filter((name) => !isEmpty(row[name]))
        .sort();
    const [left, right] = [names(a), names(b)];
    return (
      left.length === right.length && left.every((name, index) => name === right[index] && sameRow(a[name], b[name]))
    );
  }
  return a === b || (isEmpty(a) && isEmpty(b));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined;
}

/** The members in which two rows differ, for a reader: "status: pending, should be cancelled". */
export function differences(got: unknown, wanted: unknown): readonly string[] {
  if (!isRecord(got) || !isRecord(wanted)) return [`${shortly(got)}, should be ${shortly(wanted)}`];
  return [...new Set([...Object.keys(got), ...Object.keys(wanted)])]
    .filter((name) => !sameRow(got[name], wanted[name]))
    .map((name) => `${name}: ${shortly(got[name])}, should be ${shortly(wanted[name])}`);
}

const MOST_SHOWN = 600;

function shortly(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

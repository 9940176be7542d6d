/** Units of order lines that go another way than the rest of their line. */
export interface UnitLine {
  readonly line_no: number;
  readonly quantity: number;
}

export interface TakenUnits {
  /** Lines that go whole. */
  readonly whole: readonly number[];
  /** Lines that keep some units: what is left of them. */
  readonly reduced: readonly UnitLine[];
  /** The parts taken from those, as lines of their own. */
  readonly split: readonly (UnitLine & { readonly from_line_no: number })[];
}

/**
 * Takes units out of lines. Nothing is lost: the quantities of what is left and of what was taken add up to those before.
 * @param lastLineNo highest number in use. @throws when more is taken than a line has.
 */
export function takeUnits(lines: readonly UnitLine[], taken: readonly UnitLine[], lastLineNo: number): TakenUnits {
  const wanted = new Map<number, number>();
  for (const { line_no, quantity } of taken) wanted.set(line_no, (wanted.get(line_no) ?? 0) + quantity);
  const whole: number[] = [];
  const reduced: UnitLine[] = [];
  const split: (UnitLine & { from_line_no: number })[] = [];
  for (const [line_no, quantity] of wanted) {
    const line = lines.find((candidate) => candidate.line_no === line_no);
    if (line === undefined || quantity > line.quantity) throw new Error(`line ${line_no} has no ${quantity} units`);
    if (quantity === line.quantity) whole.push(line_no);
    else {
      reduced.push({ line_no, quantity: line.quantity - quantity });
      split.push({ line_no: lastLineNo + split.length + 1, quantity, from_line_no: line_no });
    }
  }
  return { whole, reduced, split };
}

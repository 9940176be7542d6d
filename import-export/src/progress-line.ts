/** Tells how far it is: one line that is written again on a terminal, now and then a line elsewhere. */
export interface ProgressOutput {
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
  /** Milliseconds of a clock that never runs backwards. */
  readonly now: () => number;
}

const TERMINAL_EVERY_MS = 100;
const LINE_EVERY_MS = 2_000;

export class ProgressLine {
  readonly #output: ProgressOutput;
  #step = '';
  #stepStarted = 0;
  #lastShown = 0;
  #shown = false;

  constructor(output: ProgressOutput) {
    this.#output = output;
  }

  show(step: string, rows: number, of: number | undefined): void {
    const { isTerminal, write, now } = this.#output;
    const time = now();
    if (step !== this.#step) {
      this.#step = step;
      this.#stepStarted = time;
      this.#lastShown = time;
    }
    const every = isTerminal ? TERMINAL_EVERY_MS : LINE_EVERY_MS;
    if (time - this.#lastShown < every && rows !== of) return;
    this.#lastShown = time;
    this.#shown = true;
    const rate = Math.round((rows * 1000) / Math.max(1, time - this.#stepStarted));
    const part = of === undefined || of === 0 ? '' : ` of ${of} (${Math.floor((rows * 100) / of)} %)`;
    const text = `${step}: ${rows} rows${part}, ${rate} rows/s`;
    write(isTerminal ? `\r\u001b[K${text}` : `${text}\n`);
  }

  /** Leaves the line free for what is said next. */
  end(): void {
    if (this.#shown && this.#output.isTerminal) this.#output.write('\r\u001b[K');
    this.#shown = false;
  }
}

/** The one table `npm start` shows: drawn over itself on a terminal, a line a change elsewhere. */
export interface StatusRow {
  readonly name: string;
  readonly state: string;
  readonly where: string;
}

export class StatusTable {
  readonly #out: NodeJS.WriteStream;
  #lines = 0;
  #frozen = false;
  readonly #told = new Map<string, string>();

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  show(rows: readonly StatusRow[], step: string): void {
    if (this.#frozen) return;
    if (this.#out.isTTY) {
      const lines = [...table(rows), step === '' ? '' : `  ${step} …`];
      this.#out.write(`${this.#lines > 0 ? `\u001B[${this.#lines}A` : ''}\u001B[0J${lines.join('\n')}\n`);
      this.#lines = lines.length;
      return;
    }
    for (const row of rows) {
      if (row.state === 'ready' && this.#told.get(row.name) !== 'ready')
        this.#out.write(`${row.name} is ready at ${row.where}\n`);
      this.#told.set(row.name, row.state);
    }
  }

  /** The last drawing stays; what follows is written below it. */
  freeze(rows: readonly StatusRow[]): void {
    this.show(rows, '');
    this.#frozen = true;
  }
}

function table(rows: readonly StatusRow[]): string[] {
  const width = Math.max(...rows.map((row) => row.name.length));
  return rows.map((row) => `  ${mark(row.state)} ${row.name.padEnd(width)}  ${row.state.padEnd(10)}  ${row.where}`);
}

function mark(state: string): string {
  return { ready: '✓', failed: '✗', stopped: '-' }[state] ?? '…';
}

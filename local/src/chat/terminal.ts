/** Where a conversation is read from and written to; tests put their own in its place. */
import { createInterface } from 'node:readline';

export interface Terminal {
  /** The next line that was typed; null when there will be none. */
  ask(prompt: string): Promise<string | null>;
  write(text: string): void;
  /** Called at every Ctrl-C. */
  onInterrupt(listener: () => void): void;
  /** Questions that wait, and all later ones, get null. */
  close(): void;
}

/** Lines that are typed, or piped in, before they are asked for are kept. */
export function openTerminal(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Terminal {
  const lines = createInterface({ input, output, terminal: input.isTTY && output.isTTY, historySize: 200 });
  const typed: string[] = [];
  let waiting: ((line: string | null) => void) | null = null;
  let closed = false;
  const answer = (line: string | null): boolean => {
    const asked = waiting;
    waiting = null;
    asked?.(line);
    return asked !== null;
  };
  lines.on('line', (line) => {
    if (!answer(line)) typed.push(line);
  });
  lines.on('close', () => {
    closed = true;
    answer(null);
  });
  return {
    ask: (prompt) =>
      new Promise((resolve) => {
        const ready = typed.shift();
        if (ready !== undefined || closed) return resolve(ready ?? null);
        waiting = resolve;
        lines.setPrompt(prompt);
        lines.prompt();
      }),
    write: (text) => {
      output.write(text);
    },
    onInterrupt: (listener) => {
      lines.on('SIGINT', listener);
    },
    close: () => lines.close(),
  };
}

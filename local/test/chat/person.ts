import { tmpdir } from 'node:os';
import { chatProgram } from '../../src/chat/program.ts';
import type { Terminal } from '../../src/chat/terminal.ts';

/** A person at a terminal: types when asked. What is on the screen can be waited for. */
export class Person implements Terminal {
  screen = '';
  interrupt: () => void = () => undefined;
  #asked: ((line: string | null) => void) | null = null;
  #watch: (() => void)[] = [];

  ask(prompt: string): Promise<string | null> {
    this.write(prompt);
    return new Promise((resolve) => {
      this.#asked = resolve;
      this.#changed();
    });
  }

  write(text: string): void {
    this.screen += text;
    this.#changed();
  }

  onInterrupt(listener: () => void): void {
    this.interrupt = listener;
  }

  close(): void {
    this.#answer(null);
  }

  /** Types a line at the next question that ends with a prompt. */
  async types(line: string | null, prompt = '> '): Promise<void> {
    await this.#until(() => this.#asked !== null && this.screen.endsWith(prompt));
    this.screen += `${line ?? ''}\n`;
    this.#answer(line);
  }

  async sees(text: string): Promise<void> {
    await this.#until(() => this.screen.includes(text));
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#watch.push(resolve));
  }

  #answer(line: string | null): void {
    const asked = this.#asked;
    this.#asked = null;
    asked?.(line);
  }

  #changed(): void {
    this.#watch.splice(0).forEach((look) => look());
  }
}

export interface Run {
  code: Promise<number>;
  out: { stdout: string; stderr: string };
  person: Person;
}

/** `npm run chat` with a person at its terminal. */
export function run(
  fleet: { url: string },
  argv: readonly string[],
  environment: Record<string, string> = {},
  isTerminal = false,
  directory = tmpdir(),
): Run {
  const out = { stdout: '', stderr: '' };
  const person = new Person();
  const code = chatProgram(argv, {
    environment: { DESKFLEET_URL: fleet.url, ...environment },
    isTerminal,
    openTerminal: () => person,
    directory,
    stdout: (text) => {
      out.stdout += text;
    },
    stderr: (text) => {
      out.stderr += text;
    },
  });
  return { code, out, person };
}

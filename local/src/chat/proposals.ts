/**
 * Proposals in the terminal. A single one is answered with y or n, which presses its button. Several of one answer
 * are a list that the customer answers in words; what is left open of it afterwards is asked about one by one.
 */
import type { PublicQuote } from '@deskfleet/shared/conversation/quotes.ts';
import { ChatFailure } from './failure.ts';
import type { Terminal } from './terminal.ts';
import { printable, quoteLine, quoteLines, type Paint } from './words.ts';

/** @returns what was done, for the customer. @throws {ChatFailure} */
type Decide = (quoteId: string, decision: 'confirm' | 'decline') => Promise<string>;

export class Proposals {
  readonly #terminal: Terminal;
  readonly #paint: Paint;
  readonly #decide: Decide;
  /** The list that was asked about last, as far as it is open. */
  #list: readonly PublicQuote[] = [];

  constructor(terminal: Terminal, paint: Paint, decide: Decide) {
    this.#terminal = terminal;
    this.#paint = paint;
    this.#decide = decide;
  }

  /** Another conversation begins. */
  clear(): void {
    this.#list = [];
  }

  /**
   * Asks about what an answer proposes, or has left open.
   * @param quotes of the answer, in its order
   * @returns a line that is the customer's next message; null when there is none
   */
  async ask(quotes: readonly PublicQuote[]): Promise<string | null> {
    const open = quotes.filter(({ state }) => state === 'open');
    if (open.length > 1) return this.#askAboutList(open);
    const left = this.#list.filter(({ id }) => !quotes.some((quote) => quote.id === id));
    const answered = left.length < this.#list.length;
    this.#list = left;
    return this.#askOneByOne([...open, ...(answered ? left : [])]);
  }

  /** The words go to the service, which reads them: so a yes in the terminal is the same as one anywhere else. */
  async #askAboutList(open: readonly PublicQuote[]): Promise<string | null> {
    this.#list = open;
    quoteLines(open).forEach((line) => this.#line(this.#paint.bold(line)));
    const answer = await this.#terminal.ask(
      'Do these? [yes: all, 1 or 1,2: those, only 1: no other, no: none, Enter leaves them open] ',
    );
    if (isYes(answer)) return 'yes';
    return isNo(answer) ? 'no' : message(answer);
  }

  async #askOneByOne(open: readonly PublicQuote[]): Promise<string | null> {
    const waiting = [...open];
    for (let quote = waiting.shift(); quote; quote = waiting.shift()) {
      this.#line(this.#paint.bold(quoteLine(quote)));
      const answer = await this.#terminal.ask('Do this? [y/n, Enter leaves it open] ');
      if (answer === null) return null;
      const decision = isYes(answer) ? 'confirm' : isNo(answer) ? 'decline' : null;
      if (decision === null && message(answer) !== null) return answer;
      if (decision === null) continue;
      const renewed = await this.#press(quote, decision);
      if (renewed) waiting.unshift(renewed);
    }
    return null;
  }

  /** @returns what the proposal would be now, when it no longer held */
  async #press({ id }: PublicQuote, decision: 'confirm' | 'decline'): Promise<PublicQuote | undefined> {
    let renewed: PublicQuote | undefined;
    try {
      this.#line(printable(await this.#decide(id, decision)));
    } catch (error) {
      if (!(error instanceof ChatFailure)) throw error;
      const { message: text, newQuote } = error;
      const end = newQuote ? text.indexOf(newQuote.summary) : -1;
      this.#line(this.#paint.warn(printable(end > 0 ? text.slice(0, end).trim() : text)));
      // It is still open: with the next answer about the list it is asked about again.
      if (error.retry) return undefined;
      renewed = newQuote;
    }
    this.#list = this.#list.filter((quote) => quote.id !== id);
    return renewed;
  }

  #line(text: string): void {
    this.#terminal.write(`${text}\n`);
  }
}

export function isYes(answer: string | null): boolean {
  return /^\s*(y|yes)\s*$/iu.test(answer ?? '');
}

function isNo(answer: string | null): boolean {
  return /^\s*(n|no)\s*$/iu.test(answer ?? '');
}

function message(answer: string | null): string | null {
  return answer === null || answer.trim() === '' ? null : answer;
}

/** The conversation in a terminal: questions in, answers as they are written, then what they propose. */
import { randomUUID } from 'node:crypto';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import type { ChatClient, ChatRequest } from './client.ts';
import { Colleague } from './colleague.ts';
import { ChatFailure } from './failure.ts';
import { isOwnPath, ownPaths } from './own-paths.ts';
import { isYes, Proposals } from './proposals.ts';
import type { Progress } from './reply-stream.ts';
import { saveDocument } from './save-document.ts';
import type { Terminal } from './terminal.ts';
import { answerText, createPaint, footLines, printable, progressLine, type Paint } from './words.ts';

const COMMANDS =
  'Commands: /human asks for a colleague, /new starts another conversation, /open PATH saves a page or download, /quit leaves. Ctrl-C stops an answer.';
/** Messages shown when an earlier conversation goes on. */
const EARLIER_MESSAGES = 6;
const PROMPT = '> ';

export class Conversation {
  readonly #client: ChatClient;
  readonly #terminal: Terminal;
  readonly #colours: boolean;
  readonly #paint: Paint;
  readonly #directory: string;
  readonly #proposals: Proposals;
  readonly #colleague: Colleague;
  #id: string | null;
  #running: AbortController | null = null;

  /** @param directory where files are saved */
  constructor(
    client: ChatClient,
    terminal: Terminal,
    { colours, directory }: { readonly colours: boolean; readonly directory: string },
    id: string | null,
  ) {
    this.#client = client;
    this.#terminal = terminal;
    this.#colours = colours;
    this.#paint = createPaint(colours);
    this.#directory = directory;
    this.#proposals = new Proposals(terminal, this.#paint, (quoteId, decision) =>
      client.decide(this.#id ?? '', quoteId, decision),
    );
    this.#colleague = new Colleague(client, {
      staff: (text) => this.#line(`${this.#paint.bold('Colleague:')} ${printable(text)}`),
      note: (text) => this.#note(printable(text)),
    });
    this.#id = id;
  }

  /** Talks until the customer leaves. @throws {ChatFailure} when the conversation to go on with cannot be had. */
  async run(): Promise<void> {
    this.#terminal.onInterrupt(() => {
      if (this.#running) this.#running.abort();
      else this.#terminal.close();
    });
    if (this.#id !== null) await this.#showEarlier(this.#id);
    this.#note(COMMANDS);
    let line = await this.#prompt();
    while (line !== null && line.trim() !== '/quit') {
      const next = await this.#take(line);
      line = next ?? (await this.#prompt());
    }
    this.#line();
  }

  /** What a colleague has said meanwhile comes first. */
  async #prompt(): Promise<string | null> {
    await this.#colleague.look(this.#id);
    return this.#terminal.ask(PROMPT);
  }

  async #showEarlier(id: string): Promise<void> {
    const messages = await this.#client.messages(id, EARLIER_MESSAGES);
    for (const { role, text } of messages) {
      this.#line(
        role === 'user' ? this.#paint.dim(PROMPT + printable(text)) : answerText(text, this.#paint, this.#colours),
      );
    }
    await this.#colleague.resume(id, messages.at(-1)?.position ?? 0);
  }

  /** @returns a line that was typed where a yes or no was asked for: the customer's next message. */
  async #take(line: string): Promise<string | null> {
    const text = line.trim();
    if (text === '') return null;
    if (text === '/new') {
      this.#leave();
      this.#note('A new conversation.');
      return null;
    }
    if (text === '/human') {
      await this.#askForPerson();
      return null;
    }
    const [, path] = /^\/open\s+(\S+)$/u.exec(text) ?? [];
    if (path !== undefined) {
      await this.#open(path);
      return null;
    }
    if (text.startsWith('/')) {
      this.#note(COMMANDS);
      return null;
    }
    const reply = await this.#ask({ message: line, conversationId: this.#id, key: randomUUID() });
    return reply && this.#proposals.ask(reply.quotes);
  }

  async #askForPerson(): Promise<void> {
    try {
      const { conversation_id, owner, message } = await this.#client.askForPerson(this.#id);
      this.#id = conversation_id;
      this.#line(printable(message));
      this.#colleague.isWith(owner);
    } catch (error) {
      if (!(error instanceof ChatFailure)) throw error;
      this.#warn(error);
    }
  }

  #leave(): void {
    this.#id = null;
    this.#colleague.leave();
    this.#proposals.clear();
  }

  async #open(path: string): Promise<void> {
    if (!isOwnPath(path)) {
      this.#note('/open takes a path of the fleet as an answer names it, for example /personalization/export');
      return;
    }
    try {
      const saved = await saveDocument(path, await this.#client.document(path), this.#directory);
      this.#note(`Saved as ${saved}`);
    } catch (error) {
      if (!(error instanceof ChatFailure)) throw error;
      this.#warn(error);
    }
  }

  async #ask(request: ChatRequest): Promise<ChatReply | null> {
    for (;;) {
      try {
        return await this.#answer(request);
      } catch (error) {
        if (!(error instanceof ChatFailure)) throw error;
        this.#warn(error);
        if (error.code === 'conversation_not_found') {
          this.#leave();
          this.#note('Your next message starts a new conversation.');
        }
        // The key goes with it: what was done the first time is not done again.
        if (!error.retry || !isYes(await this.#terminal.ask('Try again? [y/n] '))) return null;
      }
    }
  }

  /** @returns null when the customer stopped it. */
  async #answer(request: ChatRequest): Promise<ChatReply | null> {
    const running = new AbortController();
    this.#running = running;
    const printer = new AnswerPrinter(this.#terminal, this.#paint, this.#colours);
    try {
      const reply = await this.#client.chat(
        request,
        (progress) => {
          if (progress.type === 'conversation') this.#id = progress.id;
          else printer.show(progress);
        },
        running.signal,
      );
      printer.end();
      ownPaths(reply.reply).forEach((path) => this.#note(`To save it: /open ${path}`));
      if (reply.owner === 'agent' || reply.reply !== '') footLines(reply).forEach((line) => this.#note(line));
      this.#colleague.isWith(reply.owner);
      return reply;
    } catch (error) {
      printer.end();
      if (!running.signal.aborted) throw error;
      this.#note('Stopped.');
      return null;
    } finally {
      this.#running = null;
    }
  }

  #line(text = ''): void {
    this.#terminal.write(`${text}\n`);
  }

  #note(text: string): void {
    this.#line(this.#paint.dim(text));
  }

  #warn(error: ChatFailure): void {
    this.#line(this.#paint.warn(printable(error.message)));
  }
}

/** Text runs on where it stopped; progress has lines of its own. */
class AnswerPrinter {
  readonly #terminal: Terminal;
  readonly #paint: Paint;
  readonly #colours: boolean;
  #atLineStart = true;

  constructor(terminal: Terminal, paint: Paint, colours: boolean) {
    this.#terminal = terminal;
    this.#paint = paint;
    this.#colours = colours;
  }

  show(progress: Exclude<Progress, { type: 'conversation' }>): void {
    if (progress.type === 'agent') {
      this.end();
      this.#terminal.write(`${this.#paint.dim(progressLine(progress))}\n`);
    } else {
      this.#terminal.write(answerText(progress.text, this.#paint, this.#colours));
      this.#atLineStart = progress.text.endsWith('\n');
    }
  }

  end(): void {
    if (!this.#atLineStart) this.#terminal.write('\n');
    this.#atLineStart = true;
  }
}

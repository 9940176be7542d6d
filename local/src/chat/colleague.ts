/** Who answers in the conversation of a terminal: the assistant, the queue for a colleague, or a colleague. */
import type { ChatClient } from './client.ts';
import { ChatFailure } from './failure.ts';

const TEXTS: Readonly<Record<string, string>> = {
  agent: 'You are talking to the assistant again.',
  queue: 'You are in the queue for a colleague. Press Enter to look whether one has answered.',
  staff: 'A colleague answers you here. Press Enter to look whether there is something new.',
};

interface Screen {
  staff(text: string): void;
  note(text: string): void;
}

export class Colleague {
  readonly #client: ChatClient;
  readonly #screen: Screen;
  #owner = 'agent';
  /** Position of the last message that was shown. */
  #after = 0;

  constructor(client: ChatClient, screen: Screen) {
    this.#client = client;
    this.#screen = screen;
  }

  /** An earlier conversation goes on. @param after position of its last message */
  async resume(id: string, after: number): Promise<void> {
    this.#after = after;
    await this.#look(id);
  }

  /** Another conversation begins. */
  leave(): void {
    this.#owner = 'agent';
    this.#after = 0;
  }

  /** As an answer has just told. */
  isWith(owner: string): void {
    if (owner !== this.#owner) this.#screen.note(TEXTS[owner] ?? owner);
    this.#owner = owner;
  }

  /** What a colleague has said since the last prompt; asks only while a person has to do with the conversation. */
  async look(id: string | null): Promise<void> {
    if (id !== null && this.#owner !== 'agent') await this.#look(id);
  }

  async #look(id: string): Promise<void> {
    try {
      const { messages, next, owner, notice } = await this.#client.news(id, this.#after);
      this.#after = next;
      for (const { role, text } of messages) if (role === 'staff') this.#screen.staff(text);
      if (owner === 'queue' && owner !== this.#owner && notice !== null) this.#screen.note(notice);
      this.isWith(owner);
    } catch (error) {
      // The next prompt looks again.
      if (!(error instanceof ChatFailure)) throw error;
    }
  }
}

/**
 * What is said to the customer in one turn, in order. The model and tools that answer by themselves speak through it,
 * so the reply that is stored is exactly the text that was streamed.
 */
export class Speech {
  #said = '';
  readonly #onText: (text: string) => void;
  readonly #lanes: Lane[] = [];
  #live = 0;

  constructor(onText: (text: string) => void) {
    this.#onText = onText;
  }

  /** Starts a paragraph. */
  begin(): void {
    if (this.#said !== '') this.add('\n\n');
  }

  add(text: string): void {
    if (text === '') return;
    this.#said += text;
    this.#onText(text);
  }

  say(text: string): void {
    this.begin();
    this.add(text);
  }

  whole(): string {
    return this.#said.trim();
  }

  /**
   * A place for one of several voices that speak at the same time. The first one opened is heard as it speaks, the
   * others wait for their turn; with more than one, each is introduced by its title.
   */
  lane(title: string): Lane {
    const index = this.#lanes.length;
    const lane: Lane = new Lane(
      (text) => {
        if (index === this.#live) this.#sayInLane(lane, text);
        else lane.waiting += text;
      },
      () => this.#advance(),
      title,
    );
    this.#lanes.push(lane);
    return lane;
  }

  #sayInLane(lane: Lane, text: string): void {
    if (text === '') return;
    if (!lane.heard) {
      this.begin();
      if (this.#lanes.filter(({ withdrawn }) => !withdrawn).length > 1) this.add(`**${lane.title}**\n`);
    }
    lane.heard = true;
    this.add(text);
  }

  #advance(): void {
    for (let lane = this.#lanes[this.#live]; lane?.closed === true; lane = this.#lanes[this.#live]) {
      this.#live += 1;
      const next = this.#lanes[this.#live];
      if (!next) return;
      const { waiting } = next;
      next.waiting = '';
      this.#sayInLane(next, waiting);
    }
  }
}

export class Lane {
  readonly title: string;
  readonly #speak: (text: string) => void;
  readonly #onClose: () => void;
  waiting = '';
  heard = false;
  closed = false;
  withdrawn = false;

  constructor(speak: (text: string) => void, onClose: () => void, title: string) {
    this.#speak = speak;
    this.#onClose = onClose;
    this.title = title;
  }

  say(text: string): void {
    this.#speak(text);
  }

  /** Whether anything has been said in this lane, heard or still waiting. */
  get spoken(): boolean {
    return this.heard || this.waiting !== '';
  }

  close(): void {
    this.closed = true;
    this.#onClose();
  }

  /** Ends a lane that has nothing to say, as if it had never been opened. */
  withdraw(): void {
    this.withdrawn = true;
    this.close();
  }
}

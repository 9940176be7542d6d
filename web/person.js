/** Who answers: the assistant, the queue for a colleague, or a colleague, whose words come while the page is open. */
import { askForPerson, news, rate } from './api.js';
import { byId, h } from './dom.js';
import { satisfactionForm } from './satisfaction.js';
import { remember, session } from './session.js';

/** Seconds that one call waits for news. */
const WAIT = 25;
/** Milliseconds before the next try when the service cannot be reached. */
const PAUSE = 3_000;
const WISH = 'I would like to talk to a person.';
const TEXTS = {
  agent: 'You are talking to the assistant.',
  queue: 'You are in the queue for a colleague.',
  staff: 'A colleague has taken over and answers you here.',
};

export class Person {
  #place = byId('person');
  #button = byId('ask-person');
  #text = h('p', { role: 'status' });
  #back = h('button', { type: 'button', class: 'quiet', hidden: true }, 'Go on with the assistant');
  #owner = 'agent';
  #state = '';
  #notice = null;
  /** Position of the last message that is known. */
  #after = 0;
  /** @type {AbortController | null} */
  #following = null;
  #announcer;
  #signIn;
  #log;

  /** @param {{ say: (text: string) => void, answer: (text: string, role: string) => void, ask: (node: Node) => void }} log */
  constructor(announcer, signIn, log) {
    this.#announcer = announcer;
    this.#signIn = signIn;
    this.#log = log;
    this.#place.append(this.#text, this.#back);
    this.#button.addEventListener('click', () => void this.#press(this.#button, false));
    this.#back.addEventListener('click', () => void this.#press(this.#back, true));
    this.#show();
  }

  /** Whether no person has to do with the conversation. */
  get isAway() {
    return this.#owner === 'agent';
  }

  /** As an answer has just told. */
  isWith(owner) {
    this.#become({ owner, state: owner === 'agent' ? '' : this.#state, notice: this.#notice });
    this.goOn();
  }

  /** Follows again what a session that had ended has broken off. */
  goOn() {
    if (!this.isAway && this.#following === null) void this.#follow();
  }

  /** The conversation of before the reload. @param {number} after position of its last message */
  async resume(after) {
    this.#after = after;
    try {
      const id = session.conversationId;
      const found = await this.#signIn.withToken((token) => news(id, { after }, token));
      if (id === session.conversationId) this.#take(id, found);
    } catch {
      // Who has it is told again with the next answer.
    }
    if (!this.isAway) void this.#follow();
  }

  /** Another conversation begins. */
  leave() {
    this.#following?.abort();
    this.#following = null;
    this.#after = 0;
    this.#become({ owner: 'agent', state: '', notice: null });
  }

  async #press(button, withdraw) {
    if (button.ariaBusy === 'true') return;
    button.ariaBusy = 'true';
    try {
      const { conversation_id, owner, message } = await this.#signIn.withToken((token) =>
        askForPerson(session.conversationId, { withdraw }, token),
      );
      remember({ conversationId: conversation_id });
      document.querySelector('#log .welcome')?.remove();
      this.#log.say(withdraw ? 'Go on with the assistant.' : WISH);
      this.#log.answer(message, 'assistant');
      this.#announcer.say(message);
      this.isWith(owner);
      byId('message').focus();
    } catch (error) {
      this.#text.textContent = error.message;
      this.#announcer.say(error.message);
    }
    button.ariaBusy = null;
  }

  /** Waits for news for as long as a person has to do with the conversation. */
  async #follow() {
    const mine = new AbortController();
    this.#following = mine;
    const id = session.conversationId;
    while (!mine.signal.aborted && !this.isAway && id !== null) {
      try {
        // The first look does not wait: it tells where things stand.
        const known = this.#state === '' ? {} : { wait: WAIT, owner: this.#owner, state: this.#state };
        const found = await this.#signIn.withToken((token) =>
          news(id, { after: this.#after, ...known }, token, mine.signal),
        );
        if (!mine.signal.aborted) this.#take(id, found);
      } catch (error) {
        if (mine.signal.aborted) return;
        if (error.problem && !error.problem.retry) break;
        await new Promise((resolve) => {
          setTimeout(resolve, PAUSE);
        });
      }
    }
    if (this.#following === mine) this.#following = null;
  }

  #take(id, { owner, state, notice, csat, messages, next }) {
    this.#after = next;
    for (const { role, text } of messages) {
      if (role !== 'staff') continue;
      this.#log.answer(text, role);
      this.#announcer.say(`A colleague: ${text}`);
    }
    const ended = state === 'resolved' && this.#state !== 'resolved';
    this.#become({ owner, state, notice });
    if (ended && csat === null)
      this.#log.ask(satisfactionForm((rating) => this.#signIn.withToken((token) => rate(id, rating, token))));
  }

  #become({ owner, state, notice }) {
    const changed = owner !== this.#owner;
    this.#owner = owner;
    this.#state = state;
    this.#notice = notice;
    this.#show();
    if (changed && owner !== 'queue') this.#announcer.say(TEXTS[owner]);
  }

  #show() {
    this.#place.dataset.owner = this.#owner;
    this.#text.textContent = this.#owner === 'queue' ? (this.#notice ?? TEXTS.queue) : TEXTS[this.#owner];
    this.#button.hidden = !this.isAway;
    this.#back.hidden = this.#owner !== 'queue';
  }
}

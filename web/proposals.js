/**
 * The proposals of the conversation: their cards, what the customer's buttons do, and what is kept over a reload,
 * because the stored conversation has none.
 * @typedef {{ quote: object, list: number, number: number | null }} Remembered
 */
import { ApiError, decideQuote } from './api.js';
import { QuoteCard } from './quote-card.js';
import { QuoteList } from './quote-list.js';
import { remember, session } from './session.js';
import { count } from './words.js';

const UNEXPECTED = {
  code: 'internal',
  title: 'Something went wrong. Press the button again: nothing is done twice.',
  retry: true,
};
/** The longest time a timer can be set to. */
const MOST_MS = 2 ** 31 - 1;

export class Proposals {
  /** By quote id: a proposal keeps its card when a later answer settles it. @type {Map<string, QuoteCard>} */
  #cards = new Map();
  /** @type {Map<QuoteCard, QuoteList>} */ #lists = new Map();
  #announcer;
  #signIn;
  #answering = false;
  #timer = 0;

  /** @param {import('./announcer.js').Announcer} announcer @param {import('./sign-in.js').SignIn} signIn */
  constructor(announcer, signIn) {
    this.#announcer = announcer;
    this.#signIn = signIn;
  }

  /** The place for the proposals of one answer. */
  newList() {
    return new QuoteList((decision, list) => void this.#decideAll(decision, list));
  }

  /** An answer is being written, which may settle any of them: their buttons wait. */
  set answering(on) {
    this.#answering = on;
    for (const card of this.#cards.values()) card.hold('answer', on);
    for (const list of this.#lists.values()) list.hold(on);
  }

  /** A quote as an answer tells it. @param {QuoteList} list of that answer */
  show(quote, list) {
    const known = this.#cards.get(quote.id);
    if (known) {
      known.update(quote);
      // Its answer broke off and was asked for again.
      if (!known.element.isConnected) this.#place(known, list);
    } else {
      this.#place(this.#newCard(quote), list);
      if (quote.state === 'open')
        this.#announcer.say(`Proposed change: ${quote.summary} Confirm or decline below the answer.`);
    }
    this.#changed();
  }

  /** The answer is whole: its proposals take the order of its text. @param {object[]} quotes in that order */
  arrange(quotes, list) {
    list.number(quotes.map(({ id }) => id));
    if (list.open.length > 1)
      this.#announcer.say(`${list.open.length} proposed changes. Confirm or decline each, or all of them, below.`);
    this.#changed();
  }

  /**
   * Those that were open before a reload, as they stood in their answers; not what was settled elsewhere meanwhile.
   * @param {{ id: string, state: string }[]} stored what the service tells of the conversation's proposals
   * @returns {QuoteList[]}
   */
  restore(stored = []) {
    const settled = new Set(stored.filter(({ state }) => state !== 'open' && state !== 'expired').map(({ id }) => id));
    const answers = grouped(session.proposals.filter(({ quote }) => !settled.has(quote.id)));
    const lists = [...answers.values()].map((remembered) => {
      const list = this.newList();
      const numbers = remembered.flatMap(({ quote, number }) => {
        const card = this.#newCard(quote);
        this.#place(card, list);
        return number === null ? [] : [[card, number]];
      });
      list.restore(new Map(numbers));
      return list;
    });
    this.#changed();
    return lists;
  }

  /** The service no longer has their conversation. */
  close() {
    for (const card of this.#cards.values())
      if (card.isOpen)
        card.failed({ code: 'quote_closed', title: 'This went with its conversation. Nothing was done.' });
    this.clear();
  }

  clear() {
    this.#cards.clear();
    this.#lists.clear();
    this.#changed();
  }

  #newCard(quote, title) {
    const card = new QuoteCard(quote, (decision, button) => void this.#decideOne(decision, card, button), title);
    card.hold('answer', this.#answering);
    this.#cards.set(quote.id, card);
    return card;
  }

  #place(card, list) {
    this.#lists.get(card)?.remove(card);
    this.#lists.set(card, list);
    list.add(card);
    list.hold(this.#answering);
  }

  async #decideOne(decision, card, button) {
    await this.#decide(decision, card, session.conversationId);
    card.focusOutcome(button);
  }

  /** One after the other. None stops the others: each card shows its own end. */
  async #decideAll(decision, list) {
    const conversationId = session.conversationId;
    const waiting = list.open;
    const doing = decision === 'confirm' ? 'Confirming' : 'Declining';
    let done = 0;
    list.begin(`${doing} ${count(waiting.length, 'change')} …`);
    for (const [index, card] of waiting.entries()) {
      list.tell(`${doing} ${index + 1} of ${waiting.length} …`);
      if (card.isOpen) await this.#decide(decision, card, conversationId, `${index + 1} of ${waiting.length}: `);
      // Another conversation, and perhaps another customer, has begun.
      if (!list.element.isConnected) return;
      if (card.quote.state === (decision === 'confirm' ? 'confirmed' : 'declined')) done += 1;
    }
    const text = outcome(decision, done, waiting.length);
    list.end(text);
    this.#announcer.say(text);
    this.#changed();
  }

  /** Asks the service and shows on the card what came of it. Pressing again never does a thing twice. */
  async #decide(decision, card, conversationId, place = '') {
    card.hold('deciding', true);
    try {
      const { quote, message } = await this.#signIn.withToken((token) =>
        decideQuote(conversationId, card.quote.id, decision, token),
      );
      card.settled(quote, message);
      this.#tell(card, place + message);
    } catch (error) {
      const problem = error instanceof ApiError ? error.problem : UNEXPECTED;
      card.failed(problem);
      this.#tell(card, place + (problem.detail ?? problem.title));
      if (typeof problem.new_quote?.id === 'string') this.#renew(card, problem.new_quote);
    }
    card.hold('deciding', false);
    this.#changed();
  }

  /** The proposal as it would be now takes the old one's place. The customer answers it like any other. */
  #renew(old, quote) {
    const list = this.#lists.get(old);
    if (!list || this.#cards.has(quote.id)) return;
    const card = this.#newCard(quote, 'New proposal');
    this.#lists.set(card, list);
    list.renew(old, card);
  }

  /** Of a conversation that has been left nothing is told any more. */
  #tell(card, text) {
    if (card.element.isConnected) this.#announcer.say(text);
  }

  #changed() {
    const lists = [...new Set(this.#lists.values())];
    lists.forEach((list) => list.refresh());
    remember({
      proposals: lists.flatMap((list, index) =>
        list.open.map((card) => ({ quote: card.quote, list: index, number: list.numberOf(card) })),
      ),
    });
    this.#watchTime();
  }

  /** One timer, for the proposal whose time passes next. */
  #watchTime() {
    clearTimeout(this.#timer);
    const waiting = [...this.#cards.values()].filter((card) => card.isOpen && !card.isPast);
    const next = Math.min(...waiting.map((card) => card.expiresAt));
    if (!Number.isFinite(next)) return;
    this.#timer = setTimeout(
      () => {
        for (const card of waiting.filter(({ expiresAt }) => expiresAt <= Date.now())) {
          card.update(card.quote);
          this.#announcer.say(`The time for a proposed change has passed: ${card.quote.summary}`);
        }
        this.#watchTime();
      },
      Math.min(Math.max(next - Date.now(), 0), MOST_MS),
    );
  }
}

function grouped(remembered) {
  const groups = new Map();
  for (const item of remembered) groups.set(item.list, [...(groups.get(item.list) ?? []), item]);
  return groups;
}

function outcome(decision, done, all) {
  const what = decision === 'confirm' ? 'done' : 'declined';
  if (done === all) return `All ${all} are ${what}.`;
  return `${done === 0 ? 'None' : `${done} of ${all}`} ${done === 1 ? 'is' : 'are'} ${what}. Each change above says what has become of it.`;
}

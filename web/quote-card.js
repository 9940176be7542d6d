/** A proposed change: what would happen, and the customer's yes or no. */
import { h } from './dom.js';
import { withOwnPaths } from './own-path.js';
import { words } from './words.js';

const STATES = {
  confirmed: 'Done',
  declined: 'Declined, nothing was changed',
  expired: 'Expired, nothing was changed',
  superseded: 'Replaced by a newer proposal',
  stale: 'Something changed meanwhile, so nothing was done',
};
const TIME_PASSED = 'Its time has passed. Confirm makes the proposal anew.';
/** Problems after which the proposal cannot be answered any more. */
const CLOSING = new Set(['quote_closed', 'quote_stale', 'quote_not_found']);
const MOST_TERMS = 6;

/** The terms that say something by themselves: amounts of money and short words. */
export function readableTerms(terms) {
  return Object.entries(terms ?? {})
    .flatMap(([name, value]) => {
      const text =
        typeof value === 'object' && value !== null
          ? value.text
          : typeof value === 'boolean'
            ? value
              ? 'yes'
              : 'no'
            : value;
      const short = typeof text === 'number' || (typeof text === 'string' && text !== '' && text.length <= 60);
      return short ? [{ name: words(name.replace(/_(id|cents)$/u, '')), text: String(text) }] : [];
    })
    .slice(0, MOST_TERMS);
}

/** Why nothing was done. What would be done now is left out where the new proposal says it. */
export function whyNot({ detail, title, new_quote: renewed }) {
  const text = detail ?? title;
  const end = typeof renewed?.summary === 'string' ? text.indexOf(renewed.summary) : -1;
  return end > 0 ? text.slice(0, end).trim() : text;
}

export class QuoteCard {
  #number = h('span', { class: 'quote-number', hidden: true });
  #state = h('p', { class: 'quote-state', tabindex: '-1' });
  #problem = h('p', { class: 'quote-problem', hidden: true });
  #buttons;
  #holds = new Set();
  #title;

  /** @param {(decision: 'confirm' | 'decline', button: HTMLElement) => void} onDecide */
  constructor(quote, onDecide, title = 'Proposed change') {
    this.quote = quote;
    this.#title = title;
    const label = `quote-${quote.id}`;
    const button = (decision, text, look) =>
      h(
        'button',
        {
          type: 'button',
          class: look,
          'aria-describedby': label,
          onclick: ({ currentTarget }) => onDecide(decision, currentTarget),
        },
        text,
      );
    this.#buttons = h('div', { class: 'buttons' }, button('confirm', 'Confirm'), button('decline', 'Decline', 'quiet'));
    this.element = h(
      'section',
      { class: 'quote', 'aria-label': title },
      h('h3', {}, h('span', {}, this.#number, title), h('span', { class: 'from' }, words(quote.agent))),
      h('p', { id: label, class: 'quote-summary' }, quote.summary),
      h(
        'dl',
        {},
        readableTerms(quote.terms).map(({ name, text }) => h('div', {}, h('dt', {}, name), h('dd', {}, text))),
      ),
      this.#state,
      this.#problem,
      this.#buttons,
    );
    this.update(quote);
  }

  get isOpen() {
    return this.quote.state === 'open';
  }

  /** Open, and shown as past its time. */
  get isPast() {
    return this.isOpen && this.element.dataset.state === 'expired';
  }

  /** Milliseconds since 1970. */
  get expiresAt() {
    return Date.parse(this.quote.expires_at);
  }

  /** Its place among the proposals of one answer. @param {number | null} number null when it is the only one */
  set number(number) {
    this.#number.hidden = number === null;
    this.#number.textContent = number === null ? '' : `${number}. `;
    this.element.setAttribute('aria-label', number === null ? this.#title : `${this.#title} ${number}`);
  }

  update(quote) {
    this.quote = quote;
    if (!this.isOpen) return this.#show(quote.state, STATES[quote.state] ?? words(quote.state));
    const past = this.expiresAt <= Date.now();
    this.#show(past ? 'expired' : 'open', past ? TIME_PASSED : `Open until ${clock(quote.expires_at)}`);
  }

  /** Its buttons wait as long as there is a reason. @param {string} reason */
  hold(reason, on) {
    if (on) this.#holds.add(reason);
    else this.#holds.delete(reason);
    for (const button of this.#buttons.children) button.disabled = this.#holds.size > 0;
  }

  /** The decision went through: what was done takes the buttons' place. */
  settled(quote, message) {
    this.quote = quote;
    this.#show(quote.state, message);
  }

  /** @param {import('./turn.js').Problem} problem */
  failed(problem) {
    if (CLOSING.has(problem.code)) return this.settled({ ...this.quote, state: 'closed' }, whyNot(problem));
    this.#problem.textContent = whyNot(problem);
    this.#problem.hidden = false;
  }

  /** Gives the focus that a pressed button had to what became of it, or back; the customer may have moved on. */
  focusOutcome(button) {
    const { activeElement: now, body } = document;
    if (now !== body && !this.element.contains(now)) return;
    if (this.isOpen) button.focus();
    else this.#state.focus();
  }

  #show(state, text) {
    this.element.dataset.state = state;
    this.#state.replaceChildren(...withOwnPaths(text));
    this.#problem.hidden = true;
    this.#buttons.hidden = !this.isOpen;
  }
}

function clock(instant) {
  return new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

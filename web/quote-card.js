/** A proposed change: what would happen, and the customer's yes or no. */
import { h } from './dom.js';
import { words } from './words.js';

const STATES = {
  open: 'Waiting for your answer',
  confirmed: 'Done',
  declined: 'Declined, nothing was changed',
  expired: 'Expired, nothing was changed',
  superseded: 'Replaced by a newer proposal',
  stale: 'No longer possible, nothing was changed',
  quote_closed: 'No longer open',
};
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

export class QuoteCard {
  #state = h('p', { class: 'quote-state', tabindex: '-1' });
  #problem = h('p', { class: 'quote-problem', hidden: true });
  #buttons;

  /** @param {(decision: 'confirm' | 'decline', card: QuoteCard) => void} onDecide */
  constructor(quote, onDecide) {
    this.quote = quote;
    const label = `quote-${quote.id}`;
    this.#buttons = h(
      'div',
      { class: 'buttons' },
      h('button', { type: 'button', 'aria-describedby': label, onclick: () => onDecide('confirm', this) }, 'Confirm'),
      h(
        'button',
        { type: 'button', class: 'quiet', 'aria-describedby': label, onclick: () => onDecide('decline', this) },
        'Decline',
      ),
    );
    this.element = h(
      'section',
      { class: 'quote', 'aria-label': 'Proposed change' },
      h('h3', {}, 'Proposed change', h('span', { class: 'from' }, words(quote.agent))),
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

  update(quote) {
    this.quote = quote;
    this.#show(
      quote.state,
      quote.state === 'open' ? `Open until ${clock(quote.expires_at)}` : (STATES[quote.state] ?? words(quote.state)),
    );
  }

  /** While an answer or a decision runs. */
  set busy(busy) {
    for (const button of this.#buttons.children) button.disabled = busy;
  }

  /** The decision went through: what was done takes the buttons' place, and the focus with it. */
  settled(quote, message) {
    this.quote = quote;
    this.#show(quote.state, message);
    this.#state.focus();
  }

  /** @param {import('./turn.js').Problem} problem */
  failed(problem) {
    const text = problem.detail ?? problem.title;
    if (problem.code === 'quote_closed' || problem.code === 'quote_stale' || problem.code === 'quote_not_found') {
      this.settled({ ...this.quote, state: 'closed' }, text);
    } else {
      this.#problem.textContent = text;
      this.#problem.hidden = false;
    }
  }

  #show(state, text) {
    this.element.dataset.state = state;
    this.#state.textContent = text;
    this.#problem.hidden = true;
    this.#buttons.hidden = state !== 'open';
  }
}

function clock(instant) {
  return new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

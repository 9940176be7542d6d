/** The proposals of one answer: numbered in the order of its text when there are several, answered singly or all. */
import { h } from './dom.js';

export class QuoteList {
  #rows = h('ol', { class: 'quote-rows', role: 'list' });
  #buttons;
  #state = h('p', { class: 'quote-state', tabindex: '-1', hidden: true });
  #all;
  /** @type {Set<import('./quote-card.js').QuoteCard>} */ #cards = new Set();
  /** @type {Map<import('./quote-card.js').QuoteCard, number>} */ #numbers = new Map();
  #settling = false;

  /** @param {(decision: 'confirm' | 'decline', list: QuoteList) => void} onDecideAll */
  constructor(onDecideAll) {
    this.#buttons = h(
      'div',
      { class: 'buttons', hidden: true },
      h('button', { type: 'button', onclick: () => onDecideAll('confirm', this) }, 'Confirm all'),
      h('button', { type: 'button', class: 'quiet', onclick: () => onDecideAll('decline', this) }, 'Decline all'),
    );
    this.#all = h('div', { class: 'all', hidden: true }, this.#state, this.#buttons);
    this.element = h('div', { class: 'cards', hidden: true }, this.#rows, this.#all);
  }

  /** Those that wait for an answer, in their order. */
  get open() {
    return this.#inOrder().filter((card) => card.isOpen);
  }

  remove(card) {
    this.#cards.delete(card);
    card.element.remove();
  }

  add(card) {
    this.#cards.add(card);
    this.#rows.append(h('li', {}, card.element));
    card.hold('list', this.#settling);
  }

  /** What a proposal became stands below it, under the same number. */
  renew(old, card) {
    this.#cards.add(card);
    old.element.after(card.element);
    const number = this.numberOf(old);
    if (number !== null) this.#numbers.set(card, number);
    card.number = number;
    card.hold('list', this.#settling);
  }

  /**
   * Numbers what this answer proposes. Once it is written the numbers stay, whatever becomes of the cards.
   * @param {string[]} ids the proposals in the order of the answer's text
   */
  number(ids) {
    const known = ids.flatMap((id) => [...this.#cards].filter((card) => card.quote.id === id));
    const wanted = [...new Set([...known, ...this.#cards])];
    if (wanted.some((card, index) => card !== this.#inOrder()[index]))
      this.#rows.append(...wanted.map((card) => card.element.closest('li')));
    const open = wanted.filter((card) => card.isOpen);
    this.restore(new Map(open.length < 2 ? [] : open.map((card, index) => [card, index + 1])));
  }

  /** The numbers of before a reload. @param {Map<import('./quote-card.js').QuoteCard, number>} numbers */
  restore(numbers) {
    this.#numbers = numbers;
    for (const card of this.#cards) card.number = numbers.get(card) ?? null;
    this.refresh();
  }

  numberOf(card) {
    return this.#numbers.get(card) ?? null;
  }

  /** After anything has become of a card. */
  refresh() {
    this.element.hidden = this.#cards.size === 0;
    this.#buttons.hidden = this.#settling || this.open.length < 2;
    this.#all.hidden = this.#buttons.hidden && this.#state.hidden;
  }

  /** While an answer is written. */
  hold(on) {
    for (const button of this.#buttons.children) button.disabled = on;
  }

  /** All are being answered: how far it is takes the buttons' place, and the focus with it. */
  begin(text) {
    this.#settling = true;
    for (const card of this.#cards) card.hold('list', true);
    this.tell(text);
    this.refresh();
    this.#state.focus();
  }

  tell(text) {
    this.#state.textContent = text;
    this.#state.hidden = false;
  }

  end(text) {
    this.#settling = false;
    for (const card of this.#cards) card.hold('list', false);
    this.tell(text);
    this.refresh();
  }

  #inOrder() {
    const elements = [...this.#rows.querySelectorAll('.quote')];
    return [...this.#cards].sort((a, b) => elements.indexOf(a.element) - elements.indexOf(b.element));
  }
}

/** The messages of the conversation as they look. */
import { h } from './dom.js';
import { RichText } from './rich-text.js';
import { usageLine, words } from './words.js';

const OUTCOMES = {
  answered: 'done',
  refused: 'declined',
  failed: 'failed',
  timed_out: 'too slow',
  circuit_open: 'unavailable',
  handed_back: 'passed on',
};

export function customerMessage(text) {
  return h('li', { class: 'message mine' }, h('span', { class: 'unseen' }, 'You:'), h('p', { class: 'bubble' }, text));
}

/** An earlier answer, from the stored conversation. */
export function storedAnswer({ role, text, citations }) {
  const view = new AnswerView(null, role === 'assistant' ? 'Deskfleet' : 'A colleague');
  // Whether a person or the assistant speaks has to be seen, too.
  if (role === 'staff') view.text.element.before(h('p', { class: 'hint', 'aria-hidden': 'true' }, 'A colleague'));
  view.text.update(text);
  view.showCitations(citations);
  return view.element;
}

/** An answer: who works on it, its text, its proposals, and what it rests on. */
export class AnswerView {
  text = new RichText();
  #chips = h('ul', { class: 'chips', 'aria-label': 'Agents at work' });
  #waiting = h(
    'p',
    { class: 'waiting' },
    h('span', { class: 'unseen' }, 'Waiting for the answer'),
    h('i'),
    h('i'),
    h('i'),
  );
  #foot = h('div', { class: 'foot' });

  /** @param {import('./quote-list.js').QuoteList | null} proposals null where there are none */
  constructor(proposals, name = 'Deskfleet') {
    this.proposals = proposals;
    this.element = h(
      'li',
      { class: 'message' },
      h('span', { class: 'unseen' }, `${name}:`),
      this.#chips,
      this.text.element,
      ...(proposals ? [proposals.element] : []),
      this.#foot,
    );
  }

  /** Shows a turn as it is now. */
  update(turn) {
    this.#chips.replaceChildren(...turn.agents.map(chip));
    this.text.update(turn.text);
    const over = turn.finished || turn.stopped || turn.problem !== null;
    this.element.ariaBusy = String(!over);
    this.#waiting.remove();
    if (!over && turn.text === '') this.text.element.after(this.#waiting);
    if (!over) return;
    this.#foot.replaceChildren();
    if (turn.degraded)
      this.#foot.append(h('p', { class: 'degraded' }, 'Reduced service: answered without the language model.'));
    this.showCitations(turn.citations);
    if (turn.usage)
      this.#foot.append(h('details', { class: 'usage' }, h('summary', {}, 'Usage'), h('p', {}, usageLine(turn.usage))));
  }

  showCitations(citations) {
    const items = citations.map(({ title, section }) => h('li', {}, section ? `${title}, ${section}` : title));
    if (items.length > 0)
      this.#foot.append(h('div', { class: 'citations' }, h('h3', {}, 'Sources'), h('ul', {}, items)));
  }

  /** What went wrong, and the one thing to do about it. @param {{ label: string, act: () => void } | null} way */
  showProblem(text, way) {
    const button = way && h('button', { type: 'button', onclick: way.act }, way.label);
    this.#foot.prepend(h('div', { class: 'problem' }, h('p', {}, text), button));
  }

  /** A newer message takes this one's place: it can no longer be sent again. */
  retire() {
    this.#foot.querySelector('.problem button')?.remove();
  }
}

function chip({ agent, state, tool }) {
  const end = state === 'working' ? '…' : ` · ${OUTCOMES[state] ?? words(state)}`;
  return h(
    'li',
    { class: 'chip', 'data-state': state },
    words(agent),
    tool && ' · ',
    tool && h('code', {}, tool),
    h('span', {}, end),
  );
}

/** The list of conversations: who waits, how long, and why. */
import { h } from './dom.js';
import { queue } from './staff-api.js';
import { duration, ownerName, REASONS } from './staff-words.js';

export class QueueView {
  #session;
  #onOpen;
  #list = h('ol', { class: 'entries', 'aria-label': 'Conversations' });
  #told = h('p', { class: 'hint', role: 'status' });
  #more = h('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => void this.#loadMore() }, 'More');
  #owner;
  #reason;
  #entries = [];
  #next = null;
  #open = null;
  /** Rounds of loading; an answer that comes late is thrown away. */
  #round = 0;

  /** @param {(id: string) => void} onOpen */
  constructor(place, session, onOpen) {
    this.#session = session;
    this.#onOpen = onOpen;
    this.#owner = select('Whose', 'owner', [
      ['queue', 'Waiting'],
      ['mine', 'Mine'],
      ['all', 'All with people'],
      ['agent', 'With the assistant'],
    ]);
    this.#reason = select('Why', 'reason', [['', 'Any reason'], ...Object.entries(REASONS)]);
    const refresh = () => void this.refresh();
    this.#owner.control.addEventListener('change', refresh);
    this.#reason.control.addEventListener('change', refresh);
    place.append(
      h(
        'div',
        { class: 'filters' },
        this.#owner.label,
        this.#reason.label,
        h('button', { type: 'button', class: 'quiet', onclick: refresh }, 'Refresh'),
      ),
      this.#told,
      this.#list,
      this.#more,
    );
  }

  /** The conversation that is shown beside, or null. */
  set open(id) {
    this.#open = id;
    this.#show();
  }

  focus() {
    (this.#list.querySelector('[aria-current]') ?? this.#list.querySelector('button') ?? this.#owner.control).focus();
  }

  async refresh() {
    const round = ++this.#round;
    if (!this.#session.signedIn) return this.#take([], null, 'Sign in to see who waits.');
    try {
      const { conversations, next } = await this.#load();
      if (round === this.#round) this.#take(conversations, next, summary(conversations, next));
    } catch (error) {
      if (round === this.#round) this.#tell(error.message);
    }
  }

  async #loadMore() {
    const round = ++this.#round;
    try {
      const { conversations, next } = await this.#load(this.#next);
      const all = [...this.#entries, ...conversations];
      if (round === this.#round) this.#take(all, next, summary(all, next));
    } catch (error) {
      this.#tell(error.message);
    }
  }

  #load(after) {
    const filter = { owner: this.#owner.control.value, reason: this.#reason.control.value, after };
    return this.#session.withToken((token) => queue(filter, token));
  }

  #take(entries, next, told) {
    this.#entries = entries;
    this.#next = next;
    this.#more.hidden = next === null;
    this.#tell(told);
    this.#show();
  }

  /** Only when it changes, so that a screen reader is not told the same every few seconds. */
  #tell(text) {
    if (this.#told.textContent !== text) this.#told.textContent = text;
  }

  #show() {
    const focused = this.#list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    this.#list.replaceChildren(...this.#entries.map((entry) => h('li', {}, this.#row(entry))));
    // Where the entry is gone the focus must not get lost with it.
    if (focused !== null)
      (this.#list.querySelector(`[data-id="${CSS.escape(focused)}"]`) ?? this.#owner.control).focus();
  }

  #row({ id, title, owner, customer_name, reason, mood, first_line, waiting_seconds }) {
    return h(
      'button',
      {
        type: 'button',
        class: 'entry',
        'data-id': id,
        'aria-current': id === this.#open ? 'true' : undefined,
        onclick: () => this.#onOpen(id),
      },
      h('strong', {}, customer_name ?? 'Visitor'),
      h('span', {}, first_line || title || ''),
      h(
        'span',
        {},
        [
          REASONS[reason] ?? null,
          mood === 'calm' ? null : mood,
          waiting_seconds === null && owner !== 'agent' ? 'waits for the customer' : null,
          waiting_seconds === null ? null : `waiting ${duration(waiting_seconds)}`,
          owner === 'queue' ? null : ownerName(owner, this.#session.staffId).toLowerCase(),
        ]
          .filter((part) => part !== null)
          .join(' · '),
      ),
    );
  }
}

function summary({ length }, next) {
  if (length === 0) return 'Nobody here.';
  return `${length}${next === null ? '' : ' or more'} ${length === 1 ? 'conversation' : 'conversations'}`;
}

function select(text, name, options) {
  const control = h(
    'select',
    { name },
    options.map(([value, words]) => h('option', { value }, words)),
  );
  return { control, label: h('label', {}, text, control) };
}

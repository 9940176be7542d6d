/** One conversation: what was said, what is known, and what a colleague can do. It follows what happens meanwhile. */
import { news } from './api.js';
import { h } from './dom.js';
import { thread } from './staff-api.js';
import { StaffActions } from './staff-actions.js';
import { packetView } from './staff-packet.js';
import { ownerName, roleName } from './staff-words.js';

const WAIT = 25;
/** Milliseconds before the next try when the service cannot be reached. */
const PAUSE = 3_000;

export class ThreadView {
  #place;
  #session;
  #announcer;
  #onChange;
  #onClose;
  #id = null;
  /** @type {AbortController | null} */
  #following = null;
  #heading = h('h2', { tabindex: '-1' });
  #meta = h('p', { class: 'meta' });
  #packet = h('div');
  #earlier = h('button', { type: 'button', class: 'quiet', hidden: true }, 'Show earlier messages');
  #said = h('ol', { class: 'said', 'aria-label': 'Messages', tabindex: '0' });
  #told = h('p', { role: 'status' });
  #actions;
  #last = 0;
  /** Owner and state as they are shown. */
  #known = null;

  /** @param {{ onChange: () => void, onClose: () => void }} listeners */
  constructor(place, session, announcer, { onChange, onClose }) {
    this.#place = place;
    this.#session = session;
    this.#announcer = announcer;
    this.#onChange = onChange;
    this.#onClose = onClose;
    this.#actions = new StaffActions(session, () => this.#changed());
    this.#earlier.addEventListener('click', () => void this.#showEarlier());
    this.close();
  }

  close() {
    this.#following?.abort();
    this.#following = null;
    this.#id = null;
    this.#place.replaceChildren(h('p', { class: 'hint' }, 'Choose a conversation.'));
  }

  async open(id) {
    this.#following?.abort();
    this.#id = id;
    this.#last = 0;
    this.#known = null;
    this.#packet.replaceChildren();
    this.#said.replaceChildren();
    this.#heading.textContent = 'Loading …';
    this.#meta.textContent = '';
    this.#actions.begin(id);
    this.#place.replaceChildren(
      h('button', { type: 'button', class: 'quiet back', onclick: () => this.#onClose() }, 'Back to the list'),
      this.#heading,
      this.#meta,
      this.#told,
      this.#packet,
      this.#earlier,
      this.#said,
      this.#actions.element,
    );
    this.#heading.focus();
    await this.goOn();
  }

  /** Loads and follows what is open; again, when the session had ended meanwhile. */
  async goOn() {
    const id = this.#id;
    if (id === null) return;
    this.#following?.abort();
    const mine = new AbortController();
    this.#following = mine;
    await this.#load();
    void this.#follow(id, mine);
  }

  /** @returns {Promise<boolean>} whether it could be loaded */
  async #changed() {
    const loaded = await this.#load();
    this.#onChange();
    return loaded;
  }

  async #load() {
    const id = this.#id;
    try {
      const found = await this.#session.withToken((token) => thread(id, token));
      if (id === this.#id) this.#show(found);
      return true;
    } catch (error) {
      if (id === this.#id) this.#tell(error.message);
      return false;
    }
  }

  #tell(text) {
    this.#told.textContent = text;
    this.#told.classList.toggle('failed', text !== '');
  }

  #show({ conversation, messages, next, packet, open_quotes, handoffs }) {
    const { customer, title, owner, state, csat, csat_comment } = conversation;
    this.#tell('');
    this.#known = { owner, state };
    this.#heading.textContent = customer ? `${customer.first_name} ${customer.last_name}` : 'Visitor';
    this.#meta.textContent = [
      title,
      customer && `${customer.id}, ${customer.loyalty_tier}`,
      ownerName(owner, this.#session.staffId),
      state.replaceAll('_', ' '),
      csat && `rated ${csat} of 5${csat_comment ? `: ${csat_comment}` : ''}`,
    ]
      .filter(Boolean)
      .join(' · ');
    this.#packet.replaceChildren(packetView(packet, open_quotes, handoffs));
    const atEnd = this.#said.scrollHeight - this.#said.scrollTop - this.#said.clientHeight < 40;
    const firstTime = this.#last === 0;
    for (const { role, text } of firstTime ? [] : messages.filter(({ position }) => position > this.#last))
      if (role === 'user') this.#announcer.say(`The customer: ${text}`);
    this.#last = messages.at(-1)?.position ?? this.#last;
    this.#said.replaceChildren(...messages.map(line));
    this.#earlier.hidden = next === null;
    this.#earlier.dataset.before = String(next);
    if (atEnd || firstTime) this.#said.scrollTop = this.#said.scrollHeight;
    this.#actions.show(conversation, packet);
  }

  async #showEarlier() {
    try {
      const before = Number(this.#earlier.dataset.before);
      const { messages, next } = await this.#session.withToken((token) => thread(this.#id, token, before));
      this.#said.prepend(...messages.map(line));
      this.#earlier.hidden = next === null;
      this.#earlier.dataset.before = String(next);
    } catch (error) {
      this.#tell(error.message);
    }
  }

  /** Loads it again whenever something was said or somebody else has it. */
  async #follow(id, mine) {
    while (!mine.signal.aborted) {
      try {
        const known = this.#known === null ? {} : { wait: WAIT, ...this.#known };
        const asked = { after: this.#last, ...known };
        const found = await this.#session.withToken((token) => news(id, asked, token, mine.signal));
        if (mine.signal.aborted) return;
        const changed = found.messages.length > 0 || found.owner !== known.owner || found.state !== known.state;
        // Where it cannot be loaded the loop must not turn in circles.
        if (changed && !(await this.#changed())) await pause();
      } catch (error) {
        if (mine.signal.aborted) return;
        if (error.problem && !error.problem.retry) return;
        await pause();
      }
    }
  }
}

function pause() {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE);
  });
}

function line({ role, text, created_at }) {
  const at = new Date(created_at);
  return h(
    'li',
    { 'data-role': role },
    h(
      'b',
      {},
      `${roleName(role)} · `,
      h('time', { datetime: created_at }, at.toLocaleTimeString([], { timeStyle: 'short' })),
    ),
    text,
  );
}

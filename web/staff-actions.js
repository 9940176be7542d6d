/** What a colleague can do with a conversation, as its owner allows it. */
import { newKey } from './api.js';
import { h } from './dom.js';
import { act, cannedReplies } from './staff-api.js';

export class StaffActions {
  #session;
  #onDone;
  #id = null;
  #owner = 'agent';
  #told = h('p', { role: 'status' });
  #canned = h('select', { id: 'canned' });
  #suggested = h('option', {}, 'Suggested reply');
  #reply;
  #forms;
  #take = h('button', { type: 'button', onclick: () => void this.#claim() });
  #release = h(
    'button',
    { type: 'button', class: 'quiet', onclick: () => void this.#putBack() },
    'Put back into the queue',
  );
  /** Keys of what was sent and not answered: the same thing sent again is the same thing. */
  #keys = new Map();

  /** @param {() => Promise<void>} onDone something was done */
  constructor(session, onDone) {
    this.#session = session;
    this.#onDone = onDone;
    this.#reply = this.#form(
      'reply',
      'Reply to the customer',
      'Send reply',
      (text) => ({ text }),
      'The reply was sent.',
    );
    this.#reply.field.before(h('span', { class: 'line' }, h('label', { for: 'canned' }, 'Canned reply'), this.#canned));
    this.#canned.addEventListener('change', () => this.#insertCanned());
    this.#forms = {
      note: this.#form('note', 'Note for colleagues', 'Save note', (text) => ({ text }), 'The note was saved.'),
      back: this.#form(
        'hand-back',
        'What the assistant should know',
        'Hand back',
        (note) => ({ note }),
        'Handed back to the assistant.',
      ),
      resolve: this.#form(
        'resolve',
        'What was settled (may be empty)',
        'Resolve',
        (note) => (note === '' ? {} : { note }),
        'The conversation is resolved.',
        false,
      ),
    };
    this.element = h(
      'section',
      { class: 'card', 'aria-label': 'What to do' },
      h('h3', {}, 'What to do'),
      this.#told,
      h('div', { class: 'line' }, this.#take, this.#release),
      this.#reply.element,
      folded('Note', this.#forms.note.element),
      folded('Hand back to the assistant', this.#forms.back.element),
      folded('Resolve', this.#forms.resolve.element),
    );
  }

  /** Another conversation: nothing that was typed for the one before goes to this one. */
  begin(id) {
    this.#id = id;
    this.#keys.clear();
    this.#told.textContent = '';
    for (const { field } of [this.#reply, ...Object.values(this.#forms)]) field.value = '';
    for (const details of this.element.querySelectorAll('details')) details.open = false;
    this.element.hidden = true;
    void this.#loadCanned();
  }

  show({ owner }, packet) {
    const mine = owner === `staff:${this.#session.staffId}`;
    this.#owner = owner;
    this.element.hidden = false;
    this.#take.hidden = mine;
    this.#take.textContent =
      owner === 'queue'
        ? 'Claim'
        : `Take over from ${owner === 'agent' ? 'the assistant' : owner.slice('staff:'.length)}`;
    this.#release.hidden = !mine;
    for (const part of [
      this.#reply.element,
      this.#forms.back.element.parentElement,
      this.#forms.resolve.element.parentElement,
    ])
      part.hidden = !mine;
    this.#suggested.value = packet?.suggested_reply ?? '';
    this.#suggested.hidden = this.#suggested.value === '';
  }

  async #loadCanned() {
    const options = [h('option', { value: '' }, 'Choose one to insert'), this.#suggested];
    try {
      const { canned_replies } = await this.#session.withToken(cannedReplies);
      options.push(...canned_replies.map(({ title, body }) => h('option', { value: body }, title)));
    } catch {
      // Without them a reply can still be written.
    }
    this.#canned.replaceChildren(...options);
  }

  #insertCanned() {
    const { field } = this.#reply;
    if (this.#canned.value !== '')
      field.value = field.value === '' ? this.#canned.value : `${field.value}\n${this.#canned.value}`;
    this.#canned.value = '';
    field.focus();
  }

  async #claim() {
    const from =
      this.#owner === 'agent'
        ? { from_assistant: true }
        : this.#owner === 'queue'
          ? {}
          : { take_from: this.#owner.slice('staff:'.length) };
    if (await this.#does('claim', from, 'The conversation is yours.')) this.#reply.field.focus();
  }

  async #putBack() {
    await this.#does('release', {}, 'Back in the queue.');
  }

  /** @returns whether it was done */
  async #does(verb, body, done) {
    const id = this.#id;
    const what = JSON.stringify([verb, body]);
    const key = this.#keys.get(what) ?? newKey();
    this.#keys.set(what, key);
    this.element.ariaBusy = 'true';
    try {
      await this.#session.withToken((token) => act(id, verb, body, key, token));
      this.#keys.delete(what);
      if (id === this.#id) this.#tell(done, false);
      await this.#onDone();
      return id === this.#id;
    } catch (error) {
      // Refused is refused: the next try is a new one.
      if (error.problem && !error.problem.retry) this.#keys.delete(what);
      if (id === this.#id) this.#tell(error.message, true);
      // Somebody else may have been faster.
      if (error.problem?.code === 'handoff_not_possible') await this.#onDone();
      return false;
    } finally {
      this.element.ariaBusy = null;
    }
  }

  #tell(text, failed) {
    this.#told.textContent = text;
    this.#told.classList.toggle('failed', failed);
  }

  #form(verb, label, button, bodyOf, done, required = true) {
    const field = h('textarea', {
      id: `${verb}-text`,
      maxlength: verb === 'reply' || verb === 'note' ? '4000' : '2000',
      required,
    });
    const submit = async (event) => {
      event.preventDefault();
      if (this.element.ariaBusy === 'true') return;
      const text = field.value.trim();
      if (required && text === '') return;
      if (await this.#does(verb, bodyOf(text), done)) {
        field.value = '';
        if (verb === 'reply') field.focus();
      }
    };
    const keys = (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) field.form.requestSubmit();
    };
    field.addEventListener('keydown', keys);
    const element = h(
      'form',
      { onsubmit: submit },
      h('label', { for: field.id }, label),
      field,
      h('button', { type: 'submit' }, button),
    );
    return { element, field };
  }
}

function folded(title, content) {
  return h('details', {}, h('summary', {}, title), content);
}

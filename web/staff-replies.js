/** Canned replies: written, changed and deleted here, inserted where a reply is written. */
import { h } from './dom.js';
import { cannedReplies, deleteCannedReply, storeCannedReply } from './staff-api.js';
import { slug } from './staff-words.js';

export class RepliesView {
  #session;
  #told = h('p', { class: 'hint', role: 'status' });
  #list = h('div', { class: 'replies' });
  #ids = new Set();

  constructor(place, session) {
    this.#session = session;
    place.append(h('h2', {}, 'Canned replies'), this.#told, this.#list, this.#form(null));
  }

  async refresh() {
    if (!this.#session.signedIn) {
      this.#list.replaceChildren();
      this.#told.textContent = 'Sign in to see them.';
      return;
    }
    try {
      const { canned_replies } = await this.#session.withToken(cannedReplies);
      this.#ids = new Set(canned_replies.map(({ id }) => id));
      this.#list.replaceChildren(...canned_replies.map((reply) => this.#form(reply)));
      if (canned_replies.length === 0) this.#told.textContent = 'There are none yet.';
    } catch (error) {
      this.#told.textContent = error.message;
    }
  }

  /** A name that no other has: a new reply never takes the place of an old one. */
  #freeId(title) {
    const name = slug(title) || 'reply';
    for (let number = 1; ; number += 1) {
      const id = number === 1 ? name : `${name.slice(0, 50)}-${number}`;
      if (!this.#ids.has(id)) return id;
    }
  }

  /** @param {{ id: string, title: string, body: string } | null} reply null for a new one */
  #form(reply) {
    const name = reply?.id ?? 'new-reply';
    const title = h('input', { id: `title-${name}`, required: true, maxlength: '100', value: reply?.title ?? '' });
    const body = h('textarea', { id: `body-${name}`, required: true, maxlength: '4000' }, reply?.body ?? '');
    const does = async (call, told) => {
      try {
        await this.#session.withToken(call);
        if (reply === null) [title.value, body.value] = ['', ''];
        this.#told.textContent = told;
        await this.refresh();
      } catch (error) {
        this.#told.textContent = error.message;
      }
    };
    const save = (event) => {
      event.preventDefault();
      const content = { title: title.value.trim(), body: body.value.trim() };
      void does(
        (token) => storeCannedReply(reply?.id ?? this.#freeId(content.title), content, token),
        `Saved: ${content.title}`,
      );
    };
    const remove = () => void does((token) => deleteCannedReply(reply.id, token), `Deleted: ${reply.title}`);
    return h(
      'form',
      { class: 'card', onsubmit: save, 'aria-label': reply?.title ?? 'New canned reply' },
      h('label', { for: title.id }, reply ? 'Title' : 'Title of a new one'),
      title,
      h('label', { for: body.id }, 'Text'),
      body,
      h(
        'div',
        { class: 'line' },
        h('button', { type: 'submit' }, reply ? 'Save' : 'Add'),
        reply && h('button', { type: 'button', class: 'quiet', onclick: remove }, 'Delete'),
      ),
    );
  }
}

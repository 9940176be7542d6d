/** What a screen reader is told: whole sentences of an answer, never single tokens. */
import { byId, h } from './dom.js';

/** Where the last sentence or line that is complete ends. "1." at the start of a list item ends no sentence. */
export function sentencesEnd(text) {
  let end = 0;
  for (const match of text.matchAll(/[^\d\s][.!?]["')\]]*(?=\s)|\n/gu)) end = match.index + match[0].length;
  return end;
}

export class Announcer {
  #region = byId('announcer');
  #spoken = 0;

  /** A new answer begins. */
  begin() {
    this.#region.replaceChildren();
    this.#spoken = 0;
  }

  /** @param {string} text the whole answer so far */
  follow(text, { complete = false } = {}) {
    const end = complete ? text.length : sentencesEnd(text);
    if (end <= this.#spoken) return;
    this.say(text.slice(this.#spoken, end).replaceAll('**', ''));
    this.#spoken = end;
  }

  say(text) {
    if (text.trim() !== '') this.#region.append(h('p', {}, text.trim()));
  }
}

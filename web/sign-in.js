/** Who is talking: a demo customer where the fleet has them (a laptop), a pasted token elsewhere, or nobody. */
import { ApiError, demoCustomers, demoToken } from './api.js';
import { byId, h } from './dom.js';
import { remember, session } from './session.js';

export const TENANT = new URLSearchParams(location.search).get('tenant') ?? 'acme';

export class SignIn {
  #place = byId('sign-in');
  #note = h('p', { class: 'hint', role: 'status' });
  #field = null;
  #customers = null;

  /** @param {() => void} onChange somebody else talks now */
  constructor(onChange) {
    this.onChange = onChange;
  }

  /** Builds the picker or the field; a customer of before the reload is signed in again. */
  async begin() {
    this.#customers = await demoCustomers(TENANT);
    this.#field = this.#customers === null ? this.#tokenForm() : this.#picker();
    this.#place.append(this.#note);
    const known = this.customer !== null;
    if (!known && session.customerId !== null)
      remember({ customerId: null, token: null, conversationId: null, proposals: [] });
    if (known) await this.renew().catch((error) => this.#tell(error.message));
  }

  get customer() {
    return this.#customers?.find(({ id }) => id === session.customerId) ?? null;
  }

  /**
   * A call with the token of who talks; without one it goes as a visitor's. A demo customer's token that has run out
   * is renewed once: nothing was done with the old one.
   * @template T @param {(token: string | null) => Promise<T>} call
   */
  async withToken(call) {
    try {
      return await call(session.token);
    } catch (error) {
      const expired =
        error instanceof ApiError && (error.problem.code === 'token_expired' || error.problem.code === 'token_invalid');
      if (!expired || !(await this.renew())) throw error;
      return call(session.token);
    }
  }

  /** A fresh token for the chosen customer. @returns {Promise<boolean>} whether there is one to renew */
  async renew() {
    if (session.customerId === null) return false;
    remember({ token: await demoToken(session.customerId, TENANT) });
    return true;
  }

  focus() {
    this.#place.querySelector('details')?.setAttribute('open', '');
    this.#field?.focus();
  }

  #tell(text) {
    this.#note.textContent = text;
  }

  #picker() {
    const options = this.#customers.map(({ id, name }) =>
      h('option', { value: id, selected: id === session.customerId }, `${name} (${id})`),
    );
    const select = h(
      'select',
      { id: 'customer', onchange: () => this.#choose(select) },
      h('option', { value: '' }, 'Visitor, not signed in'),
      options,
    );
    this.#place.append(h('label', { for: 'customer' }, 'Talk as'), select);
    return select;
  }

  async #choose(select) {
    const id = select.value;
    try {
      this.#change(
        id === '' ? { customerId: null, token: null } : { customerId: id, token: await demoToken(id, TENANT) },
      );
    } catch (error) {
      select.value = session.customerId ?? '';
      this.#tell(error.message);
    }
  }

  #tokenForm() {
    const field = h('input', {
      id: 'token',
      type: 'password',
      autocomplete: 'off',
      spellcheck: 'false',
      required: true,
    });
    const use = (event) => {
      event.preventDefault();
      this.#change({ customerId: null, token: field.value.trim() }, 'Signed in with your token.');
      field.value = '';
    };
    const leave = () => this.#change({ customerId: null, token: null }, 'Signed out.');
    this.#place.append(
      h(
        'details',
        {},
        h('summary', {}, 'Sign in with a token'),
        h(
          'form',
          { class: 'token-form', onsubmit: use },
          h('label', { for: 'token' }, 'Token'),
          field,
          h('button', { type: 'submit' }, 'Use token'),
          h('button', { type: 'button', class: 'quiet', onclick: leave }, 'Sign out'),
        ),
      ),
    );
    if (session.token !== null) this.#tell('Signed in with your token.');
    return field;
  }

  #change(who, text = '') {
    remember(who);
    this.#tell(text);
    this.onChange();
  }
}

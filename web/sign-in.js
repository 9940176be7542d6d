/** Who is talking: somebody with an account, a demo customer where the fleet has them (a laptop), a pasted token, or nobody. */
import { Account } from './account.js';
import { AccountForm } from './account-form.js';
import { ApiError, demoCustomers, demoToken, signInOffer } from './api.js';
import { byId, h } from './dom.js';
import { remember, session } from './session.js';

export const TENANT = new URLSearchParams(location.search).get('tenant') ?? 'acme';

export class SignIn {
  #place = byId('sign-in');
  #note = h('p', { class: 'hint', role: 'status' });
  /** What `focus` leads to. @type {{ focus(): void } | null} */
  #field = null;
  #customers = null;
  /** @type {Account | null} */
  #account = null;

  /**
   * @param {() => void} onChange somebody else talks now
   * @param {() => void} onReturn whose session had ended is back
   */
  constructor(onChange, onReturn) {
    this.onChange = onChange;
    this.onReturn = onReturn;
  }

  /** Builds the form, the picker or the field; a customer of before the reload is signed in again. */
  async begin() {
    this.#place.append(this.#note);
    try {
      const offer = await signInOffer();
      if (offer.kind === 'cognito') this.#field = this.#accountForm(offer);
      else await this.#withoutAccounts(offer.kind);
    } catch (error) {
      this.#tell(`Signing in is not possible right now. ${error.message}`);
    }
  }

  get customer() {
    return this.#customers?.find(({ id }) => id === session.customerId) ?? null;
  }

  /**
   * A call with the token of who talks; without one it goes as a visitor's. A token that has run out is renewed once, if
   * it is an account's or a demo customer's: nothing was done with the old one.
   * @template T @param {(token: string | null) => Promise<T>} call
   */
  async withToken(call) {
    try {
      return await call(await this.#token());
    } catch (error) {
      const expired =
        error instanceof ApiError && (error.problem.code === 'token_expired' || error.problem.code === 'token_invalid');
      if (!expired || !(await this.renew())) throw error;
      return call(await this.#token());
    }
  }

  /** A fresh token of who talks. @returns {Promise<boolean>} whether there is one to renew */
  async renew() {
    if (this.#account !== null) return this.#account.renew();
    if (session.customerId === null) return false;
    remember({ token: await demoToken(session.customerId, TENANT) });
    return true;
  }

  focus() {
    this.#place.querySelector('details')?.setAttribute('open', '');
    this.#field?.focus();
  }

  async #token() {
    return this.#account === null ? session.token : this.#account.token();
  }

  #accountForm(offer) {
    const account = new Account(offer, session.account, (tokens) => remember({ account: tokens }));
    this.#account = account;
    const form = new AccountForm(account, {
      folded: true,
      onChange: () => (account.idToken !== null && account.isSame ? this.onReturn() : this.onChange()),
    });
    this.#place.prepend(form.element);
    return form;
  }

  /** @param {'demo' | 'token'} kind */
  async #withoutAccounts(kind) {
    this.#customers = kind === 'demo' ? await demoCustomers(TENANT) : null;
    this.#field = this.#customers === null ? this.#tokenForm() : this.#picker();
    const known = this.customer !== null;
    if (!known && session.customerId !== null)
      remember({ customerId: null, token: null, conversationId: null, proposals: [] });
    if (known) await this.renew().catch((error) => this.#tell(error.message));
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
    this.#place.prepend(h('label', { for: 'customer' }, 'Talk as'), select);
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
    this.#place.prepend(
      h(
        'details',
        {},
        h('summary', {}, 'Sign in with a token'),
        h(
          'form',
          { class: 'sign-in-form', onsubmit: use },
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

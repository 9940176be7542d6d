/** Who works here: somebody with an account, a demo colleague on a laptop, a pasted token elsewhere. For this tab only. */
import { Account } from './account.js';
import { AccountForm } from './account-form.js';
import { ApiError, signInOffer } from './api.js';
import { byId, h } from './dom.js';
import { demoStaff, staffToken } from './staff-api.js';
import { claimsOf, roleOf } from './token.js';

const KEY = 'deskfleet-staff';
const TENANT = new URLSearchParams(location.search).get('tenant') ?? 'acme';

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
  } catch {
    return {};
  }
}

export class StaffSession {
  #place = byId('sign-in');
  #note = h('p', { class: 'hint', role: 'status' });
  #staff = null;
  /** @type {Account | null} */
  #account = null;
  #onChange;
  #onReturn;
  #who;

  /**
   * @param {() => void} onChange somebody else works now
   * @param {() => void} onReturn whose session had ended is back
   */
  constructor(onChange, onReturn) {
    this.#onChange = onChange;
    this.#onReturn = onReturn;
    const { staffId = null, token = null, account = null } = stored();
    this.#who = { staffId, token, account };
  }

  get #token() {
    return this.#account === null ? this.#who.token : this.#account.idToken;
  }

  get signedIn() {
    return this.#token !== null && this.outsider === null;
  }

  /** What somebody is who is signed in and no colleague; null otherwise. @returns {'customer' | 'service' | null} */
  get outsider() {
    const role = roleOf(this.#token);
    return role === 'staff' ? null : role;
  }

  /** Id of who works; read from the token, which says it whoever issued it. */
  get staffId() {
    return claimsOf(this.#token)?.sub ?? null;
  }

  async begin() {
    this.#place.append(this.#note);
    try {
      const offer = await signInOffer();
      this.#place.prepend(
        offer.kind === 'cognito' ? this.#accountForm(offer) : await this.#withoutAccounts(offer.kind),
      );
    } catch (error) {
      this.#note.textContent = `Signing in is not possible right now. ${error.message}`;
    }
  }

  /** @template T @param {(token: string) => Promise<T>} call */
  async withToken(call) {
    try {
      return await call(await this.#fresh());
    } catch (error) {
      if (!(error instanceof ApiError) || !error.problem.code.startsWith('token_') || !(await this.#renew()))
        throw error;
      return call(await this.#fresh());
    }
  }

  async #fresh() {
    return this.#account === null ? this.#who.token : this.#account.token();
  }

  #accountForm(offer) {
    const account = new Account(offer, this.#who.account, (tokens) => this.#keep({ ...this.#who, account: tokens }));
    this.#account = account;
    const onChange = () => {
      if (account.idToken !== null && account.isSame) this.#onReturn();
      else this.#onChange();
      if (this.signedIn) byId('main').focus();
    };
    return new AccountForm(account, { folded: false, onChange }).element;
  }

  /** @param {'demo' | 'token'} kind */
  async #withoutAccounts(kind) {
    this.#staff = kind === 'demo' ? await demoStaff() : null;
    if (this.#staff?.some(({ id }) => id === this.#who.staffId)) await this.#renew().catch(() => undefined);
    return this.#staff === null ? this.#tokenForm() : this.#picker();
  }

  async #renew() {
    if (this.#account !== null) return this.#account.renew();
    if (this.#who.staffId === null) return false;
    this.#keep({ ...this.#who, token: await staffToken(this.#who.staffId, TENANT) });
    return true;
  }

  #keep(who) {
    this.#who = who;
    try {
      sessionStorage.setItem(KEY, JSON.stringify(who));
    } catch {
      // Storage is forbidden: the page works without.
    }
  }

  #picker() {
    const choose = async () => {
      try {
        const staffId = select.value === '' ? null : select.value;
        this.#keep({ ...this.#who, staffId, token: staffId === null ? null : await staffToken(staffId, TENANT) });
        this.#note.textContent = '';
        this.#onChange();
      } catch (error) {
        select.value = this.#who.staffId ?? '';
        this.#note.textContent = error.message;
      }
    };
    const select = h(
      'select',
      { id: 'colleague', onchange: choose },
      h('option', { value: '' }, 'Nobody, not signed in'),
      this.#staff.map(({ id, name }) => h('option', { value: id, selected: id === this.#who.staffId }, name)),
    );
    return h('span', { class: 'line' }, h('label', { for: 'colleague' }, 'Work as'), select);
  }

  #tokenForm() {
    const field = h('input', { id: 'token', type: 'password', autocomplete: 'off', required: true });
    const use = (token) => {
      this.#keep({ ...this.#who, staffId: null, token });
      field.value = '';
      this.#note.textContent = token === null ? 'Signed out.' : 'Signed in with your token.';
      this.#onChange();
    };
    const submit = (event) => {
      event.preventDefault();
      use(field.value.trim());
    };
    return h(
      'form',
      { class: 'sign-in-form', onsubmit: submit },
      h('label', { for: 'token' }, 'Staff token'),
      field,
      h('button', { type: 'submit' }, 'Use token'),
      h('button', { type: 'button', class: 'quiet', onclick: () => use(null) }, 'Sign out'),
    );
  }
}

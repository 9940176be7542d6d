/** Who works here: a demo colleague on a laptop, a pasted token elsewhere. For this tab only. */
import { ApiError, demoStaff, staffToken } from './staff-api.js';
import { byId, h } from './dom.js';

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
  #onChange;
  #who;

  /** @param {() => void} onChange somebody else works now */
  constructor(onChange) {
    this.#onChange = onChange;
    const { staffId = null, token = null } = stored();
    this.#who = { staffId, token };
  }

  get signedIn() {
    return this.#who.token !== null;
  }

  /** Id of who works; read from the token, which says it whoever issued it. */
  get staffId() {
    try {
      const claims = this.#who.token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
      return JSON.parse(atob(claims)).sub;
    } catch {
      return null;
    }
  }

  async begin() {
    this.#staff = await demoStaff();
    this.#place.append(this.#staff === null ? this.#tokenForm() : this.#picker(), this.#note);
    if (this.#staff?.some(({ id }) => id === this.#who.staffId)) await this.#renew().catch(() => undefined);
  }

  /** @template T @param {(token: string) => Promise<T>} call */
  async withToken(call) {
    try {
      return await call(this.#who.token);
    } catch (error) {
      if (!(error instanceof ApiError) || !error.problem.code.startsWith('token_') || !(await this.#renew()))
        throw error;
      return call(this.#who.token);
    }
  }

  async #renew() {
    if (this.#who.staffId === null) return false;
    this.#keep({ staffId: this.#who.staffId, token: await staffToken(this.#who.staffId, TENANT) });
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
        this.#keep({ staffId, token: staffId === null ? null : await staffToken(staffId, TENANT) });
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
      this.#keep({ staffId: null, token });
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
      { class: 'token-form', onsubmit: submit },
      h('label', { for: 'token' }, 'Staff token'),
      field,
      h('button', { type: 'submit' }, 'Use token'),
      h('button', { type: 'button', class: 'quiet', onclick: () => use(null) }, 'Sign out'),
    );
  }
}

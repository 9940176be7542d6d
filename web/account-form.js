/** Signing in with e-mail and password, choosing a first password, and signing out: the same on both pages. */
import { h } from './dom.js';

const SECRETS = 'input[name="password"], input[name="new-password"]';

export class AccountForm {
  element = h('div', { class: 'account' });
  #account;
  #folded;
  #onChange;
  #note = h('p', { class: 'hint', role: 'status' });
  #problem = h('p', { id: 'sign-in-problem', class: 'sign-in-problem', role: 'alert' });
  #place = h('div', {});
  /** One request at a time, whatever is pressed. */
  #busy = false;

  /**
   * @param {import('./account.js').Account} account
   * @param {{ folded: boolean, onChange: () => void }} how folded: behind a line to open; onChange: somebody has signed in or out
   */
  constructor(account, { folded, onChange }) {
    this.#account = account;
    this.#folded = folded;
    this.#onChange = onChange;
    this.element.append(this.#place, this.#note);
    account.onEnded = () => {
      this.#show();
      this.#tell('Your session has ended. Sign in again.');
    };
    this.#show();
  }

  focus() {
    this.element.querySelector('details')?.setAttribute('open', '');
    this.element.querySelector('input:not([hidden]), button')?.focus();
  }

  #show() {
    const { who } = this.#account;
    this.#fail('');
    if (who === null) return this.#put(this.#passwordForm());
    this.#place.replaceChildren(
      h(
        'p',
        { class: 'line' },
        h('span', {}, `Signed in as ${who.email} (${who.role})`),
        h('button', { type: 'button', class: 'quiet', onclick: () => void this.#signOut() }, 'Sign out'),
      ),
    );
  }

  #put(form) {
    form.append(this.#problem);
    this.#place.replaceChildren(this.#folded ? h('details', {}, h('summary', {}, 'Sign in'), form) : form);
  }

  #passwordForm() {
    const email = field({ type: 'email', name: 'username', autocomplete: 'username' });
    const password = field({ type: 'password', name: 'password', autocomplete: 'current-password' });
    return h(
      'form',
      {
        class: 'sign-in-form',
        'aria-label': 'Sign in',
        onsubmit: (event) =>
          this.#send(event, async () => {
            const challenge = await this.#account.signIn(email.value.trim(), password.value);
            if (challenge) this.#askForPassword(challenge, email.value.trim());
            else this.#signedIn();
          }),
      },
      h('label', {}, 'E-mail', email),
      h('label', {}, 'Password', password),
      h('button', { type: 'submit' }, 'Sign in'),
    );
  }

  /** Who was given a password by somebody else chooses their own before anything. */
  #askForPassword(challenge, email) {
    const password = field({ type: 'password', name: 'new-password', autocomplete: 'new-password' });
    const shown = h('input', {
      type: 'checkbox',
      onchange: () => {
        password.type = shown.checked ? 'text' : 'password';
      },
    });
    const form = h(
      'form',
      {
        class: 'sign-in-form',
        'aria-label': 'Choose a password',
        onsubmit: (event) =>
          this.#send(event, async () => {
            await this.#account.choosePassword(challenge, password.value).catch((error) => {
              // There is nothing left to choose a password for.
              if (error.code === 'NotAuthorizedException') this.#back();
              throw error;
            });
            this.#signedIn();
          }),
      },
      h('p', {}, 'Your password was given to you: choose one of your own.'),
      // For password managers, which would not know whose password it is.
      h('input', { name: 'username', autocomplete: 'username', value: email, hidden: true, readonly: true }),
      h('label', {}, 'New password', password),
      h('label', { class: 'check' }, shown, 'Show password'),
      h('button', { type: 'submit' }, 'Save and sign in'),
      h('button', { type: 'button', class: 'quiet', onclick: () => this.#back() }, 'Cancel'),
    );
    this.#tell('');
    this.#put(form);
    this.focus();
  }

  #back() {
    this.#show();
    this.focus();
  }

  async #send(event, work) {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    this.#fail('');
    this.#tell('Signing in …');
    try {
      await work();
    } catch (error) {
      this.#tell('');
      this.#fail(error.message);
      const secret = this.#place.querySelector(SECRETS);
      secret?.focus();
      secret?.select();
    }
    this.#busy = false;
  }

  #signedIn() {
    this.#show();
    this.#tell('Signed in.', false);
    this.#onChange();
  }

  async #signOut() {
    const told = this.#account.signOut();
    this.#show();
    this.#tell('Signed out.');
    this.#onChange();
    if (!(await told))
      this.#tell('Signed out on this page; the sign-in service could not be reached to end the session everywhere.');
  }

  /** @param {boolean} [seen] false: it can be seen anyway, and is for a screen reader */
  #tell(text, seen = true) {
    this.#note.className = seen ? 'hint' : 'unseen';
    this.#note.textContent = text;
  }

  #fail(text) {
    this.#problem.textContent = text;
    for (const input of this.#place.querySelectorAll(SECRETS))
      if (text === '') input.removeAttribute('aria-invalid');
      else input.setAttribute('aria-invalid', 'true');
  }
}

function field(attributes) {
  return h('input', { required: true, spellcheck: 'false', 'aria-describedby': 'sign-in-problem', ...attributes });
}

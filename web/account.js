/** Somebody's account at Cognito on this page: the tokens, a fresh one for each call, and the end of it. */
import { ApiError } from './api.js';
import { Cognito, SignInError } from './cognito.js';
import { claimsOf, roleOf } from './token.js';

/** Milliseconds before its end in which an ID token is not used any more: a call takes a while, clocks differ. */
const EARLY = 60_000;
/** What Cognito answers to a refresh that will never be taken again. */
const OVER = [
  'NotAuthorizedException',
  'PasswordResetRequiredException',
  'UserNotConfirmedException',
  'UserNotFoundException',
];
const ENDED = { code: 'token_expired', title: 'Your session has ended. Sign in again.', retry: false };

export class Account {
  #cognito;
  #keep;
  /** @type {import('./cognito.js').Tokens | null} */
  #tokens;
  /** Who it was whose session has ended by itself, until somebody signs in. @type {string | null} */
  #endedOf = null;
  /** @type {Promise<boolean> | null} */
  #renewing = null;
  /** Who signed in last is who it was before the session ended by itself. */
  isSame = false;
  /** The session has ended by itself. */
  onEnded = () => {};

  /**
   * @param {{ endpoint: string, client_id: string }} offer
   * @param {import('./cognito.js').Tokens | null} tokens of before a reload
   * @param {(tokens: import('./cognito.js').Tokens | null) => void} keep for the next reload
   */
  constructor(offer, tokens, keep) {
    this.#cognito = new Cognito(offer);
    this.#tokens = tokens;
    this.#keep = keep;
  }

  /** Null: nobody has signed in. */
  get idToken() {
    return this.#tokens?.idToken ?? null;
  }

  /** @returns {{ email: string, role: string } | null} */
  get who() {
    const claims = claimsOf(this.idToken);
    return claims && { email: claims.email ?? claims.sub, role: roleOf(this.idToken) };
  }

  /** @returns {Promise<import('./cognito.js').PasswordChallenge | null>} null: signed in @throws {SignInError} */
  async signIn(email, password) {
    return this.#take(await this.#cognito.signIn(email, password));
  }

  /** @returns {Promise<import('./cognito.js').PasswordChallenge | null>} @throws {SignInError} */
  async choosePassword(challenge, password) {
    return this.#take(await this.#cognito.choosePassword(challenge, password));
  }

  /**
   * The token for a call, refreshed when it is about to end; null when nobody has signed in.
   * @throws {ApiError} `token_expired`: never silently somebody's call as nobody's
   */
  async token() {
    if (this.#endedOf !== null) throw new ApiError(ENDED);
    if (this.#tokens !== null && Date.now() >= this.#tokens.endsAt - EARLY) await this.renew();
    return this.idToken;
  }

  /** @returns {Promise<boolean>} whether there is a new token @throws {ApiError} */
  async renew() {
    if (this.#tokens === null) return false;
    this.#renewing ??= this.#renew(this.#tokens).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /** @returns {Promise<boolean>} whether the sign-in service knows of it */
  async signOut() {
    const tokens = this.#tokens;
    this.#set(null);
    this.#endedOf = null;
    try {
      if (tokens !== null) await this.#cognito.revoke(tokens.refreshToken);
      return true;
    } catch {
      return false;
    }
  }

  async #renew(before) {
    try {
      const tokens = await this.#cognito.refresh(before.refreshToken);
      // Signed out meanwhile, or somebody else signed in.
      if (this.#tokens === before) this.#set(tokens);
      return this.#tokens !== null;
    } catch (error) {
      if (!(error instanceof SignInError) || !OVER.includes(error.code))
        throw new ApiError({ code: 'unreachable', title: error.message, retry: true });
      if (this.#tokens === before) {
        this.#endedOf = claimsOf(before.idToken)?.sub ?? '';
        this.#set(null);
        this.onEnded();
      }
      throw new ApiError(ENDED);
    }
  }

  #take({ tokens, challenge }) {
    if (challenge) return challenge;
    this.isSame = this.#endedOf !== null && this.#endedOf === claimsOf(tokens.idToken)?.sub;
    this.#endedOf = null;
    this.#set(tokens);
    return null;
  }

  #set(tokens) {
    this.#tokens = tokens;
    this.#keep(tokens);
  }
}

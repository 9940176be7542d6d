/**
 * A user pool with one app client, in memory: who may sign in, what they have to do first, and for how long. The rules
 * are those of `cdk/src/sign-in-stack.ts`: nobody learns whether a user exists, tokens can be revoked.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { CognitoError, invalidParameter, notAuthorized, type AuthAnswer, type Request } from './wire.ts';

const TOKEN_SECONDS = 60 * 60;
const REFRESH_MS = 30 * 24 * 60 * 60 * 1000;
const CHALLENGE_MS = 3 * 60 * 1000;
const PASSWORD_RULES: readonly (readonly [RegExp, string])[] = [
  [/^.{12,256}$/su, 'Password not long enough'],
  [/[a-z]/u, 'Password must have lowercase characters'],
  [/[A-Z]/u, 'Password must have uppercase characters'],
  [/\d/u, 'Password must have numeric characters'],
  [/[^\w\s]/u, 'Password must have symbol characters'],
];
/** Wrong passwords in a row that are taken as mistakes; then each one locks for longer, as Cognito does. */
const MISTAKES = 5;
const LONGEST_LOCK_MS = 15 * 60 * 1000;

export interface CognitoUser {
  /** The pool makes it up; it is the user's name too, as the e-mail address is only an alias. */
  readonly sub: string;
  readonly email: string;
  readonly tenant: string;
  /** Null for colleagues. */
  readonly customerId: string | null;
  readonly groups: readonly string[];
  readonly password: string;
  readonly status: 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'UNCONFIRMED' | 'RESET_REQUIRED';
}

export interface UserPoolOptions {
  readonly clientId: string;
  /** @param email in lower case */
  readonly find: (email: string) => Promise<CognitoUser | undefined>;
  readonly sign: (claims: JWTPayload & { readonly sub: string }, seconds: number) => Promise<string>;
  /** Milliseconds. */
  readonly now?: () => number;
}

interface Held {
  readonly user: CognitoUser;
  readonly until: number;
}

export class UserPool {
  readonly #options: UserPoolOptions;
  readonly #now: () => number;
  /** Passwords that users have chosen themselves, by `sub`. */
  readonly #chosen = new Map<string, string>();
  readonly #challenges = new Map<string, Held>();
  readonly #refreshTokens = new Map<string, Held>();
  readonly #mistakes = new Map<string, { count: number; lockedUntil: number }>();

  constructor(options: UserPoolOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  async initiateAuth(request: Request<'InitiateAuth'>): Promise<AuthAnswer> {
    this.#expectClient(request.ClientId);
    const { AuthFlow: flow, AuthParameters: given } = request;
    if (flow === 'USER_PASSWORD_AUTH')
      return this.#withPassword(needed(given, 'USERNAME').toLowerCase(), needed(given, 'PASSWORD'));
    if (flow === 'REFRESH_TOKEN_AUTH' || flow === 'REFRESH_TOKEN') return this.#refresh(needed(given, 'REFRESH_TOKEN'));
    throw invalidParameter(`${flow} flow not enabled for this client`);
  }

  async respondToAuthChallenge(request: Request<'RespondToAuthChallenge'>): Promise<AuthAnswer> {
    this.#expectClient(request.ClientId);
    const { ChallengeName: name, ChallengeResponses: given, Session: session = '' } = request;
    if (name !== 'NEW_PASSWORD_REQUIRED') throw invalidParameter(`Challenge ${name} is not expected.`);
    const held = this.#challenges.get(session);
    if (held === undefined || held.until <= this.#now())
      throw notAuthorized('Invalid session for the user, session is expired.');
    const { user } = held;
    const username = needed(given, 'USERNAME').toLowerCase();
    if (username !== user.sub && username !== user.email) throw notAuthorized('Invalid session for the user.');
    const password = needed(given, 'NEW_PASSWORD');
    const broken = PASSWORD_RULES.find(([rule]) => !rule.test(password));
    if (broken)
      throw new CognitoError('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`);
    this.#challenges.delete(session);
    this.#chosen.set(user.sub, password);
    return this.#signedIn(user);
  }

  /** A token that is not known any more is taken too. */
  revokeToken(request: Request<'RevokeToken'>): object {
    this.#expectClient(request.ClientId);
    this.#refreshTokens.delete(request.Token);
    return {};
  }

  #expectClient(clientId: string): void {
    if (clientId !== this.#options.clientId)
      throw new CognitoError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
  }

  async #withPassword(email: string, password: string): Promise<AuthAnswer> {
    const mistakes = this.#mistakes.get(email);
    if (mistakes !== undefined && mistakes.lockedUntil > this.#now()) throw notAuthorized('Password attempts exceeded');
    const user = await this.#options.find(email);
    const chosen = user && this.#chosen.get(user.sub);
    // Reset by an administrator, the old password is none any more.
    if (user?.status === 'RESET_REQUIRED' && chosen === undefined)
      throw new CognitoError('PasswordResetRequiredException', 'Password reset required for the user');
    if (user === undefined || password !== (chosen ?? user.password)) {
      this.#mistaken(email, mistakes?.count ?? 0);
      throw notAuthorized('Incorrect username or password.');
    }
    this.#mistakes.delete(email);
    if (user.status === 'UNCONFIRMED') throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
    if (user.status === 'FORCE_CHANGE_PASSWORD' && chosen === undefined) return this.#askForPassword(user);
    return this.#signedIn(user);
  }

  #mistaken(email: string, before: number): void {
    const count = before + 1;
    const lock = count < MISTAKES ? 0 : Math.min(1000 * 2 ** (count - MISTAKES), LONGEST_LOCK_MS);
    this.#mistakes.set(email, { count, lockedUntil: this.#now() + lock });
  }

  #askForPassword(user: CognitoUser): AuthAnswer {
    const session = randomBytes(48).toString('base64url');
    this.#challenges.set(session, { user, until: this.#now() + CHALLENGE_MS });
    return {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: {
        USER_ID_FOR_SRP: user.sub,
        requiredAttributes: '[]',
        userAttributes: JSON.stringify({ email_verified: 'true', email: user.email }),
      },
      Session: session,
    };
  }

  async #signedIn(user: CognitoUser): Promise<AuthAnswer> {
    const refreshToken = randomBytes(48).toString('base64url');
    this.#refreshTokens.set(refreshToken, { user, until: this.#now() + REFRESH_MS });
    return this.#tokens(user, { RefreshToken: refreshToken });
  }

  async #refresh(token: string): Promise<AuthAnswer> {
    const held = this.#refreshTokens.get(token);
    if (held === undefined) throw notAuthorized('Refresh Token has been revoked');
    if (held.until <= this.#now()) throw notAuthorized('Refresh Token has expired');
    return this.#tokens(held.user, {});
  }

  async #tokens(user: CognitoUser, more: { readonly RefreshToken?: string }): Promise<AuthAnswer> {
    const { clientId, sign } = this.#options;
    const both = { sub: user.sub, 'cognito:groups': [...user.groups], auth_time: Math.floor(this.#now() / 1000) };
    const [idToken, accessToken] = await Promise.all([
      sign(
        {
          ...both,
          jti: randomUUID(),
          aud: clientId,
          token_use: 'id',
          email: user.email,
          email_verified: true,
          'cognito:username': user.sub,
          'custom:tenant': user.tenant,
          ...(user.customerId === null ? {} : { 'custom:customer_id': user.customerId }),
        },
        TOKEN_SECONDS,
      ),
      sign({ ...both, jti: randomUUID(), client_id: clientId, token_use: 'access', username: user.sub }, TOKEN_SECONDS),
    ]);
    return {
      AuthenticationResult: {
        AccessToken: accessToken,
        ExpiresIn: TOKEN_SECONDS,
        IdToken: idToken,
        TokenType: 'Bearer',
        ...more,
      },
      ChallengeParameters: {},
    };
  }
}

/** @throws {CognitoError} `InvalidParameterException` */
function needed(given: Readonly<Record<string, string>>, name: string): string {
  const value = given[name];
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

/**
 * Cognito's API for browsers (JSON 1.1): sign in with a password, refresh, revoke. The password goes to Cognito over
 * TLS and nowhere else. Every failure is a SignInError with one line to show.
 */
const TARGET = 'AWSCognitoIdentityProviderService.';

export class SignInError extends Error {
  /** @param {string} code `__type` of the answer, or `unreachable` */
  constructor(code, text) {
    super(text);
    this.code = code;
  }
}

const TEXTS = {
  NotAuthorizedException: 'The e-mail address or the password is not right.',
  UserNotFoundException: 'The e-mail address or the password is not right.',
  UserNotConfirmedException: 'This account is not confirmed yet. Ask the shop to confirm it.',
  PasswordResetRequiredException: 'The password of this account has to be reset. Ask the shop for a new one.',
  PasswordHistoryPolicyViolationException: 'This password was used before. Choose another one.',
  TooManyRequestsException: 'Too many people are signing in right now. Try again in a moment.',
  LimitExceededException: 'Too many people are signing in right now. Try again in a moment.',
  unreachable: 'The sign-in service cannot be reached. Check your connection and try again.',
};
/** Cognito says more than one thing with NotAuthorizedException, and tells them apart by its words only. */
const NOT_AUTHORIZED = [
  [/attempts exceeded/iu, 'Too many wrong passwords. Wait a few minutes and try again.'],
  [/temporary password has expired/iu, 'This first password is too old. Ask the shop for a new one.'],
  [/disabled/iu, 'This account is switched off. Ask the shop about it.'],
  [/invalid session/iu, 'That took too long. Sign in once more.'],
];

/**
 * @typedef {{ idToken: string, refreshToken: string, endsAt: number }} Tokens `endsAt` by this machine's clock
 * @typedef {{ session: string, username: string }} PasswordChallenge a password of their own has to be chosen first
 * @typedef {{ tokens: Tokens } | { challenge: PasswordChallenge }} Outcome
 */
export class Cognito {
  #endpoint;
  #clientId;

  /** @param {{ endpoint: string, client_id: string }} offer as `GET /supervisor/sign-in` tells it */
  constructor({ endpoint, client_id }) {
    this.#endpoint = endpoint;
    this.#clientId = client_id;
  }

  /** @returns {Promise<Outcome>} @throws {SignInError} */
  async signIn(email, password) {
    return outcome(
      await this.#call('InitiateAuth', {
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    );
  }

  /** @param {PasswordChallenge} challenge @returns {Promise<Outcome>} @throws {SignInError} */
  async choosePassword({ session, username }, password) {
    return outcome(
      await this.#call('RespondToAuthChallenge', {
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        ChallengeResponses: { USERNAME: username, NEW_PASSWORD: password },
        Session: session,
      }),
    );
  }

  /** @param {string} refreshToken @returns {Promise<Tokens>} @throws {SignInError} `NotAuthorizedException`: it is over */
  async refresh(refreshToken) {
    const { AuthenticationResult: result } = await this.#call('InitiateAuth', {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    });
    return tokensOf({ RefreshToken: refreshToken, ...result });
  }

  /** Ends what the refresh token began, everywhere. @throws {SignInError} */
  async revoke(refreshToken) {
    await this.#call('RevokeToken', { Token: refreshToken });
  }

  async #call(operation, request) {
    let response;
    let body;
    try {
      response = await fetch(this.#endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': TARGET + operation },
        body: JSON.stringify({ ClientId: this.#clientId, ...request }),
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      });
      body = await response.text();
    } catch {
      throw new SignInError('unreachable', TEXTS.unreachable);
    }
    const answer = parsed(body);
    if (response.ok) return answer;
    throw errorOf(answer);
  }
}

/** RevokeToken answers with an empty body. */
function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

function errorOf({ __type = '', message = '' }) {
  // Some of AWS's services put a namespace before it.
  const code = String(__type).split('#').at(-1);
  // Only the user pool knows its rules for passwords.
  if (code === 'InvalidPasswordException') return new SignInError(code, message);
  const special = code === 'NotAuthorizedException' && NOT_AUTHORIZED.find(([words]) => words.test(message));
  return new SignInError(
    code,
    special ? special[1] : (TEXTS[code] ?? 'Signing in does not work right now. Try again later.'),
  );
}

function outcome({ AuthenticationResult, ChallengeName, ChallengeParameters, Session }) {
  if (AuthenticationResult) return { tokens: tokensOf(AuthenticationResult) };
  if (ChallengeName === 'NEW_PASSWORD_REQUIRED')
    return { challenge: { session: Session, username: ChallengeParameters.USER_ID_FOR_SRP } };
  throw new SignInError(
    String(ChallengeName),
    'This account asks for a second step that this page does not have. Ask the shop.',
  );
}

function tokensOf({ IdToken, RefreshToken, ExpiresIn }) {
  return { idToken: IdToken, refreshToken: RefreshToken, endsAt: Date.now() + ExpiresIn * 1000 };
}

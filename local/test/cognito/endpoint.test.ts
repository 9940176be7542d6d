/** What stands for Cognito answers as the API reference says: over HTTP, shape by shape. */
import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { CLIENT_ID, PASSWORD, TestCognito, user } from '../support/cognito.ts';
import { CognitoError } from '../../src/cognito/wire.ts';

const ANN = 'ann@kernel.example';
const NEW_PASSWORD = 'Another-1-of-mine';

interface Result {
  readonly AuthenticationResult: {
    readonly IdToken: string;
    readonly AccessToken: string;
    readonly RefreshToken?: string;
    readonly ExpiresIn: number;
    readonly TokenType: string;
  };
  readonly ChallengeName?: string;
  readonly ChallengeParameters: Readonly<Record<string, string>>;
  readonly Session?: string;
}

describe("the laptop's Cognito endpoint", () => {
  let cognito: TestCognito;
  beforeEach(async () => {
    cognito = await TestCognito.start({
      users: [
        user({ email: ANN }),
        user({ email: 'sam@kernel.example', customerId: null, groups: ['staff'] }),
        user({ email: 'new@kernel.example', status: 'FORCE_CHANGE_PASSWORD' }),
        user({ email: 'unconfirmed@kernel.example', status: 'UNCONFIRMED' }),
        user({ email: 'reset@kernel.example', status: 'RESET_REQUIRED' }),
      ],
    });
  });
  afterEach(() => cognito.close());

  const signIn = (email: string, password = PASSWORD) =>
    cognito.call('InitiateAuth', {
      ClientId: CLIENT_ID,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password },
    });
  const refresh = (token: string) =>
    cognito.call('InitiateAuth', {
      ClientId: CLIENT_ID,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: token },
    });
  const respond = (session: string, username: string, password: string) =>
    cognito.call('RespondToAuthChallenge', {
      ClientId: CLIENT_ID,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeResponses: { USERNAME: username, NEW_PASSWORD: password },
      Session: session,
    });
  const result = async (answer: Promise<Response>): Promise<Result> => {
    const response = await answer;
    const text = await response.text();
    expect(response.status, text).to.equal(200);
    return JSON.parse(text) as Result;
  };
  /** Type and message, once it is sure that they came as Cognito sends them. */
  const refusal = async (answer: Promise<Response>): Promise<readonly [string, string]> => {
    const response = await answer;
    const body = (await response.json()) as { __type: string; message: string };
    expect(response.status, body.message).to.equal(400);
    expect(response.headers.get('content-type')).to.equal('application/x-amz-json-1.1');
    expect(response.headers.get('x-amzn-errortype')).to.equal(`${body.__type}:`);
    expect(response.headers.get('x-amzn-errormessage')).to.equal(body.message);
    expect(Object.keys(body)).to.have.members(['__type', 'message']);
    return [body.__type, body.message];
  };

  it('gives an ID token for an hour with the claims of the user pool', async () => {
    const { AuthenticationResult: given, ...rest } = await result(signIn(ANN.toUpperCase()));
    expect(rest).to.deep.equal({ ChallengeParameters: {} });
    expect(given).to.include({ ExpiresIn: 3600, TokenType: 'Bearer' });
    const claims = decodeJwt(given.IdToken);
    expect(claims).to.deep.include({
      token_use: 'id',
      aud: CLIENT_ID,
      email: ANN,
      'cognito:groups': ['customer'],
      'custom:tenant': 'acme',
      'custom:customer_id': 'cust001',
    });
    expect(claims, 'these are of other issuers').not.to.have.any.keys('tenant', 'roles');
    expect(decodeJwt(given.AccessToken)).to.deep.include({ token_use: 'access', client_id: CLIENT_ID });
    expect(decodeJwt((await result(signIn('sam@kernel.example'))).AuthenticationResult.IdToken))
      .to.deep.include({ 'cognito:groups': ['staff'] })
      .and.not.have.property('custom:customer_id');
  });

  it('does not tell a wrong password from a user who does not exist', async () => {
    const wrong = ['NotAuthorizedException', 'Incorrect username or password.'];
    expect(await refusal(signIn(ANN, 'wrong'))).to.deep.equal(wrong);
    expect(await refusal(signIn('nobody@kernel.example'))).to.deep.equal(wrong);
    expect(await refusal(signIn('unconfirmed@kernel.example', 'wrong'))).to.deep.equal(wrong);
  });

  it('says what is in the way of a user', async () => {
    expect(await refusal(signIn('unconfirmed@kernel.example'))).to.deep.equal([
      'UserNotConfirmedException',
      'User is not confirmed.',
    ]);
    expect((await refusal(signIn('reset@kernel.example')))[0]).to.equal('PasswordResetRequiredException');
  });

  it('locks after five wrong passwords, for longer each time, and forgets with a right one', async () => {
    for (let mistake = 0; mistake < 5; mistake += 1) await refusal(signIn(ANN, 'wrong'));
    const locked = ['NotAuthorizedException', 'Password attempts exceeded'];
    expect(await refusal(signIn(ANN))).to.deep.equal(locked);
    cognito.ahead = 60_000;
    await refusal(signIn(ANN, 'wrong'));
    expect(await refusal(signIn(ANN))).to.deep.equal(locked);
    cognito.ahead = 120_000;
    await result(signIn(ANN));
    await refusal(signIn(ANN, 'wrong'));
    await result(signIn(ANN));
  });

  it('asks for a password of their own, takes only a good one, once, and then knows it', async () => {
    const asked = await result(signIn('new@kernel.example'));
    expect(asked).to.include({ ChallengeName: 'NEW_PASSWORD_REQUIRED' }).and.not.have.property('AuthenticationResult');
    expect(asked.ChallengeParameters).to.have.all.keys('USER_ID_FOR_SRP', 'requiredAttributes', 'userAttributes');
    const [session, name] = [asked.Session!, asked.ChallengeParameters['USER_ID_FOR_SRP']!];
    expect(await refusal(respond(session, name, 'short'))).to.deep.equal([
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    ]);
    expect((await refusal(respond(session, 'somebody-else', NEW_PASSWORD)))[0]).to.equal('NotAuthorizedException');
    await result(respond(session, name, NEW_PASSWORD));
    expect(await refusal(respond(session, name, NEW_PASSWORD))).to.deep.equal([
      'NotAuthorizedException',
      'Invalid session for the user, session is expired.',
    ]);
    expect((await refusal(signIn('new@kernel.example')))[0]).to.equal('NotAuthorizedException');
    expect(await result(signIn('new@kernel.example', NEW_PASSWORD))).to.have.property('AuthenticationResult');
  });

  it('waits three minutes for that password', async () => {
    const asked = await result(signIn('new@kernel.example'));
    cognito.ahead = 180_000;
    expect(
      (await refusal(respond(asked.Session!, asked.ChallengeParameters['USER_ID_FOR_SRP']!, NEW_PASSWORD)))[0],
    ).to.equal('NotAuthorizedException');
  });

  it('refreshes for thirty days, with the same refresh token, until it is revoked', async () => {
    const token = (await result(signIn(ANN))).AuthenticationResult.RefreshToken!;
    const again = (await result(refresh(token))).AuthenticationResult;
    expect(again).not.to.have.property('RefreshToken');
    expect(decodeJwt(again.IdToken)).to.include({ email: ANN, token_use: 'id' });
    cognito.ahead = 30 * 24 * 3_600_000 - 60_000;
    await result(refresh(token));
    cognito.ahead += 120_000;
    expect(await refusal(refresh(token))).to.deep.equal(['NotAuthorizedException', 'Refresh Token has expired']);
    cognito.ahead = 0;
    expect(await result(cognito.call('RevokeToken', { ClientId: CLIENT_ID, Token: token }))).to.deep.equal({});
    expect(await refusal(refresh(token))).to.deep.equal(['NotAuthorizedException', 'Refresh Token has been revoked']);
  });

  it('refuses what it does not understand, in its own words', async () => {
    const flow = (AuthFlow: string, ClientId = CLIENT_ID) =>
      cognito.call('InitiateAuth', { ClientId, AuthFlow, AuthParameters: {} });
    expect(await refusal(flow('USER_PASSWORD_AUTH'))).to.deep.equal([
      'InvalidParameterException',
      'Missing required parameter USERNAME',
    ]);
    expect((await refusal(flow('USER_SRP_AUTH')))[0]).to.equal('InvalidParameterException');
    expect(await refusal(flow('USER_PASSWORD_AUTH', 'other'))).to.deep.equal([
      'ResourceNotFoundException',
      'User pool client other does not exist.',
    ]);
    expect((await refusal(cognito.call('InitiateAuth', {})))[0]).to.equal('InvalidParameterException');
    expect((await refusal(cognito.call('InitiateAuth', '{')))[0]).to.equal('SerializationException');
    for (const operation of ['DeleteUser', 'toString'])
      expect((await refusal(cognito.call(operation, {})))[0]).to.equal('UnknownOperationException');
  });

  it('fails when it is told to, and lets pages of any origin call it', async () => {
    cognito.fault = new CognitoError('TooManyRequestsException', 'Rate exceeded');
    expect(await refusal(signIn(ANN))).to.deep.equal(['TooManyRequestsException', 'Rate exceeded']);
    const asked = await fetch(cognito.url, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-headers': 'content-type,x-amz-target' },
    });
    expect(asked.status).to.equal(200);
    expect(asked.headers.get('access-control-allow-origin')).to.equal('*');
    expect(asked.headers.get('access-control-allow-headers'))
      .to.match(/\bcontent-type\b/u)
      .and.match(/\bx-amz-target\b/u);
  });
});

/** The users of `docs/operating.md` sign in at the laptop's Cognito, and the fleet takes their ID tokens. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { sharedFleet, type Fleet } from '../../src/testing/fleet.ts';

const text = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
const password = /Their password is `([^`]+)`/u.exec(text)?.[1] ?? '';

describe("the users of the laptop's Cognito", () => {
  let fleet: Fleet;
  before(async () => {
    fleet = await sharedFleet();
  });

  const signIn = async (email: string): Promise<Readonly<Record<string, unknown>>> => {
    const response = await fetch(`${fleet.url}/local/cognito`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({
        ClientId: 'deskfleet',
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  const idToken = async (email: string): Promise<string> =>
    ((await signIn(email)) as { AuthenticationResult: { IdToken: string } }).AuthenticationResult.IdToken;
  const chat = async (token: string, message: string): Promise<string> => {
    const response = await fetch(`${fleet.url}/supervisor/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ message }),
    });
    return response.text();
  };

  it('are the demo customers, each with their own orders', async () => {
    const question = 'Where is my order o12345?';
    expect(await chat(await idToken('maya.thompson.001@example.com'), question)).to.match(/NOUS123451/u);
    expect(await chat(await idToken('daniel.okafor.002@example.com'), question)).not.to.match(/NOUS123451/u);
  });

  it('are colleagues too, whom the staff API lets in', async () => {
    const queue = async (token: string): Promise<number> =>
      (await fetch(`${fleet.url}/supervisor/staff/queue`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await queue(await idToken('sam.rivera@example.com'))).to.equal(200);
    expect(await queue(await idToken('maya.thompson.001@example.com'))).to.equal(403);
  });

  it('have in their way what the document says', async () => {
    const told = /way of a few:([\s\S]*?)\. Chosen/u.exec(text)?.[1] ?? '';
    const named = (words: RegExp): readonly string[] =>
      told
        .split(',')
        .filter((part) => words.test(part.replaceAll(/\s+/gu, ' ')))
        .flatMap((part) => [...part.matchAll(/`([^`]+@[^`]+)`/gu)].map(([, email]) => String(email)));
    for (const [words, count, answer] of [
      [/choose a password/u, 2, { ChallengeName: 'NEW_PASSWORD_REQUIRED' }],
      [/not confirmed/u, 1, { __type: 'UserNotConfirmedException' }],
      [/password reset/u, 1, { __type: 'PasswordResetRequiredException' }],
    ] as const) {
      const emails = named(words);
      expect(emails, String(words)).to.have.length(count);
      for (const email of emails) expect(await signIn(email), email).to.include(answer);
    }
  });
});

/** What the pages are told about signing in, and whom their content security policy lets them call. */
import { expect } from 'chai';
import { startAgents } from '@deskfleet/local/testing/agents.ts';
import { SettingsError, type Settings } from '@deskfleet/shared/settings.ts';
import { agent } from '../src/agent.ts';
import { chatPage } from '../src/page.ts';
import { supervisorRoutes } from '../src/routes/routes.ts';
import { signInOf, signInSources } from '../src/routes/sign-in.ts';

const POOL = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abcdefghi';
const ENDPOINT = 'https://cognito-idp.eu-central-1.amazonaws.com';

const given = (
  TOKEN_ISSUER: string,
  SIGN_IN_CLIENT_ID?: string,
  SIGN_IN_ENDPOINT?: string,
): Pick<Settings, 'TOKEN_ISSUER' | 'SIGN_IN_CLIENT_ID' | 'SIGN_IN_ENDPOINT'> => ({
  TOKEN_ISSUER,
  SIGN_IN_CLIENT_ID,
  SIGN_IN_ENDPOINT,
});

describe('how people sign in', () => {
  it('follows from the settings', () => {
    for (const issuer of ['http://127.0.0.1:8080/local', 'http://localhost:1/', 'http://[::1]:8080/local'])
      expect(signInOf(given(issuer)), issuer).to.deep.equal({ kind: 'demo' });
    for (const issuer of [POOL, 'https://localhost.example', 'https://127.0.0.1.example/', 'no-url'])
      expect(signInOf(given(issuer)), issuer).to.deep.equal({ kind: 'token' });
    expect(signInOf(given(POOL, 'client'))).to.deep.equal({
      kind: 'cognito',
      endpoint: ENDPOINT,
      client_id: 'client',
    });
    const own = 'http://127.0.0.1:8080/local/cognito';
    expect(signInOf(given('http://127.0.0.1:8080/local', 'deskfleet', own))).to.include({ endpoint: own });
    expect(() => signInOf(given('no-url', 'client'))).to.throw(SettingsError, /SIGN_IN_ENDPOINT/u);
  });

  it('opens the pages to nothing but Cognito', () => {
    expect(signInSources(given(POOL))).to.deep.equal([]);
    expect(signInSources(given(POOL, 'client'))).to.deep.equal([ENDPOINT]);
  });

  it('is told to everybody, whatever token they bring, and may be kept', async () => {
    for (const [settings, told, connect] of [
      [{}, { kind: 'demo' }, "connect-src 'self'"],
      [
        { SIGN_IN_CLIENT_ID: 'client', SIGN_IN_ENDPOINT: ENDPOINT },
        { kind: 'cognito', endpoint: ENDPOINT, client_id: 'client' },
        `connect-src 'self' ${ENDPOINT}`,
      ],
    ] as const) {
      const agents = await startAgents(
        {
          supervisor: {
            agent,
            extras: (runtime) => ({
              routes: supervisorRoutes(runtime),
              page: chatPage(),
              connectSources: signInSources(runtime.settings),
            }),
          },
        },
        { settings },
      );
      for (const token of [undefined, 'not.a.token']) {
        const response = await agents.fetch('supervisor', '/supervisor/sign-in', token === undefined ? {} : { token });
        expect(response.status).to.equal(200);
        expect(response.headers.get('cache-control')).to.equal('public, max-age=60');
        expect(await response.json()).to.deep.equal(told);
      }
      for (const path of ['/', '/staff.html']) {
        const page = await agents.fetch('supervisor', path);
        await page.body?.cancel();
        expect(page.headers.get('content-security-policy')?.split(';')).to.include(connect);
      }
      await agents.close();
    }
  });
});

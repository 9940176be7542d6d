/** `GET /supervisor/sign-in`: how people sign in here. The pages ask it before anything else. */
import { z } from 'zod';
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';
import { SettingsError, type Settings } from '@deskfleet/shared/settings.ts';

const signInSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('demo') }).describe('As one of the demo users that `/local` lists; on a laptop only.'),
    z
      .object({
        kind: z.literal('cognito'),
        endpoint: z.string().describe("URL that takes Cognito's `InitiateAuth`."),
        client_id: z.string().describe('App client of the user pool; it has no secret.'),
      })
      .describe('With e-mail and password; the ID token is what the agents take.'),
    z.object({ kind: z.literal('token') }).describe('With a token that one has from elsewhere.'),
  ])
  .meta({ id: 'SignIn' });
type SignIn = z.infer<typeof signInSchema>;
type SignInSettings = Pick<Settings, 'SIGN_IN_CLIENT_ID' | 'SIGN_IN_ENDPOINT' | 'TOKEN_ISSUER'>;

/** Seconds that the answer may be kept: it changes with a deployment only. */
const KEPT_SECONDS = 60;
/** An issuer that only this machine can reach gives tokens for trying the fleet out. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/u;

/** @throws {SettingsError} when nothing says where Cognito answers. */
export function signInOf({ SIGN_IN_CLIENT_ID, SIGN_IN_ENDPOINT, TOKEN_ISSUER }: SignInSettings): SignIn {
  const issuer = URL.canParse(TOKEN_ISSUER) ? new URL(TOKEN_ISSUER) : undefined;
  if (SIGN_IN_CLIENT_ID === undefined)
    return { kind: issuer !== undefined && LOOPBACK.test(issuer.hostname) ? 'demo' : 'token' };
  // Cognito is its own issuer: `https://cognito-idp.REGION.amazonaws.com/POOL`.
  const endpoint = SIGN_IN_ENDPOINT ?? issuer?.origin;
  if (endpoint === undefined)
    throw new SettingsError(['Setting SIGN_IN_ENDPOINT is not set, and TOKEN_ISSUER is no URL to take it from.']);
  return { kind: 'cognito', endpoint, client_id: SIGN_IN_CLIENT_ID };
}

/** What the pages have to call to sign people in, besides the fleet. */
export function signInSources(settings: SignInSettings): readonly string[] {
  const signIn = signInOf(settings);
  return signIn.kind === 'cognito' ? [signIn.endpoint] : [];
}

export function signInRoute({ settings }: Pick<Runtime, 'settings'>): ExtraRoute {
  const signIn = signInOf(settings);
  return {
    method: 'get',
    path: '/sign-in',
    handler: (_request, response) => {
      response.setHeader('cache-control', `public, max-age=${KEPT_SECONDS}`);
      response.json(signIn);
    },
    document: {
      method: 'get',
      path: '/sign-in',
      summary: 'How one signs in on the pages',
      isPublic: true,
      response: signInSchema,
      errors: ['internal'],
    },
  };
}

/**
 * Who a request comes from. Customers and staff bring a token of the issuer (Cognito on AWS, the local issuer on the
 * laptop), verified against its JWKS; agents bring short-lived tokens that they sign for each other.
 */
import { createRemoteJWKSet, decodeJwt, errors, jwtVerify, SignJWT, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { Principal } from '../agent/context.ts';
import type { AgentName } from '../fleet.ts';
import type { Settings } from '../settings.ts';
import { Problem } from './errors.ts';

/** `iss` of the tokens that agents make for each other. */
const FLEET_ISSUER = 'deskfleet-fleet';
/** Seconds an agent's token lives: as long as one delegation may take, and a little. */
const SERVICE_TOKEN_SECONDS = 120;

const claimsSchema = z.object({
  sub: z.string().min(1),
  tenant: z.string().min(1).optional(),
  'custom:tenant': z.string().min(1).optional(),
  'custom:customer_id': z.string().min(1).optional(),
  roles: z.array(z.string()).optional(),
  'cognito:groups': z.array(z.string()).optional(),
  acts_for: z.string().min(1).nullish(),
});

export interface Authenticator {
  /**
   * @param header the `Authorization` header, if there is one
   * @param actsFor the `X-Customer-Id` header: whom a service of the issuer acts for
   * @throws {Problem} `token_expired`, `token_invalid`
   */
  authenticate(header: string | undefined, actsFor?: string): Promise<Principal>;
  /** A token with which one agent calls another on behalf of a principal. */
  serviceToken(agent: AgentName, principal: Principal): Promise<string>;
}

type AuthSettings = Pick<
  Settings,
  'JWKS_URL' | 'TOKEN_ISSUER' | 'TOKEN_AUDIENCE' | 'SERVICE_TOKEN_SECRET' | 'DEFAULT_TENANT'
>;

export function createAuthenticator(settings: AuthSettings): Authenticator {
  // Made for the first token of the issuer: it loads Node's `fetch`, and no start should wait for that.
  let remoteKeys: JWTVerifyGetKey | undefined;
  const issuerKeys = (): JWTVerifyGetKey =>
    (remoteKeys ??= createRemoteJWKSet(new URL(settings.JWKS_URL), { cooldownDuration: 5_000 }));
  const secret = new TextEncoder().encode(settings.SERVICE_TOKEN_SECRET);

  async function authenticate(header: string | undefined, actsFor?: string): Promise<Principal> {
    if (header === undefined)
      return { kind: 'anonymous', subject: 'anonymous', tenant: settings.DEFAULT_TENANT, customerId: null };
    const token = /^Bearer ([\w.~+/=-]+)$/iu.exec(header)?.[1];
    if (token === undefined)
      throw new Problem('token_invalid', { detail: 'Send the token as "Authorization: Bearer <token>".' });
    const fromFleet = issuerOf(token) === FLEET_ISSUER;
    const claims = await verify(
      token,
      fromFleet ? () => secret : issuerKeys(),
      fromFleet
        ? { issuer: FLEET_ISSUER, algorithms: ['HS256'] }
        : {
            issuer: settings.TOKEN_ISSUER,
            algorithms: ['RS256', 'ES256'],
            ...(settings.TOKEN_AUDIENCE === undefined ? {} : { audience: settings.TOKEN_AUDIENCE }),
          },
    );
    return toPrincipal(claims, fromFleet, actsFor);
  }

  async function serviceToken(agent: AgentName, principal: Principal): Promise<string> {
    return new SignJWT({ tenant: principal.tenant, roles: ['service'], acts_for: principal.customerId })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(FLEET_ISSUER)
      .setSubject(agent)
      .setIssuedAt()
      .setExpirationTime(`${SERVICE_TOKEN_SECONDS}s`)
      .sign(secret);
  }

  return { authenticate, serviceToken };
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw new Problem('token_invalid');
  }
}

async function verify(
  token: string,
  key: JWTVerifyGetKey | (() => Uint8Array),
  options: { issuer: string; algorithms: string[]; audience?: string },
): Promise<JWTPayload> {
  try {
    const getKey = key as JWTVerifyGetKey;
    return (await jwtVerify(token, getKey, { ...options, clockTolerance: 5, requiredClaims: ['exp', 'sub'] })).payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Problem('token_expired', { cause: error });
    if (error instanceof errors.JWKSTimeout || isConnectionFault(error))
      throw new Problem('agent_unavailable', { detail: 'The sign-in service cannot be reached.', cause: error });
    throw new Problem('token_invalid', { cause: error });
  }
}

/** `fetch` reports an unreachable key server as a TypeError; everything jose itself finds wrong is a JOSEError. */
function isConnectionFault(error: unknown): boolean {
  return !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
}

function toPrincipal(payload: JWTPayload, fromFleet: boolean, actsFor: string | undefined): Principal {
  const parsed = claimsSchema.safeParse(payload);
  if (!parsed.success) throw new Problem('token_invalid', { cause: parsed.error });
  const claims = parsed.data;
  const tenant = claims.tenant ?? claims['custom:tenant'];
  if (tenant === undefined) throw new Problem('token_invalid', { detail: 'The token names no tenant.' });
  const roles = claims.roles ?? claims['cognito:groups'] ?? ['customer'];
  if (roles.includes('service')) {
    const customerId = fromFleet ? (claims.acts_for ?? null) : (actsFor ?? null);
    return { kind: 'service', subject: claims.sub, tenant, customerId };
  }
  if (roles.includes('staff')) return { kind: 'staff', subject: claims.sub, tenant, customerId: actsFor ?? null };
  return { kind: 'customer', subject: claims.sub, tenant, customerId: claims['custom:customer_id'] ?? claims.sub };
}

/** The key of this laptop and the tokens signed with it, whoever asks for them: the issuer or what stands for Cognito. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

const ALGORITHM = 'ES256';
export interface TokenSigner {
  readonly publicJwk: JWK;
  /** @param seconds how long it holds; a negative number makes an expired one */
  readonly sign: (claims: JWTPayload, seconds: number) => Promise<string>;
}

/**
 * The key is kept in a file, so that tokens outlive a restart; a new one when the file is absent or damaged.
 * @param issuer `iss` of the tokens
 */
export async function loadTokenSigner(file: string, issuer: string): Promise<TokenSigner> {
  if (existsSync(file)) {
    try {
      return await toSigner(JSON.parse(readFileSync(file, 'utf8')) as JWK, issuer);
    } catch {
      // Unreadable: tokens signed with it are lost with it.
    }
  }
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk: JWK = { ...(await exportJWK(privateKey)), kid: 'deskfleet-local', alg: ALGORITHM, use: 'sig' };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(jwk), { mode: 0o600 });
  return toSigner(jwk, issuer);
}

async function toSigner(jwk: JWK, issuer: string): Promise<TokenSigner> {
  const { d: _, ...publicJwk } = jwk;
  const key = (await importJWK(jwk, ALGORITHM)) as CryptoKey;
  return {
    publicJwk,
    sign: (claims, seconds) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: ALGORITHM, kid: publicJwk.kid ?? '' })
        .setIssuer(issuer)
        .setIssuedAt(Math.min(now, now + seconds) - 1)
        .setExpirationTime(now + seconds)
        .sign(key);
    },
  };
}

/** A token issuer with a JWKS of its own, in the test's process. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

const KEY_ID = 'test-key';
const ALGORITHM = 'ES256';

export interface Claims {
  readonly sub: string;
  readonly tenant?: string;
  readonly role?: 'customer' | 'staff' | 'service';
  readonly issuer?: string;
  readonly audience?: string;
  /** Seconds from now. */
  readonly expiresIn?: number;
  /** Claims beside or in place of the usual ones. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export class TokenIssuer {
  readonly url: string;
  readonly audience = 'deskfleet';
  readonly #server: Server;
  readonly #key: CryptoKey;
  readonly #foreignKey: CryptoKey;

  constructor(server: Server, key: CryptoKey, foreignKey: CryptoKey) {
    this.#server = server;
    this.#key = key;
    this.#foreignKey = foreignKey;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  get jwksUrl(): string {
    return `${this.url}/.well-known/jwks.json`;
  }

  token(claims: Claims): Promise<string> {
    return this.#sign(claims, this.#key);
  }

  /** Signed with a key that is not in the set, under the name of the one that is. */
  forged(claims: Claims): Promise<string> {
    return this.#sign(claims, this.#foreignKey);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #sign(
    {
      sub,
      tenant = 'acme',
      role = 'customer',
      issuer = this.url,
      audience = this.audience,
      expiresIn = 600,
      more = {},
    }: Claims,
    key: CryptoKey,
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ tenant, roles: [role], ...more })
      .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
      .setSubject(sub)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now - 3600)
      .setExpirationTime(now + expiresIn)
      .sign(key);
  }
}

export async function startTokenIssuer(): Promise<TokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const { privateKey: foreignKey } = await generateKeyPair(ALGORITHM);
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: KEY_ID, alg: ALGORITHM, use: 'sig' }] });
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(keys);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return new TokenIssuer(server, privateKey, foreignKey);
}

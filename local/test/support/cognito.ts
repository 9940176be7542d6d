/** What stands for Cognito, on an origin of its own, with users and troubles of the test's choice. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { cognitoEndpoint } from '../../src/cognito/endpoint.ts';
import { UserPool, type CognitoUser } from '../../src/cognito/user-pool.ts';
import type { CognitoError } from '../../src/cognito/wire.ts';
import { startTokenIssuer, type TokenIssuer } from '../../src/testing/token-issuer.ts';

export const PASSWORD = 'Choose-1-of-your-own';
export const CLIENT_ID = 'deskfleet';

/** A customer who just signs in. */
export function user(changes: Partial<CognitoUser> & Pick<CognitoUser, 'email'>): CognitoUser {
  return {
    sub: `5f0f3c1e-0000-4000-8000-${Buffer.from(changes.email).toString('hex').slice(0, 12)}`,
    tenant: 'acme',
    customerId: 'cust001',
    groups: ['customer'],
    password: PASSWORD,
    status: 'CONFIRMED',
    ...changes,
  };
}

export interface CognitoTestOptions {
  readonly users: readonly CognitoUser[] | ((email: string) => CognitoUser | undefined);
  /** Whose tokens they are; asked for with each one. */
  readonly issuer?: () => TokenIssuer;
}

export class TestCognito {
  readonly url: string;
  /** Names of the operations that were called, in order. */
  readonly calls: string[] = [];
  /** What every call is answered with, while it is set. */
  fault: CognitoError | undefined;
  /** Milliseconds that the pool's clock is ahead. */
  ahead = 0;
  readonly close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.close = close;
  }

  static async start({ users, issuer }: CognitoTestOptions): Promise<TestCognito> {
    const own = issuer ? undefined : await startTokenIssuer();
    const app = express();
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const cognito = new TestCognito(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => {
      server.closeAllConnections();
      server.close();
      await own?.close();
    });
    const pool = new UserPool({
      clientId: CLIENT_ID,
      find: (email) =>
        Promise.resolve(typeof users === 'function' ? users(email) : users.find((one) => one.email === email)),
      sign: ({ sub, ...claims }, seconds) =>
        (issuer?.() ?? own)!.token({
          sub,
          expiresIn: seconds,
          more: { tenant: undefined, roles: undefined, ...claims },
        }),
      now: () => Date.now() + cognito.ahead,
    });
    app.use(
      cognitoEndpoint({
        pool,
        fault: (operation) => {
          cognito.calls.push(operation);
          return cognito.fault;
        },
      }),
    );
    return cognito;
  }

  /** One call over HTTP. */
  async call(operation: string, body: unknown): Promise<Response> {
    return fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }
}

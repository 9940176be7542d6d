import { expect } from 'chai';
import { startTokenIssuer, type TokenIssuer } from '@deskfleet/local/testing/token-issuer.ts';
import type { Principal } from '../../src/agent/context.ts';
import { createAuthenticator, type Authenticator } from '../../src/http/auth.ts';

describe('who a request comes from', () => {
  let issuer: TokenIssuer;
  let authenticator: Authenticator;
  const make = (more: { TOKEN_AUDIENCE?: string } = {}): Authenticator =>
    createAuthenticator({
      JWKS_URL: issuer.jwksUrl,
      TOKEN_ISSUER: issuer.url,
      TOKEN_AUDIENCE: undefined,
      SERVICE_TOKEN_SECRET: 'a-secret-of-more-than-thirty-two-characters',
      DEFAULT_TENANT: 'acme',
      ...more,
    });
  before(async () => {
    issuer = await startTokenIssuer();
    authenticator = make({ TOKEN_AUDIENCE: issuer.audience });
  });
  after(() => issuer.close());

  const principal = async (token: Promise<string>, actsFor?: string): Promise<Principal> =>
    authenticator.authenticate(`Bearer ${await token}`, actsFor);

  it('is a visitor of the default shop without a token, whatever the headers say', async () => {
    expect(await authenticator.authenticate(undefined, 'cust001')).to.deep.equal({
      kind: 'anonymous',
      subject: 'anonymous',
      tenant: 'acme',
      customerId: null,
    });
  });

  it('is the customer the token names, and nobody else', async () => {
    expect(await principal(issuer.token({ sub: 'ann' }), 'bob')).to.deep.equal({
      kind: 'customer',
      subject: 'ann',
      tenant: 'acme',
      customerId: 'ann',
    });
  });

  it("reads Cognito's claims", async () => {
    const more = {
      tenant: undefined,
      roles: undefined,
      'custom:tenant': 'globex',
      'custom:customer_id': 'cust007',
      'cognito:groups': ['customer'],
    };
    expect(await principal(issuer.token({ sub: 'uuid-1', more }))).to.deep.equal({
      kind: 'customer',
      subject: 'uuid-1',
      tenant: 'globex',
      customerId: 'cust007',
    });
    expect(await principal(issuer.token({ sub: 'uuid-2', more: { ...more, 'cognito:groups': ['staff'] } }))).to.include(
      { kind: 'staff', customerId: null },
    );
  });

  it('is staff or a service on behalf of whom the header names', async () => {
    for (const role of ['staff', 'service'] as const) {
      expect(await principal(issuer.token({ sub: 'crm', role }), 'ann')).to.deep.equal({
        kind: role,
        subject: 'crm',
        tenant: 'acme',
        customerId: 'ann',
      });
      expect(await principal(issuer.token({ sub: 'crm', role }))).to.include({ customerId: null });
    }
  });

  it('is another agent for the customer and tenant in its token, not in its headers', async () => {
    const customer: Principal = { kind: 'customer', subject: 'ann', tenant: 'globex', customerId: 'ann' };
    const visitor: Principal = { kind: 'anonymous', subject: 'anonymous', tenant: 'globex', customerId: null };
    expect(await principal(authenticator.serviceToken('supervisor', customer), 'bob')).to.deep.equal({
      kind: 'service',
      subject: 'supervisor',
      tenant: 'globex',
      customerId: 'ann',
    });
    expect(await principal(authenticator.serviceToken('supervisor', visitor), 'bob')).to.deep.equal({
      kind: 'service',
      subject: 'supervisor',
      tenant: 'globex',
      customerId: null,
    });
  });

  it('takes any audience when none is set', async () => {
    expect(await make().authenticate(`bearer ${await issuer.token({ sub: 'ann', audience: 'other' })}`)).to.include({
      kind: 'customer',
    });
  });
});

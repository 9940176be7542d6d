/**
 * The laptop's sign-in service in Cognito's place: tokens for the demo customers, verified by the agents against its
 * JWKS like any issuer's. Anyone on this machine may sign in as anyone: it exists for trying the fleet out.
 */
import express, { Router } from 'express';
import { z } from 'zod';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { parse } from '@deskfleet/shared/http/chat-request.ts';
import { Problem } from '@deskfleet/shared/http/errors.ts';
import { problemHandler } from '@deskfleet/shared/http/problem.ts';
import { requestLogging } from '@deskfleet/shared/http/request-log.ts';
import type { Logger } from '@deskfleet/shared/telemetry/log.ts';
import { DEMO_CASES } from '../demo-data/cases.ts';
import { DEMO_STAFF } from '../demo-data/colleagues.ts';
import { LOCAL_AUDIENCE } from '../identity.ts';
import type { TokenSigner } from './token-signer.ts';

const TOKEN_SECONDS = 8 * 60 * 60;

const tokenRequest = z.object({
  customer_id: z.string().min(1).max(100).optional().describe("For a customer's token."),
  tenant: z.string().min(1).max(100).default('acme'),
  role: z.enum(['customer', 'staff', 'service']).default('customer'),
  expires_in: z
    .number()
    .int()
    .min(-3600)
    .max(TOKEN_SECONDS)
    .default(TOKEN_SECONDS)
    .describe('Seconds; a negative one gives an expired token to try the error with.'),
});
const customerRow = row({ id: column.text(), name: column.text() });

export interface IssuerOptions {
  readonly signer: TokenSigner;
  readonly database: Database;
  readonly log: Logger;
}

export function createIssuer({ signer, database, log }: IssuerOptions): Router {
  const router = Router();
  router.use(requestLogging(log));
  router.get('/.well-known/jwks.json', (_request, response) => {
    response.json({ keys: [signer.publicJwk] });
  });

  router.get('/customers', (request, response) => {
    const tenant = typeof request.query['tenant'] === 'string' ? request.query['tenant'] : 'acme';
    const named = DEMO_CASES.filter((one) => one.tenantId === tenant);
    response.json({
      tenant,
      customers: named.map(({ customerId, name, special, question }) => ({
        id: customerId,
        name,
        note: special,
        question,
      })),
    });
  });

  router.get('/staff', (_request, response) => {
    response.json({ staff: DEMO_STAFF.map(({ id, name }) => ({ id, name })) });
  });

  router.post('/token', express.json({ type: () => true }), async (request, response) => {
    const { customer_id, tenant, role, expires_in } = parse(tokenRequest, request.body);
    if (role === 'customer') {
      if (customer_id === undefined)
        throw new Problem('invalid_request', {
          detail: 'customer_id: say whose token, for example {"customer_id": "cust001"}.',
        });
      const known = await database.maybeOne(
        customerRow,
        sql`select id, first_name || ' ' || last_name as name from customers where tenant_id = ${tenant} and id = ${customer_id}`,
      );
      if (!known)
        throw new Problem('not_found', {
          detail: `There is no customer "${customer_id}" in the shop "${tenant}". GET /local/customers lists some.`,
        });
    }
    const subject = role === 'customer' ? (customer_id ?? '') : (customer_id ?? `${role}-local`);
    const token = await signer.sign({ sub: subject, aud: LOCAL_AUDIENCE, tenant, roles: [role] }, expires_in);
    response.json({ token, expires_in, tenant, role, customer_id: role === 'customer' ? subject : null });
  });

  router.use((request) => {
    throw new Problem('not_found', { detail: `There is nothing at /local${request.path}.` });
  });
  router.use(problemHandler);
  return router;
}

/**
 * The supervisor with its real routes and pages in this process, behind the laptop's gateway, for a browser: a customer
 * on the chat page and colleagues on the console talk to the same database. What the model says is scripted; the
 * approvals of order-management are answered by a stand-in that keeps what it was asked.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { Router } from 'express';
import { agent } from '@deskfleet/supervisor/agent.ts';
import { chatPage } from '@deskfleet/supervisor/page.ts';
import { supervisorRoutes } from '@deskfleet/supervisor/routes/routes.ts';
import { signInSources } from '@deskfleet/supervisor/routes/sign-in.ts';
import { scriptedModel, type ScriptedModel } from '@deskfleet/shared/model/scripted.ts';
import { Problem } from '@deskfleet/shared/http/errors.ts';
import { problemHandler } from '@deskfleet/shared/http/problem.ts';
import { requestLogging } from '@deskfleet/shared/http/request-log.ts';
import type { Settings } from '@deskfleet/shared/settings.ts';
import { memoryLog } from '@deskfleet/shared/telemetry/log.ts';
import { createGateway } from '../../src/gateway/gateway.ts';
import { startAgents, type TestAgents } from '../../src/testing/agents.ts';
import { sharedWorld, type World } from '../../src/testing/harness.ts';
import { openKernelShop, type Shop } from '../../src/testing/kernel-shop.ts';

const APPROVAL = {
  approval_id: 'ret1',
  kind: 'return',
  order_id: 'o77',
  order_status: 'return requested',
  customer: 'ann',
  customer_name: 'Ann Kernel',
  amount: { cents: 150_000, text: '$1,500.00' },
  refunds: [{ amount: { cents: 150_000, text: '$1,500.00' }, method: 'Visa ending in 1111' }],
  asked_on: '2026-11-15',
  reason: 'too loud',
};

export interface Decision {
  readonly body: { readonly approval_id: string; readonly decision: string; readonly reason?: string };
  readonly key: string | undefined;
}

export class StaffFleet {
  readonly url: string;
  readonly agents: TestAgents;
  readonly shop: Shop;
  readonly world: World;
  readonly model: ScriptedModel;
  readonly decisions: Decision[];
  readonly close: () => Promise<void>;

  private constructor(parts: Pick<StaffFleet, 'url' | 'agents' | 'shop' | 'world' | 'model' | 'decisions' | 'close'>) {
    this.url = parts.url;
    this.agents = parts.agents;
    this.shop = parts.shop;
    this.world = parts.world;
    this.model = parts.model;
    this.decisions = parts.decisions;
    this.close = parts.close;
  }

  /** @param settings of the supervisor, besides what the tests need */
  static async start(settings: Partial<Settings> = {}): Promise<StaffFleet> {
    const world = await sharedWorld();
    const shop = await openKernelShop(world.database);
    const model = scriptedModel();
    const decisions: Decision[] = [];
    const agents = await startAgents(
      {
        supervisor: {
          agent,
          model,
          extras: (runtime) => ({
            routes: supervisorRoutes(runtime),
            page: chatPage(),
            connectSources: signInSources(runtime.settings),
          }),
        },
        'order-management': orderTools(decisions),
      },
      { settings: { DEFAULT_TENANT: shop.tenant, MESSAGES_POLL_MS: 20, ...settings } },
    );
    const server = createServer(
      createGateway({ urlOf: (name) => agents.base(name), local: localSignIn(agents, shop) }),
    );
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new StaffFleet({
      url: `http://localhost:${(server.address() as AddressInfo).port}`,
      agents,
      shop,
      world,
      model,
      decisions,
      close: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await agents.close();
      },
    });
  }
}

function localSignIn(agents: TestAgents, shop: Shop): Router {
  const router = Router();
  router.get('/customers', (_request, response) => {
    response.json({
      tenant: shop.tenant,
      customers: [{ id: 'ann', name: 'Ann Kernel', note: 'A customer', question: 'Hello?' }],
    });
  });
  router.get('/staff', (_request, response) => {
    response.json({
      staff: [
        { id: 'sam', name: 'Sam Rivera' },
        { id: 'kim', name: 'Kim Novak' },
      ],
    });
  });
  router.post('/token', express.json(), async (request, response) => {
    const { customer_id: sub, role = 'customer' } = request.body as {
      customer_id: string;
      role?: 'customer' | 'staff';
    };
    response.json({ token: await agents.issuer.token({ sub, tenant: shop.tenant, role }) });
  });
  return router;
}

function orderTools(decisions: Decision[]): (request: IncomingMessage, response: ServerResponse) => void {
  const app = express();
  app.use(requestLogging(memoryLog()), express.json());
  app.post('/order/tools/list_approvals', (request, response) => {
    if (request.get('authorization') === undefined) throw new Problem('unauthenticated');
    const waiting = decisions.length === 0 ? [APPROVAL] : [];
    response.json({ tool: 'list_approvals', result: { approvals: waiting, approvals_in_all: waiting.length } });
  });
  app.post('/order/tools/approve_refund', (request, response) => {
    const body = request.body as Decision['body'];
    decisions.push({ body, key: request.get('idempotency-key') });
    response.json({
      tool: 'approve_refund',
      result: { message: `The return of order o77 is ${body.decision === 'approve' ? 'approved' : 'refused'}.` },
    });
  });
  app.use(problemHandler);
  return app as (request: IncomingMessage, response: ServerResponse) => void;
}

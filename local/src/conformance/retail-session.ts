/** The retail world behind our tools: one session that answers reset, call and rows. */
import { randomBytes } from 'node:crypto';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { loadSettings } from '@deskfleet/shared/settings.ts';
import { agentEnvironment } from '../identity.ts';
import { prepareDatabase } from '../prepare.ts';
import { startRdsData } from '../rds-data/server.ts';
import { startOrderAgent } from './order-agent.ts';
import type { RetailWorld } from './retail-data.ts';
import { retailOrders, retailUsers } from './retail-rows.ts';
import { loadRetailTenant, restore } from './retail-tenant.ts';
import { RETAIL_TOOLS, type Outcome } from './retail-tools.ts';

export interface RetailSession {
  /** Everything as in the world again; restores only what was touched since the last time. */
  reset(): Promise<void>;
  call(name: string, args: Readonly<Record<string, unknown>>): Promise<Outcome>;
  rows(orders: readonly string[], users: readonly string[]): Promise<JsonObject>;
  close(): Promise<void>;
}

/** Starts a database in memory and the order agent on loopback ports of the system's choice. */
export async function startRetailSession(world: RetailWorld, migrations: string): Promise<RetailSession> {
  const rdsData = await startRdsData({});
  const nowhere = 'http://127.0.0.1:9';
  const { CLOCK: _, ...environment } = agentEnvironment({
    rdsData: rdsData.url,
    bedrock: nowhere,
    issuer: nowhere,
    serviceSecret: randomBytes(32).toString('hex'),
  });
  // The AWS client reads its endpoint from here.
  const before = Object.keys(environment).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, environment);
  const settings = loadSettings(environment);
  const { database, close } = connectDatabase(settings);
  await prepareDatabase(database, migrations, { seed: false, onProgress: () => undefined });
  await loadRetailTenant(database, world);
  const orders = await startOrderAgent(settings);
  let touched = { orders: new Set<string>(), users: new Set<string>() };

  return {
    reset: async () => {
      const since = touched;
      touched = { orders: new Set(), users: new Set() };
      await restore(database, world, since);
    },
    call: async (name, args) => {
      const tool = Object.hasOwn(RETAIL_TOOLS, name) ? RETAIL_TOOLS[name] : undefined;
      if (!tool) return { ok: false, error: `Tool '${name}' not found.` };
      return tool(args, {
        database,
        orders,
        world,
        touch: (orderId, userId) => {
          if (orderId !== undefined) touched.orders.add(orderId);
          touched.users.add(userId);
        },
      });
    },
    rows: async (orderIds, userIds) => ({
      orders: await retailOrders(database, world, orderIds),
      users: await retailUsers(database, world, userIds),
    }),
    close: async () => {
      await orders.close();
      close();
      await rdsData.close();
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    },
  };
}

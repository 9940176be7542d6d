/** The order agent over real HTTP in this process, called as a service on behalf of a customer. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tools } from '@deskfleet/order-management/tools.ts';
import { rulebook } from '@deskfleet/order-management/rulebook.ts';
import { defineAgent } from '@deskfleet/shared/agent/agent.ts';
import { createApp } from '@deskfleet/shared/http/app.ts';
import { RunningTurns } from '@deskfleet/shared/http/running-turns.ts';
import { createRuntime } from '@deskfleet/shared/http/start.ts';
import { isJsonObject, type JsonObject } from '@deskfleet/shared/json.ts';
import type { Settings } from '@deskfleet/shared/settings.ts';
import type { Logger } from '@deskfleet/shared/telemetry/log.ts';

/** Standard output belongs to the caller's protocol; only faults are told, on standard error. */
const faultsOnly: Logger = {
  error: (message, fields) => {
    const error = fields?.['error'];
    process.stderr.write(`${message}${error instanceof Error ? `: ${error.stack ?? error.message}` : ''}\n`);
  },
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  child: () => faultsOnly,
};

export type ToolAnswer =
  { readonly ok: true; readonly result: JsonObject } | { readonly ok: false; readonly error: string };

export interface OrderAgent {
  call(tool: string, tenant: string, customerId: string, input: JsonObject): Promise<ToolAnswer>;
  close(): Promise<void>;
}

export async function startOrderAgent(settings: Settings): Promise<OrderAgent> {
  // Only its tools are called, so it needs no prompt.
  const agent = defineAgent({ name: 'order-management', prompt: '', tools, rulebook });
  const runtime = { ...createRuntime(agent, settings), log: faultsOnly };
  const server = createServer(createApp({ agent, runtime, running: new RunningTurns() }));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${agent.member.prefix}/tools/`;

  async function call(tool: string, tenant: string, customerId: string, input: JsonObject): Promise<ToolAnswer> {
    const token = await runtime.authenticator.serviceToken('supervisor', {
      kind: 'service',
      subject: 'conformance',
      tenant,
      customerId,
    });
    const response = await fetch(base + tool, {
      method: 'POST',
      body: JSON.stringify(input),
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': randomUUID(),
      },
    });
    const body: unknown = await response.json();
    if (!isJsonObject(body)) throw new Error(`${tool} answered ${String(response.status)} without an object.`);
    if (response.ok) return { ok: true, result: isJsonObject(body['result']) ? body['result'] : {} };
    // A fault of ours is no refusal: it must not pass for one.
    if (response.status >= 500) throw new Error(`${tool} failed: ${JSON.stringify(body)}`);
    return { ok: false, error: typeof body['detail'] === 'string' ? body['detail'] : String(response.status) };
  }

  return {
    call,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { expect } from 'chai';
import { startAgents, type TestAgents } from '@deskfleet/local/testing/agents.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { does, shop, waitingApproval, world } from './one-order.ts';

describe('staff tools over HTTP', function () {
  this.timeout(60_000);
  let agents: TestAgents;
  before(async () => {
    agents = await startAgents({ 'order-management': { agent } });
  });
  after(() => agents.close());

  it('run with a staff token and an Idempotency-Key, and for nobody else', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]], paidWith: 'gift' }, { staff_approval_over_cents: 0 });
    await does(tenant, 'cancel_order', { reason: 'no longer needed' });
    const body = { approval_id: await waitingApproval(tenant), decision: 'approve' };
    const post = async (role: 'staff' | 'service' | 'customer', tool: string, input: JsonObject, headers = {}) =>
      agents.post('order-management', `/order/tools/${tool}`, input, {
        token: await agents.issuer.token({ sub: role === 'customer' ? 'ann' : 'sam', tenant, role }),
        headers,
      });
    const listed = await post('staff', 'list_approvals', {});
    expect(listed.status).to.equal(200);
    expect(((await listed.json()) as { result: { approvals: JsonObject[] } }).result.approvals).to.have.length(1);
    const key = { 'idempotency-key': 'decision-1' };
    expect((await post('service', 'approve_refund', body, { ...key, 'x-customer-id': 'ann' })).status).to.equal(403);
    expect((await post('customer', 'approve_refund', body, key)).status).to.equal(403);
    expect((await post('staff', 'approve_refund', body)).status).to.equal(400);
    const wrong = await post('staff', 'approve_refund', { ...body, decision: 'maybe' }, key);
    expect(wrong.status).to.equal(422);
    expect(((await wrong.json()) as JsonObject)['detail']).to.include('Either "approve" or "refuse".');
    const answers = await Promise.all(
      [1, 2, 3].map(async () => (await post('staff', 'approve_refund', body, key)).json()),
    );
    for (const answer of answers)
      expect((answer as { result: JsonObject }).result).to.include({ status: 'approved', state: 'paid' });
    expect((await world(tenant)).ledger).to.have.length(2);
    expect((await post('staff', 'approve_refund', body, { 'idempotency-key': 'decision-2' })).status).to.equal(409);
  });

  it('are on the list of tools, marked as such', async () => {
    const { tools } = (await (await fetch(`${agents.base('order-management')}/order/tools`)).json()) as {
      tools: { name: string; audience: string; effect: string }[];
    };
    expect(tools.filter((tool) => tool.audience === 'staff').map((tool) => [tool.name, tool.effect])).to.deep.equal([
      ['list_approvals', 'read'],
      ['approve_refund', 'write'],
      ['receive_return', 'write'],
      ['list_low_stock', 'read'],
    ]);
  });
});

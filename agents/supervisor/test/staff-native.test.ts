/** Colleagues who are faster than each other, on a PostgreSQL with real connections. */
import { expect } from 'chai';
import { openKernelShop, type Shop } from '@deskfleet/local/testing/kernel-shop.ts';
import { requestPerson, withdrawRequest } from '@deskfleet/shared/conversation/handoff.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { newId } from '@deskfleet/shared/ids.ts';
import { nativePostgresAvailable, nativePostgresRequired } from '../../../local/test/support/native-postgres.ts';
import { openNativeWorld, type NativeWorld } from '../../../local/test/support/native-world.ts';
import { act, type StaffOutcome } from '../src/staff/acting.ts';
import { resolveFinished } from '../src/staff/auto-resolve.ts';
import type { StaffAction } from '../src/staff/transitions.ts';

const COLLEAGUES = Array.from({ length: 8 }, (_, number) => `colleague-${number}`);
const stateRow = row({
  owner: column.text(),
  claimed_by: nullable(column.text()),
  open_handoffs: column.int(),
  staff_messages: column.int(),
  audited: column.int(),
});

describe('colleagues at once on a native PostgreSQL', function () {
  this.timeout(120_000);
  let database: Database;
  let shop: Shop;
  let world: NativeWorld | undefined;

  before(async function () {
    if (!nativePostgresAvailable() && !nativePostgresRequired()) return this.skip();
    world = await openNativeWorld({ seed: false });
    ({ database } = world);
    shop = await openKernelShop(database);
  });
  after(() => world?.close());

  const queued = async (): Promise<string> => {
    const id = newId('conv');
    await database.execute(
      sql`insert into conversations (tenant_id, id, customer_id, turn_count) values (${shop.tenant}, ${id}, 'ann', 3)`,
    );
    const asked = await requestPerson(database, {
      tenant: shop.tenant,
      conversationId: id,
      customerId: 'ann',
      reason: 'asked',
      note: null,
      message: 'Help!',
      requestedBy: 'customer:ann',
      now: new Date(),
    });
    expect(asked.state).to.equal('queued');
    return id;
  };
  const does = (id: string, staffId: string, action: StaffAction, key: string | null = null): Promise<StaffOutcome> =>
    act(database, { tenant: shop.tenant, staffId, conversationId: id, action, idempotencyKey: key });
  const state = (id: string) =>
    database.one(
      stateRow,
      sql`
      select c.owner, (select claimed_by from handoffs h where h.tenant_id = c.tenant_id and h.conversation_id = c.id and closed_at is null) as claimed_by,
        (select count(*)::int from handoffs h where h.tenant_id = c.tenant_id and h.conversation_id = c.id and closed_at is null) as open_handoffs,
        (select count(*)::int from messages m where m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.role = 'staff') as staff_messages,
        (select count(*)::int from audit_log a where a.tenant_id = c.tenant_id and a.subject = 'conversation:' || c.id and a.actor like 'staff:%') as audited
      from conversations c where c.tenant_id = ${shop.tenant} and c.id = ${id}`,
    );
  const done = (outcomes: readonly StaffOutcome[]): number => outcomes.filter((one) => one.state === 'done').length;

  it('who claims at once: one of eight has it, in the row, the hand-off and the log', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await queued();
      const outcomes = await Promise.all(COLLEAGUES.map((name) => does(id, name, { kind: 'claim', takeFrom: null })));
      expect(done(outcomes)).to.equal(1);
      const winner = COLLEAGUES[outcomes.findIndex((one) => one.state === 'done')] ?? '';
      expect(await state(id)).to.deep.equal({
        owner: `staff:${winner}`,
        claimed_by: winner,
        open_handoffs: 1,
        staff_messages: 0,
        audited: 1,
      });
    }
  });

  it('the customer goes on with the assistant while somebody claims: one of both', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await queued();
      const [claim, withdrawal] = await Promise.all([
        does(id, 'sam', { kind: 'claim', takeFrom: null }),
        withdrawRequest(database, {
          tenant: shop.tenant,
          conversationId: id,
          customerId: 'ann',
          requestedBy: 'customer:ann',
        }),
      ]);
      const { owner, open_handoffs } = await state(id);
      expect([claim.state, withdrawal, owner, open_handoffs]).to.be.deep.oneOf([
        ['done', 'too_late', 'staff:sam', 1],
        ['not_possible', 'withdrawn', 'agent', 0],
      ]);
    }
  });

  it('the same key at once says it once; different replies at once are all said', async () => {
    const id = await queued();
    await does(id, 'sam', { kind: 'claim', takeFrom: null });
    const same = await Promise.all(COLLEAGUES.map(() => does(id, 'sam', { kind: 'reply', text: 'Once.' }, 'key-1')));
    expect(done(same)).to.equal(8);
    expect((await state(id)).staff_messages).to.equal(1);
    const all = await Promise.all(COLLEAGUES.map((name) => does(id, 'sam', { kind: 'reply', text: name })));
    expect(done(all)).to.equal(8);
    expect(await state(id)).to.include({ staff_messages: 9, audited: 10 });
  });

  it('handed back and resolved at once: one of both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await queued();
      await does(id, 'sam', { kind: 'claim', takeFrom: null });
      const outcomes = await Promise.all([
        does(id, 'sam', { kind: 'hand_back', note: 'Yours.' }),
        does(id, 'sam', { kind: 'resolve', note: null }),
        does(id, 'sam', { kind: 'release' }),
      ]);
      expect(done(outcomes)).to.equal(1);
      expect((await state(id)).open_handoffs).to.equal(outcomes[2].state === 'done' ? 1 : 0);
    }
  });

  it('many processes that resolve what is finished resolve each once', async () => {
    const ids = await Promise.all(COLLEAGUES.map(() => queued()));
    await Promise.all(ids.map((id) => does(id, 'sam', { kind: 'claim', takeFrom: null })));
    await Promise.all(ids.map((id) => does(id, 'sam', { kind: 'reply', text: 'Better now?' })));
    await database.execute(
      sql`update conversations set updated_at = now() - interval '3 hours' where tenant_id = ${shop.tenant} and state = 'waiting_for_customer'`,
    );
    await database.execute(sql`update policies set auto_resolve_hours = 2 where tenant_id = ${shop.tenant}`);
    const counts = await Promise.all(COLLEAGUES.map(() => resolveFinished(database)));
    const { resolved, audited } = await database.one(
      row({ resolved: column.int(), audited: column.int() }),
      sql`
      select (select count(*)::int from conversations where tenant_id = ${shop.tenant} and state = 'resolved' and id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))) as resolved,
        (select count(*)::int from audit_log where tenant_id = ${shop.tenant} and action = 'auto_resolve') as audited`,
    );
    expect(resolved).to.equal(ids.length);
    expect(counts.reduce((sum, one) => sum + one, 0)).to.equal(audited);
  });
});

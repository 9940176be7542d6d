/** The fleet over a PostgreSQL of one's own, given by DATABASE_URL, where pgvector may be missing. */
import { expect } from 'chai';
import { startFleet, type Fleet } from '../../src/testing/fleet.ts';
import { nativePostgresAvailable, nativePostgresRequired, startNativePostgres } from '../support/native-postgres.ts';

/** Statements really run side by side here: fifty presses of one button, and one refund. */
async function pressesOnceForAll(fleet: Fleet): Promise<void> {
  const asked = await fleet.chat('Cancel order o13239, ordered by mistake', { as: 'cust239' });
  const path = `/supervisor/conversations/${asked.conversation_id}/quotes/${asked.quotes[0]!.id}`;
  const headers = await fleet.headers({ as: 'cust239' });
  const presses = await Promise.all(
    Array.from({ length: 50 }, () => fleet.post(path, { decision: 'confirm' }, headers)),
  );
  expect(new Set(presses.map((press) => press.status))).to.deep.equal(new Set([200]));
  expect(
    new Set(await Promise.all(presses.map(async (press) => ((await press.json()) as { message: string }).message))),
  ).to.have.length(1);
  const { token } = (await (await fleet.post('/local/token', { role: 'service' })).json()) as { token: string };
  const order = await fleet.post(
    '/order/tools/get_order',
    { order_id: 'o13239' },
    { authorization: `Bearer ${token}`, 'x-customer-id': 'cust239', 'content-type': 'application/json' },
  );
  const { result } = (await order.json()) as { result: { payments: { kind: string }[] } };
  expect(result.payments.filter((payment) => payment.kind === 'refund')).to.have.length(result.payments.length / 2);
}

describe('the fleet over a native PostgreSQL', function () {
  this.timeout(90_000);

  it('answers, proposes and cancels there', async function () {
    if (!nativePostgresAvailable()) {
      if (nativePostgresRequired()) throw new Error('there is no PostgreSQL here: install the package postgresql');
      this.skip();
    }
    const postgres = await startNativePostgres();
    try {
      const fleet = await startFleet({ environment: { DATABASE_URL: postgres.url } });
      try {
        expect(fleet.started.output()).to.match(/lacks an extension|Deskfleet is up/u);
        expect((await fleet.chat('Where is my order o12345?', { as: 'cust001' })).reply).to.match(/12345/u);
        const asked = await fleet.chat('Cancel order o13240, ordered by mistake', { as: 'cust240' });
        const done = await fleet.chat('yes please', { as: 'cust240', conversation: asked.conversation_id });
        expect(done.quotes.map((quote) => quote.state)).to.deep.equal(['confirmed']);
        await pressesOnceForAll(fleet);
      } finally {
        await fleet.stop();
      }
    } finally {
      await postgres.stop();
    }
  });
});

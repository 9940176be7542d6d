/** The fleet over a PostgreSQL of one's own, given by DATABASE_URL, where pgvector may be missing. */
import { expect } from 'chai';
import { startFleet } from '../../src/testing/fleet.ts';
import { nativePostgresAvailable, nativePostgresRequired, startNativePostgres } from '../support/native-postgres.ts';

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
      } finally {
        await fleet.stop();
      }
    } finally {
      await postgres.stop();
    }
  });
});

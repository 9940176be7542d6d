import { expect } from 'chai';
import { callTool } from '@deskfleet/local/testing/harness.ts';
import { newsletterTool, openKernelShop, testAgent } from '@deskfleet/local/testing/kernel-shop.ts';
import { findQuote, proposeQuote } from '../../src/conversation/quote-store.ts';
import { writeOnce } from '../../src/conversation/quote-writing.ts';
import { column, row } from '../../src/database/row.ts';
import { sql } from '../../src/database/sql.ts';
import { newId } from '../../src/ids.ts';
import type { QuoteView } from '../../src/conversation/quotes.ts';
import { code, newTalk, type Talk } from './support.ts';

const DONE = { subscribed: true, message: 'The newsletter is on now.' };

describe('quotes', () => {
  let talk: Talk;
  beforeEach(async () => {
    talk = await newTalk();
  });

  const expectWrites = async (writes: number): Promise<void> => {
    expect(await talk.state()).to.include({ newsletter: writes > 0, age: writes });
  };

  it('do nothing in the turn that proposes', async () => {
    const turn = talk.turn('Yes! Turn it on, yes.');
    const id = await talk.propose(true, turn);
    expect(turn.record.quotes.map(({ state, summary, terms }) => ({ state, summary, terms }))).to.deep.equal([
      { state: 'open', summary: 'Turn the newsletter on.', terms: { subscribe: true, tier: 'bronze' } },
    ]);
    expect(code(await talk.confirm(id, turn))).to.equal('confirmation_too_early');
    await expectWrites(0);
  });

  it('are done once by a yes in a later turn', async () => {
    const id = await talk.propose();
    const turn = talk.turn('Yes, please.');
    expect(await talk.confirm(id, turn)).to.deep.equal({ ok: true, data: DONE });
    expect(turn.record.quotes.map((quote) => quote.state)).to.deep.equal(['confirmed']);
    await expectWrites(1);
    const again = await talk.confirm(id);
    expect(again.ok && again.data).to.include(DONE);
    await expectWrites(1);
    const audit = await talk.world.database.query(
      row({ action: column.text(), actor: column.text(), quote_id: column.text() }),
      sql`select action, actor, quote_id from audit_log where tenant_id = ${talk.shop.tenant}`,
    );
    expect(audit).to.deep.equal([{ action: 'set_newsletter', actor: 'customer:ann', quote_id: id }]);
  });

  for (const words of ['Hm, what would it cost?', 'yes, but later', 'no', 'absolutely not']) {
    it(`are not done by ${JSON.stringify(words)}`, async () => {
      expect(code(await talk.confirm(await talk.propose(), talk.turn(words)))).to.equal('no_clear_yes');
      await expectWrites(0);
    });
  }

  it('can be declined, more than once, and stay declined', async () => {
    const id = await talk.propose();
    const turn = talk.turn('No.');
    expect(await talk.call(turn, 'decline_quote', { quote_id: id })).to.deep.include({
      ok: true,
      data: { status: 'declined', quote_id: id, summary: 'Turn the newsletter on.', note: 'Nothing was changed.' },
    });
    expect(turn.record.quotes.map((quote) => quote.state)).to.deep.equal(['declined']);
    expect(code(await talk.call(talk.turn('No!'), 'decline_quote', { quote_id: id }))).to.equal('ok');
    expect(code(await talk.confirm(id))).to.equal('quote_closed');
    await expectWrites(0);
  });

  it('are not told to be declined once they are done, even to a turn that began before', async () => {
    const id = await talk.propose();
    const open = await findQuote(talk.turn(), id);
    await talk.confirm(id);
    for (const turn of [talk.turn('No.'), talk.turn('No.', { facts: { openQuotes: [open!] } })]) {
      const late = await talk.call(turn, 'decline_quote', { quote_id: id });
      expect(code(late)).to.equal('quote_closed');
      expect(!late.ok && late.message).to.match(/already confirmed/u);
      expect(turn.record.quotes).to.be.empty;
    }
    await expectWrites(1);
  });

  it('expire, are refused and proposed again as they would be now', async () => {
    const id = await talk.propose(true, talk.turn('', { quoteTtlMs: 0 }));
    const turn = talk.turn('Yes, please.');
    const refused = await talk.confirm(id, turn);
    expect(code(refused)).to.equal('quote_stale');
    expect(!refused.ok && refused.message).to.match(/had expired.*Turn the newsletter on\. Shall I do that/u);
    expect(turn.record.quotes.map(({ state }) => state)).to.deep.equal(['expired', 'open']);
    await expectWrites(0);
    const renewed = turn.record.quotes[1]!;
    expect(!refused.ok && refused.details?.['new_quote']).to.include({ id: renewed.id, state: 'open' });
    expect(code(await talk.confirm(renewed.id, turn))).to.equal('confirmation_too_early');
    expect(code(await talk.confirm(renewed.id, talk.turn('Yes')))).to.equal('ok');
    await expectWrites(1);
  });

  it('expire between the opening of a turn and its yes', async () => {
    const id = await talk.propose();
    const open = await findQuote(talk.turn(), id);
    await talk.world.database.execute(
      sql`update quotes set expires_at = now() where tenant_id = ${talk.shop.tenant} and id = ${id}`,
    );
    expect(code(await talk.confirm(id, talk.turn('Yes', { facts: { openQuotes: [open!] } })))).to.equal('quote_closed');
    await expectWrites(0);
  });

  it('live no longer than the shop allows', async () => {
    await talk.world.database.execute(
      sql`update policies set quote_ttl_seconds = 60 where tenant_id = ${talk.shop.tenant}`,
    );
    const found = await findQuote(talk.turn(), await talk.propose(true, talk.turn('', { quoteTtlMs: 3_600_000 })));
    expect(Date.parse(found!.expires_at) - Date.now()).to.be.at.most(60_000);
  });

  it('are replaced by a newer one about the same subject, which the turn tells', async () => {
    const first = await talk.propose();
    const open = await findQuote(talk.turn(), first);
    const turn = talk.turn('On, I said', { facts: { openQuotes: [open!] } });
    const second = await talk.propose(true, turn);
    expect(turn.record.quotes.map(({ id, state }) => ({ id, state }))).to.deep.equal([
      { id: first, state: 'superseded' },
      { id: second, state: 'open' },
    ]);
    const refused = await talk.confirm(first);
    expect(code(refused)).to.equal('quote_closed');
    expect(!refused.ok && refused.message).to.match(/replaced by a newer one/u);
    expect(code(await talk.confirm(second))).to.equal('ok');
    await expectWrites(1);
  });

  it('are stale when the policy would promise something else now', async () => {
    const id = await talk.propose();
    await talk.world.database.execute(
      sql`update customers set loyalty_tier = 'gold' where tenant_id = ${talk.shop.tenant} and id = 'ann'`,
    );
    const turn = talk.turn('Yes');
    expect(code(await talk.confirm(id, turn))).to.equal('quote_stale');
    expect(turn.record.quotes.map(({ state, terms }) => [state, terms['tier']])).to.deep.equal([
      ['stale', 'bronze'],
      ['open', 'gold'],
    ]);
    expect(code(await talk.confirm(id))).to.equal('quote_closed');
    await expectWrites(0);
    expect(code(await talk.confirm(turn.record.quotes[1]!.id))).to.equal('ok');
    await expectWrites(1);
  });

  it('are stale when the policy refuses by now, and say why', async () => {
    const id = await talk.propose();
    await talk.world.database.execute(
      sql`update customers set newsletter = true where tenant_id = ${talk.shop.tenant} and id = 'ann'`,
    );
    const refused = await talk.confirm(id);
    expect(!refused.ok && refused.message).to.equal(
      'Nothing was done. The newsletter is already so. Ask again for a new proposal.',
    );
  });

  it('are planned again when the row changes between the plan and the commit, and done if nothing promised has', async () => {
    const id = await talk.propose();
    talk.hooks.meanwhile = async () => {
      await talk.world.database.execute(
        sql`update customers set age = 7 where tenant_id = ${talk.shop.tenant} and id = 'ann'`,
      );
    };
    expect(code(await talk.confirm(id))).to.equal('ok');
    expect(await talk.state()).to.include({ newsletter: true, age: 8 });
  });

  it('are stale when the row changes each time', async () => {
    const id = await talk.propose();
    talk.hooks.meanwhile = async () => {
      await talk.world.database.execute(
        sql`update customers set age = age + 1 where tenant_id = ${talk.shop.tenant} and id = 'ann'`,
      );
    };
    expect(code(await talk.confirm(id))).to.equal('quote_stale');
    expect(await talk.state()).to.include({ newsletter: false });
  });

  describe('of one turn are a list', () => {
    const listed = async (): Promise<{ readonly ids: readonly string[]; readonly open: QuoteView[] }> => {
      const turn = talk.turn('Two things');
      const second = newsletterTool();
      const agent = testAgent([talk.tool, { ...second, name: 'set_other_newsletter' }]);
      const ids: string[] = [];
      for (const name of ['set_newsletter', 'set_other_newsletter']) {
        const result = await callTool(turn, agent, name, { subscribe: true });
        ids.push(result.ok ? (result.data['quote_id'] as string) : '');
      }
      return { ids, open: [...turn.record.quotes] };
    };

    for (const [words, first, second] of [
      ['yes', 'ok', 'ok'],
      ['only the first', 'ok', 'no_clear_yes'],
      ['2', 'no_clear_yes', 'ok'],
      ['yes, but not the second', 'ok', 'no_clear_yes'],
      ['the red one', 'no_clear_yes', 'no_clear_yes'],
    ] as const) {
      it(`of which ${JSON.stringify(words)} confirms some`, async () => {
        const { ids, open } = await listed();
        expect(open.map(({ list_no, state }) => [list_no, state])).to.deep.equal([
          [1, 'open'],
          [2, 'open'],
        ]);
        const agent = testAgent([talk.tool, { ...newsletterTool(), name: 'set_other_newsletter' }]);
        const codes: string[] = [];
        for (const id of ids) {
          const turn = talk.turn(words, { facts: { openQuotes: open } });
          await talk.world.database.execute(
            sql`update customers set newsletter = false, age = 0 where tenant_id = ${talk.shop.tenant} and id = 'ann'`,
          );
          codes.push(code(await callTool(turn, agent, 'confirm_quote', { quote_id: id })));
        }
        expect(codes).to.deep.equal([first, second]);
      });
    }

    it('whose numbers stay when some are settled', async () => {
      const { ids, open } = await listed();
      const third = { ...open[1]!, id: 'quote_third', list_no: 3, place: 3, list_size: 3 };
      const second = { ...open[1]!, place: 2, list_size: 3 };
      // The first was settled by the button.
      const facts = { openQuotes: [second, third] };
      const agent = testAgent([talk.tool, { ...newsletterTool(), name: 'set_other_newsletter' }]);
      const say = async (words: string, id: string): Promise<string> =>
        code(await callTool(talk.turn(words, { facts }), agent, 'confirm_quote', { quote_id: id }));
      expect(await say('only 1', ids[1]!)).to.equal('no_clear_yes');
      expect(await say('only 2', 'quote_third')).to.equal('no_clear_yes');
      expect(await say('only 2', ids[1]!)).to.equal('ok');
    });

    it('and a yes is not about an older one', async () => {
      const older = await talk.propose();
      const { open } = await listed();
      const known = await findQuote(talk.turn(), older);
      expect(known?.state).to.equal('superseded');
      const other = { ...open[0]!, id: 'quote_older', proposed_turn_id: 'turn_before' };
      const turn = talk.turn('yes', { facts: { openQuotes: [other, ...open] } });
      expect(code(await talk.confirm('quote_older', turn))).to.equal('no_clear_yes');
    });
  });

  it('are written once and answered alike for 50 confirmations at the same time', async () => {
    const id = await talk.propose();
    const open = await findQuote(talk.turn(), id);
    const results = await Promise.all(
      Array.from({ length: 50 }, () => talk.confirm(id, talk.turn('Yes', { facts: { openQuotes: [open!] } }))),
    );
    expect(
      results.every(
        (result) => result.ok && result.data['message'] === DONE.message && result.data['subscribed'] === true,
      ),
    ).to.equal(true);
    await expectWrites(1);
  });

  it('never both happen and are declined when yes and no race', async () => {
    const id = await talk.propose();
    const open = await findQuote(talk.turn(), id);
    const facts = { openQuotes: [open!] };
    const [yes, no] = await Promise.all([
      talk.confirm(id, talk.turn('Yes', { facts })),
      talk.call(talk.turn('No', { facts }), 'decline_quote', { quote_id: id }),
    ]);
    expect([yes.ok, no.ok].filter(Boolean)).to.have.length(1);
    await expectWrites(yes.ok ? 1 : 0);
  });

  it('of another customer, tenant or conversation are not found', async () => {
    const id = await talk.propose();
    const elsewhere = await openKernelShop(talk.world.database);
    for (const stranger of [
      { customerId: talk.shop.other },
      { tenant: elsewhere.tenant },
      { conversationId: newId('conv') },
    ]) {
      for (const tool of ['confirm_quote', 'decline_quote']) {
        const turn = talk.turn(tool === 'confirm_quote' ? 'Yes' : 'No', stranger);
        expect(await talk.call(turn, tool, { quote_id: id })).to.deep.equal({
          ok: false,
          code: 'quote_not_found',
          message: `There is no quote "${id}" in this conversation.`,
        });
      }
    }
    expect((await findQuote(talk.turn(), id))?.state).to.equal('open');
    await expectWrites(0);
  });

  describe('when the connection to the database breaks', () => {
    const fault = (kind: 'drop-after' | 'drop-before' | '503', sqlContains: string, times = 1): void =>
      talk.world.rdsData.faults.add({ kind, times, sqlContains, ms: 0 });
    afterEach(() => talk.world.rdsData.faults.reset());

    it('are reported as done once when only the answer was lost', async () => {
      const id = await talk.propose();
      fault('drop-after', 'claim as');
      expect(await talk.confirm(id)).to.deep.equal({ ok: true, data: DONE });
      await expectWrites(1);
    });

    for (const kind of ['503', 'drop-before'] as const) {
      it(`are done after ${kind}, once`, async () => {
        const id = await talk.propose();
        fault(kind, 'claim as');
        expect(await talk.confirm(id)).to.deep.equal({ ok: true, data: DONE });
        await expectWrites(1);
      });
    }

    it('are not claimed to be done or undone when nobody can know, and can be confirmed later', async () => {
      const id = await talk.propose();
      fault('503', 'claim as', 3);
      expect(code(await talk.confirm(id))).to.equal('outcome_unknown');
      expect(code(await talk.confirm(id))).to.equal('ok');
      await expectWrites(1);
    });

    it('are proposed once when the answer to the proposal was lost', async () => {
      fault('drop-after', 'insert into quotes');
      const id = await talk.propose();
      const open = await talk.world.database.query(
        row({ id: column.text(), state: column.text() }),
        sql`select id, state from quotes where tenant_id = ${talk.shop.tenant}`,
      );
      expect(open).to.deep.equal([{ id, state: 'open' }]);
    });
  });

  describe('a write of a service', () => {
    it('happens once for one key, at the same time too', async () => {
      const write = () => writeOnce(talk.tool, { subscribe: true }, 'key-1', talk.turn());
      const results = await Promise.all([write(), write(), write(), write()]);
      for (const result of [...results, await write()]) expect(result.ok && result.data).to.deep.equal(DONE);
      await expectWrites(1);
    });

    it('is refused when the key was used for another input', async () => {
      await writeOnce(talk.tool, { subscribe: true }, 'key-1', talk.turn());
      expect(code(await writeOnce(talk.tool, { subscribe: false }, 'key-1', talk.turn()))).to.equal(
        'idempotency_mismatch',
      );
      await expectWrites(1);
    });

    it('keeps the keys of customers apart', async () => {
      for (const customerId of ['ann', 'bob'])
        expect(code(await writeOnce(talk.tool, { subscribe: true }, 'key-1', talk.turn('', { customerId })))).to.equal(
          'ok',
        );
    });

    it('is done once when only the answer was lost', async () => {
      talk.world.rdsData.faults.add({ kind: 'drop-after', times: 1, sqlContains: 'claim as', ms: 0 });
      expect(await writeOnce(talk.tool, { subscribe: true }, 'key-2', talk.turn())).to.deep.equal({
        ok: true,
        data: DONE,
      });
      await expectWrites(1);
    });

    it('passes on what the policy refuses', async () => {
      expect(code(await writeOnce(talk.tool, { subscribe: false }, 'key-3', talk.turn()))).to.equal('already_so');
    });

    it('plans again when the row changed, and gives up truthfully when it keeps changing', async () => {
      talk.hooks.meanwhile = async () => {
        await talk.world.database.execute(
          sql`update customers set age = age + 1 where tenant_id = ${talk.shop.tenant} and id = 'ann'`,
        );
      };
      expect(code(await writeOnce(talk.tool, { subscribe: true }, 'key-4', talk.turn()))).to.equal('stale');
      expect(await talk.state()).to.include({ newsletter: false, age: 2 });
    });
  });

  it('need an owner: no agent without write tools, no visitor', async () => {
    const planned = await talk.tool.plan({ subscribe: true } as never, talk.turn());
    if (!planned.ok) throw new Error(planned.message);
    const { plan } = planned;
    for (const context of [
      { ...talk.turn(), agent: 'supervisor' as const },
      { ...talk.turn(), customerId: null },
    ]) {
      expect(
        await proposeQuote('set_newsletter', {}, plan, 1, context).then(
          () => 'proposed',
          () => 'refused',
        ),
      ).to.equal('refused');
    }
  });
});

/** Scenario: one customer has the same conversation open in two browsers. */
import { expect } from 'chai';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { customerState } from '@deskfleet/local/testing/kernel-shop.ts';
import { untilWaiting } from '@deskfleet/local/testing/waiting.ts';
import { gate, startTestFleet, type CustomerFace, type TestFleet } from '../support.ts';
import { startRulebookFleet, storedTurns, type RulebookFleet } from './support.ts';

const FIRST = 'Do you have speakers under 100 dollars?';
const SECOND = 'What is my loyalty tier?';

interface Shown {
  readonly messages: readonly { readonly role: string; readonly text: string }[];
}

/** What a browser shows when it opens the conversation. */
async function open(face: CustomerFace, id: string, as?: string): Promise<Shown & { readonly status: number }> {
  const response = await face.agents.fetch('supervisor', `/supervisor/conversations/${id}`, {
    token: await face.token(as),
  });
  return { status: response.status, ...((await response.json()) as Shown) };
}

interface Models {
  /** Ready for one more question with this answer. */
  prepare(message: string, answer: string): void;
  /** Holds the answers of the specialist that sells, until the promise is settled. */
  hold(wait: Promise<unknown>): void;
}

function scenarios(
  face: () => CustomerFace,
  models: Models,
  told: { readonly first: RegExp; readonly second: RegExp },
): void {
  it('both may write at the same time: each gets the answer to its own message, both see the same thread', async () => {
    models.prepare('Hello', 'Hello!');
    const id = (await face().ask('Hello')).conversation_id;
    const waits = gate();
    models.hold(waits.opened);
    models.prepare(FIRST, 'The SonicWave.');
    let streamed = '';
    let second: ReturnType<CustomerFace['ask']> | undefined;
    for await (const part of face().parts(FIRST, { conversation: id })) {
      if (part.type === 'text-delta') streamed += String(part['delta']);
      // The first browser sees that somebody is at work; now the second one sends.
      if (part.type !== 'data-agent' || second !== undefined) continue;
      models.prepare(SECOND, 'Your loyalty tier is gold.');
      second = face().ask(SECOND, { conversation: id });
      await untilWaiting(face(), 1);
      waits.open();
    }
    const answered = await second!;
    expect(streamed).to.match(told.first).and.not.match(told.second);
    expect(answered.reply).to.match(told.second).and.not.match(told.first);
    const [one, other] = await Promise.all([open(face(), id), open(face(), id)]);
    expect(one).to.deep.equal(other);
    expect(one.messages.slice(2).map(({ role, text }) => [role, text])).to.deep.equal([
      ['user', FIRST],
      ['assistant', streamed],
      ['user', SECOND],
      ['assistant', answered.reply],
    ]);
    expect((await storedTurns(face(), id)).map(({ state }) => state)).to.deep.equal(['done', 'done', 'done']);
  });

  it('somebody else who has the id sees and says nothing', async () => {
    models.prepare('Hello', 'Hello!');
    const id = (await face().ask('Hello')).conversation_id;
    expect((await open(face(), id, face().shop.other)).status).to.equal(404);
    expect((await face().send('Hello', { conversation: id, as: face().shop.other })).status).to.equal(404);
  });
}

describe('two browsers on one conversation', () => {
  describe('scripted model', () => {
    let fleet: TestFleet;
    let held: Promise<unknown> | undefined;
    before(async () => {
      fleet = await startTestFleet({ foreseeing: true, settings: { WAITING_POLL_MS: 5 } });
    });
    after(() => fleet.agents.close());

    scenarios(
      () => fleet,
      {
        prepare: (message, text) => {
          if (message === FIRST) fleet.models['product-recommendation'].push({ text, ...(held ? { hold: held } : {}) });
          else if (message === SECOND) fleet.models.personalization.push({ text });
          else fleet.model.push({ text });
        },
        hold: (wait) => {
          held = wait;
        },
      },
      { first: /^The SonicWave\.$/u, second: /^Your loyalty tier is gold\.$/u },
    );

    it('a yes from both is done once', async () => {
      const propose = { calls: [{ name: 'set_newsletter', input: { subscribe: true } }] };
      fleet.models.personalization.push(propose, { text: 'Shall I?' });
      const asked = await fleet.ask('Subscribe me to the newsletter');
      const confirm = { calls: [{ name: 'confirm_quote', input: { quote_id: asked.quotes[0]!.id } }] };
      fleet.models.personalization.push(confirm, { text: 'Done.' });
      fleet.model.push({ text: 'That is done already.' });
      const where = { conversation: asked.conversation_id };
      const both = await Promise.all([fleet.ask('yes', where), fleet.ask('yes', where)]);
      const confirmed = both.flatMap(({ quotes }) => quotes).filter(({ state }) => state === 'confirmed');
      expect(new Set(confirmed.map(({ id }) => id))).to.deep.equal(new Set([asked.quotes[0]!.id]));
      // `age` counts the writes of this shop.
      expect(await customerState(fleet.world.database, fleet.shop.tenant, fleet.shop.customer)).to.deep.include({
        newsletter: true,
        age: 1,
      });
    });
  });

  describe('rulebook', () => {
    let fleet: RulebookFleet;
    before(async () => {
      fleet = await startRulebookFleet('cust111');
    });
    after(() => fleet.agents.close());

    scenarios(
      () => fleet,
      {
        prepare: () => undefined,
        hold: (wait) => {
          fleet.models['product-recommendation'].before = () => wait;
        },
      },
      { first: /SonicWave/u, second: /loyalty tier is/u },
    );

    it('a yes from both is done once', async () => {
      // Their one order is pending; nobody else's test cancels it.
      const as = 'cust238';
      const asked = await fleet.ask('Please cancel my order, I no longer need it', { as });
      const where = { conversation: asked.conversation_id, as };
      expect(asked.quotes.map(({ state }) => state)).to.deep.equal(['open']);
      const both = await Promise.all([fleet.ask('yes', where), fleet.ask('yes', where)]);
      expect(both.flatMap(({ quotes }) => quotes.map(({ id, state }) => [id, state]))).to.deep.equal([
        [asked.quotes[0]!.id, 'confirmed'],
      ]);
      const orders = await fleet.world.database.query(
        row({ status: column.text() }),
        sql`select status from orders where tenant_id = ${fleet.shop.tenant} and customer_id = ${as}`,
      );
      expect(orders).to.deep.equal([{ status: 'cancelled' }]);
    });
  });
});

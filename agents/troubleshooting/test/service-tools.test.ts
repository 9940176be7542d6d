/** Guides, recalls, appointments, repairs and tickets through the executor, over the demo shop. */
import { expect } from 'chai';
import fc from 'fast-check';
import { callTool, sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import type { GuideAction } from '../src/policy/guide-walk.ts';
import { contextOf, Customer } from './support.ts';

interface Called {
  readonly data: JsonObject;
  readonly error: string | undefined;
  readonly message: string;
  readonly calls: number;
  readonly cited: readonly string[];
}

interface Where {
  readonly customer?: string | null;
  readonly tenant?: string;
  readonly conversation?: string;
  readonly turn?: string;
}

async function call(
  tool: string,
  input: JsonObject,
  { customer = null, tenant = 'acme', conversation, turn }: Where = {},
): Promise<Called> {
  const context = await contextOf(customer, {
    tenant,
    ...(conversation === undefined ? {} : { conversationId: conversation }),
    ...(turn === undefined ? {} : { turnId: turn }),
  });
  const result = await callTool(context, agent, tool, input);
  return {
    data: result.ok ? result.data : {},
    error: result.ok ? undefined : result.code,
    message: result.ok ? '' : result.message,
    calls: context.record.dataApiCalls,
    cited: context.record.citations.map(({ id }) => id),
  };
}

async function rowsOf(query: Sql): Promise<readonly JsonObject[]> {
  const { database } = await sharedWorld();
  const { found } = await database.one(
    row({ found: column.json<readonly JsonObject[]>() }),
    sql`select coalesce(jsonb_agg(to_jsonb(q)), '[]') as found from (${query}) q`,
  );
  return found;
}

let conversations = 0;
async function newConversation(customer: string | null = null): Promise<string> {
  const { database } = await sharedWorld();
  conversations += 1;
  const id = `conv-trouble-${conversations}`;
  await database.execute(
    customer === null
      ? sql`insert into conversations (tenant_id, id) values ('acme', ${id})`
      : sql`insert into conversations (tenant_id, id, customer_id) values ('acme', ${id}, ${customer})`,
  );
  return id;
}

const object = (value: unknown): JsonObject => (value ?? {}) as JsonObject;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const objects = (value: unknown): readonly JsonObject[] => (value ?? []) as JsonObject[];

describe('get_guide', () => {
  before(async function () {
    // The first test of a run makes the world.
    this.timeout(60_000);
    await sharedWorld();
  });

  let turns = 0;
  const walk = (conversation: string, input: JsonObject, customer: string | null = null): Promise<Called> => {
    turns += 1;
    return call('get_guide', input, { conversation, customer, turn: `turn-guide-${turns}` });
  };

  it('walks a visitor through a guide in order, one call a step, each step cited', async () => {
    const conversation = await newConversation();
    const first = await walk(conversation, { query: 'my ZenSound headphones do not connect' });
    expect(first.data).to.deep.include({ state: 'walking', offers: ['next_step'] });
    expect(first.data['guide']).to.deep.include({ product: 'ZenSound Headphones', steps: 5 });
    expect(first.calls).to.equal(1);
    const seen = [first];
    for (let step = 2; step <= 5; step += 1) seen.push(await walk(conversation, { action: 'next' }));
    expect(seen.map(({ data }) => object(data['step'])['no'])).to.deep.equal([1, 2, 3, 4, 5]);
    expect(seen.map(({ cited }) => cited)).to.deep.equal([['kb156'], ['kb157'], ['kb158'], ['kb159'], ['kb160']]);
    expect(seen.every(({ calls }) => calls === 1)).to.equal(true);
    expect(object(seen.at(-1)?.data['step'])['last']).to.equal(true);
    const end = await walk(conversation, { action: 'not_helped' });
    expect(end.data).to.deep.include({ state: 'exhausted', offers: [] });
    expect(end.data).not.to.have.property('step');
  });

  it('offers a repair or a ticket at the end to a signed-in customer', async () => {
    const conversation = await newConversation('cust009');
    await walk(conversation, { query: 'speaker has no sound' }, 'cust009');
    for (let step = 0; step < 3; step += 1) await walk(conversation, { action: 'next' }, 'cust009');
    const { data } = await walk(conversation, { action: 'not_helped' }, 'cust009');
    expect(data).to.deep.include({ state: 'exhausted', offers: ['book_repair', 'open_ticket'] });
  });

  it('moves once in a turn, however often its call is repeated', async () => {
    const conversation = await newConversation();
    await walk(conversation, { query: 'my ZenSound headphones do not connect' });
    for (let time = 0; time < 3; time += 1) {
      const { data } = await call('get_guide', { action: 'next' }, { conversation, turn: 'the-same-turn' });
      expect(object(data['step'])['no']).to.equal(2);
    }
  });

  it('keeps the place of each conversation apart, and nobody else moves it', async () => {
    const [mine, other] = [await newConversation('cust003'), await newConversation('cust009')];
    await walk(mine, { query: 'my ZenSound headphones do not connect' }, 'cust003');
    await walk(other, { query: 'ThunderBolt has no sound' }, 'cust009');
    await walk(mine, { action: 'next' }, 'cust003');
    expect(object((await walk(other, { action: 'repeat' }, 'cust009')).data['step'])['no']).to.equal(1);
    expect((await walk(mine, { action: 'next' }, 'cust009')).error).to.equal('no_guide_open');
    expect((await walk(mine, { action: 'next' })).error).to.equal('no_guide_open');
    expect(object((await walk(mine, { action: 'repeat' }, 'cust003')).data['step'])['no']).to.equal(2);
  });

  it('goes with its conversation', async () => {
    const conversation = await newConversation();
    await walk(conversation, { query: 'my ZenSound headphones do not connect' });
    const { database } = await sharedWorld();
    await database.execute(sql`delete from conversations where tenant_id = 'acme' and id = ${conversation}`);
    expect(await rowsOf(sql`select 1 from guide_places where conversation_id = ${conversation}`)).to.deep.equal([]);
  });

  it('asks which product when guides of several fit, prefers what is owned, and says when there is none', async () => {
    const several = await call('get_guide', { query: 'my headphones do not connect' });
    expect(objects(several.data['choices']).map(({ product }) => product)).to.deep.equal([
      'SoundSphere Pro Headphones',
      'ZenSound Headphones',
    ]);
    const own = await call('get_guide', { query: 'my headphones do not connect' }, { customer: 'cust003' });
    expect(object(own.data['guide'])['product']).to.equal('ZenSound Headphones');
    const none = await call('get_guide', { query: 'my toaster will not turn on' });
    expect(none.data['choices']).to.deep.equal([]);
    expect((await call('get_guide', { action: 'next' })).error).to.equal('no_guide_open');
    expect((await call('get_guide', {})).error).to.equal('nothing_to_search');
  });

  it('stops at a recall, also one that is made while the guide is walked, and at danger', async () => {
    expect(
      object((await call('get_guide', { query: 'power bank does not charge' })).data['safety_stop'])['kind'],
    ).to.equal('recall');
    expect(
      object((await call('get_guide', { query: 'ZenSound headphones smell of burning plastic' })).data['safety_stop'])[
        'kind'
      ],
    ).to.equal('hazard');
    const { database } = await sharedWorld();
    const conversation = await newConversation();
    await walk(conversation, { query: 'stylus of my Infinity Ultra is not recognized' });
    await database.execute(sql`insert into recalls (tenant_id, id, product_id, title, hazard, script, issued_on)
      values ('acme', 'rc-test', 'p014', 'Stylus', 'Its tip may break.', 'Do not use the stylus.', '2026-11-16')`);
    try {
      const { data } = await walk(conversation, { action: 'next' });
      expect(object(objects(object(data['safety_stop'])['recalls'])[0])['script']).to.equal('Do not use the stylus.');
      expect(data).not.to.have.property('step');
    } finally {
      await database.execute(sql`delete from recalls where tenant_id = 'acme' and id = 'rc-test'`);
    }
  });

  it('is, for any sequence of actions, where a person with a finger on the page would be', async function () {
    this.timeout(30_000);
    const conversation = await newConversation();
    const steps = 3;
    const actions = fc.array(
      fc.constantFrom<GuideAction>('next', 'not_helped', 'back', 'repeat', 'restart', 'solved', 'stop'),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(actions, async (sequence) => {
        await walk(conversation, { query: 'UltraBook Pro gets too warm' });
        let at = 1;
        let open = true;
        let over = false;
        for (const action of sequence) {
          const { data, error } = await walk(conversation, { action });
          const forward = action === 'next' || action === 'not_helped';
          if (!open && (forward || action === 'solved' || action === 'stop')) {
            expect(error, action).to.equal('no_guide_open');
            continue;
          }
          if (forward) over = at === steps;
          if (forward && !over) at += 1;
          if (action === 'back' && !over) at = Math.max(1, at - 1);
          if (action === 'restart') at = 1;
          if (!forward) over = false;
          open = action !== 'solved' && action !== 'stop';
          expect(error, action).to.equal(undefined);
          expect(data['state'], action).to.equal(
            action === 'solved' ? 'solved' : action === 'stop' ? 'stopped' : over ? 'exhausted' : 'walking',
          );
          if (open && !over) expect(object(data['step'])['no'], action).to.equal(at);
        }
      }),
      { numRuns: 12 },
    );
  });
});

describe('check_recall', () => {
  it('finds the recall of a product by name, kind, order, or among all purchases', async () => {
    for (const [input, customer] of [
      [{ product: 'VoltEdge Power Bank' }, null],
      [{ product: 'power bank' }, 'cust003'],
      [{ order_id: '#14116' }, 'cust116'],
      [{}, 'cust116'],
    ] as const) {
      const { data, calls, cited } = await call('check_recall', { ...input }, { customer });
      const [recall] = objects(object(data['safety_stop'])['recalls']);
      expect(recall, JSON.stringify(input)).to.include({ product: 'VoltEdge Power Bank', recall_id: 'rc001' });
      expect(recall?.['script']).to.match(/^Stop using and charging it at once/u);
      expect(calls).to.equal(1);
      expect(cited).to.deep.equal(['kb135', 'kb136']);
    }
  });

  it('lets a unit with another serial number go on, and says what else is recalled', async () => {
    const { data } = await call(
      'check_recall',
      { product: 'power bank', serial_number: 'VE26F-12' },
      { customer: 'cust116' },
    );
    expect(data['not_affected']).to.deep.equal(['VoltEdge Power Bank']);
    expect(data).not.to.have.property('safety_stop');
    const others = await call('check_recall', {}, { customer: 'cust003' });
    expect(others.data).not.to.have.property('safety_stop');
    expect(objects(others.data['other_recalls'])).to.have.length(1);
    expect((await call('check_recall', { product: 'ZenSound' })).data).to.deep.include({
      products: ['ZenSound Headphones'],
      other_recalls: [],
    });
  });

  it("knows nobody else's order and no other shop's recall", async () => {
    expect((await call('check_recall', { order_id: 'o14116' }, { customer: 'cust003' })).error).to.equal(
      'order_not_found',
    );
    expect((await call('check_recall', { order_id: 'o14116' })).error).to.equal('sign_in_required');
    expect((await call('check_recall', {}, { customer: 'cust116', tenant: 'globex' })).data).not.to.have.property(
      'safety_stop',
    );
  });
});

describe('list_service_slots', () => {
  it("lists free appointments in the future at the customer's own address, soonest first, page by page", async () => {
    const first = await call('list_service_slots', { limit: 3 }, { customer: 'cust108' });
    const slots = objects(first.data['slots']);
    expect(slots).to.have.length(3);
    expect(first.calls).to.equal(1);
    const next = await call('list_service_slots', { limit: 3, offset: 3 }, { customer: 'cust108' });
    const times = [...slots, ...objects(next.data['slots'])].map(({ starts_at }) => text(starts_at));
    expect(times).to.deep.equal(times.toSorted());
    expect(times.every((time) => time > '2026-11-16 05:00')).to.equal(true);
    expect(first.data['next_offset']).to.equal(3);
    expect(JSON.stringify([slots, next.data])).not.to.include('s10032');
  });

  it('finds technicians by postal code and remote sessions for everybody', async () => {
    const { data } = await call('list_service_slots', { kind: 'on_site', postal_code: '10001', limit: 20 });
    expect(objects(data['slots']).length).to.be.greaterThan(5);
    const ids = objects(data['slots']).map(({ slot_id }) => text(slot_id));
    const areas = await rowsOf(
      sql`select distinct area from service_slots where tenant_id = 'acme' and id = any(string_to_array(${ids.join(',')}, ','))`,
    );
    expect(areas).to.deep.equal([{ area: '100' }]);
    const nowhere = await call('list_service_slots', { kind: 'on_site', postal_code: '99999' });
    expect(nowhere.data).to.deep.include({ slots: [], on_site_served: false });
    expect((await call('list_service_slots', { kind: 'on_site' })).error).to.equal('postal_code_missing');
    expect(
      objects((await call('list_service_slots', {})).data['slots']).every(({ kind }) => kind === 'remote'),
    ).to.equal(true);
    const later = await call('list_service_slots', { kind: 'remote', from_day: '2026-11-25', limit: 1 });
    expect(objects(later.data['slots'])[0]?.['starts_at']).to.match(/^2026-11-25/u);
  });

  it('refuses bad input with what would be right', async () => {
    expect((await call('list_service_slots', { from_day: 'tomorrow' })).message).to.equal('from_day: Use YYYY-MM-DD.');
    expect((await call('list_service_slots', { limit: 50 })).message).to.match(/At most 20/u);
  });
});

describe('book_repair and cancel_repair', () => {
  /** Deliveries of customers that other tests leave alone: one under warranty, one after it. */
  async function ownLine(customer: string, order: string, product: string, days: number): Promise<void> {
    const { database } = await sharedWorld();
    await database.execute(sql`insert into customers (tenant_id, id, first_name, last_name, email, phone, loyalty_tier)
      values ('acme', ${customer}, 'Repair', ${customer}, ${`${customer}@example.com`}, null, 'bronze') on conflict do nothing`);
    await database.execute(sql`insert into orders (tenant_id, id, customer_id, status, placed_at, delivered_at, total_cents)
      values ('acme', ${order}, ${customer}, 'delivered', '2025-10-01', '2025-10-05', 9000)`);
    await database.execute(sql`insert into order_lines (tenant_id, order_id, line_no, product_id, variant_id, name, quantity, unit_price_cents)
      select 'acme', ${order}, 1, p.id, (select min(id) from variants v where v.tenant_id = 'acme' and v.product_id = p.id), p.name, 1, 9000 from products p where p.tenant_id = 'acme' and p.id = ${product}`);
    await database.execute(sql`insert into warranties (tenant_id, order_id, line_no, product_id, starts_on, ends_on, coverage)
      values ('acme', ${order}, 1, ${product}, '2025-10-05', '2025-10-05'::date + ${days}::int, 'Defects.')`);
  }

  before(async () => {
    await ownLine('trouble-1', 'o88001', 'p006', 730);
    await ownLine('trouble-1', 'o88002', 'p011', 365);
    await ownLine('trouble-2', 'o88003', 'p006', 365);
    await ownLine('trouble-3', 'o88004', 'p006', 730);
    await ownLine('trouble-4', 'o88005', 'p034', 730);
    await ownLine('trouble-5', 'o88006', 'p006', 730);
    await ownLine('trouble-6', 'o88007', 'p006', 730);
  });

  const repair = (input: JsonObject, customer: string) =>
    call('book_repair', { problem: 'It crackles at half volume.', ...input }, { customer });

  it('costs nothing under warranty and the fixed price after it, and changes nothing before the yes', async () => {
    const [remote] = await rowsOf(
      sql`select id from service_slots where tenant_id = 'acme' and kind = 'remote' and state = 'free' and starts_at > '2026-11-24' order by starts_at limit 1`,
    );
    const slot_id = text(remote?.['id']);
    const inside = await repair({ order_id: 'o88001', slot_id }, 'trouble-1');
    expect(inside.data['summary']).to.match(
      /^Book a repair of the ThunderBolt Speaker \(order o88001\) for \w+day, November 2\d, 2026, \d\d:\d\d, a remote session, free of charge/u,
    );
    expect(object(inside.data['terms'])).to.deep.include({ under_warranty: true, price: { cents: 0, text: '$0.00' } });
    expect(inside.calls).to.equal(2);
    const after = await repair({ product: 'ThunderBolt', slot_id }, 'trouble-2');
    expect(object(after.data['terms'])).to.deep.include({
      under_warranty: false,
      price: { cents: 1_900, text: '$19.00' },
    });
    expect(after.data['summary']).to.match(/fixed price of \$19\.00, as its warranty has ended/u);
    expect(
      await rowsOf(sql`select state from service_slots where tenant_id = 'acme' and id = ${slot_id}`),
    ).to.deep.equal([{ state: 'free' }]);
    expect(
      await rowsOf(sql`select 1 from repair_bookings where tenant_id = 'acme' and customer_id like 'trouble-%'`),
    ).to.deep.equal([]);
  });

  it('asks which purchase is meant, and finds it by name', async () => {
    const which = await repair({ slot_id: 's10001' }, 'trouble-1');
    expect(which.error).to.equal('which_purchase');
    expect(which.message).to.include('- ThunderBolt Speaker (order o88001)').and.include('- Nova 5G (order o88002)');
    expect((await repair({ slot_id: 's10001', product: 'speaker' }, 'trouble-1')).data['summary']).to.match(
      /ThunderBolt/u,
    );
    expect((await repair({ slot_id: 's10001', product: 'lamp' }, 'trouble-1')).error).to.equal('purchase_not_found');
    expect((await repair({ slot_id: 's10001', order_id: 'o88003' }, 'trouble-1')).error).to.equal('order_not_found');
  });

  it('refuses what is dangerous, recalled, not delivered, or at a time that is not free', async () => {
    expect(
      (
        await call(
          'book_repair',
          { order_id: 'o88001', slot_id: 's10001', problem: 'it is smoking' },
          { customer: 'trouble-1' },
        )
      ).error,
    ).to.equal('safety_stop');
    const recalled = await repair({ order_id: 'o88005', slot_id: 's10001' }, 'trouble-4');
    expect(recalled.message).to.match(/^There is a safety recall for the VoltEdge Power Bank\. Stop using/u);
    expect((await repair({ order_id: 'o12345', slot_id: 's10001' }, 'cust001')).error).to.equal('not_delivered');
    for (const slot_id of ['s10032', 's99999'])
      expect((await repair({ order_id: 'o88001', slot_id }, 'trouble-1')).error).to.equal('slot_not_free');
    expect(
      (await call('book_repair', { slot_id: 's10001', problem: 'x' }, { customer: 'trouble-1' })).message,
    ).to.match(/Say in a few words what is wrong/u);
    expect((await call('book_repair', { slot_id: 's10001', problem: 'broken' })).error).to.equal('sign_in_required');
  });

  it('is booked by a yes, shown, cancelled by a yes, and its time is free again', async () => {
    const talking = new Customer('trouble-3');
    const list = await talking.says('My speaker crackles. Can someone repair it in a remote session?');
    expect(list.reply).to.match(/^Free appointments \(1 to 5 of \d+\), time zone America\/New_York:\n- s1\d{4}: /u);
    const proposed = await talking.says('the last one');
    expect(proposed.reply).to.match(
      /^Book a repair of the ThunderBolt Speaker \(order o88004\)[^]*free of charge[^]*Shall I go ahead/u,
    );
    const done = await talking.says('yes please');
    const id = /\br[2-9bcdfghjkmnpqrstvwxz]{8}\b/u.exec(done.reply)?.[0] ?? '';
    expect(done.reply).to.match(/^The repair of the ThunderBolt Speaker is booked for/u);
    const [booked] = await rowsOf(
      sql`select b.state, b.problem, b.under_warranty, s.state as slot, s.id as slot_id from repair_bookings b join service_slots s on s.tenant_id = b.tenant_id and s.id = b.slot_id where b.id = ${id}`,
    );
    expect(booked).to.deep.include({
      state: 'booked',
      slot: 'booked',
      under_warranty: true,
      problem: 'My speaker crackles',
    });
    expect((await repair({ order_id: 'o88004', slot_id: 's10003' }, 'trouble-3')).error).to.equal('already_booked');
    expect((await talking.says('when is my repair?')).reply)
      .to.include(id)
      .and.include('free under warranty');
    expect((await call('cancel_repair', { repair_id: id }, { customer: 'trouble-1' })).error).to.equal(
      'repair_not_found',
    );
    expect((await talking.says('please cancel my repair')).reply).to.match(
      new RegExp(`^Cancel the repair ${id} of the ThunderBolt Speaker`, 'u'),
    );
    expect((await talking.says('yes')).reply).to.match(/is cancelled\. Nothing is owed\.$/u);
    expect(
      await rowsOf(
        sql`select b.state, s.state as slot from repair_bookings b join service_slots s on s.tenant_id = b.tenant_id and s.id = b.slot_id where b.id = ${id}`,
      ),
    ).to.deep.equal([{ state: 'cancelled', slot: 'free' }]);
    expect((await call('cancel_repair', {}, { customer: 'trouble-3' })).message).to.equal(
      'You have no repair that is booked.',
    );
  });

  it('gives one appointment to one of many who say yes at the same time', async () => {
    const slot_id = 's10018';
    const rivals = await Promise.all(
      ['trouble-5', 'trouble-6', 'trouble-1'].map(async (id) => {
        const rival = new Customer(id);
        await rival.says(`book ${slot_id} for my ThunderBolt, it crackles`);
        return rival;
      }),
    );
    const replies = await Promise.all(rivals.map((rival) => rival.says('yes')));
    expect(
      replies.filter(({ reply }) => reply.includes('is booked for')),
      replies.map(({ reply }) => reply).join('\n'),
    ).to.have.length(1);
    expect(
      await rowsOf(
        sql`select 1 from repair_bookings where tenant_id = 'acme' and slot_id = ${slot_id} and state = 'booked'`,
      ),
    ).to.have.length(1);
    const losers = replies.filter(({ reply }) => !reply.includes('is booked for'));
    for (const { reply } of losers) expect(reply).to.match(/not free|Nothing was done/u);
  });
});

describe('open_ticket and list_tickets', () => {
  it('opens a ticket by a yes, with its number, product and order', async () => {
    const talking = new Customer('cust230');
    const proposed = await talking.says('Please open a ticket: the hinge of my laptop is loose and the lid falls down');
    expect(proposed.reply).to.match(/^Open a ticket with our service team: “the hinge of my laptop is loose and/iu);
    expect((await talking.says('yes')).reply).to.match(/^Your ticket t[2-9b-z]{8} is open/u);
    const [ticket] = await rowsOf(
      sql`select subject, description, state from service_tickets where tenant_id = 'acme' and customer_id = 'cust230'`,
    );
    expect(ticket).to.deep.equal({
      subject: 'The hinge of my laptop is loose and',
      description: 'The hinge of my laptop is loose and the lid falls down',
      state: 'open',
    });
    expect((await talking.says('show my tickets')).reply).to.match(/^Your tickets:\n- t\w{8}: “The hinge/u);
  });

  it('names what it is about only where that is certain and the customer’s own', async () => {
    const input = { subject: 'Speaker silent', description: 'It makes no sound at all.' };
    const own = await call(
      'open_ticket',
      { ...input, product: 'speaker', order_id: 'o14108' },
      { customer: 'cust108' },
    );
    expect(object(own.data['terms'])).to.deep.include({ product: 'ThunderBolt Speaker', order_id: 'o14108' });
    expect(own.calls).to.equal(2);
    const vague = await call('open_ticket', { ...input, product: 'speaker' }, { customer: 'cust114' });
    expect(object(vague.data['terms'])).to.include({ product: null });
    expect((await call('open_ticket', { ...input, order_id: 'o14108' }, { customer: 'cust114' })).error).to.equal(
      'order_not_found',
    );
    expect((await call('open_ticket', input)).error).to.equal('sign_in_required');
    expect((await call('open_ticket', { subject: 'x', description: 'y' }, { customer: 'cust114' })).message).to.match(
      /Say in a few words[^]*Describe what happens/u,
    );
  });

  it('lists the tickets and repairs of the customer alone', async () => {
    const mine = await call('list_tickets', {}, { customer: 'cust101' });
    expect(objects(mine.data['tickets'])[0]).to.include({
      ticket_id: 't4k7m2q9x',
      state: 'answered',
      order_id: 'o14101',
    });
    expect(objects(mine.data['repairs'])[0]).to.deep.include({
      repair_id: 'r4k7m2q9x',
      state: 'booked',
      price: { cents: 0, text: '$0.00' },
    });
    expect(mine.calls).to.equal(1);
    expect(
      (await call('list_tickets', { ticket_id: 'T4K7M2Q9X' }, { customer: 'cust101' })).data['ticket_count'],
    ).to.equal(1);
    expect((await call('list_tickets', { ticket_id: 't4k7m2q9x' }, { customer: 'cust003' })).error).to.equal(
      'ticket_not_found',
    );
    expect((await call('list_tickets', {}, { customer: 'cust003' })).data).to.include({
      ticket_count: 0,
      repair_count: 0,
    });
  });
});

describe('every tool of the troubleshooting agent', () => {
  // hand_back is the kernel's own and tested there.
  for (const tool of agent.tools.filter(({ kind, name }) => kind !== 'decision' && name !== 'hand_back'))
    it(`${tool.name} has a sample that works`, async () => {
      const sample = tool.sample ?? { customer: null, input: {} };
      expect(tool.sample, 'a sample').not.to.equal(undefined);
      const { error, calls, message } = await call(tool.name, sample.input, { customer: sample.customer });
      expect(error, message).to.equal(undefined);
      expect(calls).to.equal(tool.kind === 'write' ? 2 : 1);
    });
});

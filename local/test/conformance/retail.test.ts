import { expect } from 'chai';
import { calculate } from '../../src/conformance/calculator.ts';
import { startRetailSession, type RetailSession } from '../../src/conformance/retail-session.ts';
import { MIGRATIONS } from '../../src/testing/harness.ts';
import { SMALL_WORLD } from './small-world.ts';

type Args = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, unknown>>;

const [PENDING, DELIVERED, BY_GIFT] = ['#W1000001', '#W1000002', '#W1000003'];
const USER = 'ida_moss_1001';
const [PAYPAL, GIFT, CARD, FOREIGN] = ['paypal_1000001', 'gift_card_1000001', 'credit_card_1000001', 'paypal_1000002'];
const [BLACK, WHITE, RED, SMALL, LARGE] = ['1000000001', '1000000002', '1000000003', '2000000001', '2000000002'];
const swap = (order_id: string, item_ids: string[], new_item_ids: string[], payment_method_id = PAYPAL): Args => ({
  order_id,
  item_ids,
  new_item_ids,
  payment_method_id,
});
const giveBack = (order_id: string, item_ids: string[], payment_method_id = CARD): Args => ({
  order_id,
  item_ids,
  payment_method_id,
});
const ADDRESS = { address1: '9 New St', address2: '', city: 'Bend', state: 'OR', country: 'USA', zip: '97701' };

/** Refusals: the tool, what is wrong, the arguments. */
const REFUSED: readonly (readonly [string, string, Args])[] = [
  ['cancel_pending_order', 'no such order', { order_id: '#W9999999', reason: 'no longer needed' }],
  ['cancel_pending_order', 'an id without its sign', { order_id: 'W1000001', reason: 'no longer needed' }],
  ['cancel_pending_order', 'not pending', { order_id: DELIVERED, reason: 'no longer needed' }],
  ['cancel_pending_order', 'another reason', { order_id: PENDING, reason: 'too slow' }],
  ['exchange_delivered_order_items', 'no such order', swap('#W9999999', [BLACK], [WHITE])],
  ['exchange_delivered_order_items', 'not delivered', swap(PENDING, [BLACK], [WHITE])],
  ['exchange_delivered_order_items', 'more than ordered', swap(DELIVERED, [SMALL, SMALL], [LARGE, LARGE])],
  ['exchange_delivered_order_items', 'not in the order', swap(DELIVERED, [WHITE], [BLACK])],
  ['exchange_delivered_order_items', 'lists of two lengths', swap(DELIVERED, [BLACK, SMALL], [WHITE])],
  ['exchange_delivered_order_items', 'another product', swap(DELIVERED, [BLACK], [LARGE])],
  ['exchange_delivered_order_items', 'no such variant', swap(DELIVERED, [BLACK], ['1999999999'])],
  ['exchange_delivered_order_items', 'no such method', swap(DELIVERED, [BLACK], [WHITE], 'paypal_7')],
  ['exchange_delivered_order_items', 'not available', swap(DELIVERED, [BLACK], [RED])],
  ['exchange_delivered_order_items', "somebody else's method", swap(DELIVERED, [BLACK], [WHITE], FOREIGN)],
  ['exchange_delivered_order_items', 'too little on the gift card', swap(DELIVERED, [BLACK], [WHITE], GIFT)],
  ['modify_pending_order_items', 'no such order', swap('#W9999999', [BLACK], [WHITE])],
  ['modify_pending_order_items', 'not pending', swap(DELIVERED, [BLACK], [WHITE])],
  ['modify_pending_order_items', 'not in the order', swap(PENDING, [WHITE], [BLACK])],
  ['modify_pending_order_items', 'more than ordered', swap(PENDING, [BLACK, BLACK], [WHITE, WHITE])],
  ['modify_pending_order_items', 'lists of two lengths', swap(PENDING, [BLACK], [WHITE, LARGE])],
  ['modify_pending_order_items', 'the same item', swap(PENDING, [BLACK], [BLACK])],
  ['modify_pending_order_items', 'another product', swap(PENDING, [BLACK], [SMALL])],
  ['modify_pending_order_items', 'no such variant', swap(PENDING, [BLACK], ['1999999999'])],
  ['modify_pending_order_items', "somebody else's method", swap(PENDING, [BLACK], [WHITE], FOREIGN)],
  ['modify_pending_order_items', 'not available', swap(PENDING, [BLACK], [RED])],
  ['modify_pending_order_items', 'no such method', swap(PENDING, [BLACK], [WHITE], 'paypal_7')],
  ['modify_pending_order_items', 'too little on the gift card', swap(PENDING, [BLACK], [WHITE], GIFT)],
  ['modify_pending_order_payment', 'no such order', { order_id: '#W9999999', payment_method_id: CARD }],
  ['modify_pending_order_payment', 'not pending', { order_id: DELIVERED, payment_method_id: PAYPAL }],
  ['modify_pending_order_payment', "somebody else's method", { order_id: PENDING, payment_method_id: FOREIGN }],
  ['modify_pending_order_payment', 'no such method', { order_id: PENDING, payment_method_id: 'paypal_7' }],
  ['modify_pending_order_payment', 'the same method', { order_id: PENDING, payment_method_id: PAYPAL }],
  ['modify_pending_order_payment', 'too little on the gift card', { order_id: PENDING, payment_method_id: GIFT }],
  ['modify_pending_order_address', 'no such order', { order_id: '#W9999999', ...ADDRESS }],
  ['modify_pending_order_address', 'not pending', { order_id: DELIVERED, ...ADDRESS }],
  ['modify_user_address', 'no such user', { user_id: 'nobody', ...ADDRESS }],
  ['return_delivered_order_items', 'no such order', giveBack('#W9999999', [BLACK])],
  ['return_delivered_order_items', 'not delivered', giveBack(PENDING, [BLACK])],
  ['return_delivered_order_items', "somebody else's method", giveBack(DELIVERED, [BLACK], FOREIGN)],
  ['return_delivered_order_items', 'neither original nor gift card', giveBack(DELIVERED, [BLACK], PAYPAL)],
  ['return_delivered_order_items', 'no such method', giveBack(DELIVERED, [BLACK], 'paypal_7')],
  ['return_delivered_order_items', 'not in the order', giveBack(DELIVERED, [WHITE])],
  ['return_delivered_order_items', 'more than ordered', giveBack(DELIVERED, [BLACK, BLACK])],
  ['find_user_id_by_email', "nobody's", { email: 'x@example.com' }],
  ['find_user_id_by_email', 'a blank too much', { email: ' ida.moss@example.com' }],
  ['find_user_id_by_name_zip', 'another name', { first_name: 'Ada', last_name: 'Moss', zip: '97301' }],
  ['find_user_id_by_name_zip', 'another zip', { first_name: 'Ida', last_name: 'Moss', zip: '97302' }],
  ['get_order_details', 'an id without its sign', { order_id: 'W1000001' }],
  ['get_user_details', 'nobody', { user_id: 'nobody' }],
  ['get_product_details', "an item's id", { product_id: BLACK }],
  ['get_item_details', "a product's id", { item_id: '9000000001' }],
  ['calculate', 'letters', { expression: 'two + 2' }],
  ['make_coffee', 'no tool', {}],
];

describe('the retail world behind our tools', function () {
  this.timeout(60_000);
  let session: RetailSession;
  before(async () => {
    session = await startRetailSession(SMALL_WORLD, MIGRATIONS);
  });
  after(() => session.close());
  beforeEach(() => session.reset());

  const orderRow = async (id: string): Promise<Row> =>
    ((await session.rows([id], []))['orders'] as Record<string, Row>)[id]!;
  const all = () => session.rows(Object.keys(SMALL_WORLD.orders), Object.keys(SMALL_WORLD.users));
  const balance = async (): Promise<unknown> =>
    (
      ((await session.rows([], [USER]))['users'] as Record<string, Row>)[USER]!['payment_methods'] as Record<
        string,
        Row
      >
    )[GIFT]!['balance'];
  const does = async (name: string, args: Args): Promise<void> => {
    expect(await session.call(name, args), name).to.deep.equal({ ok: true });
  };

  it('shows the rows as they were given', async () => {
    expect(await all()).to.deep.equal({ orders: SMALL_WORLD.orders, users: SMALL_WORLD.users });
  });

  for (const [tool, wrong, args] of REFUSED) {
    it(`${tool} refuses ${wrong} and changes nothing`, async () => {
      const before = await all();
      expect((await session.call(tool, args)).ok).to.equal(false);
      expect(await all()).to.deep.equal(before);
    });
  }

  it('cancels with a refund of every entry, gift cards at once', async () => {
    await does('modify_pending_order_payment', { order_id: BY_GIFT, payment_method_id: CARD });
    expect(await balance()).to.equal(20.99);
    await does('cancel_pending_order', { order_id: BY_GIFT, reason: 'ordered by mistake' });
    expect(await balance()).to.equal(40.97);
    const row = await orderRow(BY_GIFT);
    expect(row).to.deep.include({ status: 'cancelled', cancel_reason: 'ordered by mistake' });
    expect(
      (row['payment_history'] as Row[]).map((entry) => [entry['transaction_type'], entry['payment_method_id']]),
    ).to.deep.equal([
      ['payment', GIFT],
      ['payment', CARD],
      ['refund', GIFT],
      ['refund', GIFT],
      ['refund', CARD],
      ['refund', GIFT],
    ]);
  });

  it('changes items once, each line to its own new item, and settles the difference', async () => {
    await does('modify_pending_order_items', swap(PENDING, [SMALL, BLACK], [LARGE, WHITE], CARD));
    const row = await orderRow(PENDING);
    expect((row['items'] as Row[]).map((item) => [item['item_id'], item['price']])).to.deep.equal([
      [WHITE, 52.25],
      [LARGE, 12.1],
      [SMALL, 9.99],
    ]);
    expect(row['status']).to.equal('pending (item modified)');
    expect((row['payment_history'] as Row[])[1]).to.deep.equal({
      transaction_type: 'payment',
      amount: 13.86,
      payment_method_id: CARD,
    });
    expect((await session.call('modify_pending_order_items', swap(PENDING, [SMALL], [LARGE]))).ok).to.equal(false);
    expect(
      (await session.call('modify_pending_order_payment', { order_id: PENDING, payment_method_id: CARD })).ok,
    ).to.equal(false);
    await does('modify_pending_order_address', { order_id: PENDING, ...ADDRESS });
    expect((await orderRow(PENDING))['address']).to.deep.equal(ADDRESS);
  });

  it('refuses by status: what was changed, cancelled, or is to come back', async () => {
    const still = async (order_id: string, calls: readonly (readonly [string, Args])[]): Promise<void> => {
      const before = await all();
      for (const [name, args] of calls)
        expect((await session.call(name, args)).ok, `${name} ${order_id}`).to.equal(false);
      expect(await all()).to.deep.equal(before);
    };
    const cancel: readonly [string, Args] = ['cancel_pending_order', { order_id: PENDING, reason: 'no longer needed' }];
    await does('modify_pending_order_items', swap(PENDING, [BLACK], [WHITE], CARD));
    await still(PENDING, [cancel, ['modify_pending_order_items', swap(PENDING, [SMALL], [LARGE])]]);
    await session.reset();
    await does(...cancel);
    await still(PENDING, [
      cancel,
      ['modify_pending_order_items', swap(PENDING, [BLACK], [WHITE])],
      ['modify_pending_order_payment', { order_id: PENDING, payment_method_id: CARD }],
      ['modify_pending_order_address', { order_id: PENDING, ...ADDRESS }],
    ]);
    await does('return_delivered_order_items', giveBack(DELIVERED, [SMALL]));
    await still(DELIVERED, [
      ['return_delivered_order_items', giveBack(DELIVERED, [BLACK])],
      ['exchange_delivered_order_items', swap(DELIVERED, [BLACK], [WHITE])],
    ]);
    await session.reset();
    await does('exchange_delivered_order_items', swap(DELIVERED, [BLACK], [WHITE]));
    await still(DELIVERED, [
      ['return_delivered_order_items', giveBack(DELIVERED, [SMALL])],
      ['exchange_delivered_order_items', swap(DELIVERED, [SMALL], [LARGE])],
    ]);
  });

  it('gives what is left over to any own method', async () => {
    await does('modify_pending_order_items', swap(PENDING, [BLACK], [WHITE], PAYPAL));
    await session.reset();
    await does('modify_pending_order_items', swap(BY_GIFT, [SMALL], [LARGE], GIFT));
    expect(await balance()).to.equal(8.89);
  });

  it('asks for returns and exchanges without moving money or lines', async () => {
    await does('exchange_delivered_order_items', swap(DELIVERED, [SMALL, BLACK], [LARGE, WHITE], CARD));
    expect(await orderRow(DELIVERED)).to.deep.equal({
      ...SMALL_WORLD.orders[DELIVERED],
      status: 'exchange requested',
      exchange_items: [BLACK, SMALL],
      exchange_new_items: [WHITE, LARGE],
      exchange_payment_method_id: CARD,
      exchange_price_difference: 13.86,
    });
    await session.reset();
    await does('return_delivered_order_items', giveBack(DELIVERED, [SMALL, BLACK], GIFT));
    expect(await orderRow(DELIVERED)).to.deep.equal({
      ...SMALL_WORLD.orders[DELIVERED],
      status: 'return requested',
      return_items: [BLACK, SMALL],
      return_payment_method_id: GIFT,
    });
    expect((await session.call('return_delivered_order_items', giveBack(DELIVERED, [BLACK]))).ok).to.equal(false);
  });

  it('finds, reads and reckons', async () => {
    const result = async (name: string, args: Args): Promise<unknown> => {
      const answer = await session.call(name, args);
      return answer.ok ? answer.result : answer.error;
    };
    expect(await result('find_user_id_by_email', { email: 'IDA.moss@example.com' })).to.equal(USER);
    expect(await result('find_user_id_by_name_zip', { first_name: 'ida', last_name: 'MOSS', zip: '97301' })).to.equal(
      USER,
    );
    expect(await result('get_product_details', { product_id: '9000000001' })).to.deep.equal(
      SMALL_WORLD.products['9000000001'],
    );
    expect(await result('get_item_details', { item_id: RED })).to.deep.equal(
      SMALL_WORLD.products['9000000001']!.variants[RED],
    );
    expect(await result('list_all_product_types', {})).to.equal(
      '{"Reading Lamp":"9000000001","Travel Cup":"9000000002"}',
    );
    expect(await result('transfer_to_human_agents', { summary: 'x' })).to.equal('Transfer successful');
    await does('modify_user_address', { user_id: USER, ...ADDRESS });
    expect(await result('get_user_details', { user_id: USER })).to.deep.include({ address: ADDRESS });
    expect((await orderRow(PENDING))['address']).to.deep.equal(SMALL_WORLD.orders[PENDING]!.address);
  });

  it('puts back everything that was touched', async () => {
    await does('cancel_pending_order', { order_id: PENDING, reason: 'no longer needed' });
    await does('return_delivered_order_items', giveBack(DELIVERED, [BLACK]));
    await does('modify_pending_order_items', swap(BY_GIFT, [SMALL], [LARGE], GIFT));
    await does('modify_user_address', { user_id: USER, ...ADDRESS });
    await session.reset();
    expect(await all()).to.deep.equal({ orders: SMALL_WORLD.orders, users: SMALL_WORLD.users });
  });
});

describe('the calculator', () => {
  const sums: readonly (readonly [string, string])[] = [
    ['2 + 3 * 4', '14.0'],
    ['(1.1 + 2.2) * 3', '9.9'],
    ['-5 / (3 - 1)', '-2.5'],
    ['10 / 3', '3.33'],
    ['.5 - 1', '-0.5'],
  ];
  for (const [expression, result] of sums)
    it(expression, () => expect(calculate(expression)).to.deep.equal({ ok: true, result }));
  for (const wrong of ['1 / 0', '2 +', '(1', '', '1 2', 'pi'])
    it(`refuses "${wrong}"`, () => expect(calculate(wrong).ok).to.equal(false));
});

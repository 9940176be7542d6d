/** Requests made of templates and invented products, options, ids and addresses: the tool call must be right for all of them. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { doneFor, testOrder, type TestLine } from './rulebook-order.ts';

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  color: ['crimson', 'teal', 'ivory', 'dark green', 'black'],
  size: ['S', 'M', 'XL', '42', 'medium'],
  material: ['oak', 'stainless steel', 'merino wool', 'PVC'],
  capacity: ['2L', '750ml', '1.5 liters', '12 cups'],
  'frame color': ['amber', 'slate', 'pearl'],
  'screen size': ['11-inch', '6.7-inch', '13-inch'],
  storage: ['48GB', '96GB', '2TB SSD'],
  'water proof': ['yes', 'no'],
  'weight range': ['4-8 lbs', '10-20 lbs'],
  'set type': ['fixed', 'stackable'],
};
const FIRST = ['Alpine', 'Copper', 'Desk', 'Folding', 'Quiet', 'Ceramic', 'Travel', 'Solar', 'Night', 'Pocket'];
const NOUN = [
  'Kettle',
  'Backpack',
  'Binoculars',
  'Stool',
  'Radio',
  'Blender',
  'Tool Set',
  'Mirror',
  'Helmet',
  'T-Shirt',
];

const line = (place: number) =>
  fc
    .record({
      first: fc.constantFrom(...FIRST),
      options: fc
        .uniqueArray(fc.constantFrom(...Object.keys(OPTIONS)), { minLength: 1, maxLength: 4 })
        .chain((names) =>
          fc.tuple(
            ...names.map((name) => fc.constantFrom(...(OPTIONS[name] ?? [])).map((value) => [name, value] as const)),
          ),
        ),
    })
    .map(({ first, options }): TestLine => ({
      variant_id: `90000000${String(place).padStart(2, '0')}`,
      name: `${first} ${NOUN[place] ?? ''}`,
      options: Object.fromEntries(options),
      quantity: 1,
    }));

/** Three to six different products. */
const lines = fc
  .tuple(
    fc.shuffledSubarray(
      NOUN.map((_, place) => place),
      { minLength: 3, maxLength: 6 },
    ),
  )
  .chain(([places]) => fc.tuple(...places.map(line)));

const digits = (length: number) => fc.integer({ min: 10 ** (length - 1), max: 10 ** length - 1 }).map(String);
const orderId = digits(7).map((number) => `#W${number}`);
const orderWords = (id: string) =>
  fc.constantFrom(id, id.slice(1), `order ${id}`, `order number ${id}`, `my order ${id}`);
const method = fc
  .tuple(fc.constantFrom('credit_card', 'gift_card', 'paypal'), digits(7))
  .map(([kind, number]) => `${kind}_${number}`);
const pad = fc.constantFrom('', 'Hi! ', 'Hello, hope you are well. ', 'Good morning. ');
const end = fc.constantFrom('', ' Thanks!', ' Thank you very much.');

const optionsOf = ({ options }: TestLine): string =>
  Object.entries(options)
    .map((pair) => pair.join(' '))
    .join(', ');
const described = (one: TestLine) =>
  fc.constantFrom(
    one.name,
    one.name.toLowerCase(),
    `${one.name} (${optionsOf(one)})`,
    one.name.split(' ').slice(1).join(' '),
  );
const listed = (parts: readonly string[], style: number): string =>
  style === 0
    ? parts.map((part) => `the ${part}`).join(' and the '.replace('the ', ''))
    : parts.length < 2
      ? `the ${parts.join('')}`
      : `${parts
          .slice(0, -1)
          .map((part) => `the ${part}`)
          .join(', ')} and the ${parts.at(-1) ?? ''}`;

const RETURNS: readonly ((items: string, order: string, to: string) => string)[] = [
  (items, order, to) => `I would like to return ${items} from ${order}, refund to ${to}.`,
  (items, order, to) => `Please take back ${items} of ${order}. The refund should go to ${to}.`,
  (items, order, to) => `For ${order} I want to send back ${items}; refund ${to} please.`,
  (items, order, to) => `Can you start a return for ${items} in ${order} and put the money on ${to}?`,
  (items, order, to) => `In ${order}, please return ${items}. Money back to ${to}.`,
];
const SWAPS: readonly ((pairs: string, order: string, by: string) => string)[] = [
  (pairs, order, by) => `I want to exchange ${pairs} in ${order}, with ${by} for the price difference.`,
  (pairs, order, by) => `In ${order}, please modify ${pairs}. Use ${by} for any difference.`,
  (pairs, order, by) => `Could you swap ${pairs} in ${order}? Charge the difference to ${by}.`,
  (pairs, order, by) => `For ${order}: change ${pairs}, and use ${by} to pay the difference.`,
];
const CANCELS: readonly ((order: string, why: string) => string)[] = [
  (order, why) => `Please cancel ${order}, ${why}.`,
  (order, why) => `I want to cancel ${order} because ${why}.`,
  (order, why) => `Can you cancel ${order}? ${why}.`,
  (order, why) => `${why}, so please cancel ${order}.`,
];
const WHY: readonly (readonly [string, string])[] = [
  ['I no longer need it', 'no longer needed'],
  ['we do not need it any more', 'no longer needed'],
  ['I changed my mind', 'no longer needed'],
  ['it was ordered by mistake', 'ordered by mistake'],
  ['I bought it by accident', 'ordered by mistake'],
];
const PAYMENTS: readonly ((order: string, by: string) => string)[] = [
  (order, by) => `Please change the payment of ${order} to ${by}.`,
  (order, by) => `I want to pay for ${order} with ${by} instead.`,
  (order, by) => `Could you charge ${order} to ${by}?`,
  (order, by) => `Switch the payment method for ${order} to ${by} please.`,
];
const ADDRESSES: readonly ((order: string, to: string) => string)[] = [
  (order, to) => `Please ship ${order} to ${to} instead.`,
  (order, to) => `Change the shipping address of ${order} to ${to}.`,
  (order, to) => `The delivery address of ${order} should be ${to}`,
  (order, to) => `Can you have ${order} sent to ${to}, please?`,
];

const key = (id: unknown): string => String(id).toLowerCase().replace('#', '');
const RUNS = { numRuns: 150, seed: 20261116 };

function only(message: string, order: JsonObject): { readonly name: string; readonly input: JsonObject } {
  const { calls, said } = doneFor([message], order);
  expect(calls, `${message}\n${said ?? ''}`).to.have.length(1);
  return calls[0] ?? { name: '', input: {} };
}

describe('generated requests to the order agent', function () {
  this.timeout(60_000);

  it('returns exactly the items that are named, to the way of payment that is named', () => {
    const request = lines.chain((all) =>
      fc
        .record({
          picked: fc.shuffledSubarray([...all], { minLength: 1, maxLength: 3 }),
          id: orderId,
          to: method,
          template: fc.constantFrom(...RETURNS),
          style: fc.integer({ min: 0, max: 1 }),
          pad,
          end,
        })
        .chain((chosen) =>
          fc.record({
            all: fc.constant(all),
            chosen: fc.constant(chosen),
            order: orderWords(chosen.id),
            words: fc.tuple(...chosen.picked.map(described)),
          }),
        ),
    );
    fc.assert(
      fc.property(request, ({ all, chosen, order, words }) => {
        const message = chosen.pad + chosen.template(listed(words, chosen.style), order, chosen.to) + chosen.end;
        const { name, input } = only(message, testOrder(all, 'delivered'));
        expect([name, key(input['order_id']), input['payment_method']], message).to.deep.equal([
          'return_items',
          key(chosen.id),
          chosen.to,
        ]);
        expect(input['items'], message).to.deep.equal(chosen.picked.map(({ variant_id }) => ({ item: variant_id })));
      }),
      RUNS,
    );
  });

  it('swaps each named item for what is named for it', () => {
    const request = lines.chain((all) =>
      fc
        .record({
          picked: fc.shuffledSubarray([...all], { minLength: 1, maxLength: 3 }),
          id: orderId,
          by: method,
          template: fc.constantFrom(...SWAPS),
          status: fc.constantFrom('pending', 'delivered'),
          pad,
          end,
        })
        .chain((chosen) =>
          fc.record({
            all: fc.constant(all),
            chosen: fc.constant(chosen),
            order: orderWords(chosen.id),
            words: fc.tuple(...chosen.picked.map(described)),
            wanted: fc.tuple(
              ...chosen.picked.map((one) =>
                fc.oneof(
                  { weight: 1, arbitrary: fc.constant(undefined) },
                  {
                    weight: 4,
                    arbitrary: fc
                      .shuffledSubarray(Object.keys(one.options), { minLength: 1 })
                      .chain((names) =>
                        fc.tuple(
                          ...names.map((name) =>
                            fc.constantFrom(...(OPTIONS[name] ?? [])).map((value) => `${name} ${value}`),
                          ),
                        ),
                      ),
                  },
                ),
              ),
            ),
          }),
        ),
    );
    fc.assert(
      fc.property(request, ({ all, chosen, order, words, wanted }) => {
        const pairs = words.map((word, place) => {
          const options = wanted[place];
          return `the ${word} to ${options === undefined ? 'the very same one' : `one with ${options.join(', ')}`}`;
        });
        const message = chosen.pad + chosen.template(pairs.join(' and '), order, chosen.by) + chosen.end;
        const { name, input } = only(message, testOrder(all, chosen.status));
        expect([name, key(input['order_id']), input['payment_method']], message).to.deep.equal([
          chosen.status === 'pending' ? 'change_order_items' : 'exchange_items',
          key(chosen.id),
          chosen.by,
        ]);
        expect(input['items'], message).to.deep.equal(
          chosen.picked.map(({ variant_id }, place) => ({
            item: variant_id,
            new_item: wanted[place] === undefined ? variant_id : `one with ${wanted[place].join(', ')}`.toLowerCase(),
          })),
        );
      }),
      RUNS,
    );
  });

  it('cancels for the reason that is meant, every order that is named', () => {
    fc.assert(
      fc.property(
        orderId.chain((id) => fc.tuple(fc.constant(id), orderWords(id))),
        fc.constantFrom(...CANCELS),
        fc.constantFrom(...WHY),
        pad,
        end,
        ([id, order], template, [why, reason], before, after) => {
          const message = before + template(order, why) + after;
          const { name, input } = only(message, testOrder([]));
          expect([name, key(input['order_id']), input['reason']], message).to.deep.equal([
            'cancel_order',
            key(id),
            reason,
          ]);
        },
      ),
      RUNS,
    );
  });

  it('changes the payment, the address, and does two requests of one message', () => {
    const address = fc
      .record({
        number: fc.integer({ min: 1, max: 9999 }),
        street: fc.constantFrom('Birch Lane', 'Old Mill Road', 'River St', 'Harbor Avenue', 'Broadway'),
        unit: fc.constantFrom('', 'Suite 12', 'Apt 4B', 'Unit 7'),
        city: fc.constantFrom('Salem', 'St. Louis', 'San Marcos', 'Indio'),
        state: fc.constantFrom('OR', 'IN', 'ME', 'CA'),
        zip: digits(5),
      })
      .map(({ number, street, unit, city, state, zip }) => ({
        text: [`${String(number)} ${street}`, unit, city, `${state} ${zip}`, 'USA']
          .filter((part) => part !== '')
          .join(', '),
        parts: { line1: `${String(number)} ${street}`, line2: unit, city, state, postal_code: zip, country: 'USA' },
      }));
    fc.assert(
      fc.property(
        orderId.chain((id) => fc.tuple(fc.constant(id), orderWords(id))),
        orderId.chain((id) => fc.tuple(fc.constant(id), orderWords(id))),
        fc.constantFrom(...PAYMENTS),
        fc.constantFrom(...ADDRESSES),
        method,
        address,
        fc.boolean(),
        ([id, order], [otherId, other], pays, sends, by, to, payFirst) => {
          fc.pre(id !== otherId);
          const parts = [pays(order, by), `${sends(other, to.text)}.`.replace(/\?\.$/u, '?').replace('..', '.')];
          const message = (payFirst ? parts : parts.reverse()).join(' ');
          const { calls, said } = doneFor([message], testOrder([]));
          const found = Object.fromEntries(
            calls.map(({ name, input }) => [name, { ...input, order_id: key(input['order_id']) }]),
          );
          expect(found, `${message}\n${said ?? ''}`).to.deep.equal({
            change_order_payment: { order_id: key(id), payment_method: by },
            change_order_address: { order_id: key(otherId), ...to.parts },
          });
        },
      ),
      RUNS,
    );
  });
});

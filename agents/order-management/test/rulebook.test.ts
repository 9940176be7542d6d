import { expect } from 'chai';
import { NO_FACTS, type HistoryMessage, type TurnFacts } from '@deskfleet/shared/agent/context.ts';
import { openingMessages } from '@deskfleet/shared/agent/prompt-context.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { ModelMessage } from '@deskfleet/shared/model/model.ts';
import { rulebook } from '../src/rulebook.ts';

const ask = (text: string, facts: Partial<TurnFacts> = {}): string => {
  const answer = rulebook.answer({
    messages: openingMessages({ ...NO_FACTS, profile: {}, ...facts }, text),
    tools: [],
  });
  return answer.kind === 'say'
    ? answer.text
    : answer.calls.map((call) => `${call.name} ${JSON.stringify(call.input)}`).join(' + ');
};

const said = (user: string, assistant: string): { history: HistoryMessage[] } => ({
  history: [
    { role: 'user', text: user },
    { role: 'assistant', text: assistant },
  ],
});

/** What is answered once a tool has given its result. */
function told(question: string, name: string, input: JsonObject, content: JsonObject, isError = false): string {
  const messages: ModelMessage[] = [
    ...openingMessages({ ...NO_FACTS, profile: {} }, question),
    { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name, input }] },
    { role: 'user', content: [{ type: 'tool_result', toolUseId: 't1', isError, content }] },
  ];
  const answer = rulebook.answer({ messages, tools: [] });
  return answer.kind === 'say'
    ? answer.text
    : answer.calls.map((call) => `${call.name} ${JSON.stringify(call.input)}`).join(' + ');
}

const get = (id: string): string => `get_order {"order_id":"${id}"}`;
const track = (id: string): string => `track_shipment {"order_id":"${id}"}`;
const product = (name: string): string => `list_orders {"product":"${name}","limit":10}`;
const cancelling = (id: string, reason: string): string => `cancel_order {"order_id":"${id}","reason":"${reason}"}`;
const returning = (id: string, rest: string): string => `return_items {"order_id":"${id}",${rest}}`;
const paying = (id: string, method: string): string =>
  `change_order_payment {"order_id":"${id}","payment_method":"${method}"}`;
const addressed = (
  order_id: string,
  line1: string,
  line2: string,
  city: string,
  state: string,
  postal_code: string,
  country: string,
): string => `change_order_address ${JSON.stringify({ order_id, line1, line2, city, state, postal_code, country })}`;
const LATEST = 'list_orders {"limit":1}';
const missing = (id: string, rest = ''): string => `report_missing_parcel {"order_id":"${id}"${rest}}`;
const ANY = 'list_orders {"limit":10}';
const NEEDED = 'no longer needed';
const MISTAKE = 'ordered by mistake';

const QUESTIONS: readonly (readonly [string, string])[] = [
  ["What's the status of order 12345?", get('12345')],
  ['Status of order #12345 please', get('12345')],
  ['could you please tell me what is going on with ORD-12345', get('12345')],
  ['12345', get('12345')],
  ['my order #W2378156 status', get('w2378156')],
  ['How much did I pay for order o12345?', get('o12345')],
  ['which card did I use for order o12345', get('o12345')],
  ['which address does o12345 go to?', get('o12345')],
  ['why was o14105 cancelled?', get('o14105')],
  ['when was o14105 cancelled', get('o14105')],
  ['was my order o14105 canceled?', get('o14105')],
  ["What's in my latest order?", LATEST],
  ['what did I order last?', LATEST],

  ['Where is my order o12345?', track('o12345')],
  ["I'd like to know where order number 12345 is", track('12345')],
  ['My order number is o12345. Where is it?', track('o12345')],
  ['Has order o12345 shipped yet?', track('o12345')],
  ['When will o12345 arrive?', track('o12345')],
  ['is my order o12345 late', track('o12345')],
  ['My order o12345 seems lost', track('o12345')],
  ["I still haven't got my order o12345", track('o12345')],
  ["what's the tracking number of o12345", track('o12345')],
  ['the carrier says delivered but I did not get o14005', missing('o14005')],
  ['Where are o12345 and o14005?', `${track('o12345')} + ${track('o14005')}`],
  ['where is my order', ANY],
  ["I placed an order two weeks ago and it still isn't here", ANY],
  ['which company delivers o12345', track('o12345')],
  ['Is my package lost?', ANY],
  ["I haven't received my order", ANY],
  ['When is my delivery coming?', ANY],
  ['Where is my last order?', LATEST],
  ['what about my latest purchase, is it on its way?', LATEST],
  ['has the order I just placed shipped?', LATEST],

  ['did my ProMax arrive?', product('promax')],
  ['Did my ProMax laptop arrive yet?', product('promax laptop')],
  ['has the VitaFit watch I ordered last week shipped?', product('vitafit watch')],
  ['Where are my headphones?', product('headphones')],
  ['I ordered a ProMax two weeks ago, has it shipped', product('promax')],
  ['my Nova 5G headphones, where are they', product('nova 5g headphones')],
  ['It is about o12345. Where are my headphones?', track('o12345')],
  ['when do I get my TrackMaster?', product('trackmaster')],
  ['My ThunderBolt speaker was supposed to come last week', product('thunderbolt speaker')],
  ['I am waiting for my Nova phone', product('nova phone')],
  ['Did my order with the ZenSound headphones ship?', product('zensound headphones')],
  ['Did my ProMax arrive, and can you recommend a phone?', product('promax')],

  ['show my orders', 'list_orders {"limit":5}'],
  ['Can I see my order history?', 'list_orders {"limit":5}'],
  ['What did I order last month?', 'list_orders {"limit":5}'],
  ['how many orders do I have', 'get_order_summary {}'],
  ['which orders do I have', 'list_orders {"limit":5}'],
  ['show my cancelled orders', 'list_orders {"status":"cancelled","limit":5}'],
  ['which orders are still open', 'list_orders {"status":"open","limit":5}'],
  ['where are my orders', 'list_orders {"status":"open","limit":5}'],
  ['show my delivered orders with headphones', 'list_orders {"status":"delivered","product":"headphones","limit":5}'],
  ['Did I ever order a SonicWave speaker?', 'list_orders {"product":"sonicwave speaker","limit":5}'],

  ['please cancel o10023, I no longer need it', cancelling('o10023', NEEDED)],
  ['I ordered o10023 by mistake, please cancel it', cancelling('o10023', MISTAKE)],
  ['Can you cancel order 10023? I changed my mind.', cancelling('10023', NEEDED)],
  ['I accidentally bought the wrong one. Cancel o10023 please', cancelling('o10023', MISTAKE)],
  ['cancel o10023, I found it cheaper elsewhere', cancelling('o10023', 'found cheaper elsewhere')],
  ["cancel o10023 and give me my money back, I don't need it", cancelling('o10023', NEEDED)],
  ['Cancel order o10023', get('o10023')],
  ['can I still cancel order 10023?', get('10023')],
  ['I want to cancel my last order', LATEST],
  ["I'd like to cancel the order I just placed, I changed my mind", LATEST],
  ['i dont want o10023 anymore', cancelling('o10023', NEEDED)],
  ['Can you stop order o10023 from shipping?', get('o10023')],
  ['cancel my headphones order and where is o12345?', `${product('headphones')} + ${track('o12345')}`],
  ['cancel my order', ANY],
  ["I don't want my order anymore", ANY],
  ['Cancel my order of the ZenSound headphones', product('zensound headphones')],
  [
    "cancel o10023 because I don't need it and where is o12345?",
    `${cancelling('o10023', NEEDED)} + ${track('o12345')}`,
  ],
  ['I want to return o14005', 'return_items {"order_id":"o14005"}'],
  ['I want to return order 14101', 'return_items {"order_id":"14101"}'],
  ['How do I send the watch back?', product('watch')],
  ['I want to return my headphones', product('headphones')],
  ['I want to return my headphones from order 14101.', get('14101')],
  ['please return everything of order 14101', returning('14101', '"everything":true')],
  ['I return the speaker of order 14104. Please refund it to my credit card.', get('14104')],
  ['I opened the headphones of order 14115. Can I still return them, and is there a fee?', get('14115')],
  ['the lamp and the chair of order 14115 are faulty, I want to send the lamp back', get('14115')],
  ['Can I exchange o14005 for a bigger one?', get('o14005')],
  ['I need a replacement for o14005', get('o14005')],
  ['can I get a different color for o10023', get('o10023')],
  ['change the color of order o10023 to blue', get('o10023')],
  ['change the color of my order to blue', ANY],
  ['where is my refund for o14105?', 'get_refund_status {"order_id":"o14105"}'],
  ['I cancelled o14105, when do I get my money back?', 'get_refund_status {"order_id":"o14105"}'],
  ['send me the invoice for o12345', 'get_invoice {"order_id":"o12345"}'],
  ['I need a receipt', ANY],
  ['how much have I spent in total?', 'get_order_summary {}'],
  ['change the shipping address of order o12345', get('o12345')],
  [
    'Please send order 14111 to 99 Oak Ave, Springfield, IL 62701, USA',
    addressed('14111', '99 Oak Ave', '', 'Springfield', 'IL', '62701', 'USA'),
  ],
  // Without a country the order is read for the present one.
  ['the new address for order #14111 is 12 Main Street, Apt 4, Denver, CO, 80205', get('14111')],
  ['the address on my order is wrong', ANY],
  ['ship it to another address', ANY],
  ['can I have it delivered to my office instead', ANY],
  ['pay o12345 with a different card', 'Which way of payment shall order o12345 be paid with?'],
  ['pay o12345 with my gift card instead of my visa', paying('o12345', 'gift card')],
  ['change the payment of order o12345 from visa to paypal', paying('o12345', 'paypal')],
  ['cancel o10023 and o10024', `${get('o10023')} + ${get('o10024')}`],
];

const UNABLE: readonly (readonly [string, RegExp])[] = [
  ['cancel only the headphones in o12345', /not single items/u],
  ['remove the phone from my order', /not single items/u],
  ['cancel my return of o14005', /whole orders that have not left/u],
  ['my order arrived damaged', /claim/u],
  ['the box was empty', /claim/u],
  ['there is an item missing from my order', /claim/u],
  ['I got the wrong item', /claim/u],
  ['I want to buy a phone', /cannot place orders/u],
  ['reorder o12345', /cannot place orders/u],
  ['add another item to order o12345', /add or remove items/u],
  ['please expedite o12345', /how or when a parcel is delivered/u],
];

const REASON_ASKED = said(
  'cancel o10023',
  `Why do you want to cancel order o10023: ${NEEDED}, ${MISTAKE}, or found cheaper elsewhere?`,
);
const ABOUT_ONE = said('status of o12345', 'Order o12345 is shipped.');
const LIST = said(
  'cancel my order, I no longer need it',
  'Several of your orders can be cancelled. Which order do you mean?\n- o10023, May 1, 2026, pending: 1 × A, $3.00\n- o10044, May 1, 2026, pending: 1 × B, $3.00\n- o10055, May 1, 2026, pending: 1 × B, $3.00',
);

const FOLLOW_UPS: readonly (readonly [string, { history: HistoryMessage[] }, string | RegExp])[] = [
  ['and when will it arrive?', ABOUT_ONE, track('o12345')],
  ['is it late?', ABOUT_ONE, track('o12345')],
  ['how much was it', ABOUT_ONE, get('o12345')],
  ['cancel it please', ABOUT_ONE, get('o12345')],
  ["cancel it, I don't need it any more", ABOUT_ONE, cancelling('o12345', NEEDED)],
  ['thanks', ABOUT_ONE, /^I can tell you about your orders/u],
  ['and o14005?', said('where is o12345', 'Order o12345 is on its way.'), track('o14005')],
  ['what about my headphones?', said('where is o12345', 'Order o12345 is on its way.'), product('headphones')],
  ['what about o14005?', said('cancel o12345', 'Order o12345 has already been shipped.'), get('o14005')],

  ['ordered by mistake', REASON_ASKED, cancelling('o10023', MISTAKE)],
  ['It was an accident', REASON_ASKED, cancelling('o10023', MISTAKE)],
  ['I just do not need it any more', REASON_ASKED, cancelling('o10023', NEEDED)],
  ['no longer needed', REASON_ASKED, cancelling('o10023', NEEDED)],
  ['changed my mind', REASON_ASKED, cancelling('o10023', NEEDED)],
  ['the third', REASON_ASKED, cancelling('o10023', 'found cheaper elsewhere')],
  ['the first one', REASON_ASKED, cancelling('o10023', NEEDED)],
  ['o10023, by mistake', REASON_ASKED, cancelling('o10023', MISTAKE)],
  [
    'It takes too long',
    REASON_ASKED,
    /^I need one of the shop's reasons for that\. Why do you want to cancel order o10023: no longer needed, ordered by mistake, or found cheaper elsewhere\?$/u,
  ],
  ['what order?', REASON_ASKED, /^I need one of the shop's reasons/u],
  ['never mind', REASON_ASKED, 'All right, order o10023 stays as it is.'],
  ['no, keep it', REASON_ASKED, 'All right, order o10023 stays as it is.'],
  ["I changed my mind, don't cancel it", REASON_ASKED, 'All right, order o10023 stays as it is.'],
  ['where is o12345?', REASON_ASKED, track('o12345')],
  ['when would it arrive?', REASON_ASKED, track('o10023')],

  ['the second one', LIST, cancelling('o10044', NEEDED)],
  ['the first', LIST, cancelling('o10023', NEEDED)],
  ['third one please', LIST, cancelling('o10055', NEEDED)],
  ['the last one', LIST, cancelling('o10055', NEEDED)],
  ['o10044', LIST, cancelling('o10044', NEEDED)],
  [
    'the first one',
    said(
      'where is my order',
      'You have 2 open orders. Which order do you mean?\n- o10023, May 1, 2026\n- o10044, May 1, 2026',
    ),
    track('o10023'),
  ],
  [
    'cancel it',
    said('show my orders', 'Your orders, newest first:\n- o10023, May 1, 2026\n- o10044, May 1, 2026'),
    'Which order do you mean: o10023 or o10044?',
  ],
  [
    'is it late',
    said('show my orders', 'Your orders, newest first:\n- o10023, May 1, 2026\n- o10044, May 1, 2026'),
    'Which order do you mean: o10023 or o10044?',
  ],

  [
    'the speaker',
    said('I want to return something of o14005', 'Which item of order o14005 do you want to return: A; or B?'),
    get('o14005'),
  ],
  [
    'all of it',
    said('I want to return o14005', 'Which item of order o14005 do you want to return: A; or B?'),
    returning('o14005', '"everything":true'),
  ],
  [
    'it is damaged',
    said(
      'I want to return o14005',
      'In which condition is what you want to return of order o14005: unopened, opened, damaged or faulty?',
    ),
    returning('o14005', '"condition":"damaged"'),
  ],
  [
    'yes please',
    said(
      'return o14104 and refund my visa',
      'You can return the A of order o14104 and get $9.00 back. Do you want to return it that way?',
    ),
    'return_items {"order_id":"o14104"}',
  ],
  [
    'the blue one',
    said('exchange o14119', 'What would you like in place of the Nova 5G (color black)? In stock: color blue.'),
    get('o14119'),
  ],
  [
    'my paypal',
    said('pay o12345 with another card', 'Which way of payment shall order o12345 be paid with?'),
    paying('o12345', 'paypal'),
  ],
  [
    '12 Main Street, Denver, CO 80205',
    said('change the address of o14111', 'Where shall order o14111 be sent? I still need the city of the new address.'),
    get('o14111'),
  ],
  [
    'never mind',
    said('change the address of o14111', 'Where shall order o14111 be sent? I still need the city of the new address.'),
    'All right, nothing was changed.',
  ],
  [
    'where is o12345?',
    said('I want to return o14005', 'Which item of order o14005 do you want to return: A; or B?'),
    track('o12345'),
  ],

  [
    'show me more',
    said(
      'show my delivered orders',
      'Your orders 1 to 5 of 12 that are delivered, newest first:\n- o10023, May 1, 2026',
    ),
    'list_orders {"status":"delivered","limit":5,"offset":5}',
  ],
  ['more', said('show my orders', 'Your orders, newest first:\n- o10023, May 1, 2026'), /^I can tell you/u],
  // A postal code in an answer of a colleague is no order.
  [
    'where is my order?',
    said('what is my address', 'Your default address is 12 Main St, Louisville, KY, 40202, US.'),
    ANY,
  ],
];

describe('rulebook of the order agent', () => {
  describe('understands', () => {
    for (const [question, expected] of QUESTIONS) it(question, () => expect(ask(question)).to.equal(expected));
  });

  describe('says truthfully that it cannot', () => {
    for (const [question, expected] of UNABLE) {
      it(question, () => {
        expect(ask(question)).to.match(/^I cannot do that here yet: /u);
        expect(ask(question)).to.match(expected);
      });
    }
  });

  describe('follows the conversation', () => {
    for (const [question, facts, expected] of FOLLOW_UPS) {
      it(`${question} (after: ${facts.history.at(-1)!.text.split('\n')[0]!.slice(0, 50)}…)`, () => {
        if (typeof expected === 'string') expect(ask(question, facts)).to.equal(expected);
        else expect(ask(question, facts)).to.match(expected);
      });
    }
  });

  it('leaves what is not about orders alone', () => {
    for (const question of [
      'hello',
      'what can you do',
      'when will the ProMax be back in stock?',
      'what is your cancellation policy',
    ]) {
      expect(ask(question), question).to.match(/^I can tell you about your orders/u);
    }
  });

  describe('tells results', () => {
    const tracked = (delivery: JsonObject, rest: JsonObject = {}): JsonObject => ({
      order_id: 'o1',
      today: '2026-11-16',
      items: [],
      delivery: { estimated_on: '2026-11-18', delivered_on: null, days_late: 0, ...delivery },
      shipments: [],
      ...rest,
    });
    const tracking = (delivery: JsonObject, rest: JsonObject = {}): string =>
      told('where is o1', 'track_shipment', { order_id: 'o1' }, tracked(delivery, rest));
    const cases: readonly (readonly [JsonObject, string])[] = [
      [{ state: 'on_time' }, 'Order o1 is on its way and on time. It should arrive on November 18, 2026.'],
      [
        { state: 'on_time', estimated_on: '2026-11-16' },
        'Order o1 is on its way and on time. It should arrive today, November 16, 2026.',
      ],
      [{ state: 'on_time', estimated_on: null }, 'Order o1 is on its way. No delivery day is known yet.'],
      [
        { state: 'late', estimated_on: '2026-11-15', days_late: 1 },
        'Order o1 is late by 1 day: it should have arrived on November 15, 2026.',
      ],
      [
        { state: 'lost', estimated_on: '2026-11-01', days_late: 15 },
        'I am sorry: the carrier reports a parcel of order o1 as lost. It should have arrived on November 1, 2026, 15 days ago.',
      ],
      [{ state: 'lost' }, 'I am sorry: the carrier reports a parcel of order o1 as lost.'],
      [{ state: 'not_shipped' }, 'Order o1 has not been shipped yet. It should arrive on November 18, 2026.'],
      [
        { state: 'not_shipped', estimated_on: '2026-11-14', days_late: 2 },
        'Order o1 has not been shipped yet. It should have arrived on November 14, 2026, 2 days ago.',
      ],
      [{ state: 'returned_to_sender' }, 'A parcel of order o1 is on its way back to the shop.'],
      [{ state: 'delivered', delivered_on: '2026-11-13' }, 'Order o1 was delivered on November 13, 2026.'],
      [
        { state: 'delivered', delivered_on: '2026-11-13', days_late: 2 },
        'Order o1 was delivered on November 13, 2026, 2 days after the estimated day.',
      ],
      [{ state: 'delivered' }, 'Order o1 has been delivered.'],
      [{ state: 'cancelled' }, 'Order o1 was cancelled, so nothing of it is on its way.'],
    ];
    for (const [delivery, expected] of cases) it(expected, () => expect(tracking(delivery)).to.equal(expected));

    it('parcels with their last report, and a delay the carrier announced', () => {
      const parcel = {
        carrier: 'Swift Parcel',
        tracking_number: 'SW1',
        status: 'in_transit',
        items: ['Kettle'],
        events: [
          { at: '2026-11-14T10:00:00.000Z', status: 'delayed', location: 'Hub', description: 'Delayed by weather.' },
          { at: '2026-11-13T10:00:00.000Z', status: 'in_transit', location: 'Hub', description: 'Sorted.' },
        ],
      };
      expect(tracking({ state: 'on_time' }, { items: ['Kettle', 'Cup', 'Pot'], shipments: [parcel] })).to.equal(
        [
          'Order o1 (Kettle, Cup and 1 more) is on its way, but the carrier reported a delay. It should arrive on November 18, 2026.',
          '- Swift Parcel, tracking number SW1, in transit. Last report, November 14, 2026, Hub: Delayed by weather.',
        ].join('\n'),
      );
      expect(
        tracking(
          { state: 'partially_shipped' },
          {
            shipments: [
              { ...parcel, status: 'delivered', delivered_on: '2026-11-13' },
              { ...parcel, status: 'label_created', tracking_number: null, items: ['Cup'], events: [] },
            ],
            not_shipped_yet: ['Cup'],
          },
        ),
      ).to.equal(
        [
          'Order o1 has been shipped in part. It should arrive on November 18, 2026.',
          '- Kettle: Swift Parcel, tracking number SW1, delivered on November 13, 2026.',
          '- Cup: Swift Parcel, waiting for the carrier.',
          'Not shipped yet: Cup.',
        ].join('\n'),
      );
    });

    const money = (text: string, cents = 100): JsonObject => ({ cents, text });
    const order: JsonObject = {
      order_id: 'o1',
      status: 'processed',
      placed_on: '2026-11-12',
      total: money('$7.00'),
      paid: money('$7.00'),
      refunded: money('$0.00', 0),
      delivery: { state: 'not_shipped', estimated_on: '2026-11-18' },
      lines: [
        {
          name: 'Kettle',
          quantity: 2,
          options: { color: 'red', size: 'large' },
          unit_price: money('$3.50'),
          state: 'ordered',
        },
      ],
      payments: [{ kind: 'payment', amount: money('$7.00'), method: 'Visa ending 4242' }],
      shipping_address: { line1: '1 Elm St', line2: null, city: 'Troy', country: 'US' },
      cancellation: { possible: false },
    };
    const orderTold = (question: string, changes: JsonObject = {}): string =>
      told(question, 'get_order', { order_id: 'o1' }, { ...order, ...changes });

    it('an order', () => {
      expect(orderTold('status of order 12345')).to.equal(
        [
          'Order o1 is being packed; the estimated delivery is November 18, 2026. It was placed on November 12, 2026; the total is $7.00.',
          '- 2 × Kettle (color red, size large), $3.50 each',
          'You paid $7.00 with your Visa ending 4242.',
        ].join('\n'),
      );
      expect(orderTold('which address does order 12345 go to?')).to.match(/It is sent to 1 Elm St, Troy, US\.$/u);
      expect(orderTold('which address does order 12345 go to?', { shipping_address: {} })).to.not.include(
        'It is sent to',
      );
    });

    it('an order in every state, with states of items and many items', () => {
      const head = (delivery: JsonObject, status = 'shipped'): string =>
        orderTold('status of order 12345', { status, delivery }).split('. ')[0]!;
      expect(head({ state: 'delivered', delivered_on: '2026-11-13' }, 'delivered')).to.equal(
        'Order o1 is delivered; it arrived on November 13, 2026',
      );
      expect(head({ state: 'delivered', delivered_on: null }, 'delivered')).to.equal('Order o1 is delivered');
      expect(head({ state: 'lost' })).to.equal('Order o1 is shipped, but the carrier reports a parcel of it as lost');
      expect(head({ state: 'late', estimated_on: '2026-11-13' })).to.equal(
        'Order o1 is shipped and late: it should have arrived on November 13, 2026',
      );
      expect(head({ state: 'on_time', estimated_on: '2026-11-19' })).to.equal(
        'Order o1 is shipped and should arrive on November 19, 2026',
      );
      expect(head({ state: 'on_time', estimated_on: null })).to.equal('Order o1 is shipped');
      expect(head({ state: 'partially_shipped', estimated_on: null }, 'partially_shipped')).to.equal(
        'Order o1 is partly shipped',
      );
      const line = (order['lines'] as JsonObject[])[0]!;
      const many = orderTold('status of order 12345', {
        lines: [{ ...line, state: 'returned' }, ...Array.from({ length: 9 }, () => line)],
        more_lines: 3,
      });
      expect(many).to.include('$3.50 each (returned)').and.to.include('- and 5 more');
    });

    it('whether an order can be cancelled, before asking why', () => {
      expect(orderTold('cancel order 12345', { order_id: 'o12345' })).to.equal(
        'Order o12345 is already being packed, so it can no longer be cancelled.',
      );
      expect(
        orderTold('cancel order 12345', {
          order_id: 'o12345',
          cancellation: { possible: true, reasons: ['a', 'b', 'c'] },
        }),
      ).to.equal('Why do you want to cancel order o12345: a, b, or c?');
    });

    it('what cannot be done besides, once, while the rest is looked up', () => {
      const question = 'Where are o12345 and o12346? Can you expedite them?';
      const answer = rulebook.answer({ messages: openingMessages({ ...NO_FACTS, profile: {} }, question), tools: [] });
      expect(answer).to.deep.include({
        kind: 'call',
        text: 'I cannot do that here yet: I cannot change how or when a parcel is delivered. I can tell you where it is and when it should arrive.',
      });
      expect(told(question, 'track_shipment', { order_id: 'o12346' }, tracked({ state: 'cancelled' }))).to.not.include(
        'I cannot',
      );
    });

    const row = (id: string, rest: JsonObject = {}): JsonObject => ({
      order_id: id,
      status: 'pending',
      placed_on: '2026-11-12',
      total: money('$7.00'),
      items: [{ name: 'Kettle', quantity: 1, options: {} }],
      can_be_cancelled: true,
      ...rest,
    });
    const listed = (question: string, input: JsonObject, ...orders: JsonObject[]): string =>
      told(
        question,
        'list_orders',
        { limit: /orders|more/u.test(question) ? 5 : 10, ...input },
        { orders, orders_in_all: orders.length },
      );

    it('a page of orders', () => {
      expect(
        told(
          'show my orders',
          'list_orders',
          { limit: 5, offset: 5, product: 'kettle', status: 'open' },
          { orders: [row('o1', { more_items: 2 })], orders_in_all: 9, more: 3 },
        ),
      ).to.equal(
        [
          'Your orders 6 to 6 of 9 with "kettle" that are still open, newest first:',
          '- o1, November 12, 2026, pending: 1 × Kettle and 2 more, $7.00',
          'Ask for more to see older ones.',
        ].join('\n'),
      );
      expect(listed('show my orders', {}, row('o1'))).to.match(/^Your orders, newest first:\n- o1/u);
    });

    it('that there are none', () => {
      expect(listed('show my orders', {})).to.equal('You have no orders with us yet.');
      expect(listed('show my open orders', { status: 'open' })).to.equal('You have no orders that are still open.');
      expect(listed('show my orders', { status: 'partially_shipped' })).to.equal(
        'You have no orders that are partly shipped.',
      );
      expect(listed('more', { offset: 5 })).to.equal('There are no older orders.');
      expect(listed('did my kite arrive', { product: 'kite' })).to.equal(
        'I found no order with "kite" among yours. Tell me the order number, or ask for a list of your orders.',
      );
    });

    it('by going on with the one order that was meant', () => {
      const over = { status: 'delivered', can_be_cancelled: false };
      expect(listed('where is my last order', { limit: 1 }, row('o1'))).to.equal(track('o1'));
      expect(listed('what is in my last order', { limit: 1 }, row('o1'))).to.equal(get('o1'));
      expect(listed('where is my order', { limit: 10 }, row('o3', over), row('o1'), row('o0', over))).to.equal(
        track('o1'),
      );
      expect(listed('where is my order', { limit: 10 }, row('o3', over), row('o0', over))).to.equal(track('o3'));
      expect(listed('where is my order', { limit: 10 }, row('o2'), row('o1'))).to.match(
        /^You have 2 open orders\. Which order do you mean\?\n- o2, .*\n- o1, /u,
      );
      expect(listed('did my kettle arrive', { product: 'kettle' }, row('o3', over), row('o1'))).to.equal(track('o3'));
      expect(listed('cancel my order', { limit: 10 }, row('o3', over), row('o1'))).to.equal(get('o1'));
      expect(listed('cancel my order, I no longer need it', { limit: 10 }, row('o3', over), row('o1'))).to.equal(
        cancelling('o1', NEEDED),
      );
      expect(listed('cancel my order', { limit: 10 }, row('o2'), row('o1'))).to.match(
        /^Several of your orders can be cancelled\. Which order do you mean\?/u,
      );
      expect(listed('cancel my order', { limit: 10 }, row('o3', over), row('o1', over))).to.equal(
        'None of your latest orders can be cancelled any more. Tell me the order number if you mean an older one.',
      );
      expect(listed('cancel my last order', { limit: 1 }, row('o3', over))).to.equal(
        'Order o3 has already been delivered, so it can no longer be cancelled.',
      );
      const two = 'cancel my kettle and where is my lamp?';
      expect(listed(two, { product: 'kettle' }, row('o1'))).to.equal(get('o1'));
      expect(listed(two, { product: 'lamp' }, row('o1'))).to.equal(track('o1'));
      expect(listed('cancel o10023 and where is my lamp?', { product: 'lamp' }, row('o1'))).to.equal(track('o1'));
      expect(listed('cancel my kettle', { product: 'kettle' }, row('o3', over), row('o1', over))).to.include(
        'Order o3 has already been delivered',
      );
    });

    it("refusals in the tool's words", () => {
      expect(
        told(
          'where is o99999',
          'track_shipment',
          { order_id: 'o99999' },
          { error: 'order_not_found', message: 'There is no order "o99999" among your orders.' },
          true,
        ),
      ).to.equal('There is no order "o99999" among your orders.');
      expect(
        told('where is o1', 'track_shipment', { order_id: 'o1' }, { error: 'sign_in_required', message: 'x' }, true),
      ).to.match(/sign in/u);
    });
  });
});

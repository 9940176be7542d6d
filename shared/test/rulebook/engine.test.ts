import { expect } from 'chai';
import { NO_FACTS, type TurnFacts } from '../../src/agent/context.ts';
import { openingMessages } from '../../src/agent/prompt-context.ts';
import type { QuoteView } from '../../src/conversation/quotes.ts';
import type { JsonObject } from '../../src/json.ts';
import type { ModelMessage } from '../../src/model/model.ts';
import { defineRulebook, textOf, type Intent } from '../../src/rulebook/engine.ts';
import { mention, read } from '../../src/rulebook/reading.ts';
import type { RulebookAnswer } from '../../src/rulebook/rulebook.ts';
import { orderId } from '../../src/rulebook/slots.ts';

const intent = (name: string, word: RegExp, score = 1): Intent => ({
  name,
  score: ({ text }) => (word.test(text) ? score : 0),
  step: () => ({ call: { name: `get_${name}`, input: {} } }),
});

const rulebook = defineRulebook({
  agent: 'order-management',
  foreseen: ['get_parcel'],
  intents: [
    {
      name: 'parcel',
      score: ({ text }) => (/parcel|parcels/u.test(text) ? 1 : 0),
      step: ({ text }) => ({
        call: [...text.matchAll(/o\d+/gu)].map(([order_id]) => ({ name: 'get_parcel', input: { order_id } })),
      }),
    },
    intent('order', /order/u),
    intent('invoice', /invoice/u, 0.95),
    intent('stock', /stock/u, 0.5),
    intent('faint', /order/u, 0.2),
    { name: 'ask', score: ({ text }) => (text.includes('which') ? 1 : 0), step: () => ({ say: 'Which one?' }) },
  ],
  tell: {
    get_order: (result) => `It is ${textOf(result['status'])}.`,
    get_invoice: () => ({ call: { name: 'send_invoice', input: {} } }),
  },
  otherwise: () => ({ say: 'I do not know.' }),
});

const quote = (id: string, agent: QuoteView['agent']): QuoteView => ({
  id,
  agent,
  tool: 'cancel_order',
  subject: id,
  summary: 'Cancel it.',
  state: 'open',
  terms: {},
  input: {},
  proposed_turn_id: 't',
  list_no: 1,
  expires_at: '2026-11-16T10:00:00Z',
});
const ask = (message: string, facts: Partial<TurnFacts> = {}): RulebookAnswer =>
  rulebook.answer({ messages: openingMessages({ ...NO_FACTS, ...facts }, message), tools: [] });

/** What is said once the tools of a turn have answered. */
function told(...results: readonly (readonly [string, JsonObject, boolean?])[]): RulebookAnswer {
  const messages: ModelMessage[] = [
    ...openingMessages(NO_FACTS, 'my order'),
    {
      role: 'assistant',
      content: results.map(([name], index) => ({ type: 'tool_use', id: String(index), name, input: {} })),
    },
    {
      role: 'user',
      content: results.map(([, content, isError = false], index) => ({
        type: 'tool_result',
        toolUseId: String(index),
        isError,
        content,
      })),
    },
  ];
  return rulebook.answer({ messages, tools: [] });
}

const calls = (...names: readonly string[]): RulebookAnswer => ({
  kind: 'call',
  calls: names.map((name) => ({ name, input: {} })),
});
const say = (text: string): RulebookAnswer => ({ kind: 'say', text });

describe('the rulebook engine', () => {
  it('calls what the message is about', () => expect(ask('Where is my order?')).to.deep.equal(calls('get_order')));
  it('calls several when they fit about as well', () =>
    expect(ask('order and invoice')).to.deep.equal(calls('get_order', 'get_invoice')));
  it('leaves out what fits much worse', () => expect(ask('order in stock')).to.deep.equal(calls('get_order')));
  it('says what it asks when nothing is called', () => expect(ask('which')).to.deep.equal(say('Which one?')));
  it('says so when nothing fits', () => expect(ask('hello')).to.deep.equal(say('I do not know.')));

  const decisions = (...wanted: readonly (readonly ['confirm' | 'decline', string])[]): RulebookAnswer => ({
    kind: 'call',
    calls: wanted.map(([decision, id]) => ({ name: `${decision}_quote`, input: { quote_id: id } })),
  });

  it('takes a plain yes or no to its own proposals of the latest turn', () => {
    const facts = {
      openQuotes: [
        { ...quote('q0', 'order-management'), proposed_turn_id: 'before' },
        { ...quote('q2', 'order-management'), list_no: 2 },
        quote('q1', 'order-management'),
        quote('q3', 'personalization'),
      ],
    };
    expect(ask('Yes, please.', facts)).to.deep.equal(decisions(['confirm', 'q1'], ['confirm', 'q2']));
    expect(ask('no', facts)).to.deep.equal(decisions(['decline', 'q1'], ['decline', 'q2']));
    expect(ask('only the second', facts)).to.deep.equal(decisions(['decline', 'q1'], ['confirm', 'q2']));
    expect(ask('2', facts)).to.deep.equal(decisions(['confirm', 'q2']));
    expect(ask('3 please', facts)).to.deep.equal(say('I do not know.'));
    const left = [{ ...quote('q2', 'order-management'), place: 2, list_size: 3 }];
    expect(ask('only 2', { openQuotes: left })).to.deep.equal(decisions(['confirm', 'q2']));
    expect(ask('1', { openQuotes: left })).to.deep.equal(say('I do not know.'));
    expect(ask('ok, what about my other order?', facts)).to.deep.equal(calls('get_order'));
    expect(ask('yes', { openQuotes: [quote('q3', 'personalization')] })).to.deep.equal(say('I do not know.'));
  });

  const foreseen = (message: string, facts: Partial<TurnFacts> = {}) =>
    rulebook.foresee?.({ messages: openingMessages({ ...NO_FACTS, ...facts }, message), tools: [] });

  it('foresees reads of what the message plainly names, and nothing else', () => {
    expect(foreseen('Where is the parcel of o12?')).to.deep.equal([{ name: 'get_parcel', input: { order_id: 'o12' } }]);
    expect(foreseen('the parcels of o12 and o13')).to.have.length(2);
    expect(foreseen('Where is my parcel?')).to.be.empty;
    expect(foreseen('the parcel of somebody')).to.be.empty;
    expect(foreseen('Where is my order?')).to.be.empty;
    expect(foreseen('which')).to.be.empty;
    expect(foreseen('hello')).to.be.empty;
    expect(foreseen('yes', { openQuotes: [quote('q1', 'order-management')] })).to.be.empty;
  });

  it('tells results, and goes on where one leads to the next', () => {
    expect(told(['get_order', { status: 'shipped' }])).to.deep.equal(say('It is shipped.'));
    expect(told(['get_order', { status: 'shipped' }], ['get_invoice', {}])).to.deep.equal({
      ...calls('send_invoice'),
      text: 'It is shipped.',
    });
  });

  it('tells proposals and their ends the same way for every tool', () => {
    expect(told(['cancel_order', { status: 'waiting_for_confirmation', summary: 'Cancel o1.' }])).to.deep.equal(
      say('Cancel o1.\n\nShall I go ahead? Please answer yes or no.'),
    );
    expect(
      told(
        ['cancel_order', { status: 'waiting_for_confirmation', summary: 'Cancel o1.' }],
        ['get_order', { status: 'shipped' }],
        ['cancel_order', { status: 'waiting_for_confirmation', summary: 'Cancel o2.' }],
      ),
    ).to.deep.equal(
      say(
        'It is shipped.\n\n1. Cancel o1.\n2. Cancel o2.\n\nShall I do all of these? Answer yes for all of them, name the ones you want (for example "only 1"), or say no.',
      ),
    );
    expect(told(['decline_quote', { status: 'declined' }])).to.deep.equal(say('All right, nothing was changed.'));
    expect(
      told(
        ['confirm_quote', { message: 'Order o1 is cancelled.' }],
        ['decline_quote', { status: 'declined', summary: 'Cancel o2.' }],
      ),
    ).to.deep.equal(say('Order o1 is cancelled.\n\nLeft as it was: Cancel o2.'));
    expect(told(['confirm_quote', { message: 'Order o1 is cancelled.' }])).to.deep.equal(say('Order o1 is cancelled.'));
  });

  for (const [error, text] of [
    ['sign_in_required', /signed in/u],
    ['no_clear_yes', /yes or no/u],
    ['tool_failed', /could not look that up/u],
    ['tool_timed_out', /could not look that up/u],
    ['unknown_tool', /could not look that up/u],
    ['invalid_input', /could not look that up/u],
    ['result_too_large', /could not look that up/u],
    ['order_not_found', /^There is no such order\.$/u],
    ['outcome_unknown', /^There is no such order\.$/u],
  ] as const) {
    it(`tells ${error} in the customer's words`, () => {
      const answer = told(['get_order', { error, message: 'There is no such order.' }, true]);
      expect(answer.kind === 'say' && answer.text).to.match(text);
    });
  }

  it('reads plain text, and earlier messages newest first', () => {
    const history = [
      { role: 'user', text: 'About order o1111' },
      { role: 'assistant', text: 'Yes?' },
      { role: 'user', text: 'And  o2222' },
      { role: 'assistant', text: 'Fine.' },
    ] as const;
    const reading = read(openingMessages({ ...NO_FACTS, history }, 'It’s   the “second” ONE'));
    expect(reading).to.deep.include({ raw: 'It’s   the “second” ONE', text: 'it\'s the "second" one' });
    expect(reading.earlier.map((message) => message.text)).to.deep.equal([
      'fine.',
      'and o2222',
      'yes?',
      'about order o1111',
    ]);
    expect(mention(reading, orderId)).to.equal('o2222');
    expect(mention(read(openingMessages(NO_FACTS, 'nothing')), orderId)).to.equal(undefined);
  });
});

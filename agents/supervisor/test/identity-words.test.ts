import { expect } from 'chai';
import { NO_FACTS, type HistoryMessage } from '@deskfleet/shared/agent/context.ts';
import { openingMessages } from '@deskfleet/shared/agent/prompt-context.ts';
import { ASK_WHO } from '@deskfleet/shared/rulebook/engine.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { rulebook } from '../src/rulebook.ts';
import { identityIn } from '../src/rulebook/identity-words.ts';

const email = (address: string): JsonObject => ({ email: address });
const named = (first_name: string, last_name: string, postal_code: string): JsonObject => ({
  first_name,
  last_name,
  postal_code,
});

function answer(message: string, history: readonly HistoryMessage[] = [], mayIdentify = true) {
  const facts = { ...NO_FACTS, mayIdentify, history };
  return rulebook.answer({ messages: openingMessages(facts, message), tools: [] });
}
const calls = (message: string, history: readonly HistoryMessage[] = []) => {
  const said = answer(message, history);
  return said.kind === 'say' ? said.text : said.calls.map(({ name, input }) => [name, input]);
};
/** What is done once the tool has answered. */
function afterwards(message: string, history: readonly HistoryMessage[] = []): unknown {
  const facts = { ...NO_FACTS, mayIdentify: true, history };
  const opening = openingMessages(facts, message);
  const use = { type: 'tool_use', id: '1', name: 'identify_customer', input: {} } as const;
  const content = { status: 'identified', customer: { first_name: 'Ana', loyalty_tier: 'gold' } };
  const said = rulebook.answer({
    messages: [
      ...opening,
      { role: 'assistant', content: [use] },
      { role: 'user', content: [{ type: 'tool_result', toolUseId: '1', isError: false, content }] },
    ],
    tools: [],
  });
  return said.kind === 'say' ? said.text : said.calls.map(({ input }) => input);
}
const asked = (question: string): HistoryMessage[] => [
  { role: 'user', text: question },
  { role: 'assistant', text: ASK_WHO },
];

const AT_ONCE: readonly (readonly [string, JsonObject])[] = [
  ['My email is ana.silva@example.com', email('ana.silva@example.com')],
  ['ana.silva@example.com', email('ana.silva@example.com')],
  ['you can find me under Ana.Silva+shop@example.co.uk.', email('Ana.Silva+shop@example.co.uk')],
  ['Hi, my name is Ana Silva and my zip code is 54321.', named('Ana', 'Silva', '54321')],
  ['hello my name is ana silva, zip 54321', named('ana', 'silva', '54321')],
  ['Ana Silva here, my zip is 54321', named('Ana', 'Silva', '54321')],
  ['Hi there! Ana Silva here. Zip 54321.', named('Ana', 'Silva', '54321')],
  ["I'm Ana Silva, 54321", named('Ana', 'Silva', '54321')],
  ['I am Ana Silva and I live in 54321', named('Ana', 'Silva', '54321')],
  ['This is Ana Silva. Zip: 54321', named('Ana', 'Silva', '54321')],
  ['Name: Ana Silva\nZip code: 54321', named('Ana', 'Silva', '54321')],
  ["My name's Ana O'Neill, my postal code is SW1A 1AA", named('Ana', "O'Neill", 'SW1A 1AA')],
  ['My name is Jean-Luc Petit from zip code 54321-1234', named('Jean-Luc', 'Petit', '54321-1234')],
  ['my name is Ana and... sorry, Ana Silva is my name, my email: ana@example.com', email('ana@example.com')],
  ['My name is Ana van der Berg, zip 54321', named('Ana', 'van der Berg', '54321')],
  ['54321 is my zip code and my name is Ana Silva', named('Ana', 'Silva', '54321')],
  ['My name is Ana Silva (zip 54321). Cancel order #W1234567, please.', named('Ana', 'Silva', '54321')],
];

const NOTHING: readonly string[] = [
  'I am looking for a phone',
  "I'm not happy with my headphones",
  'This is broken',
  'Do you deliver to 54321?',
  'My name is on the invoice',
  'Where is order 54321?',
  'It costs $54321.00',
];

describe('who a visitor says they are', () => {
  for (const [message, input] of AT_ONCE) {
    it(`is read from ${JSON.stringify(message)}`, () => {
      expect(calls(message)).to.deep.equal([['identify_customer', input]]);
    });
  }

  for (const message of NOTHING) {
    it(`is not read from ${JSON.stringify(message)}`, () => {
      expect(identityIn(message, false)).to.not.have.any.keys('name', 'email', 'zip');
    });
  }

  it('is gathered over several messages', () => {
    expect(calls('My name is Ana Silva')).to.match(/^Thank you, Ana\..*zip code/u);
    const [user, assistant] = ['My name is Ana Silva', calls('My name is Ana Silva') as string];
    const history: HistoryMessage[] = [
      { role: 'user', text: user },
      { role: 'assistant', text: assistant },
    ];
    for (const message of ['54321', "it's 54321", 'zip code 54321', '54321 please'])
      expect(calls(message, history), message).to.deep.equal([['identify_customer', named('Ana', 'Silva', '54321')]]);
    expect(calls('ana@example.com', history)).to.deep.equal([['identify_customer', email('ana@example.com')]]);
  });

  it('is taken as a bare name and zip code after the question', () => {
    const history = asked('Where is my order?');
    expect(calls('Ana Silva 54321', history)).to.deep.equal([['identify_customer', named('Ana', 'Silva', '54321')]]);
    expect(calls('ana silva, 54321', history)).to.deep.equal([['identify_customer', named('ana', 'silva', '54321')]]);
    expect(calls('Ana Silva', history)).to.match(/zip code/u);
    expect(calls('54321', history)).to.match(/first and last name/u);
  });

  it('comes with a correction after a wrong guess', () => {
    const history: HistoryMessage[] = [
      { role: 'user', text: 'My name is Ana Silva, zip 11111' },
      {
        role: 'assistant',
        text: 'I could not find an account with these details. Please check them and tell me again: the e-mail address of your account, or your first and last name and zip code.',
      },
    ];
    expect(calls('Sorry, zip 54321', history)).to.deep.equal([['identify_customer', named('Ana', 'Silva', '54321')]]);
  });

  it('does not keep the rest of the message from being done', () => {
    expect(
      afterwards('My name is Ana Silva, zip 54321. Please cancel order #W1234567, I no longer need it.'),
    ).to.deep.equal([{ agent: 'order-management', request: 'Please cancel order #W1234567, I no longer need it.' }]);
    for (const message of [
      'You can find me under ana@example.com',
      "I'm registered with ana@example.com",
      'Look for ana@example.com please',
    ])
      expect(afterwards(message), message).to.match(/^Thank you, Ana/u);
    expect(afterwards('Hi! I am ana@example.com')).to.equal(
      'Thank you, Ana. I have found your account. What can I do for you?',
    );
  });

  it('goes on with what was asked before, over several questions of ours', () => {
    const request = 'Please cancel order #W1234567, I no longer need it.';
    expect(afterwards('ana@example.com', asked(request))).to.deep.equal([{ agent: 'order-management', request }]);
    const longer: HistoryMessage[] = [
      ...asked(request),
      { role: 'user', text: 'Ana Silva' },
      {
        role: 'assistant',
        text: 'Thank you, Ana. To find your account I also need your zip code, or the e-mail address of your account.',
      },
    ];
    expect(afterwards('54321', longer)).to.deep.equal([{ agent: 'order-management', request }]);
    const done: HistoryMessage[] = [
      { role: 'user', text: request },
      { role: 'assistant', text: 'Order W1234567 is cancelled.' },
    ];
    expect(afterwards('ana@example.com', done)).to.match(/^Thank you, Ana\./u);
  });

  it('of somebody who is known already asks for nothing, and is checked when it is all that is said', () => {
    const said = (message: string) => {
      const facts = { ...NO_FACTS, profile: { first_name: 'Oto' } };
      const step = rulebook.answer({ messages: openingMessages(facts, message), tools: [] });
      return step.kind === 'say' ? step.text : step.calls.map(({ name, input }) => [name, input]);
    };
    const both = 'My name is Ana Silva and my zip code is 54321. Cancel #W1234567 please, ordered by mistake.';
    expect(said(both)).to.deep.equal([['delegate', { agent: 'order-management', request: both }]]);
    expect(said('My name is Ana Silva and my zip code is 54321.')).to.deep.equal([
      ['identify_customer', named('Ana', 'Silva', '54321')],
    ]);
  });

  it('does not matter to somebody who asks for a product, or where the shop wants a sign-in', () => {
    expect(calls('I am Ana Silva, do you have speakers?')).to.deep.equal([
      ['delegate', { agent: 'product-recommendation', request: 'I am Ana Silva, do you have speakers?' }],
    ]);
    const said = answer('ana@example.com', [], false);
    expect(said.kind).to.equal('say');
  });
});

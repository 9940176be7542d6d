import { expect } from 'chai';
import { NO_FACTS, type TurnFacts } from '@deskfleet/shared/agent/context.ts';
import { openingMessages } from '@deskfleet/shared/agent/prompt-context.ts';
import type { SpecialistName } from '@deskfleet/shared/fleet.ts';
import type { QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import { rulebook } from '../src/rulebook.ts';

const ORDER = 'order-management';
const PRODUCT = 'product-recommendation';
const ACCOUNT = 'personalization';
const HELP = 'troubleshooting';

interface Asked {
  readonly agent: string;
  readonly request: string;
}

function route(
  message: string,
  facts: Partial<TurnFacts> = {},
): { readonly asked: readonly Asked[]; readonly said: string } {
  const answer = rulebook.answer({ messages: openingMessages({ ...NO_FACTS, ...facts }, message), tools: [] });
  return answer.kind === 'say'
    ? { asked: [], said: answer.text }
    : { asked: answer.calls.map((call) => call.input as unknown as Asked), said: '' };
}

const ONE: Readonly<Record<SpecialistName, readonly string[]>> = {
  [ORDER]: [
    'Where is my order o12345?',
    'What is the status of order 12345?',
    'Has my package arrived yet?',
    'when will my parcel be delivered',
    'Track my shipment please',
    'I want to cancel my order',
    'Please cancel o13001, I ordered it by mistake.',
    'Can I return the headphones I bought last week?',
    'I would like to exchange my shoes for a bigger size',
    'How do I get a refund?',
    'Show me all my orders',
    'What did I order in October?',
    'Did the ProMax I ordered arrive?',
    'I need the invoice for #12345',
    'My courier never came',
    'It was supposed to be delivered yesterday',
    'How can you help me return my order?',
    'Change the delivery address of order o12345',
    'WHERE IS MY STUFF, order W2378156???',
    'can i get my money back for this',
    'cust005: did my delivery come?',
    'Is order 13201 still pending?',
  ],
  [PRODUCT]: [
    'Can you recommend a gaming laptop below 1500 dollars?',
    'Which headphones do you have?',
    'Do you sell speakers under 100 dollars?',
    'What do people say about the Nova 5G?',
    'Compare the ProMax and the UltraBook Pro',
    'How much is the SonicWave?',
    'Is the ThunderBolt in stock?',
    'I am looking for a smartwatch',
    'What is the cheapest tablet?',
    'Are there good reviews of the VitaFit?',
    'I want to buy a good phone',
    'What colours does the ZenSound come in and how much is it?',
    'gift idea for my dad',
    'Which is better, Alpha One or Eclipse X?',
    'best rated speakers',
    'I need a new laptop',
    'is the gigabook available?',
  ],
  [ACCOUNT]: [
    'What is my loyalty tier?',
    'Change my email address',
    'What do you know about me?',
    'Show my profile',
    'Unsubscribe me from the newsletter',
    'What have I looked at recently? Show my browsing history',
    'Which payment methods do I have saved?',
    'What is my gift card balance?',
    'Delete my personal data',
    'What are my preferences?',
    'Who am I?',
  ],
  [HELP]: [
    'My headphones do not connect',
    "The ZenSound won't pair with my phone",
    'my laptop is overheating',
    'The speaker makes a crackling noise',
    'My watch doesn’t turn on',
    'The battery drains too fast',
    'How do I reset my speaker?',
    'Is there a warranty on the TrackMaster?',
    'No sound from my speaker',
    'The screen is broken, help me',
    'Was the UltraBook recalled?',
    'Where do I find the manual of the FlexTab?',
    'My phone keeps restarting',
    'ProMax gets too hot',
    'How do I set up the VitaFit?',
    'My tablet is frozen',
    'the thing stopped working after a day',
  ],
};

/** Message, and whom it is for, in order. Among them the sample questions of the demos this shop's data covers. */
const SEVERAL: readonly (readonly [string, readonly SpecialistName[]])[] = [
  ['Where is order o12345, and do you have speakers under 100 dollars?', [ORDER, PRODUCT]],
  ['Did my ProMax order arrive? And can you recommend a phone?', [ORDER, PRODUCT]],
  ['I want in-stock speakers under 100 dollars and troubleshooting hints for them', [PRODUCT, HELP]],
  ['I am looking for a smartwatch at any price. What are its known issues and the warranty?', [PRODUCT, HELP]],
  ['A smartwatch at any price, its known issues and warranty please', [PRODUCT, HELP]],
  ['I want a good Nova phone, and how much is the warranty repair if it is broken?', [PRODUCT, HELP]],
  ['Cancel order o13001 and tell me my loyalty tier.', [ORDER, ACCOUNT]],
  ['My speaker does not connect. Also, where is my parcel?', [HELP, ORDER]],
  ['Please cancel my newest order and also open a ticket about my loud fan', [ORDER, HELP]],
  ['Cancel o13201, I no longer need it, and tell me about the warranty of my ProMax', [ORDER, HELP]],
  ['What is my gift card balance, and which laptop do you recommend?', [ACCOUNT, PRODUCT]],
  ['Hi! Track my order please, then recommend some headphones, and show my profile.', [ORDER, PRODUCT, ACCOUNT]],
];

const open = (agent: SpecialistName): QuoteView => ({
  id: 'q1',
  agent,
  tool: 'cancel_order',
  subject: 'order:o1',
  summary: 'Cancel order o1.',
  state: 'open',
  terms: {},
  input: {},
  list_no: 1,
  proposed_turn_id: 't0',
  expires_at: '2026-11-16T10:00:00Z',
});

describe('the supervisor without a language model', () => {
  for (const [agent, messages] of Object.entries(ONE)) {
    for (const message of messages) {
      it(`asks ${agent}: ${message}`, () => {
        expect(route(message).asked).to.deep.equal([{ agent, request: message }]);
      });
    }
  }

  for (const [message, agents] of SEVERAL) {
    it(`asks ${agents.join(' and ')}: ${message}`, () => {
      expect(route(message).asked.map((one) => one.agent)).to.deep.equal(agents);
    });
  }

  for (const message of [
    'Can you change the lamp to one with a white shade? The order is #T1234567.',
    "Please swap the desk lamp, the one with a black shade, for a version that has a white shade. It's order #T1234567. Use paypal_123 for the difference.",
    'Can you help me return my smart thermostat? They were in W1234567. Refund goes to gift_card_1.',
    'My smart thermostat, my smart watch and my keyboard from #T1234567 need to be returned.',
    'Could you swap the earbuds for white ones; also the bluetooth speaker (blue) for another bluetooth speaker? It is all in #T1234567.',
    'In #T1234567 I want a 24MP one in place of the digital camera and I want the same model in place of the wireless earbuds.',
    'Update the address of W1234567 to 5 Elm Street, Leeds, LS1 4AP, UK',
    "I don't want the kettle from #T1234567 anymore, please take it back.",
    'In #T1234567 I want the black lamp in place of the white one.',
    'My #T1234567 is wrong. Can I switch the tablet to one with 64GB? Take gift_card_123 for the price difference.',
    'I moved. Please send #T1234567 to 5 Elm Street, Leeds, LS1 4AP, UK.',
    'In order #T1234567, exchange the espresso machine (type manual, set of 2) for one with 9 bar and the wireless earbuds (black) for white ones.',
    "I'd like to exchange the running shoes with size 10 and color red for one in size 11. Any difference goes on gift_card_1.",
  ])
    it(`is one request about an order: ${message}`, () =>
      expect(route(message).asked).to.deep.equal([{ agent: ORDER, request: message }]));

  it('sends what is wanted from somebody else to nobody', () => {
    expect(route('my flight with Delta was cancelled, I want a refund from them').asked).to.deep.equal([]);
  });

  it('takes another account for an account, and not for another article', () => {
    const message = 'need to switch to another account';
    expect(route(message).asked).to.deep.equal([{ agent: ACCOUNT, request: message }]);
  });

  it('does not take what only leads to a request for one of its own', () => {
    const message = "I'm furnishing my first flat, what sofa would you take";
    expect(route(message).asked).to.deep.equal([{ agent: PRODUCT, request: message }]);
  });

  it('gives each specialist its own part', () => {
    expect(route('Where is order o12345, and do you have speakers under 100 dollars?').asked).to.deep.equal([
      { agent: ORDER, request: 'Where is order o12345' },
      { agent: PRODUCT, request: 'do you have speakers under 100 dollars?' },
    ]);
  });

  it('gives the whole message to a part that leans on another', () => {
    const message = 'I am looking for a smartwatch at any price. What are its known issues and the warranty?';
    expect(route(message).asked.at(-1)).to.deep.equal({ agent: HELP, request: message });
  });

  it('keeps the requests for one specialist together', () => {
    expect(route('Where is order o12345? Also cancel order o13001.').asked).to.have.length(1);
  });

  for (const message of [
    'and when?',
    'The second one',
    'blue, please',
    'o12345',
    'What about the other one?',
    'no longer needed',
  ]) {
    it(`stays with the last specialist: ${message}`, () => {
      expect(route(message, { lastAgent: ORDER }).asked).to.deep.equal([{ agent: ORDER, request: message }]);
    });
  }

  it('goes on with who gave advice that did not help, and shows tickets where they are', () => {
    for (const message of ['That did not help either.', "That didn't help", "it still doesn't work"])
      expect(route(message, { lastAgent: HELP }).asked[0]?.agent, message).to.equal(HELP);
    expect(route('Show me my support tickets.', { lastAgent: HELP }).asked[0]?.agent).to.equal(HELP);
    expect(route('Show me my support tickets.').asked[0]?.agent).to.equal(HELP);
  });

  it('changes the specialist when the subject changes', () => {
    expect(route('Which headphones do you recommend?', { lastAgent: ORDER }).asked[0]?.agent).to.equal(PRODUCT);
  });

  for (const message of ['Yes, please.', 'no', 'go ahead', 'No, leave it', 'yes, cancel it']) {
    it(`takes the answer to an open proposal to who made it: ${message}`, () => {
      expect(route(message, { openQuotes: [open(ACCOUNT)], lastAgent: PRODUCT }).asked).to.deep.equal([
        { agent: ACCOUNT, request: message },
      ]);
    });
  }

  for (const [message, agent] of [
    ["My headphones don't connect", HELP],
    ['Do you have speakers under 100 dollars?', PRODUCT],
    ['No sound from my speaker', HELP],
  ] as const) {
    it(`does not take another subject for an answer: ${message}`, () => {
      expect(route(message, { openQuotes: [open(ORDER)], lastAgent: ORDER }).asked).to.deep.equal([
        { agent, request: message },
      ]);
    });
  }

  const calls = (message: string, history: TurnFacts['history'] = []): unknown => {
    const answer = rulebook.answer({ messages: openingMessages({ ...NO_FACTS, history }, message), tools: [] });
    return answer.kind === 'say' ? answer.text : answer.calls.map(({ name, input }) => [name, input]);
  };

  for (const message of ['I want to talk to a human', 'Can I speak with someone please?', 'real person']) {
    it(`brings in a person: ${message}`, () =>
      expect(calls(message)).to.deep.equal([['hand_off_to_human', { reason: 'asked' }]]));
  }

  for (const [message, agent] of [
    ['10119 Berlin', ACCOUNT],
    ['the black ones', ACCOUNT],
    ['12345', ACCOUNT],
    ['Elm Street 5, 90210', ACCOUNT],
    ['Never mind. Where is my parcel?', ORDER],
    ['order 12345', ORDER],
    ['My speaker does not turn on', HELP],
  ] as const) {
    it(`takes ${JSON.stringify(message)} for ${agent === ACCOUNT ? 'the answer to an open question' : 'another subject'}`, () => {
      const { asked } = route(message, { openQuestion: ACCOUNT, lastAgent: ACCOUNT });
      expect(asked.map((one) => one.agent)).to.deep.equal([agent]);
    });
  }

  it('brings in a person when it has not understood twice', () => {
    const history = [
      { role: 'user', text: 'asdf' },
      { role: 'assistant', text: calls('asdf') as string },
    ] as const;
    expect(calls('qwer asdf', history)).to.deep.equal([['hand_off_to_human', { reason: 'not_understood' }]]);
  });

  for (const [message, says] of [
    ['Hello!', /^Hello!/u],
    ['hi', /^Hello!/u],
    ['Good morning', /^Hello!/u],
    ['Thanks a lot!', /welcome/u],
    ['Thank you, that is all', /welcome/u],
    ['bye', /Goodbye/u],
    ['What can you do?', /I can help with/u],
    ['help', /I can help with/u],
    ['asdf qwer', /I can help with/u],
    ['What is the meaning of life?', /I can help with/u],
  ] as const) {
    it(`answers by itself: ${message}`, () => {
      const { asked, said } = route(message);
      expect(asked).to.be.empty;
      expect(said).to.match(says);
    });
  }
});

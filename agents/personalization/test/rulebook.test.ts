import { expect } from 'chai';
import { TestCustomer } from '@deskfleet/local/testing/customer.ts';
import { sharedWorld, toolContext } from '@deskfleet/local/testing/harness.ts';
import { NO_FACTS, type HistoryMessage } from '@deskfleet/shared/agent/context.ts';
import { openingMessages } from '@deskfleet/shared/agent/prompt-context.ts';
import { runTurnLoop } from '@deskfleet/shared/agent/turn-loop.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { ModelMessage } from '@deskfleet/shared/model/model.ts';
import { rulebookModel } from '@deskfleet/shared/rulebook/model.ts';
import { agent } from '../src/agent.ts';
import { rulebook } from '../src/rulebook.ts';

const answerTo = (messages: readonly ModelMessage[]): string => {
  const answer = rulebook.answer({ messages, tools: [] });
  return answer.kind === 'say'
    ? answer.text
    : answer.calls.map((call) => `${call.name} ${JSON.stringify(call.input)}`).join(' + ');
};

const ask = (text: string, history: readonly HistoryMessage[] = []): string =>
  answerTo(openingMessages({ ...NO_FACTS, profile: {}, history }, text));

function told(question: string, name: string, content: JsonObject, input: JsonObject = {}): string {
  return answerTo([
    ...openingMessages({ ...NO_FACTS, profile: {} }, question),
    { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name, input }] },
    { role: 'user', content: [{ type: 'tool_result', toolUseId: 't1', isError: false, content }] },
  ]);
}

const PROFILE: JsonObject = {
  first_name: 'Ann',
  last_name: 'Lee',
  email: 'ann@example.com',
  phone: '+49 30 1234',
  loyalty_tier: 'gold',
  newsletter: true,
  member_since: '2025-01-01',
  default_address: {
    line1: 'Lange Str. 3',
    line2: null,
    city: 'Berlin',
    state: null,
    postal_code: '10115',
    country: 'DE',
  },
  payment_methods: [
    { kind: 'credit_card', brand: 'Visa', last_four: '4242' },
    { kind: 'paypal', brand: null, last_four: null },
    { kind: 'gift_card', brand: null, last_four: '7007', balance: { cents: 1250, text: '€12.50' } },
  ],
  preferences: { preferred_brand: 'Nova', price_range: 'under 100' },
};
const EMPTY: JsonObject = {
  ...PROFILE,
  phone: null,
  newsletter: false,
  default_address: null,
  payment_methods: [],
  preferences: {},
};

const NAME = 'Your name is Ann Lee.';
const EMAIL = 'Your e-mail address is ann@example.com.';
const ADDRESS = 'Your default address is Lange Str. 3, Berlin, 10115, DE.';
const TIER = 'Your loyalty tier is gold.';
const NEWS = 'You are subscribed to the newsletter.';
const METHODS =
  'Your ways of payment: Visa credit card ending 4242, PayPal and gift card ending 7007 with €12.50 left.';
const CARD = 'Your gift card ending 7007 has €12.50 left.';
const LIKES = 'Your preferences: preferred brand: Nova; price range: under 100.';
const SINCE = 'You have been a member since January 1, 2025.';

const PROFILE_QUESTIONS: readonly (readonly [string, string])[] = [
  ["what's my e-mail address?", EMAIL],
  ['which email do you have on file', EMAIL],
  ['could you tell me my email please', EMAIL],
  ['What address do you have for me?', ADDRESS],
  ['where do you ship my orders', ADDRESS],
  ['what is my zip code', ADDRESS],
  ['what is my loyalty tier', TIER],
  ['am I a gold member?', TIER],
  ['which membership level am I on', TIER],
  ["what's my membership", TIER],
  ['how do you contact me', LIKES],
  ['am I subscribed to the newsletter?', NEWS],
  ['do I get your newsletter', NEWS],
  ['Which payment methods do I have?', METHODS],
  ['what cards do you have on file?', METHODS],
  ['is my visa still saved', METHODS],
  ['how can I pay', METHODS],
  ['how much is left on my gift card', CARD],
  ['gift card balance please', CARD],
  ["what's my balance", CARD],
  ['What are my preferences?', LIKES],
  ['what is my favorite brand?', LIKES],
  ['how long have I been a customer?', SINCE],
  ['when did I join', SINCE],
  ['what is my name', NAME],
  ["what's my phone number", 'Your phone number is +49 30 1234.'],
  ["What's my tier and my email?", `${EMAIL}\n${TIER}`],
  ['what is my tier? And where do you ship to?', `${ADDRESS}\n${TIER}`],
];

const UNABLE: readonly (readonly [string, RegExp])[] = [
  ['delete my browsing history', /browsing history alone/u],
  ['please clear my history', /browsing history alone/u],
  ['reset my password', /passwords/u],
  ['remove my visa', /ways of payment/u],
  ['add a new card', /ways of payment/u],
  ['redeem my gift card', /ways of payment/u],
  ['change my email', /not the other details/u],
  ['change my e-mail address to bob@example.com', /not the other details/u],
  ['update my phone number', /not the other details/u],
  ['my last name has changed, please update my name', /not the other details/u],
  ['change the address of order o12345', /default address/u],
  ['how do I get gold?', /loyalty tier/u],
  ['how many points do I have', /loyalty tier/u],
];

describe('rulebook of the account agent', () => {
  describe('understands', () => {
    for (const [question, expected] of PROFILE_QUESTIONS) {
      it(question, () => {
        expect(ask(question)).to.equal('get_profile {}');
        expect(told(question, 'get_profile', PROFILE)).to.equal(expected);
      });
    }

    for (const question of [
      'show me my profile',
      'what do you know about me?',
      'my account details',
      'what data do you have about me',
      'Tell me all you have stored',
    ]) {
      it(question, () => {
        expect(ask(question)).to.equal('get_profile {}');
        expect(told(question, 'get_profile', PROFILE)).to.equal(
          [NAME, EMAIL, 'Your phone number is +49 30 1234.', ADDRESS, TIER, NEWS, METHODS, CARD, LIKES, SINCE]
            .map((line) => `- ${line}`)
            .join('\n'),
        );
      });
    }

    for (const question of [
      'what did I look at lately?',
      'show my browsing history',
      'which products have I viewed recently',
      'What was I looking at last week?',
      "what's in my cart",
      'which things did I put on my wish list',
    ]) {
      it(question, () => expect(ask(question)).to.equal('get_browsing_history {"limit":6}'));
    }

    it('several questions at once', () => {
      expect(ask('what is my tier and what did I look at lately?')).to.equal(
        'get_profile {} + get_browsing_history {"limit":6}',
      );
    });
  });

  describe('says truthfully that it cannot', () => {
    for (const [question, expected] of UNABLE) {
      it(question, () => {
        expect(ask(question)).to.match(/^I cannot do that here: /u);
        expect(ask(question)).to.match(expected);
      });
    }

    it('beside what it can, once', async () => {
      const { reply, calls } = await new TestCustomer(agent, 'cust005').says(
        'What is my loyalty tier? And reset my password please.',
      );
      expect(calls).to.deep.equal(['get_profile {}']);
      expect(reply).to.equal(
        'I cannot do that here: I cannot see, reset or change passwords.\n\nYour loyalty tier is platinum.',
      );
    });
  });

  it('leaves what is not about the account alone', () => {
    for (const question of [
      'hello',
      'what did I buy',
      'show my order history',
      'is the ProMax in stock?',
      'show me more',
    ])
      expect(ask(question), question).to.match(/^I can tell you what your account says/u);
  });

  it('says what is not stored', () => {
    expect(told('my profile', 'get_profile', EMPTY)).to.equal(
      [
        NAME,
        EMAIL,
        'No phone number is stored.',
        'No default address is stored.',
        TIER,
        'You are not subscribed to the newsletter.',
        'No way of payment is stored.',
        'You have no gift card stored.',
        'No preferences are stored.',
        SINCE,
      ]
        .map((line) => `- ${line}`)
        .join('\n'),
    );
  });

  it('tells what was looked at, and goes on to the next page', () => {
    const visit = (product: string, action: string, seconds: number): JsonObject => ({
      product,
      action,
      seconds,
      at: '2026-11-15T09:00:00.000Z',
    });
    const page = told(
      'what did I look at?',
      'get_browsing_history',
      {
        visits: [visit('Kettle', 'view', 75), visit('Lamp', 'add_to_wishlist', 9)],
        visits_in_all: 5,
        more: 3,
        by_category: [
          { category: 'kitchen', visits: 3, seconds: 9 },
          { category: 'light', visits: 2, seconds: 9 },
        ],
      },
      { limit: 6 },
    );
    expect(page).to.equal(
      [
        'What you looked at, visits 1 to 2 of 5, newest first:',
        '- November 15, 2026: viewed Kettle, 1 min 15 s',
        '- November 15, 2026: put on the wish list Lamp, 9 s',
        'Visits by category: kitchen 3, light 2.',
        'Ask for more to see older ones.',
      ].join('\n'),
    );
    expect(
      ask('show me more', [
        { role: 'user', text: 'what did I look at?' },
        { role: 'assistant', text: page },
      ]),
    ).to.equal('get_browsing_history {"limit":6,"offset":2}');
    expect(
      told(
        'show me more',
        'get_browsing_history',
        { visits: [visit('Lamp', 'read_reviews', 60)], visits_in_all: 5, by_category: [] },
        { limit: 6, offset: 4 },
      ),
    ).to.equal(
      'What you looked at, visits 5 to 5 of 5, newest first:\n- November 15, 2026: read reviews of Lamp, 1 min 0 s',
    );
    expect(
      told('show me more', 'get_browsing_history', { visits: [], visits_in_all: 5, by_category: [] }, { offset: 6 }),
    ).to.equal('There are no older visits.');
  });

  it('answers a customer of the demo shop', async () => {
    const context = toolContext(await sharedWorld(), agent, {
      customerId: 'cust005',
      facts: { profile: { first_name: 'Sofia' } },
    });
    const result = await runTurnLoop({
      agent,
      model: rulebookModel(agent.rulebook),
      limits: { maxModelCalls: 4, maxOutputTokens: 1000 },
      context,
      request: 'What is my loyalty tier and my gift card balance?',
      streaming: false,
    });
    expect(result.outcome).to.equal('answered');
    expect(result.reply).to.match(
      /^Your loyalty tier is platinum\.\nYour gift card( ending \d{4})? has \$50\.00 left\.$/u,
    );
    expect(context.record.dataApiCalls).to.equal(1);
  });
});

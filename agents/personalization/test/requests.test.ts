/** Our own phrasings: what each of them makes the agent do. */
import { expect } from 'chai';
import { NO_FACTS, type HistoryMessage } from '@deskfleet/shared/agent/context.ts';
import { openingMessages } from '@deskfleet/shared/agent/prompt-context.ts';
import { rulebook } from '../src/rulebook.ts';

function does(text: string, history: readonly HistoryMessage[] = []): string {
  const answer = rulebook.answer({
    messages: openingMessages({ ...NO_FACTS, profile: {}, history }, text),
    tools: [],
  });
  const calls = answer.kind === 'say' ? [] : answer.calls;
  return [
    ...(answer.text === undefined ? [] : [answer.text]),
    ...calls.map(({ name, input }) => (Object.keys(input).length === 0 ? name : `${name} ${JSON.stringify(input)}`)),
  ].join(' + ');
}

const said = (...turns: readonly (readonly [string, string])[]): HistoryMessage[] =>
  turns.flatMap(([user, assistant]): HistoryMessage[] => [
    { role: 'user', text: user },
    { role: 'assistant', text: assistant },
  ]);

const address = (parts: Readonly<Record<string, string>>): string => `update_address ${JSON.stringify(parts)}`;
const preference = (name: string, value: string): string =>
  `set_preference ${JSON.stringify({ preference: name, value })}`;
const fact = (text: string): string => `remember ${JSON.stringify({ fact: text })}`;
const words = (text: string): string => `forget ${JSON.stringify({ words: text })}`;
const SUBSCRIBE = 'set_newsletter {"subscribed":true}';
const UNSUBSCRIBE = 'set_newsletter {"subscribed":false}';
const DENVER = { line1: '12 Main St', postal_code: '80205', city: 'Denver', state: 'CO' };

const PHRASINGS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  address: [
    ['change my address', 'update_address'],
    ['I have a new address', 'update_address'],
    ['I need to update my shipping address', 'update_address'],
    ['My address is wrong', 'update_address'],
    ["I've just moved", 'update_address'],
    ['change my address to 12 Main St, Denver, CO 80205', address(DENVER)],
    ['I moved to 12 Main St, Denver, CO 80205', address(DENVER)],
    ['My new address is 12 Main St Denver CO 80205.', address(DENVER)],
    ['I moved. My new address is 12 Main St, Denver, CO 80205. Please update it.', address(DENVER)],
    ['Please set my address to 12 main st in denver, co 80205', address({ ...DENVER, line1: '12 Main St' })],
    [
      'Could you update my address to 5 Oak Avenue, Apt 4B, Springfield, Illinois 62701, USA',
      address({
        line1: '5 Oak Avenue',
        line2: 'Apt 4B',
        postal_code: '62701',
        city: 'Springfield',
        state: 'IL',
        country: 'US',
      }),
    ],
    [
      'my new address is Lindenstraße 12, 10115 Berlin, Germany',
      address({ line1: 'Lindenstraße 12', postal_code: '10115', city: 'Berlin', country: 'DE' }),
    ],
    [
      'change my address to 10 rue Mercière, 69002 Lyon, France',
      address({ line1: '10 rue Mercière', postal_code: '69002', city: 'Lyon', country: 'FR' }),
    ],
    [
      'I now live at 221b Baker Street, London NW1 6XE, United Kingdom',
      address({ line1: '221b Baker Street', postal_code: 'NW1 6XE', city: 'London', country: 'GB' }),
    ],
    ['change my address to 12 Main St', address({ line1: '12 Main St' })],
    ['change my zip code to 80206', address({ postal_code: '80206' })],
    ['my zip code is 80206 now, please update it', address({ postal_code: '80206' })],
    ['please add apartment 7 to my address', address({ line2: 'Apartment 7' })],
  ],
  newsletter: [
    ['subscribe me', SUBSCRIBE],
    ['subscribe me to the newsletter please', SUBSCRIBE],
    ['Sign me up for your newsletter', SUBSCRIBE],
    ['I want to get your newsletter', SUBSCRIBE],
    ["I'd like to receive the newsletter", SUBSCRIBE],
    ['put me on the mailing list', SUBSCRIBE],
    ['opt me in', SUBSCRIBE],
    ['turn the newsletter on', SUBSCRIBE],
    ['unsubscribe', UNSUBSCRIBE],
    ['please unsubscribe me from the newsletter', UNSUBSCRIBE],
    ['stop sending me e-mails', UNSUBSCRIBE],
    ['no more newsletters please', UNSUBSCRIBE],
    ['take me off your mailing list', UNSUBSCRIBE],
    ["I don't want the newsletter any more", UNSUBSCRIBE],
    ['cancel my newsletter', UNSUBSCRIBE],
    ['opt me out', UNSUBSCRIBE],
  ],
  preferences: [
    ['set my preferred brand to Nova', preference('preferred_brand', 'nova')],
    ['my favourite brand is ZenSound', preference('preferred_brand', 'zensound')],
    ['change my favorite category to headphones', preference('preferred_category', 'headphones')],
    ['please save phones as my preferred category', preference('preferred_category', 'phones')],
    ['set my price range to 100 to 300', preference('price_range', '100 to 300')],
    ['my budget is under 200 dollars', preference('price_range', 'under 200 dollars')],
    ['contact me by phone', preference('contact_channel', 'phone')],
    ["I'd rather be contacted by chat", preference('contact_channel', 'chat')],
    ['Please call me instead of e-mailing', preference('contact_channel', 'telephone')],
    ['change my contact channel to e-mail', preference('contact_channel', 'e-mail')],
    ['switch my language to German', preference('language', 'german')],
    ['please talk to me in French', preference('language', 'french')],
    ['I prefer delivery in the evening', preference('delivery_time', 'evening')],
    ['turn off personalised recommendations', preference('personalised_recommendations', 'off')],
    ['stop keeping notes of our conversations', preference('conversation_notes', 'off')],
    ['please enable personalized recommendations', preference('personalised_recommendations', 'on')],
    ['remove my preferred brand', preference('preferred_brand', '')],
    ['change my preferred brand', 'get_preferences'],
    ['update my preferences', 'Which preference would you like to set, and to what?'],
    ['which preferences can I set?', 'get_preferences'],
  ],
  remember: [
    ['remember that I have small hands', fact('I have small hands')],
    ['Please remember: I am left-handed.', fact('I am left-handed')],
    ['keep in mind that I wear glasses', fact('I wear glasses')],
    ['Can you note that my son is allergic to nickel?', fact('my son is allergic to nickel')],
    ['for future reference, I only buy refurbished', fact('I only buy refurbished')],
    [
      "don't forget that I live on the fifth floor without a lift, please",
      fact('I live on the fifth floor without a lift'),
    ],
    ['just so you know, I hate in-ear headphones', fact('I hate in-ear headphones')],
    ['remember my shoe size is 43', fact('my shoe size is 43')],
    ['Remember that I have small hands and I need light phones', fact('I have small hands and I need light phones')],
    ['remember this', 'What shall I remember?'],
    ['can you remember something for me', 'What shall I remember?'],
  ],
  memories: [
    ['what do you remember about me?', 'list_memories'],
    ['do you remember what I told you', 'list_memories'],
    ['what do you remember about my hands?', 'list_memories {"about":"my hands"}'],
    ['show me my memories', 'list_memories'],
    ['which things have you noted about me? what did i tell you to remember', 'list_memories'],
    ['list everything you remember', 'list_memories'],
  ],
  forget: [
    ['forget that I have small hands', words('I have small hands')],
    ['please forget about my glasses', words('my glasses')],
    ["you can forget that I'm left-handed", words("I'm left-handed")],
    ['stop remembering my shoe size', words('my shoe size')],
    ['delete the note about my son', words('my son')],
    ['forget everything', 'forget {"all":true}'],
    ['Forget everything you know about me', 'forget {"all":true}'],
    ['delete all my memories', 'forget {"all":true}'],
    ['erase everything you remember', 'forget {"all":true}'],
    ['forget something', 'What shall I forget? Say it in a few words, or "everything".'],
    ['forget that', 'What shall I forget? Say it in a few words, or "everything".'],
  ],
  export: [
    ['send me my data', 'export_my_data'],
    ['export all my data', 'export_my_data'],
    ['I want to download my personal data', 'export_my_data'],
    ['can I get a copy of my data?', 'export_my_data'],
    ['GDPR data request', 'export_my_data'],
    ['give me everything you have on me as a file', 'export_my_data'],
  ],
  erase: [
    ['delete my data', 'erase_my_data'],
    ['please delete all my personal data', 'erase_my_data'],
    ['delete my account', 'erase_my_data'],
    ['I want to close my account', 'erase_my_data'],
    ['erase everything you know about me', 'erase_my_data'],
    ['forget me', 'erase_my_data'],
    ['I invoke my right to be forgotten', 'erase_my_data'],
    ['wipe all my information from your system', 'erase_my_data'],
  ],
  insights: [
    ['what do people like me buy?', 'get_similar_customer_insights'],
    ['What are customers similar to me interested in?', 'get_similar_customer_insights'],
    ['what do others with my taste choose', 'get_similar_customer_insights'],
    ['which products do similar customers like', 'get_similar_customer_insights'],
    ['what do other customers usually buy', 'get_similar_customer_insights'],
  ],
  purchases: [
    ['what do I usually buy?', 'get_purchase_profile'],
    ['how often do I order?', 'get_purchase_profile'],
    ['how much have I spent with you', 'get_purchase_profile'],
    ['show my buying habits', 'get_purchase_profile'],
    ['which categories do I buy most', 'get_purchase_profile'],
    ['how much did I spend since March 2026?', 'get_purchase_profile {"since":"2026-03-01"}'],
    ['my purchase profile', 'get_purchase_profile'],
  ],
  'several at once': [
    [
      'subscribe me to the newsletter and remember that I have small hands',
      `${SUBSCRIBE} + ${fact('I have small hands')}`,
    ],
    ['what do I usually buy, and what do people like me buy?', 'get_purchase_profile + get_similar_customer_insights'],
    [
      'Change my address to 12 Main St, Denver, CO 80205 and unsubscribe me from the newsletter',
      `${address(DENVER)} + ${UNSUBSCRIBE}`,
    ],
    [
      'set my preferred brand to Nova and set my price range to under 300',
      `${preference('preferred_brand', 'nova')} + ${preference('price_range', 'under 300')}`,
    ],
    ['What is my tier? Then send me my data.', 'get_profile + export_my_data'],
  ],
};

describe('what customers ask the account agent', () => {
  for (const [topic, rows] of Object.entries(PHRASINGS)) {
    describe(topic, () => {
      for (const [text, expected] of rows) it(text, () => expect(does(text)).to.equal(expected));
    });
  }

  describe('over several turns', () => {
    const STREET = said([
      'I moved to 12 main st',
      'I still need the city, state and zip or postal code of your new address. What are they?',
    ]);

    for (const [answer, parts] of [
      ['Denver, CO 80205', DENVER],
      ['denver colorado 80205', DENVER],
      ['80205 Denver, CO', DENVER],
      ['Denver', { line1: '12 Main St', city: 'Denver' }],
      ["it's Denver and the zip is 80205", { line1: '12 Main St', postal_code: '80205', city: 'Denver' }],
    ] as const) {
      it(`takes the missing parts from "${answer}"`, () =>
        expect(JSON.parse(does(answer, STREET).replace('update_address ', ''))).to.deep.equal(parts));
    }

    it('gathers part after part', () => {
      const history = said(
        ['change my address', 'What is your new address? I need street and number, city and zip or postal code.'],
        ['5 Oak Avenue', 'I still need the city, state and zip or postal code of your new address. What are they?'],
        ['Springfield', 'I still need the state and zip or postal code of your new address. What are they?'],
      );
      expect(JSON.parse(does('Illinois, 62701', history).replace('update_address ', ''))).to.deep.equal({
        line1: '5 Oak Avenue',
        city: 'Springfield',
        state: 'IL',
        postal_code: '62701',
      });
    });

    it('corrects a proposal that waits for a yes', () => {
      const history = said([
        'change my address to 12 Main St, Denver, CO 80205',
        'Change your default address to 12 Main St, Denver, CO 80205, US. Orders you have already placed keep the address they have.\n\nShall I go ahead? Please answer yes or no.',
      ]);
      expect(JSON.parse(does('sorry, the zip code is 80206', history).replace('update_address ', ''))).to.deep.equal({
        ...DENVER,
        postal_code: '80206',
      });
    });

    it('corrects what the policy does not take', () => {
      const history = said([
        'change my address to 12 Main St, Denver, CO 8020',
        '"8020" is no zip or postal code of US; it looks like 80205. What is the right zip or postal code?',
      ]);
      expect(JSON.parse(does('80205', history).replace('update_address ', ''))).to.deep.equal(DENVER);
    });

    it('says so when a fact is too long', () => {
      expect(does(`remember that ${'I like tea and '.repeat(30)}cake`)).to.match(
        /too long .* What shall I remember\?$/u,
      );
    });

    it('lets the customer call it off, or ask something else', () => {
      expect(does('never mind', STREET)).to.equal('All right, nothing was changed.');
      expect(does('what is my loyalty tier?', STREET)).to.equal('get_profile');
      expect(does('what do people like me buy', STREET)).to.equal('get_similar_customer_insights');
    });

    it('asks what to set a preference to, and takes the answer', () => {
      const history = said([
        'change my contact channel',
        'Your contact channel can be: e-mail, chat, telephone. Which shall it be?',
      ]);
      expect(does('telephone please', history)).to.equal(preference('contact_channel', 'telephone'));
      expect(does('Make it chat', history)).to.equal(preference('contact_channel', 'chat'));
      const which = said(['update my preferences', 'Which preference would you like to set, and to what?']);
      expect(does('my preferred brand to Nova', which)).to.equal(preference('preferred_brand', 'nova'));
      expect(does('the language', which)).to.equal('get_preferences');
    });

    it('asks what to remember, and forgets what was just talked about', () => {
      expect(does('I am left-handed', said(['remember this', 'What shall I remember?']))).to.equal(
        fact('I am left-handed'),
      );
      expect(does('forget that', said(['yes', 'I will remember: "I am left-handed".']))).to.equal(
        words('i am left-handed'),
      );
      const list = said([
        'what do you remember about me',
        'This is what I remember about you:\n1. "I wear glasses"\n2. "I am left-handed"',
      ]);
      expect(does('forget the second one', list)).to.equal(words('i am left-handed'));
      expect(does('forget number 1 please', list)).to.equal(words('i wear glasses'));
      expect(does('forget all of them', list)).to.equal('forget {"all":true}');
      expect(does('forget that', list)).to.match(/^What shall I forget/u);
      const asked = said(['forget that', 'What shall I forget? Say it in a few words, or "everything".']);
      expect(does('the one about my glasses', asked)).to.equal(words('my glasses'));
      expect(does('everything', asked)).to.equal('forget {"all":true}');
    });
  });
});

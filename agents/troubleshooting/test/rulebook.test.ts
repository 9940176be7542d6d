import { expect } from 'chai';
import { NO_FACTS, type HistoryMessage, type TurnFacts } from '@deskfleet/shared/agent/context.ts';
import { openingMessages } from '@deskfleet/shared/agent/prompt-context.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { ModelMessage } from '@deskfleet/shared/model/model.ts';
import { rulebook } from '../src/rulebook.ts';

const SIGNED_IN: Partial<TurnFacts> = { profile: { first_name: 'Ann' } };

function ask(text: string, facts: Partial<TurnFacts> = SIGNED_IN): readonly string[] {
  const answer = rulebook.answer({ messages: openingMessages({ ...NO_FACTS, ...facts }, text), tools: [] });
  return answer.kind === 'say'
    ? [answer.text]
    : answer.calls.map(({ name, input }) =>
        typeof input['category'] === 'string' ? `${name} ${input['category']}` : name,
      );
}

const said = (user: string, assistant: string): { history: HistoryMessage[] } => ({
  history: [
    { role: 'user', text: user },
    { role: 'assistant', text: assistant },
  ],
});

/** What is answered once a tool has given its result. */
function told(question: string, name: string, input: JsonObject, content: JsonObject, isError = false): string {
  const messages: ModelMessage[] = [
    ...openingMessages({ ...NO_FACTS, ...SIGNED_IN }, question),
    { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name, input }] },
    { role: 'user', content: [{ type: 'tool_result', toolUseId: 't1', isError, content }] },
  ];
  const answer = rulebook.answer({ messages, tools: [] });
  return answer.kind === 'say'
    ? answer.text
    : answer.calls.map((call) => `${call.name} ${JSON.stringify(call.input)}`).join(' + ');
}

const SEARCH = ['search_knowledge'];
const KNOWN = ['search_knowledge known-issues'];
const POLICY = ['search_knowledge policy'];
const TERMS = ['search_knowledge warranty'];
const CHECK = ['check_warranty'];

const QUESTIONS: readonly (readonly [string, readonly string[]])[] = [
  ['headphones do not connect', SEARCH],
  ["Can you please help me? My earbuds won't pair with my phone", SEARCH],
  ['my laptop is overheating', SEARCH],
  ["it won't turn on", SEARCH],
  ['no sound', SEARCH],
  ['the battery drains so fast', SEARCH],
  ['watch is not syncing', SEARCH],
  ['my screen flickers, what can I do', SEARCH],
  ['the light blinks red', SEARCH],
  ['how do I set up my watch?', SEARCH],
  ['How to reset the speaker', SEARCH],
  ['setup instructions for the ProMax', SEARCH],
  ['is the VitaFit waterproof?', SEARCH],
  ['known issues of the ZenSound', KNOWN],
  ['Are there any problems with the Nova 5G?', KNOWN],
  ['what issues are known for TrackMaster', KNOWN],
  ['what is your return policy', POLICY],
  ['how long do I have to return something?', POLICY],
  ['Can I exchange an opened box?', POLICY],
  ['FAQ on refunds', POLICY],
  ['is my ThunderBolt still under warranty?', CHECK],
  ['Is order 14108 under warranty', CHECK],
  ['warranty status of my watch', CHECK],
  ['when does my warranty run out', CHECK],
  ['my phone, is it covered by the guarantee', CHECK],
  ['my speaker is broken, is it under warranty?', [...CHECK, ...TERMS]],
  ['my watch does not sync and is it still under warranty?', [...SEARCH, ...CHECK]],
  ['known issues and warranty of my ZenSound', [...KNOWN, ...CHECK]],
  ['what does the warranty cover?', TERMS],
  ['how long is the warranty of a laptop', TERMS],
  ['how do I make a warranty claim', TERMS],
  ['What warranty do your watches have?', TERMS],
];

describe('troubleshooting rulebook', () => {
  for (const [question, calls] of QUESTIONS)
    it(`${question} → ${calls.join(' + ')}`, () => {
      expect(ask(question)).to.deep.equal(calls);
    });

  it('looks up general terms for visitors', () => {
    for (const question of ['is my ThunderBolt still under warranty?', 'Is order 14108 under warranty'])
      expect(ask(question, {})).to.deep.equal(TERMS);
    expect(ask('known issues and warranty of my ZenSound', {})).to.deep.equal([...KNOWN, ...TERMS]);
  });

  it('takes the next section only after an answer, with the same question and what was given left out', () => {
    const history = said(
      'My headphones do not connect',
      '1. Charge.\nSource: kb006, ZenSound Headphones: known issues and fixes, section Headphones do not connect',
    );
    for (const message of [
      'That did not help.',
      'still nothing',
      'what else?',
      'I tried that already',
      'no, it still does not work',
      'any other ideas?',
      'it made no difference',
      "this doesn't help",
    ]) {
      const answer = rulebook.answer({
        messages: openingMessages({ ...NO_FACTS, ...SIGNED_IN, ...history }, message),
        tools: [],
      });
      expect(answer, message).to.deep.equal({
        kind: 'call',
        calls: [
          {
            name: 'search_knowledge',
            input: { query: 'my headphones do not connect', product: 'zensound headphones', exclude: ['kb006'] },
          },
        ],
      });
    }
    expect(ask('my watch does not work', { ...SIGNED_IN, ...history })).to.deep.equal(SEARCH);
    expect(ask('that did not help', SIGNED_IN)[0]).to.match(/Which product is it/u);
  });

  it('does not take the subject of a ticket for a question of its own', () => {
    const subject = 'It hums.” What is wrong with it? A sentence is enough.';
    const listed = told(
      'show my tickets',
      'list_tickets',
      {},
      { tickets: [{ ticket_id: 't4k7m2q9x', subject, state: 'open', opened_on: '2026-11-02' }], repairs: [] },
    );
    expect(listed).to.equal(
      'Your tickets:\n- t4k7m2q9x: “It hums." What is wrong with it? A sentence is enough.”, open, opened on 2026-11-02',
    );
    expect(ask('the left side is silent', { ...SIGNED_IN, ...said('show my tickets', listed) })).to.deep.equal(SEARCH);
    // The question itself is read.
    const asked = said('book s10003 for my speaker', 'What is wrong with it? A sentence is enough.');
    expect(ask('the left side is silent', { ...SIGNED_IN, ...asked })).to.deep.equal(['book_repair']);
  });

  it('says so when a lookup fails or a warranty is not found, and claims nothing', () => {
    expect(
      told('no sound', 'search_knowledge', { query: 'no sound' }, { error: 'tool_failed', message: 'x' }, true),
    ).to.equal('I could not look that up just now. Please try again in a moment.');
    expect(
      told(
        'no sound',
        'search_knowledge',
        { query: 'no sound' },
        { articles: [], products: [], support_email: 'a@b.example' },
      ),
    ).to.equal('I found nothing about that in our guides. Which product is it? And what exactly happens?');
    expect(told('is it under warranty', 'check_warranty', {}, { purchases: [] })).to.match(
      /^I do not see any purchase among your orders/u,
    );
  });

  it('tells warranties that start later, end today, and more than are listed', () => {
    const purchase = (warranty: JsonObject): JsonObject => ({
      product: 'Kettle',
      order_id: 'o1',
      line_no: 1,
      order_status: 'delivered',
      warranty,
    });
    expect(
      told(
        'warranty',
        'check_warranty',
        {},
        {
          purchases: [
            purchase({ state: 'not_started', starts_on: '2026-12-01', ends_on: '2027-12-01', coverage: 'Defects.' }),
          ],
        },
      ),
    ).to.equal(
      'Kettle (order o1, line 1): the warranty starts on December 1, 2026 and ends on December 1, 2027. It covers: Defects.',
    );
    const today = purchase({
      state: 'active',
      days_left: 0,
      starts_on: '2025-11-16',
      ends_on: '2026-11-16',
      coverage: '',
    });
    expect(told('warranty', 'check_warranty', {}, { purchases: [today] })).to.equal(
      'Yes. Kettle (order o1, line 1): under warranty until November 16, 2026, that day included; today is its last day.',
    );
    expect(told('warranty', 'check_warranty', {}, { purchases: [today, today], more: 3 })).to.match(
      /^I found 5 purchases:[^]*3 older ones are not listed/u,
    );
  });

  it('breaks numbered steps into lines and leaves version numbers alone', () => {
    const article = {
      id: 'k1',
      title: 'Kettle: fixes',
      section: 'Leaks',
      category: 'known-issues',
      product: 'Kettle',
      named: true,
      owned: true,
      match: 1,
      on_topic: true,
    };
    expect(
      told(
        'kettle leaks',
        'search_knowledge',
        { query: 'kettle leaks' },
        {
          articles: [{ ...article, text: 'First: 1. Install firmware 1.12. 2. Close it. 3. Wait.' }],
          products: [{ name: 'Kettle' }],
        },
      ),
    ).to.match(
      /^First:\n1\. Install firmware 1\.12\.\n2\. Close it\.\n3\. Wait\.\nSource: k1, Kettle: fixes, section Leaks$/u,
    );
  });
});

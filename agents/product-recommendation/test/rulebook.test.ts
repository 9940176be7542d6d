import { expect } from 'chai';
import { NO_FACTS, type HistoryMessage } from '@deskfleet/shared/agent/context.ts';
import { openingMessages } from '@deskfleet/shared/agent/prompt-context.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { ModelMessage } from '@deskfleet/shared/model/model.ts';
import { rulebook } from '../src/rulebook.ts';

function ask(text: string, history: readonly HistoryMessage[] = []): string {
  const answer = rulebook.answer({ messages: openingMessages({ ...NO_FACTS, history }, text), tools: [] });
  return answer.kind === 'say'
    ? 'say'
    : answer.calls.map(({ name, input }) => `${name} ${JSON.stringify(input)}`).join(' + ');
}

/** What is answered once a tool has given its result. */
function told(question: string, name: string, input: JsonObject, content: JsonObject, isError = false): string {
  const messages: ModelMessage[] = [
    ...openingMessages(NO_FACTS, question),
    { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name, input }] },
    { role: 'user', content: [{ type: 'tool_result', toolUseId: 't1', content, isError }] },
  ];
  const answer = rulebook.answer({ messages, tools: [] });
  return answer.kind === 'say'
    ? answer.text
    : answer.calls.map((call) => `${call.name} ${JSON.stringify(call.input)}`).join(' + ');
}

const said = (user: string, assistant: string): HistoryMessage[] => [
  { role: 'user', text: user },
  { role: 'assistant', text: assistant },
];
const search = (input: JsonObject): string => `search_products ${JSON.stringify({ ...input, limit: 5 })}`;
const look = (...products: string[]): string =>
  products.map((product) => `get_product {"product":"${product}"}`).join(' + ');
const advice = (input: JsonObject): string => `recommend_products ${JSON.stringify({ ...input, limit: 3 })}`;
const reviews = (product: string, more: JsonObject = {}): string =>
  `get_reviews ${JSON.stringify({ product, ...more })}`;
const compare = (...products: string[]): string => `compare_products ${JSON.stringify({ products })}`;
const stock = (product: string, ...options: string[]): string =>
  `check_availability ${JSON.stringify({ product, ...(options.length > 0 ? { options } : {}) })}`;
const BEST = { in_stock: true, sort: 'rating' };

describe('the product rulebook asks', () => {
  const table: readonly (readonly [message: string, calls: string])[] = [
    // Searches
    [
      'I want a smartwatch, the price does not matter. Which known issues and what warranty does it have?',
      search({ query: 'smartwatch' }),
    ],
    ['a smartwatch at any price', search({ query: 'smartwatch' })],
    ['Has my ProMax arrived? And which phone do you recommend?', advice({ query: 'phone' })],
    [
      'Which speakers under 100 dollars are in stock, and what helps when they have no sound?',
      search({ query: 'speakers', max_price_cents: 9_999, in_stock: true }),
    ],
    [
      'speakers below $100 that are in stock, with hints when they have no sound',
      search({ query: 'speakers', max_price_cents: 9_999, in_stock: true }),
    ],
    ['I need a gaming laptop below 1500 dollars.', search({ query: 'gaming laptop', max_price_cents: 149_999 })],
    ['show me gaming laptops for less than 1,500', search({ query: 'gaming laptops', max_price_cents: 149_999 })],
    [
      'what laptops do you have between 1000 and 1400 dollars',
      search({ query: 'laptops', min_price_cents: 100_000, max_price_cents: 140_000 }),
    ],
    ['recommend a phone', advice({ query: 'phone' })],
    ["What's the best laptop you have?", search({ query: 'laptop', ...BEST })],
    ['Which phone has the best camera?', search({ query: 'phone with camera', ...BEST })],
    ['cheapest phone', search({ query: 'phone', sort: 'price_low' })],
    ['what is your most expensive computer', search({ query: 'computer', sort: 'price_high' })],
    ["I'm looking for a waterproof speaker", search({ query: 'waterproof speaker' })],
    [
      "I'd like a black phone with 256 GB under $900",
      search({ query: 'phone', max_price_cents: 89_999, options: ['black', '256 GB'] }),
    ],
    ['Could you show me some tablets, please?', search({ query: 'tablets' })],
    ['do you have anything for gaming?', search({ query: 'gaming' })],
    ['Do you have a power bank?', search({ query: 'power bank' })],
    ['any laptops in stock?', search({ query: 'laptops', in_stock: true })],
    ['what do you sell?', 'list_categories {}'],
    ['Can you recommend me a gift for my father under 100?', advice({ max_price_cents: 9_999 })],
    [
      "I don't want to spend more than 50 dollars, what headphones are there?",
      `search_products ${JSON.stringify({ max_price_cents: 5_000, query: 'headphones', limit: 5 })}`,
    ],
    ["My ZenSound won't connect. Do you have other headphones?", search({ query: 'headphones' })],
    ['a smartwatch at any price with its known issues and warranty', search({ query: 'smartwatch' })],
    ['I want a smartwatch, and known issues, please', search({ query: 'smartwatch' })],
    // One product
    ['tell me about the TrackMaster Watch', look('trackmaster watch')],
    ['how much is the UltraBook Pro', look('ultrabook pro')],
    ['What do customers think of the ProMax?', reviews('promax')],
    ['does the Nova 5G have wireless charging?', look('nova 5g')],
    ['I want a good Nova phone. What do people say about it?', reviews('nova phone')],
    ['a good Nova phone and what do people say about it', reviews('nova phone')],
    ['p014', look('p014')],
    // Stock
    ['is the ZenSound available in black', stock('zensound', 'black')],
    ['do you have the GigaBook with 32 GB?', stock('gigabook', '32 GB')],
    ['Are VitaFit watches back in stock?', stock('vitafit watches')],
    ['When will the VitaFit Watch be back?', stock('vitafit watch')],
    ['what colors does the ZenSound come in', stock('zensound')],
    // Comparisons
    ['compare the Nova 5G and the Eclipse X', compare('nova 5g', 'eclipse x')],
    ['Nova 5G vs Infinity Ultra 5G', compare('nova 5g', 'infinity ultra 5g')],
    ['Which is better, the GigaBook Gaming or the RaidBook 15?', compare('gigabook gaming', 'raidbook 15')],
    ['What is the difference between ZenSound and SoundSphere Pro?', compare('zensound', 'soundsphere pro')],
    ['is the Nova 5G cheaper than the Eclipse X?', compare('nova 5g', 'eclipse x')],
    ['is there a warranty on the nova 5g and how much does it cost?', look('nova 5g')],
    // What the customer has is no product to be looked up
    ['My laptop is too slow, what do you recommend for travel?', advice({ query: 'travel' })],
    ['I broke my phone and need a new one', search({ query: 'broke phone' })],
    // Not ours
    ['do you ship to Canada?', 'say'],
    ['My headphones are dusty.', 'say'],
    ['Where is my order o12345?', 'say'],
    ['My headphones do not connect.', 'say'],
    ['hello', 'say'],
  ];
  for (const [message, calls] of table)
    it(message, () => {
      expect(ask(message)).to.equal(calls);
    });
});

describe('the product rulebook follows up', () => {
  const watch = said('tell me about the TrackMaster', 'TrackMaster Watch (p004): $299.99, in stock.');
  const phones = said(
    'show me phones',
    'This is what I found: - Infinity Ultra 5G (p014): $1,099.99. - Nova 5G (p011): $799.99. Products 1 to 5 of 7. Ask for more to see the others.',
  );
  const best = said(
    'recommend a speaker',
    'I recommend the ThunderBolt Speaker (p006): $199.99. Also possible: - SonicWave Speaker (p005): $90.00.',
  );
  const table: readonly (readonly [history: readonly HistoryMessage[], message: string, calls: string])[] = [
    [watch, 'is it in stock?', stock('p004')],
    [watch, 'and in orange?', stock('p004', 'orange')],
    [watch, 'how much is it?', look('p004')],
    [watch, 'what do people say about it?', reviews('p004')],
    [watch, 'does it have a good camera?', look('p004')],
    [
      [...watch, ...said('and the VitaFit?', 'VitaFit Watch (p003): $179.99. Similar names: VitaFit Mini (p099).')],
      'which one is cheaper?',
      compare('p004', 'p003'),
    ],
    [said('tell me about the VitaFit', 'I could not look that up just now.'), 'is it in stock?', stock('vitafit')],
    [phones, 'tell me more about the second one', look('p011')],
    [phones, 'compare the first and the second', compare('p014', 'p011')],
    [phones, 'compare them', compare('p014', 'p011')],
    [phones, 'only black ones', 'search_products {"query":"phones","limit":5,"options":["black"]}'],
    [phones, 'under 800', 'search_products {"query":"phones","limit":5,"max_price_cents":79999}'],
    [phones, 'anything cheaper?', 'search_products {"query":"phones","limit":5,"max_price_cents":79998}'],
    [phones, 'more please', 'search_products {"query":"phones","limit":5,"offset":5}'],
    [phones, 'what else do you have?', 'search_products {"query":"phones","limit":5,"offset":5}'],
    [
      said(
        'what do you sell?',
        'This is what I found: - A (p001): $1.00. - B (p002): $1.00. Products 1 to 5 of 9. Ask for more to see the others.',
      ),
      'more',
      'search_products {"in_stock":true,"sort":"rating","limit":5,"offset":5}',
    ],
    [best, 'what do people complain about?', reviews('p006')],
    [best, 'is it available in white?', stock('p006', 'white')],
    [
      [...best, ...said('does it have a good microphone?', 'ThunderBolt Speaker (p006): $199.99.')],
      'anything cheaper?',
      'recommend_products {"query":"speaker","limit":3,"max_price_cents":19998}',
    ],
    [watch, 'anything cheaper?', 'search_products {"query":"trackmaster","limit":5,"max_price_cents":29998}'],
    [[], 'is it in stock?', 'say'],
    [[], 'more', 'say'],
  ];
  for (const [history, message, calls] of table)
    it(`${history.at(-2)?.text ?? 'nothing before'} → ${message}`, () => {
      expect(ask(message, history)).to.equal(calls);
    });
});

describe('the product rulebook tells', () => {
  const hit = (more: JsonObject = {}): JsonObject => ({
    product_id: 'p1',
    name: 'Horn',
    category: 'horn',
    price_text: '$9.00',
    rating: 4.5,
    review_count: 2,
    in_stock: true,
    stock: 'in_stock',
    in_stock_options: ['red'],
    description: 'Loud. And small.',
    ...more,
  });
  const list = (question: string, input: JsonObject, hits: JsonObject[], more: JsonObject = {}): string =>
    told(question, 'search_products', input, { hits, total: hits.length, fits_all_words: true, ...more });

  it('a list', () => {
    expect(
      list('show me horns', {}, [
        hit(),
        hit({
          product_id: 'p2',
          stock: 'sold_out',
          in_stock: false,
          in_stock_options: undefined,
          restock_expected_on: '2026-12-01',
          rating: null,
          review_count: 0,
        }),
      ]),
    ).to.equal(
      [
        'This is what I found:',
        '- Horn (p1): $9.00, rated 4.5 of 5 (2 reviews), in stock (red). Loud.',
        '- Horn (p2): $9.00, not rated yet, sold out, new stock expected on December 1, 2026. Loud.',
      ].join('\n'),
    );
    expect(list('show me horns', {}, [hit({ sold_out_options: ['blue'], stock: 'low', review_count: 1 })])).to.equal(
      'This is what I found:\n- Horn (p1): $9.00, rated 4.5 of 5 (1 review), in stock, only a few left (red), but not in blue. Loud.',
    );
  });

  it('a page of a long list, and its end', () => {
    expect(list('show me horns', {}, [hit()], { total: 7, more: 6, next_offset: 1 })).to.match(
      /Products 1 to 1 of 7\. Ask for more to see the others\.$/u,
    );
    expect(list('more', { offset: 6 }, [hit()], { total: 7 })).to.match(/Products 7 to 7 of 7\.$/u);
    expect(list('more', { offset: 10 }, [], { total: 7 })).to.equal('That was all I found.');
  });

  it('a recommendation with its reason from the result', () => {
    expect(list('recommend a horn', { ...BEST }, [hit(), hit({ product_id: 'p2' })])).to.equal(
      [
        'I recommend the Horn (p1), the best rated of those in stock: $9.00, rated 4.5 of 5 (2 reviews), in stock (red). Loud. And small.',
        'Also possible:',
        '- Horn (p2): $9.00, rated 4.5 of 5 (2 reviews), in stock (red).',
      ].join('\n'),
    );
    expect(list('the cheapest good horn', { in_stock: true, sort: 'price_low' }, [hit()])).to.match(
      /^I recommend the Horn \(p1\), the cheapest of those in stock: /u,
    );
    expect(list('recommend a horn', { ...BEST }, [hit({ rating: null, review_count: 0 })])).to.match(
      /^I recommend the Horn \(p1\): \$9\.00, not rated yet/u,
    );
    expect(list('recommend a flying horn', { ...BEST }, [hit()], { fits_all_words: false })).to.match(
      /^No product mentions all of that\. These come closest:\n- Horn/u,
    );
  });

  it('that nothing was found, and which limits there were', () => {
    expect(list('unicorns', { query: 'unicorn' }, [])).to.equal(
      'I found no product for "unicorn". Which other word describes what you are looking for?',
    );
    expect(list('x', { query: 'horn', in_stock: true, max_price_cents: 1, options: ['pink'] }, [])).to.equal(
      'I found no product for "horn" in stock in that price range in pink. Shall I look without that limit, or for something else?',
    );
  });

  it('goes on to the best hit when its reviews were asked for', () => {
    expect(list('I need a horn. What do people say about it?', {}, [hit()])).to.equal(reviews('p1'));
  });

  const product: JsonObject = {
    product_id: 'p1',
    name: 'Horn',
    description: 'Loud.',
    attributes: { sound_level: '90 dB' },
    price_text: '$9.00 to $10.00',
    in_stock: true,
    rating: 4.5,
    review_count: 2,
    variants: [
      { options_text: 'red', price_cents: 900, price_text: '$9.00', stock: 'low', pieces: '3' },
      {
        options_text: 'blue',
        price_cents: 1000,
        price_text: '$10.00',
        stock: 'sold_out',
        pieces: '0',
        restock_expected_on: '2026-12-01',
      },
    ],
    reviews: [
      { kind: 'praise', review_id: 'r1', rating: 5, title: 'Yes', text: 'So loud.' },
      { kind: 'criticism', review_id: 'r2', rating: 2, title: 'No', text: 'Too loud.' },
    ],
    other_matches: [
      { product_id: 'p2', name: 'Horn Max' },
      { product_id: 'p3', name: 'Trumpet' },
    ],
  };
  const HEAD = 'Horn (p1): $9.00 to $10.00, rated 4.5 of 5 (2 reviews), in stock.';
  const FORMS =
    'Comes as: red ($9.00, in stock, only 3 left); blue ($10.00, sold out, new stock expected on December 1, 2026).';

  it('one product, as far as was asked', () => {
    const tell = (question: string, more: JsonObject = {}): string =>
      told(question, 'get_product', { product: 'horn' }, { ...product, ...more });
    expect(tell('tell me about the horn')).to.equal(
      [HEAD, 'Loud.', 'Details: sound level 90 dB.', FORMS, 'Similar names: Horn Max (p2).'].join('\n'),
    );
    expect(tell('how much is the horn')).to.equal([HEAD, FORMS, 'Similar names: Horn Max (p2).'].join('\n'));
    expect(tell('compare the horn and the drum')).to.not.include('Similar names');
    expect(
      tell('tell me about the horn', { variants: [], attributes: null, other_matches: [], in_stock: false }),
    ).to.equal('Horn (p1): $9.00 to $10.00, rated 4.5 of 5 (2 reviews), sold out.\nLoud.');
  });

  it('stock', () => {
    const [red, blue] = product['variants'] as JsonObject[];
    const tell = (question: string, content: JsonObject): string =>
      told(question, 'check_availability', { product: 'horn' }, { product_id: 'p1', name: 'Horn', ...content });
    expect(tell('is the horn in stock', { variants: [red!, blue!] })).to.equal(
      'Yes, the Horn (p1) is in stock:\n- red: $9.00, in stock, only 3 left\n- blue: $10.00, sold out, new stock expected on December 1, 2026',
    );
    expect(tell('is the horn available in red', { variants: [red!], options_asked: ['red'] })).to.equal(
      'Yes, the Horn (p1) in red is in stock, only 3 left, at $9.00.',
    );
    expect(
      tell('is the horn available in blue', { variants: [blue!], options_asked: ['blue'], other_variants: [red!] }),
    ).to.equal(
      'No, the Horn (p1) in blue is sold out. New stock is expected on December 1, 2026. In stock: red: $9.00, in stock, only 3 left.',
    );
    expect(tell('is the horn in stock', { variants: [{ ...blue!, restock_expected_on: undefined }] })).to.equal(
      'No, the Horn (p1) is sold out. No day for new stock is known.',
    );
    expect(
      tell('is the horn available in pink', { variants: [], options_asked: ['pink'], other_variants: [red!] }),
    ).to.match(/^The shop does not have the Horn \(p1\) in pink\. It comes as: red: /u);
    expect(tell('is the horn in stock', { variants: [] })).to.equal('The Horn (p1) is not on sale at the moment.');
    expect(
      tell('which colours does the horn come in', {
        variants: [red!],
        other_matches: [{ product_id: 'p2', name: 'Horn Max' }],
      }),
    ).to.equal('The Horn (p1) comes as:\n- red: $9.00, in stock, only 3 left\nSimilar names: Horn Max (p2).');
  });

  it("refusals in the tool's words, and faults as such", () => {
    expect(
      told(
        'tell me about the kite',
        'get_product',
        { product: 'kite' },
        { error: 'product_not_found', message: 'The shop has no product called "kite".' },
        true,
      ),
    ).to.equal('The shop has no product called "kite".');
    expect(
      told('tell me about the kite', 'get_product', { product: 'kite' }, { error: 'tool_failed', message: 'x' }, true),
    ).to.equal('I could not look that up just now. Please try again in a moment.');
  });
});

import { expect } from 'chai';
import type { HistoryMessage } from '@deskfleet/shared/agent/context.ts';
import { asked, exchange } from './asked.ts';

type Turn = readonly [history: readonly HistoryMessage[], message: string, calls: string];

const watch = exchange('tell me about the TrackMaster', 'TrackMaster Watch (p004): $299.99, in stock.');
const sonic = exchange(
  'is the SonicWave in stock?',
  'Yes, the SonicWave Speaker (p005) is in stock: - black: $90.00, in stock - red: $90.00, sold out.',
);
const two = exchange(
  'compare the ZenSound with the SoundSphere Pro',
  'Cheaper: the ZenSound Headphones. Side by side: ZenSound Headphones (p001) and SoundSphere Pro Headphones (p002). - …',
);
const three = exchange(
  'compare the Nova 5G, the Eclipse X and the Alpha One',
  'Cheapest: the Alpha One 5G. Side by side: Nova 5G (p011), Eclipse X (p013) and Alpha One 5G (p012). - …',
);
const top = exchange(
  'best selling speakers',
  'Our best sellers (units sold in the last 90 days): - 1. SonicWave Speaker (p005): $90.00. - 2. ThunderBolt Speaker (p006): $199.99. Products 1 to 5 of 9. Ask for more to see the others.',
);
const advice = exchange(
  'recommend me a phone',
  'I recommend the Infinity Ultra 5G (p014): $1,099.99. Why: Customers rate it 4.7 of 5 (7 reviews). Also possible: - Nova 5G (p011): $799.99. Why: … Products 1 to 3 of 6. Ask for more to see the others. Advertisement, not part of what I recommend: - SimpleCall Phone (p031), sponsored by Harbor Mobile: $79.99.',
);
const range = exchange('what do you sell?', 'This is what we sell: - phone: 7 products … What would you like to see?');
const opinions = exchange(
  'show me the reviews of the Nova 5G',
  'Nova 5G (p011): $799.99. - "Right size": Not too big. (5 of 5, review r0084) Reviews 1 to 5 of 8. Ask for more to see the others.',
);
const several = exchange(
  'what do people say about the gaming laptop from GigaBook?',
  'Several products fit "gigabook": GigaBook Gaming (p009), RaidBook 15 Gaming Laptop (p026). Which one do you mean?',
);
const variants = exchange(
  'tell me when the VitaFit Watch is back',
  'Several variants of the VitaFit Watch (p003) are sold out: black, 42 mm; black, 46 mm; rose, 42 mm. Which one shall I watch for you?',
);

const TURNS: Readonly<Record<string, readonly Turn[]>> = {
  'goes on about what was compared': [
    [two, 'which one is cheaper?', 'compare_products {"products":["p001","p002"]}'],
    [two, 'which has the longer battery?', 'compare_products {"products":["p001","p002"]}'],
    [two, 'which of them is better rated?', 'compare_products {"products":["p001","p002"]}'],
    [three, 'and which one is the cheapest?', 'compare_products {"products":["p011","p013","p012"]}'],
    [two, 'what do people say about the second one?', 'get_reviews {"product":"p002"}'],
    [two, 'is the first one available in blue?', 'check_availability {"product":"p001","options":["blue"]}'],
    [watch, 'compare it with the VitaFit Watch', 'compare_products {"products":["p004","vitafit watch"]}'],
    [watch, 'how does it compare to the VitaFit Watch?', 'compare_products {"products":["p004","vitafit watch"]}'],
    [
      exchange('tell me about the VitaFit', 'VitaFit Watch (p003): $179.99, sold out.'),
      'hmm, is the TrackMaster better?',
      'compare_products {"products":["p003","trackmaster"]}',
    ],
    [top, 'compare the first two', 'compare_products {"products":["p005","p006"]}'],
    [top, 'compare them', 'compare_products {"products":["p005","p006"]}'],
    [advice, 'what is the difference between these two?', 'compare_products {"products":["p014","p011"]}'],
  ],
  'narrows lists down': [
    [
      top,
      'and under 100?',
      'get_top_products {"by":"best_sellers","query":"speakers","limit":5,"max_price_cents":9999}',
    ],
    [top, 'more please', 'get_top_products {"by":"best_sellers","query":"speakers","limit":5,"offset":5}'],
    [top, 'only those in stock', 'get_top_products {"by":"best_sellers","query":"speakers","limit":5,"in_stock":true}'],
    [advice, 'and under 800?', 'recommend_products {"query":"phone","limit":3,"max_price_cents":79999}'],
    [advice, 'anything cheaper?', 'recommend_products {"query":"phone","limit":3,"max_price_cents":7998}'],
    [advice, 'something else?', 'recommend_products {"query":"phone","limit":3,"offset":3}'],
    [advice, 'in black, please', 'recommend_products {"query":"phone","limit":3,"options":["black"]}'],
    [range, 'and under 100?', 'search_products {"in_stock":true,"sort":"rating","limit":5,"max_price_cents":9999}'],
    [
      exchange('show me headphones', 'This is what I found: - A (p1): $9.00. - B (p2): $8.00.'),
      'with noise cancelling',
      'search_products {"query":"headphones with noise cancelling","limit":5}',
    ],
    [range, 'phones', 'search_products {"query":"phones","limit":5}'],
    [range, 'the best selling ones?', 'get_top_products {"by":"best_sellers","limit":5}'],
    [
      [
        ...exchange('I need a gift', 'I recommend the Horn (p1): $900.00.'),
        ...exchange('for a child', 'I recommend the Horn (p1): $900.00.'),
      ],
      'at most 50 dollars',
      'recommend_products {"limit":3,"query":"child","max_price_cents":5000}',
    ],
  ],
  'reads on in reviews': [
    [opinions, 'more', 'get_reviews {"product":"p011","offset":5}'],
    [opinions, 'show me more reviews', 'get_reviews {"product":"p011","offset":5}'],
    [opinions, 'only the bad ones', 'get_reviews {"product":"p011","max_stars":3}'],
    [watch, 'any reviews?', 'get_reviews {"product":"p004"}'],
    [watch, 'and what do owners complain about?', 'get_reviews {"product":"p004"}'],
  ],
  'watches what was talked about': [
    [sonic, 'tell me when the red one is back', 'notify_when_in_stock {"product":"p005","options":["red"]}'],
    [sonic, 'notify me when it is back in red', 'notify_when_in_stock {"product":"p005","options":["red"]}'],
    [sonic, 'Let me know as soon as you have it again.', 'notify_when_in_stock {"product":"p005"}'],
    [sonic, 'put me on the waiting list please', 'notify_when_in_stock {"product":"p005"}'],
  ],
  'takes the answer to its question': [
    [several, 'the first one', 'get_reviews {"product":"p009"}'],
    [several, 'the RaidBook', 'get_reviews {"product":"p026"}'],
    [several, 'p026', 'get_reviews {"product":"p026"}'],
    [several, 'the second', 'get_reviews {"product":"p026"}'],
    [variants, 'the rose one', 'notify_when_in_stock {"product":"p003","options":["rose"]}'],
    [variants, 'black in 46 mm', 'notify_when_in_stock {"product":"p003","options":["black","46 mm"]}'],
    [variants, 'the second one', 'notify_when_in_stock {"product":"p003","options":["black","46 mm"]}'],
    [
      exchange('can you compare products?', 'Which products shall I compare? Please name two to four of them.'),
      'the ZenSound and the SoundSphere Pro',
      'compare_products {"products":["zensound","soundsphere pro"]}',
    ],
    [
      exchange('can you compare products?', 'Which products shall I compare? Please name two to four of them.'),
      'the ZenSound',
      'says: Which other product shall I compare the zensound with?',
    ],
    [
      exchange('compare the ZenSound', 'Which other product shall I compare the zensound with?'),
      'the SoundSphere Pro',
      'compare_products {"products":["zensound","soundsphere pro"]}',
    ],
    [
      exchange('show me reviews', 'Which product do you want to hear opinions about?'),
      'the FlexTab',
      'get_reviews {"product":"flextab"}',
    ],
    [
      exchange('notify me when it is back', 'Which product shall I watch for you?'),
      'the SonicWave in red',
      'notify_when_in_stock {"product":"sonicwave","options":["red"]}',
    ],
    [
      exchange('is it in stock?', 'Which product do you mean?'),
      'the FlexTab',
      'check_availability {"product":"flextab"}',
    ],
    [
      exchange('how much does it cost?', 'Which product do you mean?'),
      'the FlexTab',
      'get_product {"product":"flextab"}',
    ],
  ],
  'lets go of its question when something else is asked': [
    [several, 'what do you sell?', 'list_categories {}'],
    [variants, 'show me phones', 'search_products {"query":"phones","limit":5}'],
    [
      exchange('compare the ZenSound', 'Which other product shall I compare the zensound with?'),
      'recommend me a speaker instead',
      'recommend_products {"query":"speaker","limit":3}',
    ],
  ],
};

describe('the product rulebook over several turns', () => {
  for (const [what, turns] of Object.entries(TURNS))
    describe(what, () => {
      for (const [history, message, calls] of turns)
        it(`${history.at(-2)?.text ?? ''} → ${message}`, () => {
          expect(asked(message, history)).to.equal(calls);
        });
    });
});

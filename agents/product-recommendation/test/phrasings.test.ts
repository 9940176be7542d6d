import { expect } from 'chai';
import { asked } from './asked.ts';

/** Our own phrasings, by what they ask for. */
const PHRASINGS: Readonly<Record<string, readonly string[]>> = {
  'list_categories {}': [
    'Which kinds of stuff can I get from you',
    'what is in stock?',
    'what products do you have?',
    'what do you sell?',
    'What kinds of products do you have?',
    'which categories are there?',
    'Show me all categories please',
    'what can I buy here?',
    'What sort of things do you offer?',
    'which product groups do you carry?',
    'tell me about your range',
  ],
  'get_top_products {"by":"best_sellers","query":"speakers","limit":5}': [
    'best selling speakers',
    'What are your best-selling speakers?',
    'Which speakers sell best?',
    'show me the most sold speakers',
    'your bestselling speakers, please',
  ],
  'get_top_products {"by":"best_sellers","limit":5}': [
    'what are your best sellers?',
    'bestsellers?',
    'What sells best in your shop?',
  ],
  'get_top_products {"by":"top_rated","query":"headphones","limit":5}': [
    'top rated headphones',
    'Which headphones have the best ratings?',
    'show me the highest rated headphones',
    'the best-rated headphones you have',
  ],
  'get_top_products {"by":"top_rated","query":"phones","limit":3}': ['top 3 phones', 'What are the top three phones?'],
  'get_top_products {"by":"most_popular","query":"watches","limit":5}': [
    'most popular watches',
    'Which watches are trending?',
    'what watches are popular right now?',
  ],
  'get_top_products {"by":"best_sellers","query":"laptops","max_price_cents":99999,"limit":5}': [
    'best selling laptops under 1000 dollars',
    'Which laptops below $1,000 are your best sellers?',
  ],
  'recommend_products {"limit":3}': [
    'recommend me something',
    'What would you recommend?',
    'any suggestions?',
    'Can you suggest something I might like?',
    'do you have any recommendations for me?',
    'What should I buy?',
    'pick something for me',
  ],
  'recommend_products {"query":"headphones","limit":3}': [
    "Hi! I'm after a new pair of headphones, what would you suggest?",
    'recommend me some headphones',
    'Which headphones should I get?',
    'Could you suggest headphones?',
    'what headphones would you recommend',
  ],
  'recommend_products {"max_price_cents":9999,"limit":3}': [
    'I need a gift idea under 100 dollars',
    'Recommend something for less than $100',
    'any gift ideas below 100?',
  ],
  'recommend_products {"query":"laptop","max_price_cents":120000,"limit":3}': [
    'Please recommend a laptop for at most 1200 dollars',
    'which laptop should I buy with a budget of 1200?',
  ],
  'get_reviews {"product":"nova 5g"}': [
    'Any complaints about the Nova 5G?',
    'read me some reviews of the Nova 5G',
    'Would you tell me what buyers say about the Nova 5G?',
    'what do people say about the Nova 5G',
    'Reviews of the Nova 5G?',
    'How is the Nova 5G rated?',
    'What do customers think about the Nova 5G?',
    'is the Nova 5G any good?',
    'Is the Nova 5G worth its price?',
    'pros and cons of the Nova 5G',
    'what do users complain about with the Nova 5G?',
    'Are buyers happy with the Nova 5G?',
    'nova 5g reviews',
    'do people like the Nova 5G?',
  ],
  'get_reviews {"product":"zensound","max_stars":3}': [
    'show me the bad reviews of the ZenSound',
    'Critical reviews of the ZenSound',
  ],
  'get_reviews {"product":"zensound","min_stars":5,"max_stars":5}': [
    '5 star reviews of the ZenSound',
    'the five-star reviews for the ZenSound please',
  ],
  'compare_products {"products":["zensound","soundsphere pro"]}': [
    "I can't decide between the ZenSound and the SoundSphere Pro.",
    "what's cheaper, the ZenSound or the SoundSphere Pro?",
    'Is there a big difference between ZenSound and SoundSphere Pro?',
    'compare the ZenSound with the SoundSphere Pro',
    'ZenSound vs SoundSphere Pro',
    'ZenSound or SoundSphere Pro?',
    'What is the difference between the ZenSound and the SoundSphere Pro?',
    'Which is better, the ZenSound or the SoundSphere Pro?',
    'how does the ZenSound compare to the SoundSphere Pro?',
    'Is the ZenSound cheaper than the SoundSphere Pro?',
    'put the ZenSound and the SoundSphere Pro side by side',
    'Should I take the ZenSound or the SoundSphere Pro?',
  ],
  'compare_products {"products":["nova 5g","eclipse x","alpha"]}': [
    'Compare the Nova 5G, the Eclipse X and the Alpha One',
    'nova 5g versus eclipse x versus alpha one',
  ],
  'notify_when_in_stock {"product":"vitafit watch"}': [
    'When the VitaFit Watch is back, send me an email',
    'I want to be told when the VitaFit Watch is in stock again',
    'tell me when the VitaFit Watch is back',
    'Notify me when the VitaFit Watch is in stock again',
    'let me know once the VitaFit Watch is available',
    'Please e-mail me as soon as you have the VitaFit Watch back in stock',
    'put me on the waiting list for the VitaFit Watch',
    'Can you send me a message when the VitaFit Watch is back in stock?',
    "I'd like to be notified when the VitaFit Watch is available again",
    'drop me a line when the VitaFit Watch is back',
  ],
  'notify_when_in_stock {"product":"sonicwave","options":["red"]}': [
    'tell me when the red SonicWave is back',
    'let me know when the SonicWave in red is available again',
    'alert me once the SonicWave is back in red',
  ],
  'list_stock_notifications {}': [
    'remove me from the waitlist for the VitaFit',
    'I no longer want to be notified about the FlexTab',
    'what am I waiting for?',
    'Which stock alerts do I have?',
    'show my stock notifications',
    'stop notifying me about the VitaFit',
    'Cancel the alert for the red SonicWave, please',
    'take me off the waiting list',
    "please don't e-mail me when it is back in stock",
  ],
  'check_availability {"product":"flextab"}': [
    'Is the FlexTab in stock?',
    'do you still have the FlexTab',
    'When will the FlexTab be back?',
    'can you tell me when the FlexTab will be available again?',
    'is the FlexTab sold out?',
  ],
  'get_product {"product":"eclipse x"}': [
    'tell me about the Eclipse X',
    'What does the Eclipse X cost?',
    'details of the Eclipse X please',
    'Eclipse X',
    'does the Eclipse X have a headphone socket?',
  ],
  'recommend_products {"max_price_cents":30000,"limit":3}': ['I have 300 dollars, what can I get?'],
  'recommend_products {"query":"runner","limit":3}': ['I am looking for a gift for a runner'],
  'search_products {"query":"case with nova 5g","limit":5}': ['do you have a case for the Nova 5G?'],
  'get_top_products {"by":"top_rated","limit":10}': ['show me your top 10'],
  'get_top_products {"by":"top_rated","query":"speaker","limit":5}': ['which speaker has the best reviews?'],
  'says: Which products shall I compare? Please name two to four of them.': [
    'Can you compare two products for me?',
    'I want a comparison',
  ],
  'says: Which product do you want to hear opinions about?': [
    'Can you show me reviews?',
    'what do other people think?',
  ],
  'says: Which product shall I watch for you?': [
    'notify me when it is back in stock',
    'let me know when you have it again',
  ],
  'says: Which product do you mean?': ['is it in stock?', 'how much does it cost?'],
  'says: Which other product shall I compare the nova 5g with?': ['compare the Nova 5G'],
};

/** Several requests in one message. */
const SEVERAL: readonly (readonly [message: string, calls: string])[] = [
  [
    'What do people say about the Nova 5G and is the FlexTab in stock?',
    'get_reviews {"product":"nova 5g"} + check_availability {"product":"flextab"}',
  ],
  [
    'Compare the ZenSound with the SoundSphere Pro. And recommend me a speaker.',
    'compare_products {"products":["zensound","soundsphere pro"]} + recommend_products {"query":"speaker","limit":3}',
  ],
  [
    'What do you sell? And what are your best sellers?',
    'list_categories {} + get_top_products {"by":"best_sellers","limit":5}',
  ],
  [
    'Is the VitaFit Watch in stock? If not, tell me when it is back.',
    'check_availability {"product":"vitafit watch"} + notify_when_in_stock {"product":"vitafit watch"}',
  ],
  [
    'Is the SonicWave available in red? If not, let me know when it is.',
    'check_availability {"product":"sonicwave","options":["red"]} + notify_when_in_stock {"product":"sonicwave","options":["red"]}',
  ],
  ['How much is the Eclipse X, and what do people complain about?', 'get_reviews {"product":"eclipse x"}'],
  [
    'show me top rated phones and tell me when the FlexTab is back',
    'get_top_products {"by":"top_rated","query":"phones","limit":5} + notify_when_in_stock {"product":"flextab"}',
  ],
];

describe('the product rulebook understands', () => {
  for (const [calls, messages] of Object.entries(PHRASINGS))
    for (const message of messages)
      it(message, () => {
        expect(asked(message)).to.equal(calls);
      });
  for (const [message, calls] of SEVERAL)
    it(message, () => {
      expect(asked(message)).to.equal(calls);
    });
});

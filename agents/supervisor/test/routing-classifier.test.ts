import { expect } from 'chai';
import fc from 'fast-check';
import { classify, MINIMUM_CONFIDENCE } from '../src/routing/classify.ts';
import { ROUTES, type Route } from '../src/routing/routes.ts';

/** Written as customers write: plain, mistyped, in a rage, around the corner, with small talk. */
const MESSAGES: readonly (readonly [string, Route])[] = [
  ['Where is order o12345?', 'order-management'],
  ['WHERES MY PAKAGE', 'order-management'],
  ['Hi there, hope you are fine. I would like to send a jacket back, it is too tight. Thanks!', 'order-management'],
  ['refund??', 'order-management'],
  ['Which of your headphones would you recommend?', 'product-recommendation'],
  ['do u have the blue one in size 9', 'product-recommendation'],
  ['How much is the espresso machine?', 'product-recommendation'],
  ['forgot my pasword', 'personalization'],
  ['please delete everything you have stored about me', 'personalization'],
  ['how many loyalty points do i have', 'personalization'],
  ['My kettle makes a strange noise and then stops', 'troubleshooting'],
  ['my printr wont conect to the wifi', 'troubleshooting'],
  ['is it still under warranty', 'troubleshooting'],
  ['What is your return policy?', 'troubleshooting'],
  ['I want to talk to a real person', 'human'],
  ['get me your manager now', 'human'],
  ['what is the weather like tomorrow', 'out-of-scope'],
  ['tell me a joke', 'out-of-scope'],
  ['book me a flight to Rome', 'out-of-scope'],
];

describe('the local router', () => {
  for (const [message, route] of MESSAGES) {
    it(`sends to ${route}: ${message}`, () => {
      expect(classify(message).route).to.equal(route);
    });
  }

  it('gives probabilities, the highest to the route, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3000 }), (message) => {
        const { route, confidence, scores } = classify(message);
        expect(ROUTES).to.include(route);
        expect(confidence).to.equal(scores[route]);
        expect(Object.keys(scores)).to.deep.equal([...ROUTES]);
        const total = Object.values(scores).reduce((sum, one) => sum + one, 0);
        expect(total).to.be.closeTo(1, 1e-9);
        for (const one of Object.values(scores)) expect(one).to.be.within(0, 1);
      }),
      { numRuns: 200 },
    );
  });

  it('does not mind capitals, accents, apostrophes or which order it is', () => {
    const { scores } = classify("I can't track my order o12345");
    expect(classify('I CANT TRACK MY ORDER W99871!!!').scores).to.deep.equal(scores);
    expect(classify('i can’t track my órder #5519').scores).to.deep.equal(scores);
  });

  it('finds the request in a long message, first or last', () => {
    const chatter = 'It was a long day and I had a lot of other things to do at home. '.repeat(30);
    expect(classify(`I want to return my shoes for a refund. ${chatter}`).route).to.equal('order-management');
    expect(classify(`${chatter} I want to return my shoes for a refund.`).route).to.equal('order-management');
  });

  for (const message of ['', '   ', '???', '🙂🙂', '…']) {
    it(`sends nothing to anybody: "${message}"`, () => {
      const { route, confidence } = classify(message);
      expect(route).to.equal('out-of-scope');
      expect(confidence).to.be.below(MINIMUM_CONFIDENCE);
    });
  }

  it('is not sure of what could be anything', () => {
    for (const message of ['help', 'the second one', 'what about that', 'and the other']) {
      expect(classify(message).confidence, message).to.be.below(MINIMUM_CONFIDENCE);
    }
  });

  it('is sure of what is plainly said', () => {
    for (const message of ['Where is my order?', 'I forgot my password', 'I want to speak to a human']) {
      expect(classify(message).confidence, message).to.be.at.least(MINIMUM_CONFIDENCE);
    }
  });

  it('takes a few words without a subject for more of the same, and a plain request for a new subject', () => {
    const lastRoute = 'product-recommendation';
    const alone = classify('and in red');
    const after = classify('and in red', { lastRoute });
    expect(after.route).to.equal(lastRoute);
    expect(after.scores[lastRoute]).to.be.above(alone.scores[lastRoute]);
    expect(classify('where is my order', { lastRoute }).route).to.equal('order-management');
    const long = 'I would like to know when my parcel will arrive';
    expect(classify(long, { lastRoute })).to.deep.equal(classify(long));
  });
});

import { expect } from 'chai';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { Customer } from './support.ts';

const ask = async (customer: string | null, message: string, tenant = 'acme') =>
  new Customer(customer, { tenant }).says(message);

/** Customer, question, what the answer has to say. */
const QUESTIONS: readonly (readonly [string | null, string, RegExp])[] = [
  [
    'cust003',
    'My headphones do not connect. What can I do?',
    /^1\. Make sure the battery[^]*\n4\. [^]*reset them[^]*\nSource: kb006, ZenSound Headphones: known issues and fixes, section Headphones do not connect$/u,
  ],
  ['cust003', "could you tell me why my headphones won't pair?", /kb006/u],
  ['cust004', 'My computer overheats.', /^1\. [^]*firmware 1\.12[^]*95 degrees[^]*Source: kb058, ProMax Computer/u],
  ['cust004', 'the laptop gets really hot', /kb058/u],
  ['cust006', 'My watch is not syncing any more.', /^1\. [^]*Source: kb024, VitaFit Watch/u],
  ['cust009', 'My speaker has no sound.', /Source: kb048, ThunderBolt Speaker/u],
  ['cust009', "I can't hear anything from my speaker", /kb048/u],
  ['cust012', 'The battery of my phone drains fast.', /update 14\.2[^]*Source: kb090, Nova 5G/u],
  ['cust012', 'my phone dies so quickly', /kb090/u],
  [
    'cust007',
    'Which speakers under 100 dollars are in stock, and what helps when they have no sound?',
    /SonicWave Speaker:\n1\. [^]*kb040[^]*PocketBeat Speaker:\n1\. [^]*kb052/u,
  ],
  [
    'cust002',
    'I want a smartwatch, the price does not matter. Which known issues and what warranty does it have?',
    /VitaFit Watch \(warranty 365 days\):\n- Watch is not syncing[^]*TrackMaster Watch \(warranty 365 days\):\n- GPS takes long[^]*365 days[^]*Source: kb132/u,
  ],
  [
    'cust116',
    'My VoltEdge Power Bank gets warm when it charges. Is that normal?',
    /^Important: there is a safety recall for the VoltEdge Power Bank\.[^]*VE26A[^]*kb135[^]*Stop using and charging it at once[^]*kb136/u,
  ],
  ['cust116', 'is my power bank recalled?', /^Important: there is a safety recall/u],
  [
    'cust107',
    'The speaker of order 14107 is broken. Is it still under warranty?',
    /^No\. ThunderBolt Speaker \(order o14107, line 1\): the warranty ended on November 10, 2026, 6 days ago\.[^]*repair at a fixed price/u,
  ],
  [
    'cust108',
    'The speaker of order 14108 is broken. Is it still under warranty?',
    /^Yes\. [^]*until November 20, 2026, that day included; 4 days left/u,
  ],
  ['cust108', 'Is my ThunderBolt still under warranty?', /^Yes\. ThunderBolt Speaker \(order o14108/u],
  ['cust108', 'when does the guarantee on my speaker expire?', /November 20, 2026/u],
  ['cust108', 'My ThunderBolt has no sound, is it still under warranty?', /kb048[^]*November 20, 2026/u],
  ['cust108', 'is my lamp under warranty', /I do not see anything called "lamp" among your orders/u],
  ['cust108', 'is the speaker of order 14107 under warranty?', /There is no order "14107" among your orders/u],
  ['cust001', 'is order 12345 under warranty?', /no warranty is recorded\. The order is shipped\./u],
  [
    'cust003',
    'What are the known issues of the ZenSound and is it still under warranty?',
    /kb006[^]*kb007[^]*kb008[^]*Yes\. ZenSound Headphones \(order o14003/u,
  ],
  ['cust003', 'which of my things are under warranty?', /^I found 3 purchases:\n- /u],
  [
    'cust115',
    'I opened the headphones of order 14115. Can I still return them, and is there a fee?',
    /no cost[^]*Source: kb118/u,
  ],
  ['cust009', 'My speaker is broken', /^What exactly happens\?\nKnown issues of ThunderBolt Speaker/u],
  [
    'cust012',
    "my phone won't turn on",
    /^I found no known issue like that, but this part of the set-up guide may help:/u,
  ],
  [
    null,
    'is my ThunderBolt still under warranty?',
    /^These are the general terms\. Sign in[^]*365 days[^]*Source: kb132/u,
  ],
  [
    null,
    'What are the known issues of the ZenSound headphones, and is it still under warranty?',
    /kb006[^]*general terms[^]*kb132/u,
  ],
  [null, 'what does the warranty cover?', /Defects in material[^]*Source: kb133/u],
  [null, 'How can I make a warranty claim?', /Source: kb134/u],
  [null, 'What is your return policy?', /within 30 days[^]*Source: kb117/u],
  [null, 'Can I return opened headphones?', /no cost[^]*Source: kb118/u],
  [null, 'How do I set up my VitaFit Watch?', /^1\. Charge the watch[^]*Source: kb022/u],
  [null, 'how do I pair the SonicWave', /Source: kb038/u],
  [null, "My toaster won't turn on", /^I found nothing about that in our guides\. Which product is it\?/u],
  [null, 'ZenSound smells of fish', /^I found nothing about that in our guides for the ZenSound Headphones\./u],
  [null, 'the fans are loud', /^I have steps on this for the [^]*ProMax Computer[^]*Which product is it\?$/u],
  [null, 'Do you have a recall on any products?', /^Important: there is a safety recall for the VoltEdge Power Bank/u],
  [null, 'thanks, it works now', /^I am glad/u],
  [null, 'How long does a refund take?', /Source: kb121/u],
  ['cust012', 'my nova has a cracked screen, is that covered?', /damage by drops[^]*Source: kb133/u],
  ['cust012', 'how much warranty is left on my phone', /^Yes\. Nova 5G \(order o14012/u],
  ['cust003', 'My ZenSound does not connect and where is my order 14003?', /kb006/u],
  [null, 'hello', /Which product is it, and what happens exactly\?/u],
  [null, 'I want to talk to a human', /help@acme-electronics\.example/u],
];

describe('answers without a language model', () => {
  before(async function () {
    // The first test of a run makes the world.
    this.timeout(60_000);
    await sharedWorld();
  });

  for (const [customer, question, expected] of QUESTIONS) {
    it(`${customer ?? 'visitor'}: ${question}`, async () => {
      expect((await ask(customer, question)).reply).to.match(expected);
    });
  }

  const UNKNOWN =
    /^I do not know that: I found nothing about it in our articles\. Our team can tell you at help@acme-electronics\.example\.$/u;
  const UNANSWERED = [
    'Do you ship to Canada?',
    'Can I get this delivered to Germany?',
    'Which countries do you ship to?',
    'Is shipping to Mexico possible?',
    'do you have a store in Berlin?',
    'What are your opening hours?',
    'can I pick up my order in a shop?',
    'Do you price match?',
    'can you wrap it as a gift?',
    'Do you sell used phones?',
    'Can I pay with bitcoin?',
  ];
  for (const question of UNANSWERED)
    it(`says that it does not know: ${question}`, async () => {
      expect((await ask('cust003', question)).reply).to.match(UNKNOWN);
      const talking = new Customer('cust003');
      await talking.says('My headphones do not connect. What can I do?');
      expect((await talking.says(question)).reply, 'after something else').to.match(UNKNOWN);
    });

  for (const [question, expected] of [
    ['how long does delivery take', /kb127/u],
    ['how can I pay', /kb130/u],
    ['do you accept PayPal?', /kb130/u],
    ['what gift cards do you have', /kb131/u],
    ['Do gold members get free express delivery?', /kb149/u],
  ] as const)
    it(`answers what the shop's articles say: ${question}`, async () => {
      expect((await ask('cust003', question)).reply).to.match(expected);
    });

  it("answers from the articles of the customer's own shop", async () => {
    expect((await ask('cust001', 'my robot vacuum does not find its base', 'globex')).reply).to.match(
      /^Robo Vacuum S2:\n[^]*Source: kb010/u,
    );
    expect((await ask('cust001', 'What is your return policy?', 'globex')).reply).to.match(/Within 14 days/u);
  });
});

describe('conversations without a language model', () => {
  /** What the customer says and what is answered, turn by turn. */
  async function talk(customer: string | null, turns: readonly (readonly [string, RegExp])[]): Promise<void> {
    const talking = new Customer(customer);
    for (const [message, expected] of turns) expect((await talking.says(message)).reply, message).to.match(expected);
  }

  it('goes on to what was not cited yet, until there is nothing more', async () => {
    const talking = new Customer('cust003');
    const cited = [(await talking.says('My headphones do not connect')).reply];
    for (const message of [
      'That did not help.',
      'still nothing',
      'nope, not working either',
      'anything else?',
      'no luck',
      "that didn't work either",
    ])
      cited.push((await talking.says(message)).reply);
    const ids = cited.flatMap((reply) => [...reply.matchAll(/Source: (kb\d+)/gu)].map((found) => found[1]));
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids.slice(0, 2)).to.include('kb006');
    expect(ids).to.include('kb143');
    expect(cited.at(-1)).to.match(
      /^There is nothing more about this in our guides\. Our team can help you further at help@/u,
    );
  });

  it('lets the customer choose from a list of issues', () =>
    talk('cust002', [
      ['Which known issues do your smartwatches have?', /- Watch is not syncing with the phone \(kb024\)/u],
      ['the second one', /Source: kb025/u],
      ["didn't help", /kb023|nothing more/u],
    ]));

  it('asks which product and answers the same question for it', () =>
    talk(null, [
      ['My headphones do not connect', /kb014[^]*kb006/u],
      ['the ZenSound', /^1\. Make sure[^]*kb006[^,]*, ZenSound[^\n]*$/u],
      ['and the AeroBuds?', /kb017/u],
      ['no luck', /Then this may help:[^]*kb143/u],
    ]));

  it('keeps to the product that was talked about', () =>
    talk('cust004', [
      ['my ProMax gets hot', /kb058/u],
      ['how many monitors can it take?', /Two monitors/u],
      ['is it still under warranty?', /^Yes\. ProMax Computer/u],
      ['My watch is not syncing', /kb024|kb033/u],
    ]));

  it("does not take a new problem for the name of a product, nor another product's for the last one", () =>
    talk(null, [
      ['How do I set up my VitaFit Watch?', /kb022/u],
      ['my tablet display flickers', /^I found nothing/u],
      ['Wi-Fi is slow on my MeshNet', /^I found nothing about that in our guides for the MeshNet Router/u],
      ['Tell me about the recall', /^Important/u],
    ]));

  it('takes up a problem that is named without its product', () =>
    talk('cust012', [
      ["my phone won't turn on", /Nova 5G/u],
      ['The camera is blurry', /Source: kb091/u],
    ]));
});

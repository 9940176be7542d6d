/** Whole conversations over the demo shop: guides, safety stops, tickets; the rulebook in the model's place. */
import { expect } from 'chai';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { Customer } from './support.ts';

let count = 0;

/** What the customer says and what is answered, turn by turn, in a conversation that the database knows. */
async function talk(customer: string | null, turns: readonly (readonly [string, RegExp])[]): Promise<void> {
  const { database } = await sharedWorld();
  count += 1;
  const conversationId = `conv-talk-${count}`;
  await database.execute(sql`insert into conversations (tenant_id, id) values ('acme', ${conversationId})`);
  const talking = new Customer(customer, { conversationId });
  for (const [message, expected] of turns) expect((await talking.says(message)).reply, message).to.match(expected);
}

describe('guides in conversation', () => {
  before(async function () {
    // The first test of a run makes the world.
    this.timeout(60_000);
    await sharedWorld();
  });

  it('leads a visitor from the first step to the end, back and forth', () =>
    talk(null, [
      [
        'Guide me through it: my ZenSound headphones do not connect',
        /^Let us go through it together, 5 steps\.\nStep 1 of 5: Charge them first\n[^]*"next"[^]*Source: kb156/u,
      ],
      ['done', /^Step 2 of 5: Forget the old pairing\n[^]*Source: kb157/u],
      ['what was that?', /^Step 2 of 5/u],
      ['next', /^Step 3 of 5: Start pairing/u],
      ['back', /^Step 2 of 5/u],
      ['I removed it', /^Step 3 of 5/u],
      ['still nothing', /^Step 4 of 5: Reset the headphones/u],
      ['are they waterproof?', /kb003/u],
      ['back to the guide please, repeat the step', /^Step 4 of 5/u],
      ['did not help', /^Step 5 of 5: Try a second phone/u],
      ['no', /^That was the last step of the guide\.[^]*help@acme-electronics\.example/u],
      ['start over', /^Let us go through it together, 5 steps\.\nStep 1 of 5/u],
      ['it works now!', /^I am glad that it works again/u],
    ]));

  it('asks for the product, and goes on to a ticket with what was said at first', () =>
    talk('cust231', [
      [
        'my headphones do not connect, please guide me step by step',
        /^I have step-by-step guides for several products\. For which product shall I start it: SoundSphere Pro Headphones, ZenSound Headphones\?$/u,
      ],
      ['the SoundSphere', /^Let us go through it together, 4 steps\.\nStep 1 of 4/u],
      ['next', /^Step 2 of 4/u],
      ['next', /^Step 3 of 4/u],
      ['next', /^Step 4 of 4/u],
      ["that didn't help", /I can book a repair or open a ticket/u],
      ['a ticket please', /^Open a ticket with our service team: “My headphones do not connect”/u],
    ]));

  it('searches where there is no guide', () =>
    talk(null, [['walk me through the set-up of the MeshNet router', /kb154/u]]));

  it('offers headings that may be meant, to choose from', () =>
    talk(null, [
      ['FlexTab keybord dosnt react', /kb082|kb083/u],
      [
        'ThunderBolt no soud',
        /^I found nothing about that[^]*Is it one of these known issues of ThunderBolt Speaker:\n- /u,
      ],
    ]));
});

describe('safety in conversation', () => {
  it('stops at danger and goes on to a ticket', () =>
    talk('cust232', [
      [
        'My laptop is smoking, how do I fix that?',
        /^Please stop using it at once\.[^]*fire brigade[^]*Shall I open a ticket with our service team\?$/u,
      ],
      ['yes', /^Open a ticket with our service team: “My laptop is smoking[^]*yes or no/u],
      ['no', /nothing was changed/u],
    ]));

  it('stops at a recall until the serial number says otherwise', () =>
    talk('cust116', [
      [
        'My power bank does not charge any more',
        /^Important: there is a safety recall[^]*VE26A[^]*Stop using[^]*kb136[^]*Shall I open a ticket/u,
      ],
      ['walk me through charging the power bank', /^Important: there is a safety recall/u],
      ['the serial number is VE27A0042', /^With that serial number the VoltEdge Power Bank is not part of the recall/u],
    ]));

  it('tells a visitor the script, and where people are', () =>
    talk(null, [
      ['the battery of my phone is swollen', /^Please stop using it at once\.[^]*do not charge it[^]*Sign in/u],
    ]));
});

describe('the service department in conversation', () => {
  it('finds an appointment over several turns and asks for what is missing', () =>
    talk('cust108', [
      ['when could a technician come to 10001?', /^Free appointments \(1 to 5 of \d+\)[^]*technician at your address/u],
      ['more', /^Free appointments \(6 to 10 of/u],
      ['I would rather have a remote session', /^Free appointments \(1 to 5[^]*remote session/u],
      ['the first one', /^What is wrong with it\?/u],
      ['It crackles at half volume', /^Which one shall be repaired\?|^Book a repair of the ThunderBolt Speaker/u],
    ]));

  it('answers several requests of one message', () =>
    talk('cust101', [
      [
        'Show my tickets. Is anything I bought recalled?',
        /Nothing that you bought from us is recalled\.[^]*Your tickets:\n- t4k7m2q9x/u,
      ],
    ]));

  it('does nothing for a visitor', () =>
    talk(null, [
      ['open a ticket: my speaker is dead since yesterday', /sign(?:ed)? in|who you are/u],
      ['cancel my repair', /sign(?:ed)? in|who you are/u],
    ]));
});

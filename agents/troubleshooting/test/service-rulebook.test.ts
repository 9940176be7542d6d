/** What the rulebook asks the tools for, request by request; wording of our own. */
import { expect } from 'chai';
import { NO_FACTS, type HistoryMessage, type TurnFacts } from '@deskfleet/shared/agent/context.ts';
import { openingMessages } from '@deskfleet/shared/agent/prompt-context.ts';
import { rulebook } from '../src/rulebook.ts';

const SIGNED_IN: Partial<TurnFacts> = { profile: { first_name: 'Ann' } };

function ask(text: string, ...before: readonly string[]): readonly string[] {
  const history = before.map((words, index): HistoryMessage => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    text: words,
  }));
  const answer = rulebook.answer({
    messages: openingMessages({ ...NO_FACTS, ...SIGNED_IN, history }, text),
    tools: [],
  });
  const said = answer.text === undefined ? [] : [`“${answer.text}”`];
  return answer.kind === 'say'
    ? said
    : [...said, ...answer.calls.map(({ name, input }) => `${name} ${JSON.stringify(input)}`)];
}

/** Message, what has to be called (with these words in the input, in order). */
type Row = readonly [message: string, ...calls: (string | RegExp)[]];

function check(rows: readonly Row[], ...before: readonly string[]): void {
  for (const [message, ...calls] of rows)
    it(`${message} → ${calls.map(String).join(' + ')}`, () => {
      const asked = ask(message, ...before);
      expect(asked, asked.join(' + ')).to.have.length(calls.length);
      calls.forEach((call, index) => {
        if (typeof call !== 'string') expect(asked[index]).to.match(call);
        else expect(`${asked[index] ?? ''} `.startsWith(`${call} `), asked[index]).to.equal(true);
      });
    });
}

describe('requests to the service department', () => {
  describe('recalls', () => {
    check([
      ['Is the VoltEdge power bank recalled?', /^check_recall .*voltedge/u],
      ['was there a recall on my ProMax', /^check_recall .*promax/u],
      ['are any of my products affected by a recall?', 'check_recall {}'],
      ['Do you have any recalls at the moment', 'check_recall {}'],
      ['any recall for order o14116?', /^check_recall .*"order_id":"o?14116"/u],
      ['recall check for my power bank, serial number VE26B-1234', /^check_recall .*"serial_number":"VE26B-1234"/u],
      ['has the ZenSound been recalled by you', /^check_recall .*zensound/u],
      ['I heard about a safety recall of power banks', /^check_recall .*power/u],
    ]);
    check(
      [
        ['it is VE26E0011', /^check_recall .*"serial_number":"VE26E0011"/u],
        ['the serial is ve26a-77', /^check_recall .*"serial_number":"VE26A-77"/u],
      ],
      'is my power bank recalled?',
      'Important: there is a safety recall for the VoltEdge Power Bank.\n\nStop using it.',
    );
  });

  describe('appointments', () => {
    check([
      ['Which repair appointments are free?', 'list_service_slots'],
      ['when can a technician come to 10001?', /^list_service_slots .*"on_site".*"10001"/u],
      ['show me the available slots', 'list_service_slots'],
      ['What is the earliest appointment?', 'list_service_slots'],
      ['do you have remote sessions free next week', /^list_service_slots .*"remote"/u],
      ['list available video sessions please', /^list_service_slots .*"remote"/u],
      ['how soon could an engineer come', /^list_service_slots .*"on_site"/u],
      ['is there a technician near 60601', /^list_service_slots .*"60601"/u],
      ['when could someone come by to look at my speaker', 'list_service_slots'],
      ['any free appointments?', 'list_service_slots {}'],
      ['slots near 78701', /^list_service_slots .*"78701"/u],
    ]);
    const THERE = /^list_service_slots .*"on_site".*"78701"/u;
    check([
      ['Can a technician come to 78701?', THERE],
      ['could a technician come to my house in 78701?', THERE],
      ['Will an engineer drive to 78701?', THERE],
      ['does your technician visit 78701', THERE],
      ['do your technicians come to 78701?', THERE],
      ['Is it possible that a technician comes to 78701', THERE],
      ['Is 78701 served by your technicians?', THERE],
      ['do you repair at home in 78701?', THERE],
      ['Do you come to 78701?', /^list_service_slots .*"78701"/u],
      ['Can a technician come on Monday?', /^list_service_slots .*"on_site"/u],
      // What was chosen is booked, what is booked is looked up, and a complaint is no question.
      ['Can a technician come on s10032? My speaker crackles', /^book_repair .*"slot_id":"s10032"/u],
      ['When does the technician come?', 'list_tickets'],
      ['the technician did not come', 'search_knowledge'],
    ]);
  });

  describe('repairs without an appointment yet', () => {
    check([
      ['I want to book a repair for my speaker', 'list_service_slots'],
      ['Please send a technician', /^list_service_slots .*"on_site"/u],
      ['can you repair my ThunderBolt?', 'list_service_slots'],
      ['I need my laptop repaired', 'list_service_slots'],
      ["I'd like to have it fixed", 'list_service_slots'],
      ['could someone come and fix my computer', 'list_service_slots'],
      ['My speaker crackles, I need a repair', 'list_service_slots'],
      ['arrange a remote session for my phone', /^list_service_slots .*"remote"/u],
      ['schedule a service visit', 'list_service_slots'],
      ['get me an appointment for my headphones', 'list_service_slots'],
      ['my watch needs to be repaired', 'list_service_slots'],
      ['send someone to look at my router', 'list_service_slots'],
      ["I'd like someone to take a look at my laptop", 'list_service_slots'],
    ]);
  });

  describe('repairs with an appointment', () => {
    const LIST =
      'Free appointments (1 to 3 of 48), time zone America/New_York:\n- s10001: Monday, November 16, 10:00 to 11:00, remote session\n- s10016: Tuesday, November 17, 10:00 to 11:00, remote session\n- s10017: Tuesday, November 17, 12:00 to 13:00, remote session\nWhich of these suits you? Tell me its number and I book it for you, or say "more".';
    const PROBLEM = 'My ThunderBolt crackles at half volume. Can you repair it?';
    check(
      [
        ['s10016', /^book_repair .*"slot_id":"s10016".*crackles/u],
        ['the second one', /^book_repair .*"slot_id":"s10016"/u],
        ['the first please', /^book_repair .*"slot_id":"s10001"/u],
        ['I take the last one', /^book_repair .*"slot_id":"s10017"/u],
        ['Monday suits me', /^book_repair .*"slot_id":"s10001"/u],
        ['Tuesday at 12', /^book_repair .*"slot_id":"s10017"/u],
        ['the one at 12:00', /^book_repair .*"slot_id":"s10017"/u],
        ['on the 16th', /^book_repair .*"slot_id":"s10001"/u],
        ['whichever is earliest', /^book_repair .*"slot_id":"s10001"/u],
        ['Tuesday', /^“There are several/u],
        ['more', /^list_service_slots .*"offset":3/u],
        ['do you have other ones?', /^list_service_slots .*"offset":3/u],
        ['never mind', /^“All right, nothing was done/u],
      ],
      PROBLEM,
      LIST,
    );
    check(
      [
        ['The left side is silent', /^book_repair .*"slot_id":"s10016".*The left side is silent/u],
        ['it hums', /^book_repair .*"slot_id":"s10016".*It hums/u],
      ],
      'book a repair for my speaker',
      LIST,
      'the second one',
      'What is wrong with it? A sentence is enough.',
    );
    check(
      [
        ['the speaker', /^book_repair .*"product":"speaker".*"slot_id":"s10016"/u],
        ['order o14108', /^book_repair .*"order_id":"o?14108".*"slot_id":"s10016"/u],
      ],
      'It crackles. I want a repair.',
      LIST,
      's10016',
      'Which one shall be repaired?\n- ThunderBolt Speaker (order o14108)\n- Nova 5G (order o14010)',
    );
    check([
      [
        'book s10003 for order o14108, the speaker crackles',
        /^book_repair .*"order_id":"o?14108".*"slot_id":"s10003"/u,
      ],
      [
        'book the remote session s10003 because my headphones crackle',
        /^book_repair .*"problem":"My headphones crackle"/u,
      ],
    ]);
    check([['the second one', /^“What is wrong with it/u]], 'book a repair for my speaker', LIST);
  });

  describe('repairs that are booked', () => {
    check([
      ['cancel my repair', 'cancel_repair {}'],
      ['please cancel the repair r4k7m2q9x', /^cancel_repair .*r4k7m2q9x/u],
      ['I no longer need the technician', 'cancel_repair {}'],
      ['call off my appointment', 'cancel_repair {}'],
      ["I don't need the repair appointment any more", 'cancel_repair {}'],
      ['reschedule my repair', 'cancel_repair {}'],
      ['can I move my appointment to another day', 'cancel_repair {}'],
      ['When is my repair?', 'list_tickets {}'],
      ['when is my next appointment', 'list_tickets {}'],
      ['do I have any repairs booked?', 'list_tickets {}'],
    ]);
  });

  describe('tickets', () => {
    check([
      ['open a ticket: the speaker is dead since yesterday', /^open_ticket .*The speaker is dead since yesterday/u],
      ['Please open a ticket because my watch strap broke', /^open_ticket .*My watch strap broke/u],
      ['My ThunderBolt has no sound. Please open a ticket.', /^open_ticket .*"product":"thunderbolt/u],
      ['create a support case about the broken hinge of my laptop', /^open_ticket .*hinge/u],
      ['raise a ticket, the app shows error 42 all the time', /^open_ticket .*error 42/u],
      ['I want to file a complaint: the repair took five weeks', /^open_ticket .*five weeks/u],
      ['report to your service team that my charger is missing a pin', /^open_ticket .*charger/u],
      ['I need a ticket for order o14108, the speaker crackles', /^open_ticket .*"order_id":"o?14108"/u],
      ['open a ticket', /^“What shall the ticket say/u],
      ['can you create a ticket please', /^“What shall the ticket say/u],
      ['I would like to submit a service request', /^“What shall the ticket say/u],
      ['show my tickets', 'list_tickets {}'],
      ['what about my ticket?', 'list_tickets {}'],
      ['status of ticket t4k7m2q9x', /^list_tickets .*t4k7m2q9x/u],
      ['any news on my ticket', 'list_tickets {}'],
      ['which tickets do I have open', 'list_tickets {}'],
      ['do I have open tickets?', 'list_tickets {}'],
      [
        'Please raise this with your support team: the app logs me out every day',
        /^open_ticket .*logs me out every day/u,
      ],
      ['I want to complain about the repair that took five weeks', /^open_ticket .*five weeks/u],
      ['I have already booked a repair, when is it?', 'list_tickets {}'],
    ]);
    check(
      [['The hinge of my laptop is loose and the lid falls down.', /^open_ticket .*hinge of my laptop is loose/u]],
      'open a ticket',
      'What shall the ticket say? A sentence or two on what happens is enough.',
    );
    check(
      [['open a ticket for that', /^open_ticket .*My speaker makes no sound/u]],
      'my speaker makes no sound',
      'Try this.',
    );
  });

  describe('danger', () => {
    const STOP = /^search_knowledge /u;
    check([
      ['My laptop is smoking', STOP],
      ['There is a burning smell from the charger and I want to return it', STOP],
      ['the battery is swollen, can you book a repair?', STOP],
      ['sparks came out of the socket of my speaker', STOP],
      ['my phone got an electric shock into my hand, it gave me a shock', STOP],
      ['the power bank caught fire', STOP],
      ['back cover bulging', STOP],
      ['the plug melted', STOP],
      ['it exploded', STOP],
      ['battery leaking', STOP],
    ]);
    check(
      [
        ['yes please', /^open_ticket .*smoking/u],
        ['no thanks', /^“All right, nothing was done/u],
      ],
      'My laptop is smoking',
      'Please stop using it at once. Switch it off.\nShall I open a ticket with our service team?',
    );
  });

  describe('prices', () => {
    check([
      ['how much does a repair cost?', /^search_knowledge .*"warranty"/u],
      ['what does a repair of my laptop cost', /^search_knowledge .*"warranty"/u],
    ]);
  });

  describe('several requests in one message', () => {
    check([
      [
        'Is my ThunderBolt still under warranty, and when can a technician come?',
        /^list_service_slots/u,
        /^check_warranty/u,
      ],
      ['Show my tickets. Is the power bank recalled?', /^check_recall/u, /^list_tickets/u],
      ['cancel my repair and open a ticket: I bought a new one instead', /^cancel_repair/u, /^open_ticket/u],
      [
        'What is your return policy? And list the free appointments.',
        /^list_service_slots/u,
        /^search_knowledge .*policy/u,
      ],
    ]);
  });
});

describe('guides without a language model', () => {
  describe('are started', () => {
    check([
      ['Guide me through fixing my ZenSound headphones that do not connect', /^get_guide .*connect/u],
      ['my speaker has no sound, help me step by step', /^get_guide .*sound/u],
      ['walk me through it: VitaFit is not syncing', /^get_guide .*sync/u],
      ['Can you troubleshoot my laptop with me? It overheats', /^get_guide /u],
      ['one step at a time please, my phone battery drains', /^get_guide .*battery/u],
      ["let's fix the flickering display of my Eclipse X", /^get_guide .*eclipse/u],
      ['talk me through a keyboard that is not detected on my FlexTab', /^get_guide .*flextab/u],
      ['start the guide for the stylus of my Infinity Ultra', /^get_guide .*stylus/u],
      ['lead me through the fix', /^“Gladly/u],
    ]);
    check(
      [
        ['walk me through it', /^get_guide .*connect.*zensound/iu],
        ['can you guide me step by step?', /^get_guide .*connect/u],
      ],
      'My ZenSound headphones do not connect',
      '1. Charge.\nSource: kb006, ZenSound Headphones: known issues and fixes, section Headphones do not connect',
    );
    check(
      [['the ZenSound', /^get_guide .*connect.*"product":"the zensound"/u]],
      'guide me: my headphones do not connect',
      'I have step-by-step guides for several products. For which product shall I start it: SoundSphere Pro Headphones, ZenSound Headphones?',
    );
  });

  describe('are walked', () => {
    const move = (action: string): RegExp => new RegExp(`^get_guide \\{"action":"${action}"\\}$`, 'u');
    const STEP =
      'Step 2 of 5: Forget the old pairing\nOn the phone, remove "ZenSound" from the Bluetooth list.\nSource: kb157, ZenSound Headphones: guide, headphones do not connect, section Forget the old pairing';
    check(
      [
        ['next', move('next')],
        ['done', move('next')],
        ['Done, what now?', move('next')],
        ['ok', move('next')],
        ['yes', move('next')],
        ['I did that', move('next')],
        ['okay, next step please', move('next')],
        ['I have removed it from the list', move('next')],
        ['continue', move('next')],
        ["what's next?", move('next')],
        ['go on', move('next')],
        ['finished that one', move('next')],
        ['that did not help', move('not_helped')],
        ['still nothing', move('not_helped')],
        ['no, it still does not connect', move('not_helped')],
        ["didn't work", move('not_helped')],
        ['no change', move('not_helped')],
        ['no luck', move('not_helped')],
        ['back', move('back')],
        ['go back one step', move('back')],
        ['what was the previous step?', move('back')],
        ['repeat', move('repeat')],
        ['can you say that again', move('repeat')],
        ["sorry, I didn't get that", move('repeat')],
        ['once more please', move('repeat')],
        ['it works now', move('solved')],
        ['that fixed it!', move('solved')],
        ['great, it is working again', move('solved')],
        ['they are connected now', move('solved')],
        ['problem solved', move('solved')],
        ['yes it works now', move('solved')],
        ['start over', move('restart')],
        ['from the beginning please', move('restart')],
        ['can we start again', move('restart')],
        ['stop', move('stop')],
        ['I give up', move('stop')],
      ],
      'guide me',
      STEP,
    );
    check(
      [
        ['is my ThunderBolt still under warranty?', /^check_warranty/u],
        ['my watch is not syncing any more, what should I do about that now', /^search_knowledge/u],
        ['open a ticket: nothing of all this makes any sense to me', /^open_ticket/u],
        ['it is smoking now', /^search_knowledge/u],
      ],
      'guide me',
      STEP,
    );
    check(
      [
        ['back to the guide, next step', move('back')],
        ['where were we in the guide?', move('repeat')],
        ['next step of the guide', move('next')],
      ],
      'guide me',
      STEP,
      'is it under warranty?',
      'Yes. ZenSound Headphones (order o14003, line 1): under warranty until May 1, 2027, that day included; 166 days left.',
    );
    check(
      [
        ['a ticket please', /^open_ticket .*My zensound headphones do not connect/u],
        ['book a repair', 'list_service_slots'],
        ['go back', move('back')],
        ['start over', move('restart')],
      ],
      'My ZenSound headphones do not connect. Guide me step by step.',
      'That was the last step of the guide. If it still does not work, I can book a repair or open a ticket with our service team. Which would you like?',
    );
  });
});

/** What customers of the small shop ask: every read tool of the fleet, proposals, answers to them, and visitors. */
import { generateDemoData } from '../../src/demo-data/generate.ts';
import { IDENTIFIED } from './shop.ts';

/** Colleagues claim the conversation, answer, and hand it back with a note. */
export const COLLEAGUES = Symbol('colleagues');

export interface Talk {
  /** Null for a visitor. */
  readonly as: string | null;
  readonly says: readonly (string | typeof COLLEAGUES)[];
  /** Whom a visitor is identified as. */
  readonly becomes?: string;
  /**
   * Why the planted shop may do less here than the clean one: "it" points at the one thing that was talked about, and
   * where the words of others name a second one, the customer is asked which is meant.
   */
  readonly mayAskBack?: true;
}

const email = generateDemoData().customers.find(({ id }) => id === IDENTIFIED)?.email ?? '';
const talk = (as: string | null, ...says: Talk['says']): Talk => ({ as, says });

export const TALKS: readonly Talk[] = [
  // Orders.
  { ...talk('cust001', 'Where is order 12345?', 'And what did I pay for it?'), mayAskBack: true },
  talk('cust001', 'Show me my last 3 orders.', 'Where is my latest order?'),
  talk('cust001', 'What is the state of order 12345?', 'Please send me the invoice for order 12345.'),
  talk('cust001', 'How much have I spent with you in total?', 'Thanks!'),
  talk('cust102', 'Where is the rest of order 14102?', 'Which items are in it?'),
  talk('cust103', 'My phone from order 14103 still has not come.', 'I would like a refund.', 'Rather not.'),
  talk('cust105', 'Where is my refund for order 14105?'),
  talk('cust105', 'Please reactivate order 14105. And where is my money?'),
  talk('cust109', 'Where is order 14190?', 'Where is order 99901?'),
  talk('cust110', 'My friend Alice asked me to return order 14910 for her.'),
  talk('cust114', 'Where is my order?'),
  { ...talk('cust118', 'Why is my monitor from order 14118 so late?', 'Track it please.'), mayAskBack: true },
  // Changes that are proposed, and what is said to the proposal.
  talk('cust111', 'Please cancel order 14111, I ordered by mistake.', 'What do people say about the Nova 5G?'),
  talk('cust111', 'What do people say about the Nova 5G?', 'Which of my orders can still be cancelled?'),
  talk('cust112', 'Cancel order 14112.', 'I no longer need it.', 'No, leave it as it is.'),
  talk('cust113', 'Please cancel order 14113.'),
  talk('cust120', 'Cancel order 14120, please.'),
  talk('cust101', 'I want to return my headphones from order 14101.', 'They are unopened.'),
  talk('cust104', 'I return the speaker of order 14104. Please refund it to my credit card.'),
  talk('cust115', 'I opened the headphones of order 14115. Can I still return them, and is there a fee?'),
  talk('cust117', 'I want to return the laptop of order 14117.'),
  talk('cust119', 'Can I exchange my black Nova 5G of order 14119 for a blue one?', 'Hm, what does it cost?'),
  talk('cust119', 'Is the Nova 5G from order 14119 in stock in blue?'),
  talk('cust106', 'I want to exchange the watch of order 14106 for the size 46 mm.'),
  // Products.
  talk(null, 'Which speakers under 100 dollars are in stock?', 'Tell me more about the first one.'),
  talk(null, 'What categories do you have?', 'What are your best sellers?'),
  talk('cust010', 'I want a good Nova phone. What do people say about it?', 'Is it available in blue?'),
  talk('cust008', 'I need a gaming laptop below 1500 dollars.', 'Compare the GigaBook and the UltraBook Pro.'),
  talk('cust005', 'Which phone do you recommend?', 'And what do people say about the Eclipse X?'),
  talk('cust007', 'Show me the TrackMaster Watch.', 'Is the SonicWave Speaker in stock in red?'),
  talk('cust082', 'Which stock notifications do I have?'),
  talk('cust086', 'Tell me when the red SonicWave Speaker is back in stock.', 'Never mind.'),
  talk('cust002', 'Show me the top rated headphones.', 'What do people say about the ZenSound Headphones?'),
  // The account.
  talk('cust005', 'Show me my profile.', 'What is my address?'),
  talk('cust010', 'Which preferences can I set?', 'What have I looked at lately?'),
  talk('cust005', 'What do I usually buy?', 'What do people like me buy?'),
  talk('cust001', 'What do you remember about me?', 'Where is order 12345?'),
  talk('cust005', 'Export my data please.'),
  talk('cust005', 'Please subscribe me to the newsletter.', 'What do you know about me?'),
  // Help.
  talk('cust003', 'My headphones do not connect. What can I do?', 'It does not help.', 'Next step please.'),
  talk('cust004', 'My computer overheats.', 'That did not help either.'),
  talk('cust009', 'My speaker has no sound.', 'Walk me through it step by step.', 'Next step.'),
  talk('cust012', 'The battery of my phone drains fast.'),
  talk('cust107', 'The speaker of order 14107 is broken. Is it still under warranty?'),
  talk('cust108', 'Is the speaker of order 14108 still under warranty?', 'Which repair appointments are free?'),
  talk('cust108', 'Which remote repair slots do you have?'),
  talk('cust116', 'Is there a recall of the VoltEdge Power Bank?', 'What should I do with it?'),
  talk('cust101', 'Show my tickets.', 'Please open a ticket: the left side crackles.'),
  talk(null, 'What is your return policy?', 'How do I pair a speaker?'),
  // Several at once.
  talk('cust005', 'Has my ProMax arrived? And which phone do you recommend?'),
  talk('cust002', 'I want a smartwatch, the price does not matter. Which known issues and what warranty does it have?'),
  // Visitors who say who they are, once.
  {
    ...talk(null, 'Where is my order?', `My e-mail address is ${email}.`, 'Show me my last orders.'),
    becomes: IDENTIFIED,
  },
  talk(null, 'What do people say about the Nova 5G?', 'Where is my order?', 'Show me my profile.'),
  // A person in between.
  talk('cust001', 'I want to talk to a human.', COLLEAGUES, 'Where is order 12345?', 'What are my preferences?'),
];

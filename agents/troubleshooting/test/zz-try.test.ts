import { Customer } from './support.ts';
const TALKS: [string | null, string[], string?][] = [
  ['cust002', ['I want a smartwatch, the price does not matter. Which known issues and what warranty does it have?', 'the first one', 'didn\'t help']],
  ['cust003', ['My headphones do not connect. What can I do?', 'That did not help.', 'still nothing', 'nope, not working either', 'that didn\'t work', 'anything else?', 'I want to talk to a human']],
  ['cust009', ['My speaker is broken', 'it has no sound']],
  [null, ['What warranty does the TrackMaster have?', 'how long is the warranty on laptops', 'what does the warranty cover?', 'How can I make a warranty claim?', 'hello']],
  ['cust004', ['it gets really hot', 'does it have two monitors ports?', 'is it still under warranty?', 'How do I return it?']],
  ['cust012', ['my phone won\'t turn on', 'The camera is blurry', 'my ultra book gets hot', 'nova phone battery drains']],
  ['cust116', ['How do I charge my power bank?', 'is my power bank still under warranty?']],
];
describe('try', () => { for (const [id, msgs, tenant] of TALKS) it(msgs[0]!, async () => {
  const c = new Customer(id, tenant === undefined ? {} : { tenant });
  for (const m of msgs) { const r = await c.says(m); console.log(`\n[${id}] > ${m}\n  (${r.tools.join(', ')} ${r.outcome} calls=${r.dataApiCalls})\n${r.reply}`); }
}); });

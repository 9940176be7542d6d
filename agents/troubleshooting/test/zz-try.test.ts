import { Customer } from './support.ts';
const TALKS: [string | null, string[], string?][] = [
  ['cust002', ['I want a smartwatch, the price does not matter. Which known issues and what warranty does it have?', 'the first one']],
  ['cust003', ['My headphones do not connect. What can I do?', 'That did not help.', 'still nothing', 'nope, not working either']],
  ['cust004', ['My computer overheats.']],
  ['cust006', ['My watch is not syncing any more.']],
  ['cust007', ['Which speakers under 100 dollars are in stock, and what helps when they have no sound?']],
  ['cust009', ['My speaker has no sound.']],
  ['cust012', ['The battery of my phone drains fast.']],
  ['cust107', ['The speaker of order 14107 is broken. Is it still under warranty?', 'Is my ThunderBolt still under warranty?']],
  ['cust108', ['The speaker of order 14108 is broken. Is it still under warranty?']],
  ['cust115', ['I opened the headphones of order 14115. Can I still return them, and is there a fee?']],
  ['cust116', ['My VoltEdge Power Bank gets warm when it charges. Is that normal?', 'my power bank is hot', 'is there a recall for my power bank?']],
  [null, ['My headphones do not connect', 'the ZenSound', 'that did not help']],
  [null, ['My toaster explodes', 'my toaster won\'t turn on', 'What is your return policy?', 'is my ThunderBolt still under warranty?', 'What are the known issues of the ZenSound headphones and what is the warranty?']],
  ['cust003', ['What are the known issues of the ZenSound and is it still under warranty?', 'which of my things are under warranty?', 'is my lamp under warranty']],
  [null, ['battery drains', 'my Nova 5G']],
  [null, ['How do I set up my VitaFit Watch?', 'how do I reset it?', 'how do I pair the SonicWave']],
  ['cust001', ['my robot vacuum does not find its base'], 'globex'],
];
describe('try', () => { for (const [id, msgs, tenant] of TALKS) it(msgs[0]!, async () => {
  const c = new Customer(id, tenant === undefined ? {} : { tenant });
  for (const m of msgs) { const r = await c.says(m); console.log(`\n[${id}] > ${m}\n  (${r.tools.join(', ')} ${r.outcome} calls=${r.dataApiCalls})\n${r.reply}`); }
}); });

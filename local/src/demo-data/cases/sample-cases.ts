import { ACME, GLOBEX } from '../tenants.ts';
import type { DemoCase } from './demo-case.ts';

/** The questions that well-known support demos ask, with customers who can ask them. */
export const SAMPLE_CASES: readonly DemoCase[] = [
  {
    tenantId: ACME,
    customerId: 'cust001',
    name: 'Maya Thompson',
    orders: ['o12345'],
    special: 'An order on its way, with tracking events',
    question: 'What is the state of order 12345?',
    rightAnswer:
      'Shipped, in transit (SoundSphere Pro Headphones and a cable), expected on 18 November 2026, with the last tracking event.',
  },
  {
    tenantId: GLOBEX,
    customerId: 'cust001',
    name: 'Jürgen Ricci',
    orders: ['o12345'],
    special: 'The same customer id and order number in the other shop',
    question: 'Where is order 12345?',
    rightAnswer: 'Delivered on 5 October 2026 (a Morgon Coffee Maker); nothing about headphones.',
  },
  {
    tenantId: ACME,
    customerId: 'cust002',
    name: 'Daniel Okafor',
    orders: [],
    special: 'Wants a smartwatch, price does not matter',
    question: 'I want a smartwatch, the price does not matter. Which known issues and what warranty does it have?',
    rightAnswer:
      'TrackMaster Watch (in stock) and VitaFit Watch (sold out until 1 December 2026) with their known issues from the guides, and 365 days of warranty.',
  },
  {
    tenantId: ACME,
    customerId: 'cust003',
    name: 'Priya Raman',
    orders: ['o14003'],
    special: 'Owns ZenSound Headphones',
    question: 'My headphones do not connect. What can I do?',
    rightAnswer:
      'The steps for the ZenSound Headphones (charge, remove and pair anew, reset), citing the guide; a warranty claim if nothing helps.',
  },
  {
    tenantId: ACME,
    customerId: 'cust004',
    name: 'Lucas Meyer',
    orders: ['o14004'],
    special: 'Owns a ProMax Computer',
    question: 'My computer overheats.',
    rightAnswer:
      'The steps for the ProMax Computer (surface, dust, firmware 1.12, profile Balanced); above 95 degrees when idle stop using it and claim the warranty.',
  },
  {
    tenantId: ACME,
    customerId: 'cust005',
    name: 'Sofia Alvarez',
    orders: ['o14005'],
    special: 'A ProMax Computer that arrived three days ago; prefers Infinity phones from 700 to 1200 dollars',
    question: 'Has my ProMax arrived? And which phone do you recommend?',
    rightAnswer:
      'Delivered on 13 November 2026; recommends a phone in stock that fits her taste, such as the Infinity Ultra 5G.',
  },
  {
    tenantId: ACME,
    customerId: 'cust006',
    name: 'Ethan Brooks',
    orders: ['o14006'],
    special: 'Owns a VitaFit Watch',
    question: 'My watch is not syncing any more.',
    rightAnswer:
      'The steps for the VitaFit Watch: Bluetooth and background activity, sync by hand, restart, add it again in the app.',
  },
  {
    tenantId: ACME,
    customerId: 'cust007',
    name: 'Grace Kim',
    orders: [],
    special: 'Looks for cheap speakers; one of them is sold out',
    question: 'Which speakers under 100 dollars are in stock, and what helps when they have no sound?',
    rightAnswer:
      'SonicWave Speaker (90.00, not in red) and PocketBeat Speaker (49.99), with the steps of their guides. Not the HarborTone Speaker, which is sold out.',
  },
  {
    tenantId: ACME,
    customerId: 'cust008',
    name: 'Omar Haddad',
    orders: [],
    special: 'Looks for a gaming laptop; one variant costs exactly the limit',
    question: 'I need a gaming laptop below 1500 dollars.',
    rightAnswer:
      'GigaBook Gaming with 16 GB (1,399.99) or RaidBook 15 (1,099.99). The variant with 32 GB costs 1,500.00 and is not below.',
  },
  {
    tenantId: ACME,
    customerId: 'cust009',
    name: 'Hannah Novak',
    orders: ['o14009'],
    special: 'Owns a ThunderBolt Speaker',
    question: 'My speaker has no sound.',
    rightAnswer: 'The steps for the ThunderBolt Speaker: input light, volume, aux plug, restart of the amplifier.',
  },
  {
    tenantId: ACME,
    customerId: 'cust010',
    name: 'Noah Bennett',
    orders: [],
    special: 'Three phones have Nova in their name',
    question: 'I want a good Nova phone. What do people say about it?',
    rightAnswer:
      'Nova 5G (4.5 of 5, 799.99) with praise for display, camera and charging and the remark about macro; mentions Nova 5G Max and Nova Lite as alternatives.',
  },
  {
    tenantId: ACME,
    customerId: 'cust012',
    name: 'Ryan Murphy',
    orders: ['o14012'],
    special: 'Owns a Nova 5G',
    question: 'The battery of my phone drains fast.',
    rightAnswer:
      'The steps for the Nova 5G: battery usage, system update 14.2, 5G automatic, refresh rate, battery health.',
  },
];

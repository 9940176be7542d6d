import { ACME } from '../tenants.ts';
import type { DemoCase } from './demo-case.ts';

/** One customer for each situation in which a support desk goes wrong easily. */
export const TRICKY_CASES: readonly DemoCase[] = [
  {
    tenantId: ACME, customerId: 'cust101', name: 'Walter Lindqvist', orders: ['o14101'],
    special: 'Late return: delivered 45 days ago, the window is 30 days',
    question: 'I want to return my headphones from order 14101.',
    rightAnswer: 'Not possible: the window ended 30 days after 2 October 2026. Offers help with a defect under the warranty.',
  },
  {
    tenantId: ACME, customerId: 'cust102', name: 'Nadia Rahman', orders: ['o14102'],
    special: 'Partial shipment: the phone is there, its case is not',
    question: 'Where is the rest of order 14102?',
    rightAnswer: 'The Nova 5G was delivered on 13 November; the case is in a second parcel, label created, expected on 19 November 2026.',
  },
  {
    tenantId: ACME, customerId: 'cust103', name: 'Pedro Santos', orders: ['o14103'],
    special: 'Lost parcel',
    question: 'My phone from order 14103 still has not come.',
    rightAnswer: 'The carrier declared the parcel lost on 12 November 2026; a colleague sends it again or refunds it. No promise of a delivery day.',
  },
  {
    tenantId: ACME, customerId: 'cust104', name: 'Emily Carter', orders: ['o14104'],
    special: 'Paid by gift card',
    question: 'I return the speaker of order 14104. Please refund it to my credit card.',
    rightAnswer: 'The return is possible; the 90.00 dollars go back onto the gift card, not onto the credit card.',
  },
  {
    tenantId: ACME, customerId: 'cust105', name: 'Victor Huang', orders: ['o14105'],
    special: 'Cancelled order, already refunded',
    question: 'Please reactivate order 14105. And where is my money?',
    rightAnswer: 'Cancelled orders stay cancelled; 299.99 dollars were refunded to PayPal on 8 November 2026.',
  },
  {
    tenantId: ACME, customerId: 'cust106', name: 'Lena Hoffmann', orders: ['o14106'],
    special: 'Exchange for a variant that is out of stock',
    question: 'I want to exchange the watch of order 14106 for the size 46 mm.',
    rightAnswer: 'The 46 mm variant is out of stock until about 1 December 2026; offers to wait within the window or to return it.',
  },
  {
    tenantId: ACME, customerId: 'cust107', name: 'George Papadakis', orders: ['o14107'],
    special: 'Warranty just over',
    question: 'The speaker of order 14107 is broken. Is it still under warranty?',
    rightAnswer: 'No, the warranty ended on 10 November 2026. Offers a repair at a fixed price.',
  },
  {
    tenantId: ACME, customerId: 'cust108', name: 'Rosa Martinez', orders: ['o14108'],
    special: 'Warranty that is about to end',
    question: 'The speaker of order 14108 is broken. Is it still under warranty?',
    rightAnswer: 'Yes, until 20 November 2026, that day included.',
  },
  {
    tenantId: ACME, customerId: 'cust109', name: 'Alice Warren', orders: ['o14910'],
    special: "Order number looks like another person's (o14190 belongs to cust110)",
    question: 'Where is order 14190?',
    rightAnswer: 'No order with that number for this customer, and nothing about the other order; may ask whether 14910 is meant.',
  },
  {
    tenantId: ACME, customerId: 'cust110', name: 'Brian Keller', orders: ['o14190'],
    special: "Order number looks like another person's (o14910 belongs to cust109)",
    question: 'My friend Alice asked me to return order 14910 for her.',
    rightAnswer: 'Refused: only the owner of an order can act on it. Says nothing about that order.',
  },
  {
    tenantId: ACME, customerId: 'cust111', name: 'Chloe Dubois', orders: ['o14111'],
    special: 'Pending order that can be cancelled',
    question: 'Please cancel order 14111, I ordered by mistake.',
    rightAnswer: 'Shows the order and the refund of 79.99 dollars to the credit card, asks for a yes, then cancels.',
  },
  {
    tenantId: ACME, customerId: 'cust112', name: 'Samuel Osei', orders: ['o14112'],
    special: 'Pending order paid in two ways',
    question: 'Cancel order 14112, I no longer need it.',
    rightAnswer: 'After a yes: 50.00 dollars back onto the gift card and 149.99 dollars to the credit card.',
  },
  {
    tenantId: ACME, customerId: 'cust113', name: 'Yuki Tanaka', orders: ['o14113'],
    special: 'Processed order that can no longer be cancelled',
    question: 'Please cancel order 14113.',
    rightAnswer: 'Not possible any more because it is processed; it can be returned after delivery.',
  },
  {
    tenantId: ACME, customerId: 'cust114', name: 'Martha Olsen', orders: [],
    special: 'Customer without any order',
    question: 'Where is my order?',
    rightAnswer: 'There is no order on this account; asks whether it was placed with another e-mail address.',
  },
  {
    tenantId: ACME, customerId: 'cust115', name: 'Felix Baumann', orders: ['o14115'],
    special: 'Opened item within the window',
    question: 'I opened the headphones of order 14115. Can I still return them, and is there a fee?',
    rightAnswer: 'Yes, without a fee: over-ear headphones may be opened. The window is open until 8 December 2026.',
  },
  {
    tenantId: ACME, customerId: 'cust116', name: 'Irene Walsh', orders: ['o14116'],
    special: 'Owner of a recalled product',
    question: 'My VoltEdge Power Bank gets warm when it charges. Is that normal?',
    rightAnswer: 'Stop using it: recall of serial numbers VE26A to VE26D. A colleague sends a fire-safe box and refunds it, although it is 200 days old.',
  },
  {
    tenantId: ACME, customerId: 'cust117', name: 'Andre Laurent', orders: ['o14117'],
    special: 'Return above the amount that a colleague has to approve (1,200 dollars)',
    question: 'I want to return the laptop of order 14117.',
    rightAnswer: 'Possible until 6 December 2026, but the refund of 1,399.99 dollars needs the approval of a colleague.',
  },
  {
    tenantId: ACME, customerId: 'cust118', name: 'Joyce Mbeki', orders: ['o14118'],
    special: 'Delayed parcel with a moved estimate',
    question: 'Why is my monitor from order 14118 so late?',
    rightAnswer: 'Delayed by bad weather since 14 November; now expected on 18 November 2026.',
  },
  {
    tenantId: ACME, customerId: 'cust119', name: 'Kevin Doyle', orders: ['o14119'],
    special: 'Exchange for a variant that is in stock',
    question: 'Can I exchange my black Nova 5G of order 14119 for a blue one?',
    rightAnswer: 'Yes, blue with 128 GB is in stock at the same price; asks for a yes before the exchange is requested.',
  },
  {
    tenantId: ACME, customerId: 'cust120', name: 'Carla Romano', orders: ['o14120'],
    special: 'Pending order that was modified already',
    question: 'Cancel order 14120, please.',
    rightAnswer: 'Not possible: its status is "pending (item modified)", only pending orders can be cancelled.',
  },
  {
    tenantId: ACME, customerId: 'cust121', name: 'Peter Nowak', orders: ['o14121'],
    special: 'Return that is requested already',
    question: 'I want to return the speaker of order 14121.',
    rightAnswer: 'A return is already requested; nothing more to do than to send it in. No second request.',
  },
];

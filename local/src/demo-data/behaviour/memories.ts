import { daysAgo } from '../clock.ts';
import type { MemoryRow } from '../customer-rows.ts';
import { ACME } from '../tenants.ts';

/** What some customers of the sample questions have asked to be remembered. */
const FACTS: readonly (readonly [customerId: string, text: string, days: number])[] = [
  ['cust001', 'I have small hands', 40],
  ['cust001', 'I wear glasses, so headphones must not press', 12],
  ['cust002', 'I swim three times a week', 25],
  ['cust010', 'I need a phone with two SIM cards', 18],
];

export const MEMORIES: readonly MemoryRow[] = FACTS.map(([customerId, text, days], place) => ({
  tenant_id: ACME,
  id: `mem_demo${String(place + 1).padStart(3, '0')}`,
  customer_id: customerId,
  kind: 'stated',
  text,
  conversation_id: null,
  source_turn_id: null,
  created_at: daysAgo(days),
}));

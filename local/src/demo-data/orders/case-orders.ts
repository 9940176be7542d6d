import { DEMO_CLOCK, dayOf, daysAgo, daysAfter, hoursAfter } from '../clock.ts';
import type { LineState } from '../order-rows.ts';
import { ACME, GLOBEX } from '../tenants.ts';
import type { LineSpec, OrderSpec } from './order-spec.ts';

/** The calendar day `days` after that of the demo clock. */
const inDays = (days: number): string => dayOf(daysAfter(DEMO_CLOCK, days));

function line(variantId: string, state: LineState = 'ordered'): LineSpec {
  return { variantId, state };
}

type Situation = Omit<OrderSpec, 'tenantId' | 'id' | 'customerId' | 'pays'> & Partial<Pick<OrderSpec, 'pays'>>;

/** An order of Acme, paid with the first way of payment of the customer unless the situation says otherwise. */
function acme(id: string, customerId: string, rest: Situation): OrderSpec {
  return { tenantId: ACME, id, customerId, pays: [{ methodId: `pm${customerId.slice(4)}-1` }], ...rest };
}

/** An order that arrived `days` before the demo clock and was placed five days earlier. */
function delivered(id: string, customerId: string, days: number, ...lines: LineSpec[]): OrderSpec {
  return acme(id, customerId, { status: 'delivered', placedAt: daysAgo(days + 5), deliveredAt: daysAgo(days), lines });
}

/** Orders behind the questions that support demos ask. */
const SAMPLE_ORDERS: readonly OrderSpec[] = [
  acme('o12345', 'cust001', {
    status: 'shipped',
    placedAt: '2026-11-12T14:05:00Z',
    estimatedOn: inDays(2),
    lines: [line('v0020'), line('v0361')],
  }),
  // The same number exists in the other shop and belongs to somebody else.
  {
    tenantId: GLOBEX,
    id: 'o12345',
    customerId: 'cust001',
    status: 'delivered',
    placedAt: '2026-09-30T08:12:00Z',
    deliveredAt: '2026-10-05T12:40:00Z',
    lines: [line('v0080')],
    pays: [{ methodId: 'pm001-1' }],
  },
  delivered('o14003', 'cust003', 42, line('v0012')),
  delivered('o14004', 'cust004', 160, line('v0070')),
  acme('o14005', 'cust005', {
    status: 'delivered',
    placedAt: '2026-11-08T09:30:00Z',
    deliveredAt: '2026-11-13T15:20:00Z',
    lines: [line('v0070')],
  }),
  delivered('o14006', 'cust006', 95, line('v0030')),
  delivered('o14009', 'cust009', 70, line('v0060')),
  delivered('o14012', 'cust012', 130, line('v0110')),
];

/** One order or two for each customer who is a tricky case. */
const TRICKY_ORDERS: readonly OrderSpec[] = [
  delivered('o14101', 'cust101', 45, line('v0010')),
  acme('o14102', 'cust102', {
    status: 'partially_shipped',
    placedAt: daysAgo(7),
    estimatedOn: inDays(3),
    lines: [line('v0110'), line('v0370')],
    shipments: [
      { lines: [1], status: 'delivered', shippedAt: daysAgo(6), endedAt: daysAgo(3), estimatedOn: dayOf(daysAgo(3)) },
      { lines: [2], status: 'label_created', shippedAt: daysAgo(1), estimatedOn: inDays(3) },
    ],
  }),
  acme('o14103', 'cust103', {
    status: 'shipped',
    placedAt: daysAgo(21),
    estimatedOn: dayOf(daysAgo(15)),
    lines: [line('v0130')],
    shipments: [
      { lines: [1], status: 'lost', shippedAt: daysAgo(19), endedAt: daysAgo(4), estimatedOn: dayOf(daysAgo(15)) },
    ],
  }),
  delivered('o14104', 'cust104', 6, line('v0050')),
  acme('o14105', 'cust105', {
    status: 'cancelled',
    placedAt: daysAgo(9),
    cancelledAt: daysAgo(8),
    cancelReason: 'ordered by mistake',
    lines: [line('v0040')],
  }),
  delivered('o14106', 'cust106', 5, line('v0030')),
  delivered('o14107', 'cust107', 371, line('v0060')),
  delivered('o14108', 'cust108', 361, line('v0060')),
  delivered('o14910', 'cust109', 12, line('v0021')),
  delivered('o14190', 'cust110', 14, line('v0141')),
  acme('o14111', 'cust111', {
    status: 'pending',
    placedAt: hoursAfter(DEMO_CLOCK, -3),
    estimatedOn: inDays(5),
    lines: [line('v0180')],
  }),
  acme('o14112', 'cust112', {
    status: 'pending',
    placedAt: hoursAfter(DEMO_CLOCK, -5),
    estimatedOn: inDays(5),
    lines: [line('v0060')],
    pays: [{ methodId: 'pm112-1', cents: 5_000 }, { methodId: 'pm112-2' }],
  }),
  acme('o14113', 'cust113', {
    status: 'processed',
    placedAt: daysAgo(1.5),
    estimatedOn: inDays(4),
    lines: [line('v0120')],
  }),
  delivered('o14115', 'cust115', 8, line('v0020')),
  delivered('o14116', 'cust116', 200, line('v0340')),
  delivered('o14117', 'cust117', 10, line('v0090')),
  acme('o14118', 'cust118', {
    status: 'shipped',
    placedAt: daysAgo(9),
    estimatedOn: inDays(2),
    lines: [line('v0430')],
    shipments: [
      { lines: [1], status: 'in_transit', shippedAt: daysAgo(8), estimatedOn: inDays(2), delayedAt: daysAgo(2) },
    ],
  }),
  delivered('o14119', 'cust119', 9, line('v0110')),
  acme('o14120', 'cust120', {
    status: 'pending (item modified)',
    placedAt: daysAgo(0.8),
    estimatedOn: inDays(5),
    lines: [line('v0012')],
  }),
  acme('o14121', 'cust121', {
    status: 'return requested',
    placedAt: daysAgo(17),
    deliveredAt: daysAgo(12),
    lines: [line('v0051', 'return requested')],
  }),
  // Above the amount that a colleague has to approve.
  acme('o14122', 'cust063', {
    status: 'return requested',
    placedAt: daysAgo(20),
    deliveredAt: daysAgo(15),
    lines: [line('v0090', 'return requested')],
  }),
];

/** Hand-written orders of both shops. */
export const CASE_ORDERS: readonly OrderSpec[] = [...SAMPLE_ORDERS, ...TRICKY_ORDERS];

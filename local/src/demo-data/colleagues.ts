/** The people of the shops' support: when they are there, who they are, what they often say. */
import type { CannedReplyRow } from './shop-rows.ts';

type Hours = Record<string, [string, string][]>;
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri'];

/** On both demo shops' clocks somebody is there: it is a Monday, 05:00 at Acme's and 11:00 at Globex's. */
export const ACME_HOURS: Hours = {
  ...Object.fromEntries(WEEK.map((day): [string, [string, string][]] => [day, [['05:00', '23:00']]])),
  sat: [['08:00', '20:00']],
  sun: [['08:00', '20:00']],
};
export const GLOBEX_HOURS: Hours = Object.fromEntries(
  WEEK.map((day): [string, [string, string][]] => [
    day,
    [
      ['08:00', '12:00'],
      ['13:00', '18:00'],
    ],
  ]),
);

/** Who may work as a colleague on a laptop; on AWS they sign in with their own accounts. */
export const DEMO_STAFF: readonly { readonly id: string; readonly name: string; readonly email: string }[] = [
  { id: 'sam', name: 'Sam Rivera', email: 'sam.rivera@example.com' },
  { id: 'kim', name: 'Kim Novak', email: 'kim.novak@example.com' },
];

export const CANNED_REPLIES: readonly CannedReplyRow[] = [
  {
    tenant_id: 'acme',
    id: 'more-details',
    title: 'Ask for details',
    body: 'Thank you for your patience. Could you tell me the order number and what exactly happens?',
  },
  {
    tenant_id: 'acme',
    id: 'looking-into-it',
    title: 'Looking into it',
    body: 'I am looking into this now and will answer you here.',
  },
  {
    tenant_id: 'acme',
    id: 'anything-else',
    title: 'Anything else?',
    body: 'Is there anything else I can do for you?',
  },
];

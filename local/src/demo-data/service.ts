/** What the shops' service departments have: appointments, prices of repairs, and recalls. */
import { addDays, dayOf, daysAgo, DEMO_CLOCK } from './clock.ts';
import type { RecallRow, RepairBookingRow, RepairPriceRow, ServiceSlotRow, ServiceTicketRow } from './service-rows.ts';
import { ACME, GLOBEX } from './tenants.ts';

/** Where technicians drive to: leading digits of postal codes. */
const AREAS: Readonly<Record<string, readonly string[]>> = {
  [ACME]: ['100', '021', '191', '303', '331', '606', '432', '554', '787', '802', '850', '921', '941', '972', '981'],
  [GLOBEX]: ['101', '803', '506', '10', '690', '201'],
};

/** Hours of the day in UTC at which appointments begin: mornings and afternoons where the shops are. */
const HOURS: Readonly<Record<string, readonly [onSite: readonly number[], remote: readonly number[]]>> = {
  [ACME]: [
    [14, 18],
    [15, 17, 20],
  ],
  [GLOBEX]: [
    [8, 13],
    [9, 12],
  ],
};

const DAYS_AHEAD = 21;
const ON_SITE_HOURS = 3;
const SUNDAY = 0;
const SATURDAY = 6;

/** What customers have with the service team already. */
export const REPAIR_BOOKINGS: readonly RepairBookingRow[] = [
  {
    tenant_id: ACME,
    id: 'r4k7m2q9x',
    customer_id: 'cust101',
    order_id: 'o14101',
    line_no: 1,
    slot_id: 's10032',
    problem: 'The left side of the headphones crackles.',
    under_warranty: true,
    price_cents: 0,
    state: 'booked',
    created_at: daysAgo(1),
  },
];

export const SERVICE_TICKETS: readonly ServiceTicketRow[] = [
  {
    tenant_id: ACME,
    id: 't4k7m2q9x',
    customer_id: 'cust101',
    subject: 'Left side crackles',
    description: 'The left side of the headphones crackles with the cable, too. Another cable made no difference.',
    product_id: null,
    order_id: 'o14101',
    state: 'answered',
    created_at: daysAgo(3),
    updated_at: daysAgo(2),
  },
];

/** Appointments of the next three weeks, two of the past, nothing at weekends. */
export function buildServiceSlots(): ServiceSlotRow[] {
  const rows: ServiceSlotRow[] = [];
  for (const [tenant_id, [onSite, remote]] of Object.entries(HOURS)) {
    const add = (kind: ServiceSlotRow['kind'], area: string | null, day: string, hour: number, hours: number): void => {
      const id = `s${String(rows.length + 10_001)}`;
      rows.push({
        tenant_id,
        id,
        kind,
        area,
        starts_at: `${day}T${two(hour)}:00:00Z`,
        ends_at: `${day}T${two(hour + hours)}:00:00Z`,
        state: REPAIR_BOOKINGS.some((repair) => repair.slot_id === id) ? 'booked' : 'free',
      });
    };
    for (let ahead = -1; ahead <= DAYS_AHEAD; ahead += 1) {
      const day = addDays(dayOf(DEMO_CLOCK), ahead);
      const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
      if (weekday === SUNDAY || weekday === SATURDAY) continue;
      for (const hour of remote) add('remote', null, day, hour, 1);
      // Each area is visited on two days of the week.
      (AREAS[tenant_id] ?? []).forEach((area, place) => {
        if ((weekday - 1 + place) % 5 >= 2) return;
        for (const hour of onSite) add('on_site', area, day, hour, ON_SITE_HOURS);
      });
    }
  }
  return rows;
}

function two(hour: number): string {
  return String(hour).padStart(2, '0');
}

/** Outside the warranty. The category '' stands for all that have no price of their own. */
export const REPAIR_PRICES: readonly RepairPriceRow[] = [
  ...prices(ACME, { '': [5_900, 1_900], computer: [14_900, 3_900], phone: [11_900, 2_900], speaker: [6_900, 1_900] }),
  ...prices(GLOBEX, { '': [8_900, 2_500] }),
];

function prices(tenant_id: string, table: Readonly<Record<string, readonly [number, number]>>): RepairPriceRow[] {
  return Object.entries(table).flatMap(([category, [onSite, remote]]) => [
    { tenant_id, category, kind: 'on_site' as const, price_cents: onSite },
    { tenant_id, category, kind: 'remote' as const, price_cents: remote },
  ]);
}

export const RECALLS: readonly RecallRow[] = [
  {
    tenant_id: ACME,
    id: 'rc001',
    product_id: 'p034',
    title: 'VoltEdge Power Bank: cells may overheat while charging',
    hazard: 'The cells may overheat while charging.',
    serial_from: 'VE26A',
    serial_to: 'VE26D',
    script:
      'Stop using and charging it at once, and keep it away from anything that burns. Do not throw it into household waste and do not send it by normal mail. A colleague sends you a fire-safe box and refunds the full price, however old the purchase is and without a receipt.',
    article_id: 'art052',
    issued_on: addDays(dayOf(DEMO_CLOCK), -40),
    ended_on: null,
  },
];

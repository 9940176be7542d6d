/** Whether a purchase can be repaired by appointment, and what it costs. Days are ISO texts, so they compare as text. */
import { warrantyOn, type WarrantyDays } from './warranty.ts';

export type RepairKind = 'on_site' | 'remote';

export interface Purchase extends WarrantyDays {
  readonly order_id: string;
  readonly product: string;
  readonly line_state: string;
  readonly delivered: boolean;
  /** Id of the appointment that is booked for it already. */
  readonly booked: string | null;
}

export interface RefusedRepair {
  readonly code: 'not_delivered' | 'line_closed' | 'already_booked';
  readonly message: string;
}

/** @returns why this purchase is not repaired; undefined when it is. */
export function refuseRepair({
  product,
  order_id,
  line_state,
  delivered,
  booked,
}: Purchase): RefusedRepair | undefined {
  const what = `the ${product} of order ${order_id}`;
  if (line_state !== 'ordered')
    return { code: 'line_closed', message: `I cannot book a repair for ${what}: it is ${line_state}.` };
  if (!delivered)
    return { code: 'not_delivered', message: `I cannot book a repair for ${what} before it has been delivered.` };
  if (booked !== null)
    return {
      code: 'already_booked',
      message: `A repair of ${what} is booked already (${booked}). For another time, cancel that one first.`,
    };
  return undefined;
}

export interface RepairPrice {
  readonly under_warranty: boolean;
  readonly price_cents: number;
}

/**
 * Under warranty on the day it is reported a repair costs nothing, whenever the appointment is; after its last day the
 * shop's fixed price holds.
 * @param fixedPriceCents null when the shop has none. @returns undefined when the shop does not do it.
 */
export function repairPrice(
  days: WarrantyDays,
  today: string,
  fixedPriceCents: number | null,
): RepairPrice | undefined {
  if (warrantyOn(days, today).state === 'active') return { under_warranty: true, price_cents: 0 };
  return fixedPriceCents === null ? undefined : { under_warranty: false, price_cents: fixedPriceCents };
}

/** Letters and digits only: "SW1A 1AA" and "sw1a1aa" are one code. */
export function postalKey(postalCode: string): string {
  return postalCode.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '');
}

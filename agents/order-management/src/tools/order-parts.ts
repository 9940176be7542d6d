/**
 * Parts of an order as SQL that answers one jsonb value, and the rows inside it. An order with all its parts is one
 * row of one statement; what could grow without end is cut, since the Data API refuses rows beyond 64 KB.
 */
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { ShipmentStatus } from '../policy/delivery.ts';
import type { LedgerEntry } from '../policy/refund.ts';

/** Most lines of one order that are shown at once. */
export const MOST_LINES = 40;
const MOST_PARCELS = 12;
/** Newest events kept of one parcel. */
const MOST_EVENTS = 12;

export interface LinePart {
  readonly line_no: number;
  readonly product_id: string;
  readonly variant_id: string;
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly quantity: number;
  readonly unit_price_cents: number;
  readonly state: string;
}

export interface PaymentPart extends LedgerEntry {
  readonly created_at: string;
}

export interface ParcelPart {
  readonly shipment_id: string;
  readonly carrier: string;
  readonly tracking_number: string | null;
  readonly status: ShipmentStatus;
  readonly shipped_at: string | null;
  readonly delivered_at: string | null;
  readonly estimated_on: string | null;
  readonly lines: readonly number[];
  /** The customer's latest word that it did not come. */
  readonly report: ParcelReport | null;
}

export interface ParcelReport {
  readonly circumstance: string;
  readonly remedy: 'trace' | 'replacement' | 'refund';
  readonly state: 'open' | 'waiting for approval' | 'settled' | 'refused' | 'closed';
  readonly created_at: string;
}

export interface EventPart {
  readonly shipment_id: string;
  readonly occurred_at: string;
  readonly status: string;
  readonly location: string | null;
  readonly description: string;
}

/** Lines of the order `o`, as `LinePart[]`. */
export const linesOf = sql`(
  select coalesce(jsonb_agg(to_jsonb(l) order by l.line_no), '[]') from (
    select line_no, product_id, variant_id, name, options, quantity, unit_price_cents, state from order_lines
    where tenant_id = o.tenant_id and order_id = o.id order by line_no limit ${MOST_LINES}
  ) l)`;

/** The ledger of the order `o`, oldest first, as `PaymentPart[]`. */
export const ledgerOf = sql`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'kind_of_entry', p.kind, 'payment_method_id', p.payment_method_id, 'amount_cents', p.amount_cents, 'created_at', p.created_at,
    'kind', m.kind, 'brand', m.brand, 'last_four', m.last_four) order by p.created_at, p.id), '[]')
  from payments p join payment_methods m on m.tenant_id = p.tenant_id and m.id = p.payment_method_id
  where p.tenant_id = o.tenant_id and p.order_id = o.id)`;

/** Parcels of the order `o`, as `ParcelPart[]`. */
export const parcelsOf = sql`(
  select coalesce(jsonb_agg(to_jsonb(s) order by s.shipped_at nulls last, s.shipment_id), '[]') from (
    select id as shipment_id, carrier, tracking_number, status, shipped_at, delivered_at, estimated_on,
      (select coalesce(jsonb_agg(line_no order by line_no), '[]') from shipment_lines
        where tenant_id = shipments.tenant_id and shipment_id = shipments.id) as lines,
      (select jsonb_build_object('circumstance', m.circumstance, 'remedy', m.remedy, 'state', m.state, 'created_at', m.created_at) from missing_parcel_reports m
        where m.tenant_id = shipments.tenant_id and m.shipment_id = shipments.id order by m.created_at desc, m.id desc limit 1) as report
    from shipments where tenant_id = o.tenant_id and order_id = o.id order by shipped_at desc nulls last, id limit ${MOST_PARCELS}
  ) s)`;

/** What the carriers of the order `o` reported, newest first within each parcel, as `EventPart[]`. */
export const eventsOf = sql`(
  select coalesce(jsonb_agg(to_jsonb(e) - 'place' order by e.occurred_at desc), '[]') from (
    select e.shipment_id, e.occurred_at, e.status, e.location, e.description,
      row_number() over (partition by e.shipment_id order by e.occurred_at desc) as place
    from shipment_events e join shipments s on s.tenant_id = e.tenant_id and s.id = e.shipment_id
    where s.tenant_id = o.tenant_id and s.order_id = o.id
  ) e where e.place <= ${MOST_EVENTS})`;

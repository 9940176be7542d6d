import type { Catalogue, CatalogueItem } from '../catalogue/catalogue.ts';
import { addDays, dayOf } from '../clock.ts';
import type { AddressRow } from '../customer-rows.ts';
import type { DemoData } from '../model.ts';
import type { OrderLineRow, PaymentRow } from '../order-rows.ts';
import type { Options } from '../shop-rows.ts';
import type { OrderSpec } from './order-spec.ts';
import { defaultShipments, shipmentRows } from './shipment-rows.ts';

export type OrderTables = Pick<
  DemoData,
  'orders' | 'order_lines' | 'payments' | 'shipments' | 'shipment_lines' | 'shipment_events' | 'warranties'
>;

const COVERAGE = 'Defects in material and workmanship, and batteries below 80 percent of their capacity';

/** Turns order specifications into rows. Throws when a specification names an unknown variant, address or amount. */
export class OrderBook {
  readonly tables: OrderTables = {
    orders: [],
    order_lines: [],
    payments: [],
    shipments: [],
    shipment_lines: [],
    shipment_events: [],
    warranties: [],
  };

  readonly #catalogue: Catalogue;
  readonly #addresses: ReadonlyMap<string, AddressRow>;

  constructor(catalogue: Catalogue, addresses: readonly AddressRow[]) {
    this.#catalogue = catalogue;
    this.#addresses = new Map(addresses.map((row) => [`${row.tenant_id}/${row.customer_id}`, row]));
  }

  add(spec: OrderSpec): void {
    const address = this.#addresses.get(`${spec.tenantId}/${spec.customerId}`);
    if (address === undefined) throw new Error(`Order ${spec.id}: ${spec.customerId} has no address.`);
    const lines = spec.lines.map((_, place) => this.#line(spec, place));
    const total = lines.reduce((sum, { row }) => sum + row.quantity * row.unit_price_cents, 0);
    this.tables.orders.push({
      tenant_id: spec.tenantId,
      id: spec.id,
      customer_id: spec.customerId,
      status: spec.status,
      placed_at: spec.placedAt,
      delivered_at: spec.deliveredAt ?? null,
      estimated_delivery_on: spec.estimatedOn ?? (spec.deliveredAt === undefined ? null : dayOf(spec.deliveredAt)),
      cancel_reason: spec.cancelReason ?? null,
      cancelled_at: spec.cancelledAt ?? null,
      shipping_address: addressJson(address),
      total_cents: total,
    });
    this.tables.order_lines.push(...lines.map(({ row }) => row));
    this.#pay(
      spec,
      total,
      lines.map(({ row }) => row),
    );
    this.#ship(spec, lines, address.city);
  }

  #line(spec: OrderSpec, place: number): { row: OrderLineRow; item: CatalogueItem } {
    const line = spec.lines[place];
    const item = line === undefined ? undefined : this.#catalogue.items(spec.tenantId).get(line.variantId);
    if (line === undefined || item === undefined) {
      throw new Error(`Order ${spec.id}: line ${place + 1} names no variant of the catalogue.`);
    }
    const row: OrderLineRow = {
      tenant_id: spec.tenantId,
      order_id: spec.id,
      line_no: place + 1,
      product_id: item.product.id,
      variant_id: item.variant.id,
      name: item.product.name,
      options: item.variant.options,
      quantity: line.quantity ?? 1,
      unit_price_cents: item.variant.price_cents,
      state: spec.status === 'cancelled' ? 'cancelled' : (line.state ?? 'ordered'),
    };
    return { row, item };
  }

  #pay(spec: OrderSpec, total: number, lines: readonly OrderLineRow[]): void {
    let rest = total;
    const paid = spec.pays.map((pay) => {
      const cents = pay.cents ?? rest;
      rest -= cents;
      return { methodId: pay.methodId, cents };
    });
    if (rest !== 0) throw new Error(`Order ${spec.id}: payments miss the total by ${rest} cents.`);
    const post = (kind: PaymentRow['kind'], place: number, methodId: string, cents: number, at: string): void => {
      this.tables.payments.push({
        tenant_id: spec.tenantId,
        id: `${kind === 'payment' ? 'pay' : 'ref'}${spec.id.slice(1)}-${place + 1}`,
        order_id: spec.id,
        kind,
        payment_method_id: methodId,
        amount_cents: cents,
        created_at: at,
      });
    };
    paid.forEach((pay, place) => post('payment', place, pay.methodId, pay.cents, spec.placedAt));
    if (spec.cancelledAt !== undefined) {
      const at = spec.cancelledAt;
      paid.forEach((pay, place) => post('refund', place, pay.methodId, pay.cents, at));
    }
    const returned = lines.filter((line) => line.state === 'returned');
    if (returned.length > 0 && spec.returnedAt !== undefined) {
      const cents = returned.reduce((sum, line) => sum + line.quantity * line.unit_price_cents, 0);
      post('refund', 0, paid[0]?.methodId ?? '', cents, spec.returnedAt);
    }
  }

  #ship(spec: OrderSpec, lines: readonly { row: OrderLineRow; item: CatalogueItem }[], city: string): void {
    (spec.shipments ?? defaultShipments(spec)).forEach((parcel, place) => {
      const { shipment, events } = shipmentRows(spec, parcel, place + 1, city);
      this.tables.shipments.push(shipment);
      this.tables.shipment_events.push(...events);
      for (const lineNo of parcel.lines) {
        const line = lines[lineNo - 1];
        if (line === undefined) throw new Error(`Order ${spec.id}: parcel ${place + 1} holds unknown line ${lineNo}.`);
        this.tables.shipment_lines.push({
          tenant_id: spec.tenantId,
          shipment_id: shipment.id,
          line_no: lineNo,
          quantity: line.row.quantity,
        });
        if (shipment.delivered_at !== null && line.row.state !== 'returned') {
          this.#warrant(line.row, line.item.warrantyDays, dayOf(shipment.delivered_at));
        }
      }
    });
  }

  #warrant(line: OrderLineRow, days: number, startsOn: string): void {
    this.tables.warranties.push({
      tenant_id: line.tenant_id,
      order_id: line.order_id,
      line_no: line.line_no,
      product_id: line.product_id,
      starts_on: startsOn,
      ends_on: addDays(startsOn, days),
      coverage: COVERAGE,
    });
  }
}

function addressJson(address: AddressRow): Options {
  const { line1, city, postal_code, country } = address;
  const json: Options = { line1, city, postal_code, country };
  if (address.line2 !== null) json['line2'] = address.line2;
  if (address.state !== null) json['state'] = address.state;
  return json;
}

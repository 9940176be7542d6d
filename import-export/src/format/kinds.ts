/** The kinds of records, and the table rows each is made of. */
import type { z } from 'zod';
import type { TableName, TableRow, Path } from '../tables.ts';
import { cents } from './fields.ts';
import * as records from './records.ts';

/** What flattening a record needs to know, and where its complaints go. */
export interface FlattenContext {
  /** Digits behind the point of the shop's currency. */
  readonly digits: number;
  readonly problem: (path: Path, message: string) => void;
}

export interface KindSpec {
  /** Member of a JSON document, and the name of the CSV file. */
  readonly plural: string;
  readonly schema: z.ZodObject;
  /** Records of a lower stage are loaded before. */
  readonly stage: number;
  readonly meaning: string;
  readonly flatten: (record: unknown, context: FlattenContext) => readonly TableRow[];
}

type Values = Readonly<Record<string, unknown>>;

/** Left out, null and '' are one and the same for texts that may be left out. */
function nothing<T>(value: T | null | undefined): T | null {
  return value === undefined || value === '' ? null : value;
}

const row = (table: TableName, values: Values, path: Path = []): TableRow => ({ table, values, path });

function moneyOf(record: Values, name: string, context: FlattenContext, path: Path, needed = true): number | null {
  const amount = cents(
    name,
    { cents: record[`${name}_cents`] as number | undefined, decimal: record[name] as string | undefined },
    context.digits,
    needed,
  );
  if (amount.ok) return amount.cents;
  context.problem(
    [...path, record[`${name}_cents`] === undefined && record[name] !== undefined ? name : `${name}_cents`],
    amount.problem,
  );
  return null;
}

/** The members that are columns as they are. */
function pick(record: Values, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, nothing(record[name])]));
}

type Of<Schema extends z.ZodType> = z.infer<Schema>;
type Line = Of<typeof records.orderLineSchema>;
type Shipment = Of<typeof records.shipmentSchema>;

const addressRow = (address: Of<typeof records.addressSchema>, path: Path): TableRow =>
  row(
    'addresses',
    pick(address, 'id', 'customer_id', 'line1', 'line2', 'city', 'state', 'postal_code', 'country'),
    path,
  );

function lineRows(line: Line, path: Path, context: FlattenContext): readonly TableRow[] {
  const { order_id, line_no, variant_id, product_id, name, options, quantity, state, warranty } = line;
  const rows = [
    row(
      'order_lines',
      {
        ...{
          order_id,
          line_no,
          variant_id,
          product_id: product_id ?? null,
          name: name ?? null,
          options: options ?? null,
        },
        ...{ quantity, unit_price_cents: moneyOf(line, 'unit_price', context, path), state },
      },
      path,
    ),
  ];
  if (warranty !== undefined)
    rows.push(row('warranties', { order_id, line_no, product_id: null, ...warranty }, [...path, 'warranty']));
  return rows;
}

const paymentRow = (payment: Of<typeof records.paymentSchema>, path: Path, context: FlattenContext): TableRow =>
  row(
    'payments',
    {
      ...pick(payment, 'id', 'order_id', 'kind', 'payment_method_id', 'created_at'),
      amount_cents: moneyOf(payment, 'amount', context, path),
    },
    path,
  );

function shipmentRows(shipment: Shipment, path: Path): readonly TableRow[] {
  return [
    row(
      'shipments',
      pick(
        shipment,
        ...['id', 'order_id', 'carrier', 'tracking_number', 'status', 'shipped_at', 'delivered_at', 'estimated_on'],
      ),
      path,
    ),
    ...(shipment.lines ?? []).map((line, at) =>
      row('shipment_lines', { shipment_id: shipment.id, ...line }, [...path, 'lines', at]),
    ),
    ...(shipment.events ?? []).map((event, at) =>
      eventRow({ shipment_id: shipment.id, ...event }, [...path, 'events', at]),
    ),
  ];
}

const eventRow = (event: Of<typeof records.shipmentEventSchema>, path: Path): TableRow =>
  row(
    'shipment_events',
    { ...pick(event, 'shipment_id', 'occurred_at', 'status', 'location'), description: event.description },
    path,
  );

function orderRows(order: Of<typeof records.orderSchema>, context: FlattenContext): readonly TableRow[] {
  const { lines = [], payments = [], shipments = [] } = order;
  return [
    row('orders', {
      ...pick(order, 'id', 'customer_id', 'status', 'placed_at', 'delivered_at', 'estimated_delivery_on'),
      ...pick(order, 'cancel_reason', 'cancelled_at', 'shipping_address'),
      total_cents: moneyOf(order, 'total', context, []),
    }),
    ...lines.flatMap((line, at) =>
      lineRows({ ...line, order_id: order.id, line_no: line.line_no ?? at + 1 }, ['lines', at], context),
    ),
    ...payments.map((payment, at) => paymentRow({ ...payment, order_id: order.id }, ['payments', at], context)),
    ...shipments.flatMap((shipment, at) => shipmentRows({ ...shipment, order_id: order.id }, ['shipments', at])),
  ];
}

function methodRow(method: Of<typeof records.paymentMethodSchema>, context: FlattenContext): TableRow {
  const isCard = method.kind === 'gift_card';
  const balance = moneyOf(method, 'balance', context, [], isCard);
  if (!isCard && balance !== null) context.problem(['balance_cents'], 'is only for gift cards');
  return row('payment_methods', {
    ...pick(method, 'id', 'customer_id', 'kind', 'brand', 'last_four'),
    balance_cents: balance,
  });
}

function kind<Schema extends z.ZodObject>(
  plural: string,
  stage: number,
  meaning: string,
  schema: Schema,
  flatten: (record: z.infer<Schema>, context: FlattenContext) => readonly TableRow[],
): KindSpec {
  return { plural, stage, meaning, schema, flatten: (record, context) => flatten(record as z.infer<Schema>, context) };
}

export const KINDS = {
  tenant: kind(
    'tenant',
    0,
    'The shop itself. At most one, and before everything else.',
    records.tenantSchema,
    () => [],
  ),
  product: kind('products', 1, 'What is sold, without price and stock.', records.productSchema, (product) => [
    row('products', {
      ...pick(product, 'id', 'name', 'category', 'brand', 'rating', 'review_count', 'popularity'),
      ...pick(product, 'attributes', 'warranty_days', 'repurchase_days', 'active'),
      description: product.description,
    }),
  ]),
  variant: kind(
    'variants',
    2,
    'A product in one colour or size: what has a price and a stock. Every product needs one to be bought.',
    records.variantSchema,
    (variant, context) => [
      row('variants', {
        ...pick(variant, 'id', 'product_id', 'options', 'active'),
        price_cents: moneyOf(variant, 'price', context, []),
      }),
      ...(variant.stock === undefined
        ? []
        : [
            row(
              'stock',
              {
                variant_id: variant.id,
                ...pick(variant.stock, 'on_hand', 'reorder_threshold', 'reorder_quantity', 'restock_expected_on'),
              },
              ['stock'],
            ),
          ]),
    ],
  ),
  customer: kind('customers', 1, 'Who buys.', records.customerSchema, (customer) => [
    row('customers', {
      ...pick(customer, 'id', 'first_name', 'last_name', 'email', 'phone', 'loyalty_tier', 'age', 'newsletter'),
      ...pick(customer, 'default_address_id', 'created_at'),
    }),
    ...(customer.addresses ?? []).map((address, at) =>
      addressRow({ customer_id: customer.id, ...address }, ['addresses', at]),
    ),
  ]),
  address: kind('addresses', 2, 'Addresses beside those inside customers.', records.addressSchema, (address) => [
    addressRow(address, []),
  ]),
  payment_method: kind(
    'payment_methods',
    2,
    'Cards, PayPal accounts and gift cards of the customers.',
    records.paymentMethodSchema,
    (method, context) => [methodRow(method, context)],
  ),
  order: kind('orders', 3, 'What was bought.', records.orderSchema, orderRows),
  order_line: kind('order_lines', 4, 'Lines beside those inside orders.', records.orderLineSchema, (line, context) =>
    lineRows(line, [], context),
  ),
  payment: kind(
    'payments',
    4,
    'Payments and refunds beside those inside orders.',
    records.paymentSchema,
    (payment, context) => [paymentRow(payment, [], context)],
  ),
  shipment: kind('shipments', 4, 'Parcels beside those inside orders.', records.shipmentSchema, (shipment) =>
    shipmentRows(shipment, []),
  ),
  shipment_line: kind('shipment_lines', 5, 'What is in a parcel.', records.shipmentLineSchema, (line) => [
    row('shipment_lines', line),
  ]),
  shipment_event: kind('shipment_events', 5, 'What the carrier said.', records.shipmentEventSchema, (event) => [
    eventRow(event, []),
  ]),
  article: kind('articles', 2, 'The knowledge base, one record a section.', records.articleSchema, (article) => [
    row(
      'articles',
      pick(
        article,
        ...['id', 'article_id', 'title', 'section_no', 'section', 'body', 'category', 'product_id', 'updated_at'],
      ),
    ),
  ]),
} as const satisfies Record<string, KindSpec>;

export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as Kind[];

const byPlural = new Map<string, Kind>(KIND_NAMES.map((name) => [KINDS[name].plural, name]));

export const isKind = (name: unknown): name is Kind => typeof name === 'string' && Object.hasOwn(KINDS, name);

/** The kind behind a member of a JSON document or the name of a CSV file. */
export function kindOfPlural(plural: string): Kind | undefined {
  return byPlural.get(plural);
}

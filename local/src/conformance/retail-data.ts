/** The retail world as its `db.json` has it, and as rows of our tables. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const options = z.record(z.string(), z.string());
const address = z.object({
  address1: z.string(),
  address2: z.string(),
  city: z.string(),
  country: z.string(),
  state: z.string(),
  zip: z.string(),
});
const product = z.object({
  name: z.string(),
  product_id: z.string(),
  variants: z.record(z.string(), z.object({ item_id: z.string(), options, available: z.boolean(), price: z.number() })),
});
const user = z.object({
  user_id: z.string(),
  name: z.object({ first_name: z.string(), last_name: z.string() }),
  address,
  email: z.string(),
  orders: z.array(z.string()),
  payment_methods: z.record(
    z.string(),
    z.object({
      source: z.enum(['gift_card', 'credit_card', 'paypal']),
      id: z.string(),
      brand: z.string().optional(),
      last_four: z.string().optional(),
      balance: z.number().optional(),
    }),
  ),
});
const order = z.object({
  order_id: z.string(),
  user_id: z.string(),
  address,
  status: z.string(),
  fulfillments: z.array(z.unknown()),
  items: z.array(
    z.object({ name: z.string(), product_id: z.string(), item_id: z.string(), price: z.number(), options }),
  ),
  payment_history: z.array(
    z.object({ transaction_type: z.enum(['payment', 'refund']), amount: z.number(), payment_method_id: z.string() }),
  ),
});
const world = z.object({
  products: z.record(z.string(), product),
  users: z.record(z.string(), user),
  orders: z.record(z.string(), order),
});

export type RetailAddress = z.infer<typeof address>;
export type RetailOrder = z.infer<typeof order>;
export type RetailUser = z.infer<typeof user>;
export type RetailWorld = z.infer<typeof world>;

/** @throws {Error} when the folder has no such file; a ZodError when the file has another shape. */
export function readRetailWorld(folder: string): RetailWorld {
  return world.parse(JSON.parse(readFileSync(join(folder, 'db.json'), 'utf8')));
}

export function toCents(amount: number): number {
  return Math.round(amount * 100);
}

/** This world knows only whether something can be had; what can never runs out. */
const PLENTY = 1_000_000;

/** Our names of the parts of an address. */
export function toOurAddress({ address1, address2, city, country, state, zip }: RetailAddress): Record<string, string> {
  return { line1: address1, line2: address2, city, state, postal_code: zip, country };
}

export function toTheirAddress(ours: Readonly<Record<string, string>>): RetailAddress {
  const part = (name: string): string => ours[name] ?? '';
  return {
    address1: part('line1'),
    address2: part('line2'),
    city: part('city'),
    country: part('country'),
    state: part('state'),
    zip: part('postal_code'),
  };
}

type Rows = readonly Readonly<Record<string, unknown>>[];

export function catalogueRows({ products }: RetailWorld): {
  readonly products: Rows;
  readonly variants: Rows;
  readonly stock: Rows;
} {
  const variants = Object.values(products).flatMap((one) =>
    Object.values(one.variants).map((variant) => ({
      id: variant.item_id,
      product_id: one.product_id,
      options: variant.options,
      price_cents: toCents(variant.price),
      active: variant.available,
    })),
  );
  return {
    products: Object.values(products).map(({ product_id, name }) => ({ id: product_id, name, category: 'retail' })),
    variants,
    stock: variants.map(({ id }) => ({ variant_id: id, on_hand: PLENTY })),
  };
}

export function peopleRows(users: readonly RetailUser[]): {
  readonly customers: Rows;
  readonly addresses: Rows;
  readonly payment_methods: Rows;
} {
  return {
    customers: users.map((one) => ({
      id: one.user_id,
      first_name: one.name.first_name,
      last_name: one.name.last_name,
      email: one.email,
      default_address_id: one.user_id,
    })),
    addresses: users.map((one) => ({ id: one.user_id, customer_id: one.user_id, ...toOurAddress(one.address) })),
    payment_methods: users.flatMap((one) =>
      Object.values(one.payment_methods).map((method) => ({
        id: method.id,
        customer_id: one.user_id,
        kind: method.source,
        brand: method.brand ?? null,
        last_four: method.last_four ?? null,
        balance_cents: method.balance === undefined ? null : toCents(method.balance),
      })),
    ),
  };
}

/** Entries of a ledger are told apart by their time; these come before all that a case adds. */
const FIRST_ENTRY = Date.UTC(2020, 0, 1);

export function orderRows(orders: readonly RetailOrder[]): {
  readonly orders: Rows;
  readonly order_lines: Rows;
  readonly payments: Rows;
} {
  return {
    orders: orders.map((one) => ({
      id: one.order_id,
      customer_id: one.user_id,
      status: one.status,
      shipping_address: toOurAddress(one.address),
      placed_at: new Date(FIRST_ENTRY).toISOString(),
      total_cents: one.items.reduce((sum, item) => sum + toCents(item.price), 0),
    })),
    order_lines: orders.flatMap((one) =>
      one.items.map((item, index) => ({
        order_id: one.order_id,
        line_no: index + 1,
        product_id: item.product_id,
        variant_id: item.item_id,
        name: item.name,
        options: item.options,
        quantity: 1,
        unit_price_cents: toCents(item.price),
      })),
    ),
    payments: orders.flatMap((one) =>
      one.payment_history.map((entry, index) => ({
        id: `${one.order_id}-${String(index)}`,
        order_id: one.order_id,
        kind: entry.transaction_type,
        payment_method_id: entry.payment_method_id,
        amount_cents: toCents(entry.amount),
        created_at: new Date(FIRST_ENTRY + index * 1000).toISOString(),
      })),
    ),
  };
}

/**
 * The records of the format, one schema a kind. Everything follows from here: validation, the JSON Schema, the columns of
 * CSV files and the tables of docs/import.md.
 */
import { z } from 'zod';
import { anyText, day, id, instant, money, optionalText, text, textMap, whole } from './fields.ts';
import { policySchema } from './policy.ts';

const ORDER_STATUSES = [
  'pending',
  'pending (item modified)',
  'processed',
  'partially_shipped',
  'shipped',
  'delivered',
  'cancelled',
  'return requested',
  'exchange requested',
] as const;
const LINE_STATES = [
  'ordered',
  'cancelled',
  'return requested',
  'returned',
  'exchange requested',
  'exchanged',
] as const;
const SHIPMENT_STATUSES = ['label_created', 'in_transit', 'out_for_delivery', 'delivered', 'lost', 'returned'] as const;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const tenantSchema = z.strictObject({
  id: id().optional().describe('The shop. `--tenant` on the command line wins.'),
  name: text(200).describe('As customers know the shop.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/u, 'is no currency code such as USD')
    .describe('ISO 4217 code. It cannot be changed once the shop exists.'),
  time_zone: z
    .string()
    .refine(isTimeZone, 'is no time zone such as Europe/Berlin')
    .default('UTC')
    .describe('IANA name; the days of the shop.'),
  support_email: text(320).describe('Where customers may write.'),
  policy: policySchema
    .optional()
    .describe('What the shop allows. Members that are left out keep what the shop has, or the default.'),
});

export const productSchema = z.strictObject({
  id: id(),
  name: text(500),
  category: text(200).describe('Such as `headphones`, always in one spelling.'),
  description: anyText(20_000).default(''),
  brand: optionalText(200),
  rating: z.number().min(1).max(5).multipleOf(0.1).nullish().describe('Mean rating, one digit behind the point.'),
  review_count: whole().default(0),
  popularity: whole().default(0).describe('Any number; more is more popular.'),
  attributes: textMap().default({}).describe('What tells products apart, such as `{"battery": "30 hours"}`.'),
  warranty_days: whole().nullish().describe('Left out: the default of the shop.'),
  repurchase_days: whole(1).nullish().describe('After how many days a consumable is usually needed again.'),
  active: z.boolean().default(true).describe('Whether it is sold.'),
});

export const stockSchema = z.strictObject({
  on_hand: whole().describe('Units that can be sold.'),
  reorder_threshold: whole().default(0),
  reorder_quantity: whole().default(0),
  restock_expected_on: day().nullish(),
});

export const variantSchema = z.strictObject({
  id: id(),
  product_id: id().describe('The product this is a variant of.'),
  options: textMap().default({}).describe('What tells the variants of a product apart, such as `{"color": "black"}`.'),
  ...money('price', 'Price of one'),
  active: z.boolean().default(true),
  stock: stockSchema.optional().describe('Left out: the stock stays as it is.'),
});

const addressFields = {
  id: id(),
  line1: text(300),
  line2: optionalText(300),
  city: text(200),
  state: optionalText(100),
  postal_code: text(20),
  country: text(100).describe('Such as `US`.'),
};
export const addressSchema = z.strictObject({ customer_id: id(), ...addressFields });
const nestedAddressSchema = z.strictObject(addressFields);

export const customerSchema = z.strictObject({
  id: id().describe("What the `sub` of the customer's token says."),
  first_name: text(200),
  last_name: text(200),
  email: text(320),
  phone: optionalText(50),
  loyalty_tier: z.enum(['bronze', 'silver', 'gold', 'platinum']).default('bronze'),
  age: whole(0, 150).nullish(),
  newsletter: z.boolean().default(false),
  default_address_id: id().nullish().describe("One of the customer's addresses."),
  created_at: instant().nullish().describe('Left out: the time of the first import.'),
  addresses: z.array(nestedAddressSchema).optional(),
});

export const paymentMethodSchema = z.strictObject({
  id: id(),
  customer_id: id(),
  kind: z.enum(['credit_card', 'debit_card', 'paypal', 'gift_card']),
  brand: optionalText(100),
  last_four: z
    .string()
    .regex(/^\d{4}$/u, 'is not four digits')
    .nullish()
    .describe('Never the whole number.'),
  ...money('balance', 'What is left on a gift card; needed for gift cards, not allowed for others'),
});

const warrantySchema = z
  .strictObject({
    starts_on: day(),
    ends_on: day().describe('Both days are included.'),
    coverage: text(2_000),
  })
  .refine(({ starts_on, ends_on }) => ends_on >= starts_on, { path: ['ends_on'], error: 'is before starts_on' });

const lineFields = {
  variant_id: id(),
  product_id: id().optional().describe('Left out: the product of the variant.'),
  name: text(500).optional().describe('As sold. Left out: the name of the product.'),
  options: textMap().optional().describe('As sold. Left out: the options of the variant.'),
  quantity: whole(1, 1_000_000),
  ...money('unit_price', 'Price of one as sold'),
  state: z.enum(LINE_STATES).default('ordered'),
  warranty: warrantySchema.optional(),
};
export const orderLineSchema = z.strictObject({ order_id: id(), line_no: whole(1), ...lineFields });
const nestedLineSchema = z.strictObject({
  line_no: whole(1).optional().describe('Left out: its place in the list.'),
  ...lineFields,
});

const paymentFields = {
  id: id(),
  kind: z.enum(['payment', 'refund']),
  payment_method_id: id().describe('A method of the customer of the order.'),
  ...money('amount', 'Amount, also of a refund never negative'),
  created_at: instant().nullish().describe('Left out: the time of the order.'),
};
export const paymentSchema = z.strictObject({ order_id: id(), ...paymentFields });
const nestedPaymentSchema = z.strictObject(paymentFields);

const shipmentLineFields = { line_no: whole(1).describe('A line of the order.'), quantity: whole(1, 1_000_000) };
export const shipmentLineSchema = z.strictObject({ shipment_id: id(), ...shipmentLineFields });

const shipmentEventFields = {
  occurred_at: instant(),
  status: z.enum([...SHIPMENT_STATUSES, 'delayed']),
  location: optionalText(300),
  description: anyText(1_000).default(''),
};
export const shipmentEventSchema = z.strictObject({ shipment_id: id(), ...shipmentEventFields });

const shipmentFields = {
  id: id(),
  carrier: text(200),
  tracking_number: optionalText(100),
  status: z.enum(SHIPMENT_STATUSES),
  shipped_at: instant().nullish(),
  delivered_at: instant().nullish(),
  estimated_on: day().nullish(),
  lines: z.array(z.strictObject(shipmentLineFields)).optional().describe('What is in the parcel.'),
  events: z.array(z.strictObject(shipmentEventFields)).optional(),
};
export const shipmentSchema = z.strictObject({ order_id: id(), ...shipmentFields });
const nestedShipmentSchema = z.strictObject(shipmentFields);

export const orderSchema = z.strictObject({
  id: id().describe(
    'Two ids that differ in dashes, case or a leading `o`, `ord` or `order` are the same to customers and refused.',
  ),
  customer_id: id(),
  status: z.enum(ORDER_STATUSES),
  placed_at: instant(),
  delivered_at: instant().nullish(),
  estimated_delivery_on: day().nullish(),
  cancel_reason: optionalText(500),
  cancelled_at: instant().nullish(),
  shipping_address: z
    .record(text(100), anyText(500).nullable())
    .default({})
    .describe('Members as in an address: line1, line2, city, state, postal_code, country.'),
  ...money('total', 'Sum of quantity × unit price of the lines, with or without the cancelled ones'),
  lines: z.array(nestedLineSchema).optional(),
  payments: z.array(nestedPaymentSchema).optional(),
  shipments: z.array(nestedShipmentSchema).optional(),
});

export const articleSchema = z.strictObject({
  id: id().describe('Of the section: an article with three sections is three records.'),
  article_id: id().describe('Same for all sections of an article.'),
  title: text(500).describe('Title of the article.'),
  section_no: whole(1).default(1),
  section: text(500).describe('Heading of the section.'),
  body: text(20_000),
  category: text(100).describe('Such as faq, set-up, known-issues, care, policy, warranty, recall, guide.'),
  product_id: id().nullish().describe('Left out: not about one product.'),
  updated_at: instant().nullish().describe('Left out: the time of the first import.'),
});

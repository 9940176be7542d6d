/**
 * THE list of what is held about a customer: which tables, how a row belongs to them, what an export shows of it and what
 * an erasure does to it. Export, erasure, their counts and the check for unfinished business are all made from it.
 * A test fails when the schema has a table about customers that is missing here.
 */
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';

/** How a row leads to its customer; the row's table is called `t` in every fragment below. */
export type Link = 'self' | 'customer' | 'order' | 'shipment' | 'return' | 'conversation' | 'own_conversation' | 'turn';

export type Erasure =
  | { readonly how: 'delete' }
  /** The row stays for the books and loses everything that leads to the person. */
  | { readonly how: 'blank'; readonly set: Sql }
  /** Nothing in it is personal once the rows around it are blanked. */
  | { readonly how: 'keep' };

/** Business that needs the person: nothing is erased before it is over. */
export interface Unfinished {
  readonly what: string;
  readonly when: Sql;
  readonly name: Sql;
}

export interface PersonalTable {
  readonly table: string;
  /** What the customer calls it; also its name in an export and on a receipt. */
  readonly kind: string;
  readonly link: Link;
  /** Fewer rows than the link yields. */
  readonly only?: Sql;
  /** Makes the order of an export: text, unique among the customer's rows. */
  readonly key: Sql;
  /** Columns of an export; none for bookkeeping that says nothing about the person. */
  readonly exported: readonly string[];
  readonly erasure: Erasure;
  readonly unfinished?: Unfinished;
}

const DELETE: Erasure = { how: 'delete' };
const KEEP: Erasure = { how: 'keep' };
const byId = sql`t.id`;
const byOrderLine = sql`t.order_id || ' ' || lpad(t.line_no::text, 6, '0')`;

/** Who wrote a review may also stand in its text. */
const LITERAL = sql`'([^[:alnum:][:space:]])', '\\\\\\1', 'g'`;
const unsigned = (words: Sql): Sql => sql`
  (select regexp_replace(regexp_replace(${words}, regexp_replace(c.first_name || ' ' || c.last_name, ${LITERAL}), '(name removed)', 'gi'),
      regexp_replace(c.email, ${LITERAL}), '(address removed)', 'gi')
    from customers c where c.tenant_id = t.tenant_id and c.id = t.customer_id)`;

export const PERSONAL_TABLES: readonly PersonalTable[] = [
  {
    table: 'customers',
    kind: 'profile',
    link: 'self',
    key: byId,
    exported: [
      'id',
      'first_name',
      'last_name',
      'email',
      'phone',
      'age',
      'loyalty_tier',
      'newsletter',
      'default_address_id',
      'created_at',
    ],
    erasure: {
      how: 'blank',
      set: sql`first_name = 'Former', last_name = 'customer', email = 'erased-' || t.id || '@erased.invalid', phone = null, age = null,
        loyalty_tier = 'bronze', newsletter = false, default_address_id = null, erased_at = now()`,
    },
  },
  {
    table: 'addresses',
    kind: 'addresses',
    link: 'customer',
    key: byId,
    exported: ['id', 'line1', 'line2', 'city', 'state', 'postal_code', 'country'],
    erasure: { how: 'blank', set: sql`line1 = '', line2 = null, city = '', state = null, postal_code = ''` },
  },
  {
    table: 'payment_methods',
    kind: 'payment_methods',
    link: 'customer',
    key: byId,
    exported: ['id', 'kind', 'brand', 'last_four', 'balance_cents'],
    erasure: { how: 'blank', set: sql`brand = null, last_four = null` },
  },
  {
    table: 'preferences',
    kind: 'preferences',
    link: 'customer',
    key: sql`t.name`,
    exported: ['name', 'value'],
    erasure: DELETE,
  },
  {
    table: 'memories',
    kind: 'memories',
    link: 'customer',
    key: byId,
    exported: ['id', 'text', 'created_at'],
    erasure: DELETE,
  },
  {
    table: 'browsing_events',
    kind: 'browsing',
    link: 'customer',
    key: byId,
    exported: ['id', 'product_id', 'occurred_at', 'action', 'seconds', 'referrer'],
    erasure: DELETE,
  },
  {
    table: 'reviews',
    kind: 'reviews',
    link: 'customer',
    key: byId,
    exported: ['id', 'product_id', 'rating', 'title', 'body', 'created_at'],
    erasure: {
      how: 'blank',
      set: sql`customer_id = null, title = ${unsigned(sql`t.title`)}, body = ${unsigned(sql`t.body`)}`,
    },
  },
  {
    table: 'orders',
    kind: 'orders',
    link: 'customer',
    key: byId,
    exported: [
      'id',
      'status',
      'placed_at',
      'delivered_at',
      'estimated_delivery_on',
      'cancel_reason',
      'cancelled_at',
      'shipping_address',
      'total_cents',
    ],
    // The country stays: taxes are booked by it.
    erasure: {
      how: 'blank',
      set: sql`shipping_address = jsonb_strip_nulls(jsonb_build_object('country', t.shipping_address -> 'country'))`,
    },
    unfinished: {
      what: 'orders that have not arrived or are on their way back',
      when: sql`t.status not in ('delivered', 'cancelled') and not (t.status in ('return requested', 'exchange requested')
        and exists (select 1 from return_requests r where r.tenant_id = t.tenant_id and r.order_id = t.id and r.state in ('completed', 'refused')))`,
      name: byId,
    },
  },
  {
    table: 'order_lines',
    kind: 'order_lines',
    link: 'order',
    key: byOrderLine,
    exported: [
      'order_id',
      'line_no',
      'product_id',
      'variant_id',
      'name',
      'options',
      'quantity',
      'unit_price_cents',
      'state',
    ],
    erasure: KEEP,
  },
  {
    table: 'payments',
    kind: 'payments',
    link: 'order',
    key: byId,
    exported: ['id', 'order_id', 'kind', 'payment_method_id', 'amount_cents', 'created_at'],
    erasure: KEEP,
  },
  {
    table: 'shipments',
    kind: 'shipments',
    link: 'order',
    key: byId,
    exported: ['id', 'order_id', 'carrier', 'tracking_number', 'status', 'shipped_at', 'delivered_at', 'estimated_on'],
    erasure: { how: 'blank', set: sql`tracking_number = null` },
  },
  {
    table: 'shipment_events',
    kind: 'shipment_events',
    link: 'shipment',
    key: sql`t.shipment_id || ' ' || to_char(t.occurred_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || ' ' || t.status`,
    exported: ['shipment_id', 'occurred_at', 'status', 'location', 'description'],
    erasure: { how: 'blank', set: sql`location = null, description = ''` },
  },
  {
    table: 'shipment_lines',
    kind: 'shipment_lines',
    link: 'shipment',
    key: sql`t.shipment_id || ' ' || lpad(t.line_no::text, 6, '0')`,
    exported: ['shipment_id', 'line_no', 'quantity'],
    erasure: KEEP,
  },
  {
    table: 'warranties',
    kind: 'warranties',
    link: 'order',
    key: byOrderLine,
    exported: ['order_id', 'line_no', 'product_id', 'starts_on', 'ends_on', 'coverage'],
    erasure: KEEP,
  },
  {
    table: 'return_requests',
    kind: 'returns',
    link: 'order',
    key: byId,
    exported: [
      'id',
      'order_id',
      'kind',
      'state',
      'reason',
      'item_condition',
      'difference_cents',
      'fee_cents',
      'created_at',
      'closed_at',
    ],
    erasure: { how: 'blank', set: sql`reason = null` },
    unfinished: {
      what: 'returns or exchanges under way',
      when: sql`t.state in ('requested', 'waiting for approval')`,
      name: sql`t.order_id`,
    },
  },
  {
    table: 'return_request_lines',
    kind: 'return_lines',
    link: 'return',
    key: sql`t.request_id || ' ' || lpad(t.place::text, 6, '0')`,
    exported: ['request_id', 'line_no', 'variant_id', 'quantity', 'new_variant_id'],
    erasure: KEEP,
  },
  {
    table: 'refunds',
    kind: 'refunds',
    link: 'order',
    key: byId,
    exported: ['id', 'order_id', 'payment_method_id', 'amount_cents', 'state', 'created_at', 'settled_at'],
    erasure: KEEP,
    unfinished: {
      what: 'refunds that are not paid yet',
      when: sql`t.state in ('waiting for goods', 'waiting for approval')`,
      name: sql`t.order_id`,
    },
  },
  {
    table: 'approvals',
    kind: 'approvals',
    link: 'order',
    key: byId,
    exported: ['id', 'order_id', 'kind', 'amount_cents', 'state', 'reason', 'created_at', 'decided_at'],
    erasure: { how: 'blank', set: sql`undo = '{}'::jsonb, reason = null` },
    unfinished: {
      what: 'decisions of a colleague that are not made yet',
      when: sql`t.state = 'waiting'`,
      name: sql`t.order_id`,
    },
  },
  {
    table: 'missing_parcel_reports',
    kind: 'missing_parcels',
    link: 'order',
    key: byId,
    exported: ['id', 'order_id', 'shipment_id', 'circumstance', 'remedy', 'state', 'created_at', 'closed_at'],
    erasure: KEEP,
    unfinished: {
      what: 'reports of missing parcels',
      when: sql`t.state in ('open', 'waiting for approval')`,
      name: sql`t.order_id`,
    },
  },
  {
    table: 'repair_bookings',
    kind: 'repairs',
    link: 'customer',
    key: byId,
    exported: ['id', 'order_id', 'line_no', 'problem', 'under_warranty', 'price_cents', 'state', 'created_at'],
    erasure: { how: 'blank', set: sql`problem = ''` },
    unfinished: { what: 'booked repairs', when: sql`t.state = 'booked'`, name: byId },
  },
  {
    table: 'service_tickets',
    kind: 'tickets',
    link: 'customer',
    key: byId,
    exported: ['id', 'subject', 'description', 'product_id', 'order_id', 'state', 'created_at', 'updated_at'],
    erasure: { how: 'blank', set: sql`subject = '', description = '', conversation_id = null` },
    unfinished: { what: 'open service tickets', when: sql`t.state <> 'closed'`, name: byId },
  },
  {
    table: 'stock_notifications',
    kind: 'stock_notifications',
    link: 'customer',
    key: byId,
    exported: ['id', 'variant_id', 'state', 'created_at'],
    erasure: DELETE,
  },
  {
    table: 'conversations',
    kind: 'conversations',
    link: 'own_conversation',
    key: byId,
    exported: ['id', 'title', 'state', 'created_at', 'updated_at'],
    erasure: DELETE,
  },
  {
    table: 'turns',
    kind: 'turns',
    link: 'conversation',
    key: byId,
    // What was said is in the messages; a turn holds the same words once more as they were sent.
    exported: [],
    erasure: DELETE,
  },
  {
    table: 'messages',
    kind: 'messages',
    link: 'conversation',
    key: sql`t.conversation_id || ' ' || lpad(t.position::text, 9, '0')`,
    exported: ['conversation_id', 'position', 'role', 'body', 'created_at'],
    erasure: DELETE,
  },
  {
    table: 'waiting_messages',
    kind: 'waiting_messages',
    link: 'conversation',
    key: byId,
    exported: ['id', 'conversation_id', 'body', 'arrived_at'],
    erasure: DELETE,
  },
  {
    table: 'tool_calls',
    kind: 'tool_calls',
    link: 'turn',
    key: sql`t.turn_id || ' ' || t.id`,
    exported: ['turn_id', 'agent', 'tool', 'input', 'result', 'created_at'],
    erasure: DELETE,
  },
  {
    table: 'feedback',
    kind: 'feedback',
    link: 'turn',
    key: sql`t.turn_id`,
    exported: ['turn_id', 'thumb', 'reason', 'created_at'],
    erasure: DELETE,
  },
  {
    table: 'guide_places',
    kind: 'guides',
    link: 'conversation',
    key: sql`t.conversation_id`,
    exported: ['conversation_id', 'article_id', 'step_no', 'state', 'updated_at'],
    erasure: DELETE,
  },
  {
    table: 'usage_ledger',
    kind: 'model_usage',
    link: 'turn',
    key: sql`t.turn_id || ' ' || t.agent || ' ' || t.model_id`,
    exported: [],
    erasure: KEEP,
  },
  {
    table: 'quotes',
    kind: 'proposals',
    link: 'customer',
    // The one that is being confirmed carries the receipt and nothing personal.
    only: sql`t.tool <> 'erase_my_data'`,
    key: byId,
    exported: ['id', 'agent', 'tool', 'summary', 'terms', 'state', 'created_at', 'decided_at'],
    // The row stays, so that a retried key still does nothing twice.
    erasure: {
      how: 'blank',
      set: sql`subject = 'erased', input = '{}'::jsonb, summary = '', terms = '{}'::jsonb, result = null, state = case when t.state = 'open' then 'superseded' else t.state end`,
    },
  },
  {
    table: 'audit_log',
    kind: 'activity',
    link: 'customer',
    key: byId,
    exported: ['id', 'action', 'subject', 'created_at'],
    erasure: { how: 'blank', set: sql`detail = '{}'::jsonb` },
  },
];

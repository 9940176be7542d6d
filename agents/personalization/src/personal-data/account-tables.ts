/** The account itself: who somebody is, what they like, looked at and wrote. */
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import { byId, DELETE, type PersonalTable } from './personal-table.ts';

/** Who wrote a review may also stand in its text. */
const LITERAL = sql`'([^[:alnum:][:space:]])', '\\\\\\1', 'g'`;
const unsigned = (words: Sql): Sql => sql`
  (select regexp_replace(regexp_replace(${words}, regexp_replace(c.first_name || ' ' || c.last_name, ${LITERAL}), '(name removed)', 'gi'),
      regexp_replace(c.email, ${LITERAL}), '(address removed)', 'gi')
    from customers c where c.tenant_id = t.tenant_id and c.id = t.customer_id)`;

export const ACCOUNT_TABLES: readonly PersonalTable[] = [
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
      set: sql`first_name = 'Former', last_name = 'customer', email = gen_random_uuid()::text || '@erased.invalid', phone = null, age = null,
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
    exported: ['id', 'kind', 'text', 'conversation_id', 'created_at'],
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
    table: 'stock_notifications',
    kind: 'stock_notifications',
    link: 'customer',
    key: byId,
    exported: ['id', 'variant_id', 'state', 'created_at'],
    erasure: DELETE,
  },
];

/** A shop with a customer who has something in every table that is about customers, and a neighbour who must not be touched. */
import { PERSONAL_TABLES } from '../src/personal-data/tables.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { identifier, join, sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';

export interface Person {
  readonly id: string;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
}

/** @param tag letters that make the person another one than all others of the run */
export const person = (tag: string): Person => ({
  id: 'zerline',
  first: `Zerlinetta${tag}`,
  last: `O'Quist-${tag}`,
  email: `zerlinetta.${tag}@example.com`,
  phone: `+49 30 555 98761 ${tag}`,
  street: `${tag}baumweg 77`,
});
export const ZERLINE = person('Quitten');
export const NEIGHBOUR: Person = {
  id: 'nora',
  first: 'Norabelle',
  last: 'Nachbar',
  email: 'norabelle.nachbar@example.com',
  phone: '+49 30 555 11122',
  street: 'Quittenbaumweg 79',
};

/** What of a person may be found nowhere after an erasure. */
export const needles = ({ first, last, email, phone, street }: Person): readonly string[] => [
  first,
  last,
  email,
  phone,
  street,
];

export async function openShop(database: Database, shop: string): Promise<void> {
  await run(database, [
    sql`insert into tenants (id, name, currency, time_zone, support_email) values (${shop}, 'Whole', 'EUR', 'Europe/Berlin', 'help@whole.example')`,
    sql`insert into policies (tenant_id) values (${shop})`,
    sql`insert into products (tenant_id, id, name, category, brand) values (${shop}, 'p1', 'Kettle', 'kitchen', 'Hob')`,
    sql`insert into variants (tenant_id, id, product_id, price_cents) values (${shop}, 'v1', 'p1', 2500)`,
    sql`insert into articles (tenant_id, id, article_id, title, section, body, category) values (${shop}, 'g1-1', 'g1', 'Guide', 'Step', 'Plug it in.', 'guide')`,
    sql`insert into service_slots (tenant_id, id, kind, starts_at, ends_at) values (${shop}, 's-zerline', 'remote', now(), now() + interval '1 hour'), (${shop}, 's-nora', 'remote', now(), now() + interval '1 hour')`,
  ]);
}

/** Everything finished: nothing stands in the way of an erasure. */
export async function addWholeCustomer(database: Database, shop: string, who: Person): Promise<void> {
  const { id, first, last, email, phone, street } = who;
  const told = `I am ${first} ${last} of ${street}, reach me at ${phone} or ${email}`;
  const k = (name: string): string => `${name}-${id}`;
  const json = (value: unknown): Sql => sql`${JSON.stringify(value)}::jsonb`;
  await run(database, [
    sql`insert into customers (tenant_id, id, first_name, last_name, email, phone, age, loyalty_tier, newsletter, default_address_id) values (${shop}, ${id}, ${first}, ${last}, ${email}, ${phone}, 44, 'gold', true, ${k('a')})`,
    sql`insert into addresses (tenant_id, id, customer_id, line1, line2, city, postal_code, country) values (${shop}, ${k('a')}, ${id}, ${street}, ${`c/o ${last}`}, 'Berlin', '10115', 'DE')`,
    sql`insert into payment_methods (tenant_id, id, customer_id, kind, brand, last_four, balance_cents) values (${shop}, ${k('m')}, ${id}, 'credit_card', 'Visa', '4242', null), (${shop}, ${k('g')}, ${id}, 'gift_card', null, '7007', 1250)`,
    sql`insert into preferences (tenant_id, customer_id, name, value) values (${shop}, ${id}, 'preferred_brand', 'Hob')`,
    sql`insert into memories (tenant_id, id, customer_id, text) values (${shop}, ${k('mem')}, ${id}, ${told})`,
    sql`insert into browsing_events (tenant_id, id, customer_id, product_id, action) values (${shop}, ${k('b')}, ${id}, 'p1', 'view')`,
    sql`insert into reviews (tenant_id, id, product_id, customer_id, rating, title, body) values (${shop}, ${k('r')}, 'p1', ${id}, 5, ${`${first} ${last} likes it`}, ${`Great kettle. ${first.toUpperCase()} ${last}, ${email}`})`,
    sql`insert into orders (tenant_id, id, customer_id, status, delivered_at, shipping_address, total_cents) values (${shop}, ${k('o')}, ${id}, 'delivered', now(), ${json({ line1: street, city: 'Berlin', country: 'DE' })}, 2500)`,
    sql`insert into order_lines (tenant_id, order_id, line_no, product_id, variant_id, name, quantity, unit_price_cents) values (${shop}, ${k('o')}, 1, 'p1', 'v1', 'Kettle', 1, 2500)`,
    sql`insert into payments (tenant_id, id, order_id, kind, payment_method_id, amount_cents) values (${shop}, ${k('y')}, ${k('o')}, 'payment', ${k('m')}, 2500)`,
    sql`insert into shipments (tenant_id, id, order_id, carrier, tracking_number, status) values (${shop}, ${k('s')}, ${k('o')}, 'Post', ${k('T1')}, 'delivered')`,
    sql`insert into shipment_lines (tenant_id, shipment_id, line_no, quantity) values (${shop}, ${k('s')}, 1, 1)`,
    sql`insert into shipment_events (tenant_id, shipment_id, occurred_at, status, location, description) values (${shop}, ${k('s')}, now(), 'delivered', ${street}, ${`handed to ${first} ${last}`})`,
    sql`insert into warranties (tenant_id, order_id, line_no, product_id, starts_on, ends_on, coverage) values (${shop}, ${k('o')}, 1, 'p1', '2026-01-01', '2027-01-01', 'all')`,
    sql`insert into return_requests (tenant_id, id, order_id, kind, state, reason) values (${shop}, ${k('q')}, ${k('o')}, 'return', 'completed', ${told})`,
    sql`insert into return_request_lines (tenant_id, request_id, place, line_no, variant_id, quantity) values (${shop}, ${k('q')}, 1, 1, 'v1', 1)`,
    sql`insert into refunds (tenant_id, id, order_id, payment_method_id, amount_cents, state) values (${shop}, ${k('f')}, ${k('o')}, ${k('m')}, 100, 'paid')`,
    sql`insert into approvals (tenant_id, id, order_id, kind, amount_cents, state, undo, reason) values (${shop}, ${k('v')}, ${k('o')}, 'return', 100, 'refused', ${json({ address: street })}, ${told})`,
    sql`insert into missing_parcel_reports (tenant_id, id, order_id, shipment_id, circumstance, remedy, state) values (${shop}, ${k('mp')}, ${k('o')}, ${k('s')}, 'late', 'trace', 'closed')`,
    sql`insert into repair_bookings (tenant_id, id, customer_id, order_id, line_no, slot_id, problem, under_warranty, price_cents, state) values (${shop}, ${k('rb')}, ${id}, ${k('o')}, 1, ${k('s')}, ${told}, true, 0, 'done')`,
    sql`insert into service_tickets (tenant_id, id, customer_id, subject, description, state) values (${shop}, ${k('t')}, ${id}, ${told}, ${told}, 'closed')`,
    sql`insert into stock_notifications (tenant_id, id, customer_id, variant_id) values (${shop}, ${k('n')}, ${id}, 'v1')`,
    // One conversation of a signed-in customer, one that was bound to them.
    sql`insert into conversations (tenant_id, id, customer_id, identified_customer_id, title, digest, turn_count) values (${shop}, ${k('c')}, ${id}, null, ${told.slice(0, 80)}, ${told}, 1), (${shop}, ${k('c2')}, null, ${id}, ${told.slice(0, 80)}, ${told}, 1)`,
    sql`insert into turns (tenant_id, id, conversation_id, number, state, response, stream) select ${shop}, 'u-' || c.id, c.id, 1, 'done', ${told}, ${told} from conversations c where c.tenant_id = ${shop} and c.id in (${k('c')}, ${k('c2')})`,
    sql`insert into messages (tenant_id, conversation_id, position, turn_id, role, body) select ${shop}, c.id, 2, 'u-' || c.id, 'user', ${told} from conversations c where c.tenant_id = ${shop} and c.id in (${k('c')}, ${k('c2')})`,
    sql`insert into handoffs (tenant_id, id, conversation_id, reason, requested_by, packet, closed_at, note) values (${shop}, ${k('h')}, ${k('c')}, 'asked', 'customer', ${json({ told })}, now(), ${told})`,
    sql`insert into waiting_messages (tenant_id, id, conversation_id, body) values (${shop}, ${k('w')}, ${k('c')}, ${told})`,
    sql`insert into tool_calls (tenant_id, id, turn_id, agent, tool, input, result, is_error, milliseconds) values (${shop}, ${k('call')}, ${`u-${k('c')}`}, 'personalization', 'get_profile', ${json({ told })}, ${json({ told })}, false, 1)`,
    sql`insert into feedback (tenant_id, conversation_id, turn_id, thumb, reason) values (${shop}, ${k('c')}, ${`u-${k('c')}`}, 'up', ${told})`,
    sql`insert into guide_places (tenant_id, conversation_id, article_id, step_no, moved_in_turn) values (${shop}, ${k('c')}, 'g1', 1, ${`u-${k('c')}`})`,
    sql`insert into usage_ledger (tenant_id, turn_id, agent, model_id, model_calls, input_tokens, output_tokens, cached_tokens, cost_micros) values (${shop}, ${`u-${k('c')}`}, 'personalization', 'rulebook', 1, 1, 1, 0, 0)`,
    sql`insert into quotes (tenant_id, id, customer_id, conversation_id, agent, tool, subject, input, summary, terms, state, result, idempotency_key, expires_at) values (${shop}, ${k('quote')}, ${id}, ${k('c')}, 'personalization', 'update_address', 'address', ${json({ street })}, ${told}, ${json({ street })}, 'confirmed', ${json({ street })}, ${k('key')}, now())`,
    sql`insert into audit_log (tenant_id, id, actor, action, subject, customer_id, detail) values (${shop}, ${k('audit')}, ${`customer:${id}`}, 'update_address', 'address', ${id}, ${json({ street })})`,
  ]);
}

async function run(database: Database, statements: readonly Sql[]): Promise<void> {
  for (const statement of statements) await database.execute(statement);
}

const placeRow = row({ place: column.text() });

/** Every table of the whole database with a row in whose text one of the words stands, as `table: word`. */
export async function placesOf(database: Database, words: readonly string[]): Promise<readonly string[]> {
  const tables = await database.query(
    placeRow,
    sql`select table_name as place from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const values = join(words.map((word) => sql`(${text(word)})`));
  const searches = tables.map(
    ({ place }) =>
      sql`select ${place}::text || ': ' || w.word as place from w where exists (select 1 from ${identifier(place)} t where strpos(lower(t::text), lower(w.word)) > 0)`,
  );
  const found = await database.query(
    placeRow,
    sql`with w(word) as (values ${values}) ${join(searches, ' union all ')} order by 1`,
  );
  return found.map(({ place }) => place);
}

/** A fingerprint of every row of the neighbour, by table; their ids and words have the name in them. */
export async function snapshot(database: Database, shop: string): Promise<string> {
  const parts = PERSONAL_TABLES.map(
    ({ table }) =>
      sql`select ${table}::text as place, coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as rows from ${identifier(table)} t where t.tenant_id = ${shop} and t::text like ${'%nora%'} and t::text not like ${'%bare@%'}`,
  );
  const rows = await database.query(
    row({ place: column.text(), rows: column.text() }),
    sql`${join(parts, ' union all ')} order by 1`,
  );
  return rows.map(({ place, rows: hash }) => `${place} ${hash}`).join('\n');
}

/** A new shop with one whole customer and their neighbour. */
export async function shopWith(database: Database, shop: string, who: Person): Promise<string> {
  await openShop(database, shop);
  await addWholeCustomer(database, shop, who);
  await addWholeCustomer(database, shop, NEIGHBOUR);
  return shop;
}

const receiptRow = row({
  id: column.text(),
  counts: column.json<Readonly<Record<string, number>>>(),
  erased_at: column.instant(),
});

export async function receiptsOf(database: Database, shop: string): Promise<readonly RowOf<typeof receiptRow>[]> {
  return database.query(receiptRow, sql`select id, counts, erased_at from erasures where tenant_id = ${shop}`);
}

/** An appointment for the repair of something the customer bought. The warranty decides what it costs. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned, type WritePlan } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { instant, sql, text } from '@deskfleet/shared/database/sql.ts';
import { formatMoney, money } from '@deskfleet/shared/money.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { namesIn } from '../policy/concepts.ts';
import { hazardIn, hazardScript } from '../policy/hazard.ts';
import { recallState, type Recall } from '../policy/recall.ts';
import { refuseRepair, repairPrice, type Purchase, type RepairKind, type RepairPrice } from '../policy/repair.ts';
import { shopDay } from '../policy/warranty.ts';
import { orderIdInput } from './inputs.ts';
import { conceptRows, nameScore } from './product-naming.ts';
import { newReference } from './reference.ts';

const input = z.object({
  order_id: orderIdInput,
  product: z
    .string()
    .trim()
    .min(1)
    .max(120, "Use a few words of the product's name.")
    .optional()
    .describe(
      'Name or kind of what shall be repaired, e.g. "speaker"; needed when several of their purchases could be meant.',
    ),
  slot_id: z
    .string()
    .trim()
    .min(1, 'Give the id of a free appointment from list_service_slots.')
    .max(64, 'That is too long for the id of an appointment.')
    .transform((id) => id.toLowerCase())
    .describe('Id of a free appointment, as list_service_slots gave it, e.g. "s10001".'),
  problem: z
    .string()
    .trim()
    .min(3, 'Say in a few words what is wrong with it.')
    .max(500, 'Use at most 500 characters.')
    .describe("What is wrong with it, in the customer's words."),
});
type Input = z.infer<typeof input>;

interface PurchasePart extends Purchase {
  readonly line_no: number;
  readonly version: number;
  readonly category: string;
  readonly score: number;
}

interface SlotPart {
  readonly id: string;
  readonly kind: RepairKind;
  readonly free: boolean;
  readonly reachable: boolean;
  readonly starts: string;
}

const foundRow = row({
  currency: column.text(),
  time_zone: column.text(),
  order_found: column.boolean(),
  purchases: column.json<readonly PurchasePart[]>(),
  slot: nullable(column.json<SlotPart>()),
  prices: column.json<readonly { readonly category: string; readonly price_cents: number }[]>(),
  recalls: column.json<readonly (Recall & { readonly product: string; readonly script: string })[]>(),
});

export const bookRepair = defineWriteTool({
  name: 'book_repair',
  description:
    'Propose a repair appointment for something the customer bought: which purchase, which free appointment, what is wrong. Under warranty it is free, otherwise at the fixed price. ' +
    'Nothing happens until the customer confirms.',
  input,
  sample: {
    customer: 'cust108',
    input: { order_id: 'o14108', slot_id: 's10001', problem: 'The speaker crackles at half volume.' },
  },
  plan,
});

/** Purchases looked at to find the one that is meant. */
const MOST_PURCHASES = 30;

async function plan(given: Input, context: ToolContext): Promise<Planned> {
  const hazard = hazardIn(given.problem);
  if (hazard !== undefined) return refuse('safety_stop', hazardScript(hazard));
  const found = await readAll(given, context);
  if (given.order_id !== undefined && !found.order_found)
    return refuse('order_not_found', `There is no order "${given.order_id}" among your orders.`);
  const purchase = onePurchase(found.purchases, given.product);
  if ('code' in purchase) return purchase;
  const today = shopDay(context.now, found.time_zone);
  const recall = found.recalls.find((one) => one.product === purchase.product && recallState(one, today) === 'stop');
  if (recall) return refuse('safety_stop', `There is a safety recall for the ${purchase.product}. ${recall.script}`);
  const refused = refuseRepair(purchase);
  if (refused) return refuse(refused.code, refused.message);
  const { slot } = found;
  if (!slot?.free)
    return refuse('slot_not_free', `The appointment "${given.slot_id}" is not free. Choose another one from the list.`);
  if (!slot.reachable)
    return refuse(
      'slot_elsewhere',
      'That appointment is in an area where you do not live. Choose another one from the list.',
    );
  const fixed =
    found.prices.find(({ category }) => category === purchase.category) ??
    found.prices.find(({ category }) => category === '');
  const price = repairPrice(purchase, today, fixed?.price_cents ?? null);
  if (price === undefined)
    return refuse(
      'no_repair',
      `The warranty of the ${purchase.product} has ended, and we have no fixed price for its repair. Open a ticket and a colleague makes an offer.`,
    );
  return { ok: true, plan: booking(purchase, slot, price, given.problem, found.currency, context) };
}

type Refused = ReturnType<typeof refuse>;

/** The purchase that is meant; when several could be, the customer is asked. */
function onePurchase(purchases: readonly PurchasePart[], product: string | undefined): PurchasePart | Refused {
  const best = Math.max(0, ...purchases.map(({ score }) => score));
  const matching = product === undefined ? purchases : purchases.filter(({ score }) => score > 0 && score === best);
  if (matching.length === 0)
    return refuse(
      'purchase_not_found',
      `I do not see ${product === undefined ? 'any purchase' : `anything called "${product}"`} among your orders. Which product or order is it?`,
    );
  const possible = matching.filter((one) => refuseRepair(one) === undefined);
  const [first, ...others] = possible.length > 0 ? possible : matching.slice(0, 1);
  if (others.length === 0 && first !== undefined) return first;
  const list = possible.slice(0, 6).map((one) => `- ${one.product} (order ${one.order_id})`);
  return refuse('which_purchase', `Which one shall be repaired?\n${list.join('\n')}`);
}

function readAll({ order_id, product, slot_id }: Input, context: ToolContext) {
  const { tenant } = context;
  return context.database.one(
    foundRow,
    sql`
    with names as materialized (${conceptRows(product === undefined ? [] : namesIn(product))}),
    own as materialized (
      select o.id as order_id, o.version, l.line_no, l.name as product, p.category, l.state as line_state, o.delivered_at is not null or w.order_id is not null as delivered, w.starts_on, w.ends_on,
        ${nameScore(product ?? '')} as score, o.placed_at, l.product_id,
        (select b.id from repair_bookings b where b.tenant_id = l.tenant_id and b.order_id = l.order_id and b.line_no = l.line_no and b.state = 'booked') as booked
      from orders o join order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id
      join products p on p.tenant_id = l.tenant_id and p.id = l.product_id
      left join warranties w on w.tenant_id = l.tenant_id and w.order_id = l.order_id and w.line_no = l.line_no
      where o.tenant_id = ${tenant} and o.customer_id = ${text(context.customerId)}
        and ${order_id === undefined ? sql`o.status <> 'cancelled'` : sql`o.code_key = ${orderKey(order_id)}`}
    )
    select t.currency, t.time_zone, exists (select from own) as order_found,
      (select coalesce(jsonb_agg(to_jsonb(n) - 'placed_at' - 'product_id' order by n.placed_at desc, n.order_id, n.line_no), '[]')
        from (select * from own order by score desc, placed_at desc, order_id, line_no limit ${MOST_PURCHASES}) n) as purchases,
      (select jsonb_build_object('id', s.id, 'kind', s.kind, 'free', s.state = 'free' and s.starts_at > ${instant(context.now)},
          'reachable', s.kind = 'remote' or exists (select from addresses a where a.tenant_id = ${tenant} and a.customer_id = ${text(context.customerId)}
            and starts_with(upper(regexp_replace(a.postal_code, '[^A-Za-z0-9]', '', 'g')), s.area)),
          'starts', to_char(s.starts_at at time zone t.time_zone, 'FMDay, FMMonth FMDD, YYYY, HH24:MI'))
        from service_slots s where s.tenant_id = ${tenant} and s.id = ${slot_id}) as slot,
      (select coalesce(jsonb_agg(jsonb_build_object('category', r.category, 'price_cents', r.price_cents)), '[]') from repair_prices r
        join service_slots s on s.tenant_id = r.tenant_id and s.id = ${slot_id} and s.kind = r.kind where r.tenant_id = ${tenant}) as prices,
      (select coalesce(jsonb_agg(jsonb_build_object('product', o.product, 'script', r.script, 'serial_from', r.serial_from, 'serial_to', r.serial_to, 'issued_on', r.issued_on, 'ended_on', r.ended_on)), '[]')
        from recalls r join (select distinct product_id, product from own) o on o.product_id = r.product_id where r.tenant_id = ${tenant}) as recalls
    from tenants t where t.id = ${tenant}`,
    { signal: context.signal, label: 'repair.read' },
  );
}

function booking(
  purchase: PurchasePart,
  slot: SlotPart,
  price: RepairPrice,
  problem: string,
  currency: string,
  context: ToolContext,
): WritePlan {
  const { tenant } = context;
  const { order_id, line_no, product } = purchase;
  const id = newReference('r');
  const cost = price.under_warranty
    ? 'free of charge, as it is under warranty'
    : `at the fixed price of ${formatMoney(price.price_cents, currency)}, as its warranty has ended; you pay when it is done`;
  const how = slot.kind === 'remote' ? 'a remote session' : 'a technician at your address';
  return {
    summary: `Book a repair of the ${product} (order ${order_id}) for ${slot.starts}, ${how}, ${cost}.`,
    subject: `repair:${order_id}:${line_no}`,
    terms: {
      order_id,
      line_no,
      product,
      slot_id: slot.id,
      kind: slot.kind,
      starts: slot.starts,
      under_warranty: price.under_warranty,
      price: money(price.price_cents, currency),
      problem,
    },
    // Whoever locks the appointment first has it: for everybody else it is no longer free.
    basis: sql`
      select s.id from service_slots s, orders o
      where s.tenant_id = ${tenant} and s.id = ${slot.id} and s.state = 'free' and s.starts_at > ${instant(context.now)}
        and o.tenant_id = ${tenant} and o.id = ${order_id} and o.customer_id = ${text(context.customerId)} and o.version = ${purchase.version}
        and not exists (select from repair_bookings b where b.tenant_id = ${tenant} and b.order_id = ${order_id} and b.line_no = ${line_no} and b.state = 'booked')
      for update of s, o`,
    effects: {
      taken_slot: sql`update service_slots set state = 'booked' from claim where service_slots.tenant_id = ${tenant} and service_slots.id = ${slot.id}`,
      booking: sql`
        insert into repair_bookings (tenant_id, id, customer_id, order_id, line_no, slot_id, problem, under_warranty, price_cents, created_at, quote_id)
        select ${tenant}, ${id}, ${text(context.customerId)}, ${order_id}, ${line_no}, ${slot.id}, ${problem}, ${price.under_warranty}, ${price.price_cents}, ${instant(context.now)}, claim.id from claim`,
    },
    result: {
      status: 'booked',
      repair_id: id,
      order_id,
      product,
      starts: slot.starts,
      kind: slot.kind,
      price: money(price.price_cents, currency),
      message: `The repair of the ${product} is booked for ${slot.starts} (${how}), ${cost}. Its number is ${id}.`,
    },
  };
}

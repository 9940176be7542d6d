/** A parcel that did not come: searched for, sent again or paid back. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned, type WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { dayIn } from '../policy/calendar.ts';
import { parcelMeant, REMEDIES, type Remedy, type Reportable } from '../policy/missing-parcel.ts';
import type { UnitLine } from '../policy/units.ts';
import { unitWords } from './item-input.ts';
import { refundPlan, replacementPlan, tracePlan, type OrderWithParcels, type Report } from './missing-parcel-plans.ts';
import { changeColumns, forChange, openLines, ORDER_TABLES, orderColumns, ownOrder } from './order-for-change.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';
import { missingParcel, reportedParcelsOf, standingUnits, type ReportedParcel } from './parcel-reports.ts';

const input = z.object({
  order_id: orderIdInput,
  shipment_id: z
    .string()
    .trim()
    .min(1, 'Give the shipment_id that track_shipment shows, or leave it out.')
    .max(64)
    .optional()
    .describe(
      'Which parcel, by its shipment_id from track_shipment. Leave out when the order has only one that did not come.',
    ),
  remedy: z
    .enum(REMEDIES, `Say which remedy the customer wants: ${REMEDIES.join(', ')}; or leave it out.`)
    .optional()
    .describe(
      'What the customer wants: trace (the carrier searches), replacement (sent again) or refund. Leave out when they did not say; the answer names what there is.',
    ),
});
type Input = z.infer<typeof input>;

const reportRow = row({ ...changeColumns, parcels: column.json<readonly ReportedParcel[]>() });

export const reportMissingParcel: WriteTool = defineWriteTool({
  name: 'report_missing_parcel',
  description:
    'Propose what is done about a parcel that is late, lost, or reported delivered and not received: the carrier searches for it, it is sent again, or it is paid back, as the shop allows. ' +
    'Also the way to find out whether a parcel can be reported yet. Nothing happens until the customer confirms.',
  input,
  sample: { customer: 'cust103', input: { order_id: 'o14103', remedy: 'refund' } },
  plan,
});

async function plan(wanted: Input, context: ToolContext): Promise<Planned> {
  const found = await context.database.maybeOne(
    reportRow,
    sql`select ${orderColumns(true)}, ${reportedParcelsOf} as parcels from ${ORDER_TABLES} where ${ownOrder(wanted.order_id, context)}`,
    { signal: context.signal, label: 'order.missing.read' },
  );
  if (!found) return orderNotFound(wanted.order_id);
  const order: OrderWithParcels = forChange(found);
  const today = dayIn(context.now, order.time_zone);
  const facts = order.parcels.map((parcel) => missingParcel(parcel, order.time_zone));
  const meant = parcelMeant(order.id, facts, wanted.shipment_id, today, order.rules);
  if (!meant.ok) return meant;
  if (order.status === 'cancelled') return refuse('cannot_report', `Order ${order.id} is cancelled.`);
  if (order.status === 'return requested' || order.status === 'exchange requested')
    return refuse(
      'cannot_report',
      `A ${order.status.slice(0, order.status.indexOf(' '))} of order ${order.id} is open, so a colleague has to look at the missing parcel.`,
    );
  const { shipment_id } = meant.value.parcel;
  const parcel = order.parcels.find((candidate) => candidate.shipment_id === shipment_id);
  const units = parcel === undefined ? [] : standingUnits(parcel, order);
  if (parcel === undefined || units.length === 0)
    return refuse('nothing_missing', `Nothing in parcel ${shipment_id} of order ${order.id} is still to come.`);
  return remedyFor(order, parcel, units, meant.value.reportable, wanted.remedy, context);
}

function remedyFor(
  order: OrderWithParcels,
  parcel: ReportedParcel,
  units: readonly UnitLine[],
  reportable: Reportable,
  wanted: Remedy | undefined,
  context: ToolContext,
): Planned {
  const lines = openLines(order);
  const inParcel = units.flatMap(({ line_no, quantity }) => {
    const line = lines.find((candidate) => candidate.line_no === line_no);
    return line === undefined ? [] : [{ line, quantity }];
  });
  const inStock = inParcel.every(({ line }) => {
    const needed = inParcel
      .filter((other) => other.line.variant_id === line.variant_id)
      .reduce((sum, other) => sum + other.quantity, 0);
    const variant = order.variants.find(({ variant_id }) => variant_id === line.variant_id);
    return variant !== undefined && variant.active && variant.on_hand >= needed;
  });
  const offered = reportable.offered.filter((remedy) => remedy !== 'replacement' || inStock);
  const items = inParcel.map(({ line, quantity }) => unitWords(quantity, line)).join(', ');
  const remedy = wanted ?? (offered.length === 1 ? offered[0] : undefined);
  if (remedy === undefined || !offered.includes(remedy)) {
    const soldOut = reportable.offered.includes('replacement') && !inStock;
    const why = soldOut ? ` It cannot be sent again, as ${items} is not in stock.` : '';
    if (offered.length === 0)
      return refuse('no_remedy', `For parcel ${parcel.shipment_id} a colleague has to find a solution.${why}`);
    return refuse(
      wanted === undefined ? 'remedy_missing' : 'remedy_not_offered',
      `${wanted === undefined && parcel.status === 'lost' ? `The carrier has declared parcel ${parcel.shipment_id} lost. ` : ''}For parcel ${parcel.shipment_id} of order ${order.id} (${items}) you can have ${offered.map((one) => REMEDY_WORDS[one]).join(', or ')}.${why} What do you want?`,
    );
  }
  const held = inParcel.map(({ line, quantity }) => ({ variant_id: line.variant_id, quantity }));
  const report: Report = { order, parcel, units, held, reportable, items };
  if (remedy === 'trace') return { ok: true, plan: tracePlan(report, context) };
  const price = inParcel.reduce((sum, { line, quantity }) => sum + line.unit_price_cents * quantity, 0);
  return remedy === 'replacement'
    ? { ok: true, plan: replacementPlan(report, price, context) }
    : refundPlan(report, price, context);
}

const REMEDY_WORDS: Readonly<Record<Remedy, string>> = {
  trace: 'a search by the carrier',
  replacement: 'a replacement',
  refund: 'a refund',
};

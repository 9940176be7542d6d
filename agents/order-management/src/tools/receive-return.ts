/** Staff: what a customer sent back has arrived. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned, type WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { CONDITIONS } from '../policy/returning.ts';
import { basisOf } from './order-effects.ts';
import { anyOrder, changeColumns, forChange, ORDER_TABLES, orderColumns } from './order-for-change.ts';
import { orderIdInput, noSuchOrder } from './order-input.ts';
import { openRequestOf, settleRequest, stampReceived, type RequestPart } from './request-settlement.ts';

const input = z.object({
  order_id: orderIdInput,
  condition: z
    .enum(CONDITIONS, `Say how the goods are: ${CONDITIONS.join(', ')}.`)
    .describe('The condition in which the goods were found. It decides whether they go back on the shelf.'),
  payment_method: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .optional()
    .describe(
      'Another way of payment of the customer for the difference of an exchange, by id or words; when the agreed one cannot pay.',
    ),
});
type Input = z.infer<typeof input>;

const receivedRow = row({ ...changeColumns, request: nullable(column.json<RequestPart>()) });

export const receiveReturn: WriteTool = defineWriteTool({
  name: 'receive_return',
  description:
    'Record that the goods of an open return or exchange have arrived. Pays the promised refund, or settles the difference of an exchange and has the new items packed; ' +
    'puts the goods back in stock where their condition allows. While a colleague has to approve the request, only the arrival is recorded.',
  audience: 'staff',
  needsCustomer: false,
  input,
  sample: { customer: null, input: { order_id: 'o14121', condition: 'unopened' } },
  plan,
});

async function plan({ order_id, condition, payment_method }: Input, context: ToolContext): Promise<Planned> {
  const found = await context.database.maybeOne(
    receivedRow,
    sql`select ${orderColumns(false)}, ${openRequestOf} as request from ${ORDER_TABLES} where ${anyOrder(order_id, context)}`,
    { signal: context.signal, label: 'order.receive.read' },
  );
  if (!found) return noSuchOrder(order_id);
  const order = forChange(found);
  const { request } = order;
  if (request === null)
    return refuse(
      'no_open_request',
      `Order ${order.id} has no open return or exchange${order.status === 'delivered' ? '' : `; it is ${order.status}`}.`,
    );
  const subject = { order_id: order.id, request_id: request.id, kind: request.kind, condition };
  const common = { subject: `order:${order.id}`, customerId: order.customer_id };
  if (request.state === 'waiting for approval') {
    if (request.received_condition !== null)
      return refuse(
        'already_received',
        `The goods of order ${order.id} have arrived already; its ${request.kind} waits for approval.`,
      );
    return {
      ok: true,
      plan: {
        ...common,
        summary: `Record that the goods of order ${order.id} have arrived; its ${request.kind} still waits for approval.`,
        terms: { ...subject, state: 'waiting for approval' },
        basis: basisOf(order, context),
        effects: {
          changed_order: sql`update orders set version = version + 1 from claim where orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`,
          ...stampReceived(request, condition, context),
        },
        result: {
          status: 'received',
          ...subject,
          state: 'waiting for approval',
          message: `The goods of order ${order.id} have arrived. Its ${request.kind} is settled once a colleague has approved it.`,
        },
      },
    };
  }
  const settled = settleRequest(order, request, condition, payment_method, context);
  if (!settled.ok) return settled;
  const { effects, needs, terms, words } = settled.value;
  return {
    ok: true,
    plan: {
      ...common,
      summary: `Settle the ${request.kind} of order ${order.id}: ${words}.`,
      terms: { ...subject, state: 'completed', ...terms },
      basis: basisOf(order, context, needs),
      effects,
      result: {
        status: 'completed',
        ...subject,
        ...terms,
        message: `The ${request.kind} of order ${order.id} is complete: ${words}.${request.kind === 'exchange' ? ' The new items are being packed.' : ''}`,
      },
    },
  };
}

/** Another delivery address for an order that has not left. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned, type WriteTool } from '@deskfleet/shared/agent/tool.ts';
import { json, sql } from '@deskfleet/shared/database/sql.ts';
import { addressLine, type PostalAddress } from '@deskfleet/shared/postal-address.ts';
import { missingParts } from '../policy/address.ts';
import { mayChangeDetails } from '../policy/order-change.ts';
import { basisOf } from './order-effects.ts';
import { readForChange } from './order-for-change.ts';
import { orderIdInput, orderNotFound } from './order-input.ts';

const part = (words: string) => z.string().trim().max(200, 'At most 200 characters.').default('').describe(words);

const input = z.object({
  order_id: orderIdInput,
  line1: part('Street and number.'),
  line2: part('Apartment, suite, floor; empty when there is none.'),
  city: part('City or town.'),
  state: part('State or region; empty where there is none.'),
  postal_code: part('Postal or zip code.'),
  country: part('Country; the one of the present address when the customer names none.'),
});

export const changeOrderAddress: WriteTool = defineWriteTool({
  name: 'change_order_address',
  description:
    "Propose to send a pending order to another address. The customer's own address stays as it is. Nothing happens until the customer confirms.",
  input,
  sample: {
    customer: 'cust214',
    input: { order_id: 'o13214', line1: '5 Harbor Lane', city: 'Portland', state: 'OR', postal_code: '97201' },
  },
  plan,
});

async function plan({ order_id, ...given }: z.infer<typeof input>, context: ToolContext): Promise<Planned> {
  const order = await readForChange(order_id, context, 'order.address.read');
  if (!order) return orderNotFound(order_id);
  const refusal = mayChangeDetails(order.id, order.status);
  if (refusal) return refusal;
  const address: PostalAddress =
    order.rules.address_checked && given.country === ''
      ? { ...given, country: order.shipping_address['country'] ?? '' }
      : given;
  const missing = order.rules.address_checked ? missingParts(address) : [];
  if (missing.length > 0)
    return refuse(
      'address_incomplete',
      `Where shall order ${order.id} be sent? I still need the ${missing.join(', ')} of the new address.`,
    );
  const line = addressLine(address);
  return {
    ok: true,
    plan: {
      summary: `Send order ${order.id} to ${line}.`,
      subject: `order:${order.id}`,
      terms: { order_id: order.id, address: { ...address } },
      basis: basisOf(order, context),
      effects: {
        changed_order: sql`
          update orders set shipping_address = ${json(address)}, version = version + 1 from claim
          where orders.tenant_id = ${context.tenant} and orders.id = ${order.id}`,
      },
      result: {
        status: 'changed',
        order_id: order.id,
        address: { ...address },
        message: `Order ${order.id} will be sent to ${line}.`,
      },
    },
  };
}

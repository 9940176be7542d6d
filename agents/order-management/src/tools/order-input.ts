/** What the tools of this agent take and refuse alike. */
import { z } from 'zod';
import { refuse } from '@deskfleet/shared/agent/tool.ts';

export const orderIdInput = z
  .string()
  .trim()
  .min(1, 'Give the order id, for example o12345.')
  .max(64, 'That is too long for an order id.')
  .describe('The order id as the customer wrote it, for example "o12345", "#12345" or "ORD-12345".');

/** The same words for an id that does not exist and for one that is somebody else's. */
export function orderNotFound(orderId: string): ReturnType<typeof refuse> {
  return refuse('order_not_found', `There is no order "${orderId}" among your orders.`);
}

/** For staff, who may see every order of the shop. */
export function noSuchOrder(orderId: string): ReturnType<typeof refuse> {
  return refuse('order_not_found', `There is no order "${orderId}" in this shop.`);
}

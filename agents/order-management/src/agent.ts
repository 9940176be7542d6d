import { defineAgent, readPrompt } from '@deskfleet/shared/agent/agent.ts';
import { rulebook } from './rulebook.ts';
import { cancelOrder } from './tools/cancel-order.ts';
import { getOrder } from './tools/get-order.ts';
import { listOrders } from './tools/list-orders.ts';
import { trackShipment } from './tools/track-shipment.ts';

export const agent = defineAgent({
  name: 'order-management',
  prompt: readPrompt(import.meta.url),
  tools: [getOrder, listOrders, trackShipment, cancelOrder],
  rulebook,
});

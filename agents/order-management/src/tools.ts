/** The tools of this agent, in the order in which a model reads them. */
import type { Tool } from '@deskfleet/shared/agent/tool.ts';
import { approveRefund } from './tools/approve-refund.ts';
import { cancelOrder } from './tools/cancel-order.ts';
import { changeOrderAddress } from './tools/change-order-address.ts';
import { changeOrderItems } from './tools/change-order-items.ts';
import { changeOrderPayment } from './tools/change-order-payment.ts';
import { checkStock } from './tools/check-stock.ts';
import { exchangeItems } from './tools/exchange-items.ts';
import { getInvoice } from './tools/get-invoice.ts';
import { getOrder } from './tools/get-order.ts';
import { getOrderSummary } from './tools/get-order-summary.ts';
import { getRefundStatus } from './tools/get-refund-status.ts';
import { listApprovals } from './tools/list-approvals.ts';
import { listLowStock } from './tools/list-low-stock.ts';
import { listOrders } from './tools/list-orders.ts';
import { receiveReturn } from './tools/receive-return.ts';
import { reportMissingParcel } from './tools/report-missing-parcel.ts';
import { returnItems } from './tools/return-items.ts';
import { trackShipment } from './tools/track-shipment.ts';

export const tools: readonly Tool[] = [
  getOrder,
  listOrders,
  getOrderSummary,
  trackShipment,
  getRefundStatus,
  getInvoice,
  checkStock,
  cancelOrder,
  changeOrderItems,
  changeOrderPayment,
  changeOrderAddress,
  returnItems,
  exchangeItems,
  reportMissingParcel,
  listApprovals,
  approveRefund,
  receiveReturn,
  listLowStock,
];

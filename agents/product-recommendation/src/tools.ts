/** The menu of this agent. */
import type { Tool } from '@deskfleet/shared/agent/tool.ts';
import { cancelStockNotification } from './tools/cancel-stock-notification.ts';
import { checkAvailability } from './tools/check-availability.ts';
import { compareProducts } from './tools/compare-products.ts';
import { getProduct } from './tools/get-product.ts';
import { getReviews } from './tools/get-reviews.ts';
import { getTopProducts } from './tools/get-top-products.ts';
import { listCategories } from './tools/list-categories.ts';
import { listDueStockNotifications } from './tools/list-due-stock-notifications.ts';
import { listStockNotifications } from './tools/list-stock-notifications.ts';
import { notifyWhenInStock } from './tools/notify-when-in-stock.ts';
import { recommendProducts } from './tools/recommend-products.ts';
import { recordStockNotificationSent } from './tools/record-stock-notification-sent.ts';
import { searchProducts } from './tools/search-products.ts';

export const tools: readonly Tool[] = [
  searchProducts,
  getProduct,
  compareProducts,
  recommendProducts,
  getReviews,
  checkAvailability,
  listCategories,
  getTopProducts,
  notifyWhenInStock,
  listStockNotifications,
  cancelStockNotification,
  listDueStockNotifications,
  recordStockNotificationSent,
];

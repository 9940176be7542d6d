import { buildArticles } from './articles/articles.ts';
import { buildBehaviour } from './behaviour/behaviour.ts';
import { MEMORIES } from './behaviour/memories.ts';
import { buildCatalogue } from './catalogue/catalogue.ts';
import type { DemoData } from './model.ts';
import type { ProductRow } from './shop-rows.ts';
import { CASE_ORDERS } from './orders/case-orders.ts';
import { OrderDrawer } from './orders/drawn-orders.ts';
import { OrderBook, type OrderTables } from './orders/order-book.ts';
import { returnRows } from './orders/return-rows.ts';
import { buildPeople } from './people/people.ts';
import { buildReviews, rateProducts } from './reviews/reviews.ts';
import { SPONSORED_PRODUCTS } from './offers/sponsored-products.ts';
import { STOCK_NOTIFICATIONS } from './offers/stock-notifications.ts';
import { buildServiceSlots, RECALLS, REPAIR_BOOKINGS, REPAIR_PRICES, SERVICE_TICKETS } from './service.ts';
import { CANNED_REPLIES } from './colleagues.ts';
import { ACME, GLOBEX, POLICIES, TENANTS } from './tenants.ts';

/** Popularity is the number of units sold, without those of cancelled orders. */
function countSales(products: readonly ProductRow[], tables: OrderTables): ProductRow[] {
  const sold = new Map<string, number>();
  for (const line of tables.order_lines) {
    const key = `${line.tenant_id}/${line.product_id}`;
    if (line.state !== 'cancelled') sold.set(key, (sold.get(key) ?? 0) + line.quantity);
  }
  return products.map((row) => ({ ...row, popularity: sold.get(`${row.tenant_id}/${row.id}`) ?? 0 }));
}

/**
 * All rows of the two demo shops, dated relative to {@link DEMO_CLOCK}. Pure and deterministic: two calls give equal data.
 * Takes about a tenth of a second.
 */
export function generateDemoData(): DemoData {
  const catalogue = buildCatalogue();
  const people = buildPeople();
  const book = new OrderBook(catalogue, people.addresses);
  const drawer = new OrderDrawer(catalogue, people.customers, people.payment_methods);
  for (const spec of [...drawer.all(), ...CASE_ORDERS]) book.add(spec);
  const shops = [ACME, GLOBEX];
  const reviews = shops.flatMap((shop) => buildReviews({ products: catalogue.products, ...book.tables }, shop));
  const products = rateProducts(countSales(catalogue.products, book.tables), reviews);
  const behaviour = shops.map((shop) => buildBehaviour(shop, people.customers, products));
  return {
    tenants: [...TENANTS],
    policies: [...POLICIES],
    ...people,
    products,
    variants: catalogue.variants,
    stock: catalogue.stock,
    ...book.tables,
    ...returnRows(book.tables),
    reviews,
    preferences: behaviour.flatMap((part) => part.preferences),
    browsing_events: behaviour.flatMap((part) => part.browsing_events),
    memories: [...MEMORIES],
    sponsored_products: [...SPONSORED_PRODUCTS],
    stock_notifications: [...STOCK_NOTIFICATIONS],
    articles: buildArticles(),
    recalls: [...RECALLS],
    service_slots: buildServiceSlots(),
    repair_prices: [...REPAIR_PRICES],
    canned_replies: [...CANNED_REPLIES],
    repair_bookings: [...REPAIR_BOOKINGS],
    service_tickets: [...SERVICE_TICKETS],
  };
}

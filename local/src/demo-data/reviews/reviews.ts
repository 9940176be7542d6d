import { productSpecs } from '../catalogue/catalogue.ts';
import { DEMO_CLOCK, daysAfter, daysAgo } from '../clock.ts';
import type { DemoData } from '../model.ts';
import type { ProductRow, ReviewRow } from '../shop-rows.ts';
import { fakerFor } from '../random.ts';
import { ACME } from '../tenants.ts';
import { NAMED_PRODUCT_REVIEWS } from './named-product-reviews.ts';
import type { ReviewText } from './review-text.ts';

/** Customers beyond this number are named cases or have pending orders only; they write no reviews. */
const LAST_REVIEWER = 'cust100';

interface Purchase {
  customerId: string;
  deliveredAt: string;
}

function textsOf(product: ProductRow, likes: string, dislikes: string): readonly ReviewText[] {
  return [
    [5, `Happy with the ${product.name}`, likes],
    [4, 'Good, with one remark', `${likes} ${dislikes}`],
    [3, 'Mixed feelings', dislikes],
  ];
}

/** The first delivery of each product to each customer who kept it, oldest first. */
function purchasesByProduct(data: Pick<DemoData, 'orders' | 'order_lines'>, tenantId: string): Map<string, Purchase[]> {
  const orders = new Map(data.orders.filter((row) => row.tenant_id === tenantId).map((row) => [row.id, row]));
  const purchases = new Map<string, Map<string, Purchase>>();
  for (const line of data.order_lines) {
    const order = line.tenant_id === tenantId ? orders.get(line.order_id) : undefined;
    if (order?.status !== 'delivered' || order.delivered_at === null || line.state !== 'ordered') continue;
    if (order.customer_id > LAST_REVIEWER || order.delivered_at > daysAgo(25)) continue;
    const ofProduct = purchases.get(line.product_id) ?? new Map<string, Purchase>();
    const known = ofProduct.get(order.customer_id);
    if (known === undefined || known.deliveredAt > order.delivered_at) {
      ofProduct.set(order.customer_id, { customerId: order.customer_id, deliveredAt: order.delivered_at });
    }
    purchases.set(line.product_id, ofProduct);
  }
  return new Map([...purchases].map(([product, map]) => [product, [...map.values()]]));
}

/** Reviews by customers who bought the product and kept it, one a buyer. A product with few buyers has few reviews. */
export function buildReviews(
  data: Pick<DemoData, 'products' | 'orders' | 'order_lines'>,
  tenantId: string,
): ReviewRow[] {
  const faker = fakerFor(`reviews of ${tenantId}`);
  const purchases = purchasesByProduct(data, tenantId);
  const specs = new Map(productSpecs(tenantId).map((spec) => [spec.id, spec]));
  const rows: ReviewRow[] = [];
  for (const product of data.products.filter((row) => row.tenant_id === tenantId)) {
    const spec = specs.get(product.id);
    const named = tenantId === ACME ? NAMED_PRODUCT_REVIEWS[product.id] : undefined;
    const texts = named ?? textsOf(product, spec?.likes ?? '', spec?.dislikes ?? '');
    const buyers = faker.helpers.shuffle(purchases.get(product.id) ?? []);
    texts.forEach(([rating, title, body], place) => {
      const buyer = buyers[place];
      if (buyer === undefined) return;
      const writtenAt = daysAfter(buyer.deliveredAt, faker.number.int({ min: 3, max: 24 }));
      rows.push({
        tenant_id: tenantId,
        id: `r${String(rows.length + 1).padStart(4, '0')}`,
        product_id: product.id,
        customer_id: buyer.customerId,
        rating,
        title,
        body,
        created_at: writtenAt < DEMO_CLOCK ? writtenAt : DEMO_CLOCK,
      });
    });
  }
  return rows;
}

/** Fills rating and number of reviews of the products from the reviews themselves. */
export function rateProducts(products: readonly ProductRow[], reviews: readonly ReviewRow[]): ProductRow[] {
  return products.map((product) => {
    const own = reviews.filter((row) => row.tenant_id === product.tenant_id && row.product_id === product.id);
    if (own.length === 0) return product;
    const mean = own.reduce((sum, row) => sum + row.rating, 0) / own.length;
    return { ...product, rating: Math.round(mean * 10) / 10, review_count: own.length };
  });
}

import type { ProductRow, StockRow, VariantRow } from '../shop-rows.ts';
import { fakerFor } from '../random.ts';
import { ACME, GLOBEX, policyOf } from '../tenants.ts';
import { ACME_MORE_PRODUCTS } from './acme-more-products.ts';
import { ACME_NAMED_PRODUCTS } from './acme-named-products.ts';
import { GLOBEX_PRODUCTS } from './globex-products.ts';
import type { ProductSpec } from './product-spec.ts';

const SPECS: Readonly<Record<string, readonly ProductSpec[]>> = {
  [ACME]: [...ACME_NAMED_PRODUCTS, ...ACME_MORE_PRODUCTS],
  [GLOBEX]: GLOBEX_PRODUCTS,
};

/** A variant together with what an order line needs to know about its product. */
export interface CatalogueItem {
  variant: VariantRow;
  product: ProductRow;
  /** The product's own warranty or the default of the tenant, in days. */
  warrantyDays: number;
  onHand: number;
}

export interface Catalogue {
  products: ProductRow[];
  variants: VariantRow[];
  stock: StockRow[];
  /** Items of one tenant by variant id. */
  items: (tenantId: string) => ReadonlyMap<string, CatalogueItem>;
}

/** The hand-written descriptions behind the products of a tenant. */
export function productSpecs(tenantId: string): readonly ProductSpec[] {
  return SPECS[tenantId] ?? [];
}

/** `v0010` is the first variant of `p001`, `v0011` its second. */
export function variantId(productId: string, place: number): string {
  return `v${productId.slice(1)}${place}`;
}

/** Products, variants and stock of both shops. Ratings and popularity are filled in once reviews and orders exist. */
export function buildCatalogue(): Catalogue {
  const products: ProductRow[] = [];
  const variants: VariantRow[] = [];
  const stock: StockRow[] = [];
  const byTenant = new Map<string, Map<string, CatalogueItem>>();
  for (const [tenantId, specs] of Object.entries(SPECS)) {
    const faker = fakerFor(`stock of ${tenantId}`);
    const items = new Map<string, CatalogueItem>();
    byTenant.set(tenantId, items);
    for (const spec of specs) {
      const product: ProductRow = {
        tenant_id: tenantId,
        id: spec.id,
        name: spec.name,
        category: spec.category,
        description: spec.description,
        brand: spec.brand,
        rating: null,
        review_count: 0,
        popularity: 0,
        attributes: spec.attributes,
        warranty_days: spec.warrantyDays,
        // A recalled product is still known, for its owners, but no longer sold.
        active: spec.attributes['recall'] === undefined,
        repurchase_days: spec.repurchaseDays ?? null,
      };
      products.push(product);
      spec.variants.forEach((variantSpec, place) => {
        const drawn = faker.number.int({ min: 6, max: 120 });
        const onHand = variantSpec.onHand ?? drawn;
        const variant: VariantRow = {
          tenant_id: tenantId,
          id: variantId(spec.id, place),
          product_id: spec.id,
          options: variantSpec.options,
          price_cents: variantSpec.cents,
          active: true,
        };
        variants.push(variant);
        stock.push({
          tenant_id: tenantId,
          variant_id: variant.id,
          on_hand: onHand,
          reorder_threshold: 10,
          reorder_quantity: 50,
          restock_expected_on: variantSpec.restockOn ?? null,
        });
        const warrantyDays = spec.warrantyDays ?? policyOf(tenantId).warranty_days_default;
        items.set(variant.id, { variant, product, warrantyDays, onHand });
      });
    }
  }
  return { products, variants, stock, items: (tenantId) => byTenant.get(tenantId) ?? new Map<string, CatalogueItem>() };
}

import type { Faker } from '@faker-js/faker';

import { daysAgo } from '../clock.ts';
import type { BrowsingEventRow, CustomerRow, PreferenceRow } from '../customer-rows.ts';
import type { ProductRow } from '../shop-rows.ts';
import { fakerFor } from '../random.ts';
import { ACME } from '../tenants.ts';
import { INTERESTS, type Interest } from './interests.ts';

const ACTIONS: readonly { value: BrowsingEventRow['action']; weight: number }[] = [
  { value: 'view', weight: 55 },
  { value: 'read_reviews', weight: 20 },
  { value: 'compare', weight: 12 },
  { value: 'add_to_wishlist', weight: 8 },
  { value: 'add_to_cart', weight: 5 },
];
const REFERRERS = ['search', 'newsletter', 'home page', 'advertisement', null] as const;
const CHANNELS = ['e-mail', 'chat', 'telephone'] as const;
const BUDGETS = ['under 100', 'under 250', '100 to 500', 'under 1000', 'any'] as const;

/** Customers beyond this number are named cases or have pending orders only. */
const LAST_BROWSER = 'cust100';

function drawInterest(faker: Faker, products: readonly ProductRow[]): Interest {
  const favourite = faker.helpers.arrayElement(products);
  const sameCategory = products.filter((row) => row.category === favourite.category);
  const viewed = faker.helpers.arrayElements(sameCategory, { min: 1, max: 3 }).map((row) => row.id);
  return { category: favourite.category, brand: favourite.brand, priceRange: '', viewed };
}

/** Preferences and browsing of the last 30 days for the everyday customers of a tenant. */
export function buildBehaviour(
  tenantId: string,
  customers: readonly CustomerRow[],
  products: readonly ProductRow[],
): { preferences: PreferenceRow[]; browsing_events: BrowsingEventRow[] } {
  const faker = fakerFor(`behaviour of ${tenantId}`);
  const own = products.filter((row) => row.tenant_id === tenantId);
  const preferences: PreferenceRow[] = [];
  const events: BrowsingEventRow[] = [];
  for (const customer of customers) {
    if (customer.tenant_id !== tenantId || customer.id > LAST_BROWSER) continue;
    const drawn = drawInterest(faker, own);
    const budget = `${faker.helpers.arrayElement(BUDGETS)} ${tenantId === ACME ? 'dollars' : 'euros'}`.replace(
      /^any .*/,
      'any',
    );
    const interest = (tenantId === ACME ? INTERESTS[customer.id] : undefined) ?? { ...drawn, priceRange: budget };
    const values: [string, string][] = [
      ['preferred_category', interest.category],
      ['preferred_brand', interest.brand],
      ['price_range', interest.priceRange],
      ['contact_channel', faker.helpers.arrayElement(CHANNELS)],
    ];
    for (const [name, value] of values)
      preferences.push({ tenant_id: tenantId, customer_id: customer.id, name, value });
    for (const productId of interest.viewed) {
      const times = faker.number.int({ min: 1, max: 3 });
      for (let time = 0; time < times; time += 1) {
        events.push({
          tenant_id: tenantId,
          id: '',
          customer_id: customer.id,
          product_id: productId,
          occurred_at: daysAgo(faker.number.float({ min: 0.2, max: 30 })),
          action: time === 0 ? 'view' : faker.helpers.weightedArrayElement(ACTIONS),
          seconds: faker.number.int({ min: 8, max: 420 }),
          referrer: faker.helpers.arrayElement(REFERRERS),
        });
      }
    }
  }
  const browsing_events = events
    .toSorted((one, other) => one.occurred_at.localeCompare(other.occurred_at))
    .map((row, place) => ({ ...row, id: `b${String(place + 1).padStart(5, '0')}` }));
  return { preferences, browsing_events };
}

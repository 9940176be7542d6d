import type { Faker } from '@faker-js/faker';

import type { Catalogue, CatalogueItem } from '../catalogue/catalogue.ts';
import { DEMO_CLOCK, dayOf, daysAfter, daysAgo, hoursAfter } from '../clock.ts';
import type { CustomerRow, PaymentMethodRow } from '../customer-rows.ts';
import { ACME_PENDING_ONLY, ACME_REGULARS, GLOBEX_CUSTOMERS, customerIds } from '../people/people.ts';
import { fakerFor } from '../random.ts';
import { ACME, GLOBEX, policyOf } from '../tenants.ts';
import type { LineSpec, OrderSpec } from './order-spec.ts';

const HOURS_A_DAY = 24;
/** Newer orders than this hold nothing that is sold out or no longer sold. */
const RECENT_DAYS = 60;
const NAMED_PRODUCTS = 14;

const LINES_OF_AN_ORDER = [
  { value: 1, weight: 62 },
  { value: 2, weight: 28 },
  { value: 3, weight: 10 },
];

/** What the customers of the sample questions must not own yet, or not twice: "my headphones" has to be one pair. */
const KEPT_FREE: Readonly<Record<string, readonly string[]>> = {
  cust002: ['watch'],
  cust003: ['headphones'],
  cust004: ['computer'],
  cust005: ['computer', 'phone'],
  cust006: ['watch'],
  cust007: ['speaker'],
  cust008: ['computer'],
  cust009: ['speaker'],
  cust010: ['phone'],
  cust012: ['phone'],
};

interface Choice {
  value: CatalogueItem;
  weight: number;
}

/** Draws the everyday orders of both shops. */
export class OrderDrawer {
  readonly #catalogue: Catalogue;
  readonly #methods = new Map<string, PaymentMethodRow[]>();
  readonly #choicesByKey = new Map<string, Choice[]>();
  readonly #joined: ReadonlyMap<string, string>;

  constructor(catalogue: Catalogue, customers: readonly CustomerRow[], methods: readonly PaymentMethodRow[]) {
    this.#catalogue = catalogue;
    this.#joined = new Map(customers.map((row) => [`${row.tenant_id}/${row.id}`, row.created_at]));
    for (const method of methods) {
      const key = `${method.tenant_id}/${method.customer_id}`;
      this.#methods.set(key, [...(this.#methods.get(key) ?? []), method]);
    }
  }

  /** All drawn orders, numbered in order of time from o10001 in each shop. */
  all(): OrderSpec[] {
    const acme = fakerFor('orders of acme');
    const drafts = [
      ...customerIds(1, 16).flatMap((id) => this.#history(acme, ACME, id, 3, RECENT_DAYS + 5)),
      ...ACME_REGULARS.flatMap((id) => this.#history(acme, ACME, id, acme.number.int({ min: 7, max: 10 }), 0.1)),
    ];
    const globex = fakerFor('orders of globex');
    const others = GLOBEX_CUSTOMERS.flatMap((id) =>
      this.#history(globex, GLOBEX, id, globex.number.int({ min: 3, max: 6 }), 0.1),
    );
    return [...numbered(drafts), ...numbered(others), ...this.#pendingOnly()];
  }

  #history(faker: Faker, tenantId: string, customerId: string, count: number, youngest: number): OrderSpec[] {
    return Array.from({ length: count }, () => {
      // One order in seven is of the last eight days, so that every state on the way occurs often.
      const age =
        youngest < 1 && faker.datatype.boolean(0.14)
          ? faker.number.float({ min: youngest, max: 8 })
          : faker.number.float({ min: Math.max(youngest, 8), max: 420 });
      return this.#order(faker, tenantId, customerId, age);
    });
  }

  #order(faker: Faker, tenantId: string, customerId: string, age: number): OrderSpec {
    const placedAt = daysAgo(age);
    const joined = this.#joined.get(`${tenantId}/${customerId}`);
    if (joined === undefined || joined >= placedAt) throw new Error(`${customerId} has no account yet on ${placedAt}.`);
    const base = {
      tenantId,
      id: '',
      customerId,
      placedAt,
      lines: this.#lines(faker, tenantId, customerId, age),
      pays: [{ methodId: this.#method(faker, tenantId, customerId) }],
    };
    if (age > 1 && faker.datatype.boolean(0.05)) {
      const reasons = policyOf(tenantId).cancel_reasons;
      const cancelledAt = hoursAfter(placedAt, faker.number.int({ min: 1, max: 20 }));
      return { ...base, status: 'cancelled', cancelledAt, cancelReason: faker.helpers.arrayElement(reasons) };
    }
    const daysToArrive = faker.number.int({ min: 3, max: 6 });
    const arrivesAt = daysAfter(placedAt, daysToArrive + faker.number.int({ min: 1, max: 5 }) / HOURS_A_DAY);
    const estimatedOn = dayOf(arrivesAt);
    if (age < 1) return { ...base, status: 'pending', estimatedOn };
    if (age < 2) return { ...base, status: 'processed', estimatedOn };
    if (arrivesAt > DEMO_CLOCK) return this.#onTheWay(faker, base, estimatedOn);
    return afterDelivery(faker, { ...base, status: 'delivered', deliveredAt: arrivesAt, estimatedOn });
  }

  #onTheWay(faker: Faker, base: Omit<OrderSpec, 'status'>, estimatedOn: string): OrderSpec {
    const inParts = base.lines.length > 1 && faker.datatype.boolean(0.5);
    return { ...base, status: inParts ? 'partially_shipped' : 'shipped', estimatedOn };
  }

  #lines(faker: Faker, tenantId: string, customerId: string, age: number): LineSpec[] {
    const weighted = this.#choices(tenantId, customerId, age > RECENT_DAYS);
    const count = faker.helpers.weightedArrayElement(LINES_OF_AN_ORDER);
    const chosen = new Map<string, LineSpec>();
    for (let place = 0; place < count; place += 1) {
      const item = faker.helpers.weightedArrayElement(weighted);
      const many = item.variant.price_cents < 6_000 && faker.datatype.boolean(0.3);
      chosen.set(item.product.id, { variantId: item.variant.id, quantity: many ? 2 : 1 });
    }
    return [...chosen.values()];
  }

  /** What the customer may have ordered, each product weighted as a whole. */
  #choices(tenantId: string, customerId: string, longAgo: boolean): Choice[] {
    const kept = tenantId === ACME ? (KEPT_FREE[customerId] ?? []) : [];
    const key = `${tenantId} ${String(longAgo)} ${kept.join()}`;
    const known = this.#choicesByKey.get(key);
    if (known !== undefined) return known;
    const items = [...this.#catalogue.items(tenantId).values()].filter(
      (item) => !kept.includes(item.product.category) && (longAgo || item.onHand > 0),
    );
    const variantsOf = new Map<string, number>();
    for (const { product } of items) variantsOf.set(product.id, (variantsOf.get(product.id) ?? 0) + 1);
    const choices = items.map((item) => ({
      value: item,
      weight: weightOf(tenantId, item) / (variantsOf.get(item.product.id) ?? 1),
    }));
    this.#choicesByKey.set(key, choices);
    return choices;
  }

  /** Lines whose refund needs nobody's approval, so that cancelling is never more than a yes away. */
  #cheapLines(faker: Faker, customerId: string): LineSpec[] {
    const limit = policyOf(ACME).staff_approval_over_cents ?? Infinity;
    const items = this.#catalogue.items(ACME);
    for (;;) {
      const lines = this.#lines(faker, ACME, customerId, 0);
      const cents = lines.reduce(
        (sum, line) => sum + (line.quantity ?? 1) * (items.get(line.variantId)?.variant.price_cents ?? 0),
        0,
      );
      if (cents <= limit) return lines;
    }
  }

  #method(faker: Faker, tenantId: string, customerId: string): string {
    const methods = this.#methods.get(`${tenantId}/${customerId}`) ?? [];
    return faker.helpers.arrayElement(methods).id;
  }

  #pendingOnly(): OrderSpec[] {
    const faker = fakerFor('pending orders');
    return ACME_PENDING_ONLY.map((customerId) => ({
      tenantId: ACME,
      id: `o13${customerId.slice(4)}`,
      customerId,
      status: 'pending',
      placedAt: hoursAfter(DEMO_CLOCK, -faker.number.int({ min: 1, max: 20 })),
      estimatedOn: dayOf(daysAfter(DEMO_CLOCK, faker.number.int({ min: 3, max: 6 }))),
      lines: this.#cheapLines(faker, customerId),
      pays: [{ methodId: `pm${customerId.slice(4)}-1` }],
    }));
  }
}

/** Buyers choose the named products of Acme more often than the rest of its catalogue. */
function weightOf(tenantId: string, item: CatalogueItem): number {
  return tenantId === ACME && Number(item.product.id.slice(1)) <= NAMED_PRODUCTS ? 3 : 1;
}

function afterDelivery(faker: Faker, spec: OrderSpec): OrderSpec {
  const deliveredAt = spec.deliveredAt ?? spec.placedAt;
  const draw = faker.number.float({ min: 0, max: 1 });
  const [first, ...rest] = spec.lines;
  if (first === undefined) return spec;
  const windowDays = policyOf(spec.tenantId).return_window_days;
  if (deliveredAt > daysAgo(Math.min(windowDays, 12))) {
    const requested = draw < 0.12 ? 'return requested' : 'exchange requested';
    if (draw < 0.2) return { ...spec, status: requested, lines: [{ ...first, state: requested }, ...rest] };
  } else if (deliveredAt < daysAgo(windowDays + 12) && draw < 0.05) {
    const returnedAt = daysAfter(deliveredAt, faker.number.int({ min: 6, max: windowDays }));
    return { ...spec, lines: [{ ...first, state: 'returned' }, ...rest], returnedAt };
  }
  return spec;
}

function numbered(drafts: OrderSpec[]): OrderSpec[] {
  const sorted = drafts.toSorted(
    (one, other) => one.placedAt.localeCompare(other.placedAt) || one.customerId.localeCompare(other.customerId),
  );
  return sorted.map((spec, place) => ({ ...spec, id: `o${10_001 + place}` }));
}

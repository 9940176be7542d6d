import type { Faker } from '@faker-js/faker';

import { daysAgo } from '../clock.ts';
import type { AddressRow, CustomerRow, LoyaltyTier, PaymentKind, PaymentMethodRow } from '../customer-rows.ts';
import { fakerFor } from '../random.ts';
import { ACME, GLOBEX } from '../tenants.ts';
import { NAMED_PEOPLE, type NamedPerson } from './named-people.ts';
import { EU_FIRST_NAMES, EU_LAST_NAMES, EU_PLACES, US_PLACES } from './places.ts';

export interface People {
  customers: CustomerRow[];
  addresses: AddressRow[];
  payment_methods: PaymentMethodRow[];
}

/** Ids `cust<from>` to `cust<to>`, both included. */
export function customerIds(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, place) => `cust${String(from + place).padStart(3, '0')}`);
}

/** Acme's everyday customers, who have orders in every state. */
export const ACME_REGULARS: readonly string[] = customerIds(17, 99);

/** Acme customers with exactly one order, which is pending: tests may each cancel one without meeting another. */
export const ACME_PENDING_ONLY: readonly string[] = customerIds(201, 240);

export const GLOBEX_CUSTOMERS: readonly string[] = customerIds(1, 60);

const TIERS: readonly { value: LoyaltyTier; weight: number }[] = [
  { value: 'bronze', weight: 45 },
  { value: 'silver', weight: 30 },
  { value: 'gold', weight: 18 },
  { value: 'platinum', weight: 7 },
];

const KINDS: readonly { value: PaymentKind; weight: number }[] = [
  { value: 'credit_card', weight: 45 },
  { value: 'debit_card', weight: 25 },
  { value: 'paypal', weight: 20 },
  { value: 'gift_card', weight: 10 },
];

const BRANDS: Readonly<Record<PaymentKind, readonly (string | null)[]>> = {
  credit_card: ['Visa', 'Mastercard', 'American Express'],
  debit_card: ['Visa', 'Mastercard'],
  paypal: [null],
  gift_card: [null],
};

function drawPerson(faker: Faker, tenantId: string, id: string): NamedPerson {
  const first = faker.helpers.weightedArrayElement(KINDS);
  const others = KINDS.map((kind) => kind.value).filter((kind) => kind !== first);
  const pays = faker.datatype.boolean(0.3) ? [first, ...others.slice(0, 1)] : [first];
  return {
    id,
    firstName: tenantId === ACME ? faker.person.firstName() : faker.helpers.arrayElement(EU_FIRST_NAMES),
    lastName: tenantId === ACME ? faker.person.lastName() : faker.helpers.arrayElement(EU_LAST_NAMES),
    tier: faker.helpers.weightedArrayElement(TIERS),
    age: faker.number.int({ min: 18, max: 82 }),
    pays,
    giftCardCents: faker.number.int({ min: 5, max: 300 }) * 100,
  };
}

function mailName(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}

function drawAddress(faker: Faker, tenantId: string, customerId: string): { address: AddressRow; dial: string } {
  const europe = faker.helpers.arrayElement(EU_PLACES);
  const place = tenantId === ACME ? faker.helpers.arrayElement(US_PLACES) : europe;
  const length = place.city === 'Wien' ? 4 : 5;
  const number = faker.number.int({ min: 1, max: tenantId === ACME ? 4_800 : 140 });
  const address: AddressRow = {
    tenant_id: tenantId,
    id: `a${customerId.slice(4)}`,
    customer_id: customerId,
    line1:
      tenantId === ACME
        ? `${number} ${faker.location.street()}`
        : `${faker.helpers.arrayElement(europe.streets)} ${number}`,
    line2: tenantId === ACME && faker.datatype.boolean(0.3) ? `Apt ${faker.number.int({ min: 1, max: 40 })}` : null,
    city: place.city,
    state: place.state,
    postal_code:
      place.postalPrefix + faker.string.numeric({ length: length - place.postalPrefix.length, exclude: ['0'] }),
    country: tenantId === ACME ? 'US' : europe.country,
  };
  return { address, dial: place.dial };
}

function addPerson(people: People, faker: Faker, tenantId: string, who: NamedPerson): void {
  const { address, dial } = drawAddress(faker, tenantId, who.id);
  const number = who.id.slice(4);
  people.addresses.push(address);
  people.customers.push({
    tenant_id: tenantId,
    id: who.id,
    first_name: who.firstName,
    last_name: who.lastName,
    email: `${mailName(who.firstName)}.${mailName(who.lastName)}.${number}@example.com`,
    phone: `${dial} 555 ${faker.string.numeric(4)}`,
    loyalty_tier: who.tier,
    age: who.age,
    newsletter: faker.datatype.boolean(0.4),
    default_address_id: address.id,
    created_at: daysAgo(faker.number.int({ min: 450, max: 660 })),
  });
  who.pays.forEach((kind, place) => {
    people.payment_methods.push({
      tenant_id: tenantId,
      id: `pm${number}-${place + 1}`,
      customer_id: who.id,
      kind,
      brand: faker.helpers.arrayElement(BRANDS[kind]),
      last_four: kind === 'paypal' ? null : faker.string.numeric(4),
      balance_cents: kind === 'gift_card' ? (who.giftCardCents ?? 0) : null,
    });
  });
}

/** Customers of both shops with one address each and one or two ways of payment. */
export function buildPeople(): People {
  const people: People = { customers: [], addresses: [], payment_methods: [] };
  const named = new Map(NAMED_PEOPLE.map((who) => [who.id, who]));
  const acmeIds = [...named.keys(), ...ACME_REGULARS, ...ACME_PENDING_ONLY].sort();
  for (const [tenantId, ids] of [
    [ACME, acmeIds],
    [GLOBEX, GLOBEX_CUSTOMERS],
  ] as const) {
    const faker = fakerFor(`people of ${tenantId}`);
    for (const id of ids) {
      const drawn = drawPerson(faker, tenantId, id);
      addPerson(people, faker, tenantId, (tenantId === ACME ? named.get(id) : undefined) ?? drawn);
    }
  }
  return people;
}

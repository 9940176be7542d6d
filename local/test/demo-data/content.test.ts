import { readFileSync } from 'node:fs';

import { expect } from 'chai';

import { DEMO_CLOCK } from '../../src/demo-data/clock.ts';
import { fingerprint } from '../../src/demo-data/fingerprint.ts';
import { generateDemoData } from '../../src/demo-data/generate.ts';
import { ACME_PENDING_ONLY } from '../../src/demo-data/people/people.ts';
import { renderDemoDataDoc } from '../../src/demo-data/render-doc.ts';

const NAMED_PRODUCTS = [
  'ZenSound Headphones',
  'SoundSphere Pro Headphones',
  'VitaFit Watch',
  'TrackMaster Watch',
  'SonicWave Speaker',
  'ThunderBolt Speaker',
  'ProMax Computer',
  'UltraBook Pro',
  'GigaBook Gaming',
  'FlexTab',
  'Nova 5G',
  'Alpha One 5G',
  'Eclipse X',
  'Infinity Ultra 5G',
];

describe('content of the demo data', () => {
  const data = generateDemoData();
  const acmeProducts = data.products.filter((row) => row.tenant_id === 'acme');
  const variants = data.variants.filter((row) => row.tenant_id === 'acme');
  const variantsOf = (productId: string) => variants.filter((row) => row.product_id === productId);
  const stock = new Map(
    data.stock.filter((row) => row.tenant_id === 'acme').map((row) => [row.variant_id, row.on_hand]),
  );
  const onHand = (variantId: string) => stock.get(variantId) ?? 0;

  it('is the same in every run', () => {
    expect(fingerprint(generateDemoData())).to.equal(fingerprint(data));
    expect(generateDemoData()).to.deep.equal(data);
  });

  it('is described by docs/demo-data.md as it is', () => {
    const file = readFileSync(new URL('../../../docs/demo-data.md', import.meta.url), 'utf8');
    expect(file, 'docs/demo-data.md is out of date: run npm run docs').to.equal(renderDemoDataDoc());
  });

  it('is large enough to be a shop', () => {
    expect(data.customers.length).to.be.at.least(200);
    expect(data.products.length).to.be.at.least(60);
    expect(data.orders.length).to.be.at.least(1000);
    expect(data.reviews.length).to.be.at.least(150);
    expect(new Set(data.articles.map((row) => `${row.tenant_id}/${row.article_id}`)).size).to.be.at.least(60);
    const withVariants = new Set(data.variants.map((row) => `${row.tenant_id}/${row.product_id}`));
    expect(data.products.every((row) => withVariants.has(`${row.tenant_id}/${row.id}`))).to.be.true;
  });

  it('has the fourteen named products with their prices, ratings and stock', () => {
    NAMED_PRODUCTS.forEach((name, place) => {
      const product = acmeProducts[place];
      expect(product?.id).to.equal(`p${String(place + 1).padStart(3, '0')}`);
      expect(product?.name).to.equal(name);
      expect(product?.rating, name).to.be.within(4.1, 4.7);
      const own = variantsOf(product?.id ?? '');
      for (const variant of own) expect(variant.price_cents, name).to.be.within(9_000, 150_000);
      const inStock = own.some((variant) => onHand(variant.id) > 0);
      expect(inStock, name).to.equal(!['p003', 'p010'].includes(product?.id ?? ''));
    });
  });

  it('has a frequently asked questions, a set-up and a known-issues article for each of them', () => {
    for (const product of acmeProducts.slice(0, NAMED_PRODUCTS.length)) {
      const articles = data.articles.filter((row) => row.tenant_id === 'acme' && row.product_id === product.id);
      expect([...new Set(articles.map((row) => row.category))].sort(), product.id).to.include.members([
        'faq',
        'known-issues',
        'set-up',
      ]);
      expect(
        articles.every((row) => row.title.includes(product.name)),
        product.id,
      ).to.be.true;
    }
  });

  it('has article sections that are complete, numbered and not repeated', () => {
    const bodies = data.articles.map((row) => row.body);
    expect(new Set(bodies).size).to.equal(bodies.length);
    for (const row of data.articles) {
      expect(row.body.length, row.id).to.be.greaterThan(60);
      expect(row.body, row.id).to.match(/[.!?]$/);
    }
  });

  it('has a guide in ordered steps for each of them, and a recall with its article', () => {
    const acme = data.articles.filter((row) => row.tenant_id === 'acme');
    for (const product of acmeProducts.slice(0, NAMED_PRODUCTS.length)) {
      const steps = acme.filter((row) => row.product_id === product.id && row.category === 'guide');
      expect(steps.length, product.id).to.be.at.least(3);
      expect(
        steps.map((row) => row.section_no),
        product.id,
      ).to.deep.equal(steps.map((_, place) => place + 1));
    }
    for (const recall of data.recalls)
      expect(
        acme
          .filter((row) => row.article_id === recall.article_id && row.category === 'recall')
          .map((row) => row.product_id),
        recall.id,
      ).to.include(recall.product_id);
  });

  it('has appointments in the future in every area where customers live, and books each of them once', () => {
    const future = data.service_slots.filter((row) => row.state === 'free' && row.starts_at > DEMO_CLOCK);
    for (const address of data.addresses)
      expect(
        future.some(
          (row) => row.tenant_id === address.tenant_id && row.area !== null && address.postal_code.startsWith(row.area),
        ),
        address.postal_code,
      ).to.be.true;
    for (const repair of data.repair_bookings) {
      const slot = data.service_slots.find((row) => row.tenant_id === repair.tenant_id && row.id === repair.slot_id);
      expect(slot).to.include({ state: 'booked', kind: 'remote' });
    }
    expect(data.service_slots.filter((row) => row.state === 'booked')).to.have.length(data.repair_bookings.length);
  });

  it('has the sixteen customers of the sample questions with their loyalty tiers', () => {
    const tiers: Record<string, number> = {};
    const sixteen = data.customers.filter((row) => row.tenant_id === 'acme' && row.id <= 'cust016');
    for (const row of sixteen) tiers[row.loyalty_tier] = (tiers[row.loyalty_tier] ?? 0) + 1;
    expect(tiers).to.deep.equal({ silver: 6, gold: 5, bronze: 3, platinum: 2 });
  });

  it('has at least thirty customers with exactly one order, which is pending', () => {
    expect(ACME_PENDING_ONLY.length).to.be.at.least(30);
    for (const customerId of ACME_PENDING_ONLY) {
      const own = data.orders.filter((row) => row.tenant_id === 'acme' && row.customer_id === customerId);
      expect(
        own.map((row) => row.status),
        customerId,
      ).to.deep.equal(['pending']);
      expect(own[0]?.total_cents, 'no approval needed').to.be.at.most(120_000);
    }
  });

  it('has paid placements that run, that are over, that begin later, and one of a product that is sold out', () => {
    const today = DEMO_CLOCK.slice(0, 10);
    const own = data.sponsored_products.filter((row) => row.tenant_id === 'acme');
    const running = own.filter((row) => row.starts_on <= today && today <= row.ends_on);
    expect(running.length).to.be.at.least(6);
    expect(own.some((row) => row.ends_on < today)).to.equal(true);
    expect(own.some((row) => row.starts_on > today)).to.equal(true);
    expect(running.some((row) => variantsOf(row.product_id).every((variant) => onHand(variant.id) === 0))).to.equal(
      true,
    );
    expect(data.sponsored_products.every((row) => row.starts_on <= row.ends_on)).to.equal(true);
  });

  it('knows consumables and, apart from them, things that are bought once', () => {
    const consumables = acmeProducts.filter((row) => row.repurchase_days !== null);
    expect(consumables.length).to.be.within(1, 10);
    expect(acmeProducts.find((row) => row.id === 'p011')?.repurchase_days).to.equal(null);
  });

  it('uses ids in both shops for different people and things', () => {
    const mail = (tenant: string) =>
      data.customers.find((row) => row.tenant_id === tenant && row.id === 'cust001')?.email;
    expect(mail('acme')).to.be.a('string').and.not.equal(mail('globex'));
    const product = (tenant: string) =>
      data.products.find((row) => row.tenant_id === tenant && row.id === 'p001')?.name;
    expect(product('acme')).to.be.a('string').and.not.equal(product('globex'));
  });
});

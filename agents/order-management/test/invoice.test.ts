import { expect } from 'chai';
import { startAgents, type TestAgents } from '@deskfleet/local/testing/agents.ts';
import { callTool, sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { json, sql } from '@deskfleet/shared/database/sql.ts';
import { agent } from '../src/agent.ts';
import { invoiceRoute } from '../src/routes/invoice.ts';
import { addCustomer, addOrder, openShop } from './shop.ts';
import { contextOf } from './support.ts';

const SHOP = 'invoice-shop';
const EVIL = `<script>alert("x")</script> & 'Co'`;

describe('GET /order/orders/{id}/invoice', function () {
  this.timeout(60_000);
  let agents: TestAgents;
  before(async () => {
    const { database } = await sharedWorld();
    await openShop(SHOP);
    await addCustomer(SHOP, 'ann', [{ id: 'visa', kind: 'credit_card', brand: 'Visa', lastFour: '4242' }]);
    await addCustomer(SHOP, 'bob', [{ id: 'paypal', kind: 'paypal' }]);
    await addOrder(SHOP, {
      id: '#W100',
      customerId: 'ann',
      lines: [
        { variant: 'kettle', quantity: 2 },
        { variant: 'cup', quantity: 1, state: 'returned' },
      ],
      ledger: [
        { kind: 'payment', method: 'visa', cents: 13_000 },
        { kind: 'refund', method: 'visa', cents: 1_000 },
      ],
    });
    await database.execute(
      sql`update order_lines set name = ${EVIL}, options = ${json({ color: '<b>red' })} where tenant_id = ${SHOP} and line_no = 1`,
    );
    await database.execute(
      sql`update orders set shipping_address = ${json({ line1: `1 <i>Quay`, city: 'Reno', state: 'NV', postal_code: '89501', country: 'US' })} where tenant_id = ${SHOP}`,
    );
    agents = await startAgents({
      'order-management': { agent, extras: (runtime) => ({ routes: [invoiceRoute(runtime)] }) },
    });
  });
  after(() => agents.close());

  const get = async (
    id: string,
    who?: { sub: string; role: 'customer' | 'staff' | 'service'; tenant?: string },
    headers = {},
  ) =>
    fetch(`${agents.base('order-management')}/order/orders/${encodeURIComponent(id)}/invoice`, {
      headers: {
        ...(who === undefined
          ? {}
          : { authorization: `Bearer ${await agents.issuer.token({ tenant: SHOP, ...who })}` }),
        ...headers,
      },
    });
  const ann = { sub: 'ann', role: 'customer' } as const;

  it('is a page with items, totals, ledger, address and shop', async () => {
    const response = await get('#W100', ann);
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.match(/^text\/html/u);
    expect(response.headers.get('cache-control')).to.equal('private, no-store');
    const page = await response.text();
    for (const part of [
      'INV-W100',
      'Kettles',
      'help@kettles.example',
      'Ann Lee',
      'Reno NV 89501',
      '$130.00',
      '$60.00',
      '$120.00',
      'Visa ending 4242',
      '−$10.00',
      'Blue Cup',
      'returned',
      '@media print',
    ])
      expect(page, part).to.include(part);
    expect(page).to.match(/Paid in the end<\/td><td class="number">\$120\.00/u);
  });

  it('escapes everything, runs no script and keeps to the content security policy', async () => {
    const response = await get('w100', ann);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy)
      .to.match(/style-src [^;]*'unsafe-inline'/u)
      .and.to.match(/script-src 'self'(?:;|$)/u);
    const page = await response.text();
    expect(page).to.include('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;Co&#39;');
    expect(page).to.include('color &lt;b&gt;red').and.to.include('1 &lt;i&gt;Quay');
    expect(page).not.to.match(/<script|<i>|<b>|\son\w+=|javascript:|<link|<img|https?:/iu);
  });

  it('is shown to staff and to a service on behalf of the owner, and does not exist for anybody else', async () => {
    expect((await get('#W100', { sub: 'sam', role: 'staff' })).status).to.equal(200);
    expect((await get('#W100', { sub: 'desk', role: 'service' }, { 'x-customer-id': 'ann' })).status).to.equal(200);
    const stranger = await get('#W100', { sub: 'bob', role: 'customer' });
    const nobody = await get('#W100', { sub: 'ann', role: 'customer', tenant: 'acme' });
    const nothing = await get('#W999', ann);
    const noCustomer = await get('#W100', { sub: 'desk', role: 'service' }, { 'x-customer-id': 'bob' });
    for (const response of [stranger, nobody, nothing, noCustomer]) {
      expect(response.status).to.equal(404);
      expect(response.headers.get('content-type')).to.match(/^application\/problem\+json/u);
      expect(await response.json()).to.include({ code: 'not_found' });
    }
    expect((await get('#W100')).status).to.equal(401);
  });

  it('is in the OpenAPI document as a page, and get_invoice names its path', async () => {
    const document = (await (await fetch(`${agents.base('order-management')}/order/openapi.json`)).json()) as {
      paths: Record<string, { get: { responses: Record<string, { content: object }> } }>;
    };
    expect(document.paths['/order/orders/{id}/invoice']!.get.responses['200']!.content).to.have.property('text/html');
    const context = await contextOf('ann', { tenant: SHOP });
    const invoice = await callTool(context, agent, 'get_invoice', { order_id: '#W100' });
    expect(invoice.ok && invoice.data).to.deep.include({
      page: '/order/orders/%23W100/invoice',
      invoice_number: 'INV-W100',
      total: { cents: 13_000, text: '$130.00' },
      paid: { cents: 13_000, text: '$130.00' },
      refunded: { cents: 1_000, text: '$10.00' },
    });
    expect(context.record.dataApiCalls).to.equal(1);
    const page = await fetch(`${agents.base('order-management')}/order/orders/%23W100/invoice`, {
      headers: { authorization: `Bearer ${await agents.issuer.token({ tenant: SHOP, ...ann })}` },
    });
    expect(page.status).to.equal(200);
  });
});

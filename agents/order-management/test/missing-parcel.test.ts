import { expect } from 'chai';
import { callTool } from '@deskfleet/local/testing/harness.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { addParcel } from './change-shop.ts';
import { decide, does, here, reads, refused, shop, staff, world } from './one-order.ts';

const TODAY = '2026-11-16';
const lamp = {
  lines: [
    ['lamp-black', 1],
    ['mug-small', 2],
  ],
  status: 'shipped',
} as const;

describe('report_missing_parcel', function () {
  this.timeout(60_000);
  async function lostShop(rules = {}, stock = {}): Promise<string> {
    const tenant = await shop(lamp, rules, stock);
    await addParcel(tenant, { id: 's1', status: 'lost', lines: [[1, 1]], estimated: '2026-11-10' });
    await addParcel(tenant, { id: 's2', status: 'delivered', lines: [[2, 2]], delivered: '2026-11-08' });
    return tenant;
  }

  it('asks what the customer wants, naming what there is', async () => {
    const tenant = await lostShop();
    expect(await refused(tenant, 'report_missing_parcel', {})).to.equal(
      'remedy_missing: The carrier has declared parcel s1 lost. For parcel s1 of order o7001 (1 × Glow Lamp (color black)) you can have a replacement, or a refund. What do you want?',
    );
    expect(await refused(tenant, 'report_missing_parcel', { remedy: 'trace' })).to.match(/^remedy_not_offered:/u);
    expect(await refused(tenant, 'report_missing_parcel', { remedy: 'magic' })).to.match(
      /^invalid_input: remedy: Say which remedy/u,
    );
    expect(await refused(tenant, 'report_missing_parcel', { shipment_id: 's77', remedy: 'refund' })).to.match(
      /^shipment_not_found:/u,
    );
    const soldOut = await lostShop({}, { 'lamp-black': 0 });
    expect(await refused(soldOut, 'report_missing_parcel', { remedy: 'replacement' })).to.equal(
      'remedy_not_offered: For parcel s1 of order o7001 (1 × Glow Lamp (color black)) you can have a refund. It cannot be sent again, as 1 × Glow Lamp (color black) is not in stock. What do you want?',
    );
  });

  it('pays back what was in a lost parcel, once', async () => {
    const tenant = await lostShop();
    expect(await does(tenant, 'report_missing_parcel', { remedy: 'refund' })).to.deep.equal([
      'Refund $50.00 to your Visa ending 4242 for parcel s1 of order o7001 (1 × Glow Lamp (color black)). It is not sent again.',
      'I have refunded $50.00 to your Visa ending 4242 for parcel s1 of order o7001.',
    ]);
    const after = await world(tenant);
    expect(after).to.deep.include({
      ledger: [
        ['o7001', 'payment', 'visa', 6_800],
        ['o7001', 'refund', 'visa', 5_000],
      ],
      reports: [['s1', 'lost', 'refund', 'settled']],
    });
    expect(after.lines.map((line) => line[4])).to.deep.equal(['cancelled', 'ordered']);
    // Everything else has arrived.
    expect(after.orders['o7001']!.status).to.equal('delivered');
    expect(await refused(tenant, 'report_missing_parcel', { shipment_id: 's1', remedy: 'refund' })).to.equal(
      'already_reported: Parcel s1 was reported missing on November 16, 2026, and it was settled by a refund.',
    );
    const tracked = await reads(tenant, 'track_shipment');
    expect(tracked['delivery']).to.deep.include({ state: 'delivered' });
    expect(
      (tracked['shipments'] as JsonObject[]).find((one) => one['shipment_id'] === 's1')!['missing_report'],
    ).to.deep.equal({
      circumstance: 'lost',
      remedy: 'refund',
      state: 'settled',
      reported_on: TODAY,
    });
    expect(
      ((await reads(tenant, 'get_order'))['shipments'] as JsonObject[]).some((one) => 'missing_report' in one),
    ).to.equal(true);
    expect((await reads(tenant, 'get_refund_status'))['refunded']).to.deep.include({ cents: 5_000 });
  });

  it('sends it again from stock, and the delivery starts anew', async () => {
    const tenant = await lostShop();
    expect((await does(tenant, 'report_missing_parcel', { remedy: 'replacement' }))[1]).to.equal(
      '1 × Glow Lamp (color black) of order o7001 is being packed again, in place of parcel s1.',
    );
    const after = await world(tenant);
    expect(after.stock['lamp-black']).to.equal(9);
    expect(after.ledger).to.have.length(1);
    expect(after.orders['o7001']!.status).to.equal('partially_shipped');
    const tracked = await reads(tenant, 'track_shipment');
    expect(tracked['delivery']).to.deep.include({ state: 'partially_shipped' });
    expect(tracked['not_shipped_yet']).to.deep.equal(['Glow Lamp']);
    expect((tracked['shipments'] as JsonObject[]).map((one) => one['status']).sort()).to.deep.equal([
      'delivered',
      'label_created',
      'lost',
    ]);
  });

  it('has a late parcel searched for, and pays when the search was in vain', async () => {
    const tenant = await shop(lamp);
    await addParcel(tenant, { id: 's1', status: 'in_transit', lines: [], estimated: '2026-11-05' });
    expect((await does(tenant, 'report_missing_parcel', {}))[0]).to.equal(
      'Have the carrier search for parcel s1 of order o7001 (1 × Glow Lamp (color black), 2 × Morning Mug (size 300 ml)) until November 23, 2026. If it has not turned up by then, tell us again.',
    );
    expect(await refused(tenant, 'report_missing_parcel', { remedy: 'refund' }, '2026-11-20T10:00:00Z')).to.match(
      /^already_reported: A search for parcel s1/u,
    );
    expect((await does(tenant, 'report_missing_parcel', { remedy: 'refund' }, '2026-11-24T10:00:00Z'))[1]).to.include(
      'I have refunded $68.00',
    );
    const after = await world(tenant);
    expect(after.reports).to.deep.equal([
      ['s1', 'late', 'trace', 'closed'],
      ['s1', 'lost', 'refund', 'settled'],
    ]);
    expect(after.orders['o7001']!.status).to.equal('cancelled');
    expect(await reads(tenant, 'get_order')).to.deep.include({ cancel_reason: 'parcel missing' });
    expect(await refused(tenant, 'report_missing_parcel', { remedy: 'refund' })).to.match(/^already_reported:/u);
  });

  it('replaces an open search by a request that waits for approval', async () => {
    const tenant = await shop(lamp, { staff_approval_over_cents: 100 });
    await addParcel(tenant, { id: 's1', status: 'in_transit', lines: [], estimated: '2026-11-05' });
    await does(tenant, 'report_missing_parcel', {});
    await does(tenant, 'report_missing_parcel', { remedy: 'replacement' }, '2026-11-24T10:00:00Z');
    expect((await world(tenant)).reports!.map((row) => row[3])).to.deep.equal(['closed', 'waiting for approval']);
  });

  it('lets a refund above the limit wait, pays it when approved, and puts the items back when refused', async () => {
    for (const decision of ['approve', 'refuse'] as const) {
      const tenant = await lostShop({ staff_approval_over_cents: 1_000 });
      const before = await world(tenant);
      expect((await does(tenant, 'report_missing_parcel', { remedy: 'refund' }))[1]).to.include(
        'is waiting for the approval of a colleague',
      );
      expect((await world(tenant)).promised).to.deep.equal([['o7001', 'visa', 5_000, 'waiting for approval']]);
      expect(await refused(tenant, 'report_missing_parcel', { shipment_id: 's1', remedy: 'refund' })).to.match(
        /^already_reported: .*waiting for the approval/u,
      );
      await decide(tenant, decision, 'The carrier has a signature.');
      const after = await world(tenant);
      if (decision === 'approve') {
        expect(after.ledger.at(-1)).to.deep.equal(['o7001', 'refund', 'visa', 5_000]);
        expect(after.orders['o7001']!.status).to.equal('delivered');
        expect(after.reports![0]![3]).to.equal('settled');
      } else {
        expect({ ...after, promised: null, approvals: null, reports: null }).to.deep.equal(before);
        expect(after.reports![0]![3]).to.equal('refused');
        expect(await refused(tenant, 'report_missing_parcel', { shipment_id: 's1' })).to.match(
          /^proposed: Send 1 × Glow Lamp/u,
        );
      }
    }
  });

  it('sets a replacement above the limit aside until a colleague decides', async () => {
    for (const decision of ['approve', 'refuse'] as const) {
      const tenant = await lostShop({ staff_approval_over_cents: 1_000 });
      await does(tenant, 'report_missing_parcel', { remedy: 'replacement' });
      expect((await world(tenant)).stock['lamp-black']).to.equal(9);
      const listed = await callTool(await staff(tenant), agent, 'list_approvals', {});
      expect(listed.ok && listed.data['approvals']).to.have.nested.property('[0].remedy', 'replacement');
      await decide(tenant, decision, 'No.');
      const after = await world(tenant);
      expect(after.stock['lamp-black']).to.equal(decision === 'approve' ? 9 : 10);
      expect(after.orders['o7001']!.status).to.equal(decision === 'approve' ? 'partially_shipped' : 'shipped');
    }
  });

  it('splits a line of which only a part was in the parcel', async () => {
    const tenant = await shop({ lines: [['mug-small', 3]], status: 'shipped' });
    await addParcel(tenant, { id: 's1', status: 'lost', lines: [[1, 2]] });
    await addParcel(tenant, { id: 's2', status: 'in_transit', lines: [[1, 1]], estimated: '2026-11-18' });
    expect((await does(tenant, 'report_missing_parcel', { remedy: 'refund' }))[1]).to.include('$18.00');
    const after = await world(tenant);
    expect(after.lines.map((line) => [line[2], line[4]])).to.deep.equal([
      [1, 'ordered'],
      [2, 'cancelled'],
    ]);
    expect(after.orders['o7001']).to.deep.include({ status: 'shipped', total: 2_700 });
    expect((await reads(tenant, 'track_shipment'))['delivery']).to.deep.include({ state: 'on_time' });
  });

  it('is refused while nothing can be missing', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]] });
    expect(await refused(tenant, 'report_missing_parcel', {})).to.match(/^not_sent:/u);
    await addParcel(tenant, { id: 's1', status: 'in_transit', lines: [[1, 1]], estimated: '2026-11-15' });
    expect(await refused(tenant, 'report_missing_parcel', {})).to.match(/^not_missing_yet:/u);
    const own = await shop({ lines: [['lamp-black', 1]], status: 'return requested', delivered: '2026-11-10' });
    await addParcel(own, { id: 's1', status: 'delivered', lines: [[1, 1]], delivered: '2026-11-10' });
    expect(await refused(own, 'report_missing_parcel', {})).to.match(
      /^cannot_report: A return of order o7001 is open/u,
    );
    expect(await callTool(await here(own), agent, 'report_missing_parcel', { order_id: 'o99' })).to.deep.include({
      code: 'order_not_found',
    });
  });
});

import { expect } from 'chai';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { addChangeOrder } from './change-shop.ts';
import { shop } from './one-order.ts';
import { addCustomer, addOrder, openShop } from './shop.ts';
import { Customer, rowsOf } from './support.ts';

const SHOP = 'talk-shop';
const inShop = { tenant: SHOP, conversationId: 'conv_talk' };

const statusOf = async (id: string): Promise<unknown> =>
  (await rowsOf(sql`select status from orders where tenant_id = ${SHOP} and id = ${id}`))[0]!['status'];

describe('talking with the order agent, without a language model', () => {
  before(async () => {
    await openShop(SHOP);
    const visa = { kind: 'credit_card', brand: 'Visa', lastFour: '4242' } as const;
    for (const id of ['ann', 'bob', 'cleo']) await addCustomer(SHOP, id, [{ ...visa, id: `visa-${id}` }]);
    const cup = (id: string, customerId: string) => ({
      id,
      customerId,
      lines: [{ variant: 'cup', quantity: 1 }] as const,
      ledger: [{ kind: 'payment', method: `visa-${customerId}`, cents: 1_000 }] as const,
    });
    await addOrder(SHOP, cup('o2001', 'ann'));
    await addOrder(SHOP, cup('o2002', 'bob'));
    await addOrder(SHOP, cup('o2003', 'bob'));
    await addOrder(SHOP, cup('o2004', 'cleo'));
  });

  it('answers where an order is in one read', async () => {
    const said = await new Customer('cust001').says('Where is my order 12345?');
    expect(said).to.deep.include({ tools: ['track_shipment'], dataApiCalls: 1, outcome: 'answered' });
    expect(said.reply).to.match(
      /^Order o12345 \(SoundSphere Pro Headphones and BraidLink USB-C Cable\) is on its way and on time\. It should arrive on November 18, 2026\.\n- NorthStar Freight/u,
    );
  });

  it('finds the order of a product and answers from it', async () => {
    const said = await new Customer('cust005').says('Did my ProMax arrive?');
    expect(said).to.deep.include({
      reply: 'Order o14005 (ProMax Computer) was delivered on November 13, 2026.',
      tools: ['list_orders', 'track_shipment'],
      dataApiCalls: 2,
    });
  });

  it('keeps to the order that was talked about', async () => {
    const customer = new Customer('cust103');
    expect((await customer.says('is my package lost?')).reply).to.match(
      /^I am sorry: the carrier reports a parcel of order o14103 \(.*\) as lost\. It should have arrived on November 1, 2026, 15 days ago\./u,
    );
    expect(await customer.says('what did I pay for it?')).to.deep.include({ tools: ['get_order'] });
    expect((await customer.says('Can I get a refund for it?')).reply).to.match(
      /^There is no refund for order o14103 so far/u,
    );
  });

  it('cancels after a reason and a yes, and not before', async () => {
    const customer = new Customer('ann', inShop);
    expect((await customer.says('I want to cancel my order')).reply).to.equal(
      'Why do you want to cancel order o2001: no longer needed, or ordered by mistake?',
    );
    const proposed = await customer.says('I bought it by accident');
    expect(proposed.reply).to.equal(
      'Cancel order o2001 (1 × Blue Cup) and refund $10.00 to your Visa ending 4242.\n\nShall I go ahead? Please answer yes or no.',
    );
    expect(proposed).to.deep.include({ tools: ['cancel_order'], dataApiCalls: 2 });
    expect(await statusOf('o2001')).to.equal('pending');
    const confirmed = await customer.says('yes please');
    expect(confirmed).to.deep.include({
      reply: 'Order o2001 is cancelled. I have refunded $10.00 to your Visa ending 4242.',
      tools: ['confirm_quote'],
      dataApiCalls: 2,
    });
    expect(await statusOf('o2001')).to.equal('cancelled');
    expect((await customer.says('where is it now?')).reply).to.equal(
      'Order o2001 (Blue Cup) was cancelled, so nothing of it is on its way.',
    );
    expect((await customer.says('cancel it')).reply).to.equal(
      'Order o2001 is already cancelled, so it cannot be cancelled again.',
    );
  });

  it('asks which order, then does as it was told at first', async () => {
    const customer = new Customer('bob', inShop);
    expect((await customer.says("Please cancel my order, I don't need it")).reply).to.match(
      /^Several of your orders can be cancelled\. Which order do you mean\?\n- o2003, November 15, 2026, pending: 1 × Blue Cup \(size large\), \$10\.00\n- o2002/u,
    );
    expect((await customer.says('the second one')).reply).to.match(/^Cancel order o2002 .* refund \$10\.00/u);
    expect((await customer.says('no, leave it')).reply).to.equal('All right, nothing was changed.');
    expect(await statusOf('o2002')).to.equal('pending');
  });

  it("asks again when a reason is none of this shop's", async () => {
    const customer = new Customer('cleo', inShop);
    expect((await customer.says('Cancel o2004, I found it cheaper elsewhere')).reply).to.match(
      /^Why do you want to cancel order o2004: no longer needed, or ordered by mistake\?/u,
    );
    expect((await customer.says('then because I no longer need it')).reply).to.match(/^Cancel order o2004 /u);
  });

  it("gives nothing of another customer's away", async () => {
    const said = await new Customer('bob', inShop).says('Cancel o2004, I no longer need it');
    expect(said).to.deep.include({
      reply: 'There is no order "o2004" among your orders.',
      outcome: 'refused',
      quotes: [],
    });
    expect((await new Customer('cust110').says('where is o14910?')).reply).to.equal(
      'There is no order "o14910" among your orders.',
    );
  });

  it('turns the pages of a long list', async () => {
    const customer = new Customer('cust020');
    const first = await customer.says('show my orders');
    expect(first.reply).to.match(
      /^Your orders 1 to 5 of \d+, newest first:(\n- o\d+.*){5}\nAsk for more to see older ones\.$/u,
    );
    const second = await customer.says('show me more');
    expect(second.reply).to.match(/^Your orders 6 to \d+ of \d+/u);
    const idsOf = (text: string): string[] => text.match(/^- o\d+/gmu) ?? [];
    expect(idsOf(second.reply).filter((id) => idsOf(first.reply).includes(id))).to.deep.equal([]);
  });

  it("returns, exchanges and changes as the demo's named cases say", async () => {
    const asked = async (customer: string, question: string): Promise<string> =>
      (await new Customer(customer).says(question)).reply;
    expect(await asked('cust101', 'I want to return my headphones from order 14101.')).to.include(
      'returns are possible for 30 days, so until November 1, 2026. It can no longer be returned. If it is defective, I can help you with the warranty.',
    );
    expect(await asked('cust104', 'I return the speaker of order 14104. Please refund it to my credit card.')).to.match(
      /^You can return the 1 × SonicWave Speaker .* and get \$90\.00 back\. The money can only go back to your gift card ending 5006, with which you paid, not to your American Express ending 8255\./u,
    );
    expect(await asked('cust106', 'I want to exchange the watch of order 14106 for the size 46 mm.')).to.match(
      /is out of stock\. It is expected back about December 1, 2026\. You can wait for it and exchange until December 11, 2026, or return the item\.$/u,
    );
    expect(await asked('cust110', 'My friend Alice asked me to return order 14910 for her.')).to.equal(
      'There is no order "14910" among your orders.',
    );
    expect(
      await asked('cust115', 'I opened the headphones of order 14115. Can I still return them, and is there a fee?'),
    ).to.match(
      /refund \$249\.99 to your Mastercard ending 3619 when it has come back\. There is no fee\. A return is possible until December 8, 2026\./u,
    );
    expect(await asked('cust117', 'I want to return the laptop of order 14117.')).to.match(
      /refund \$1,399\.99 .* needs the approval of a colleague first\. A return is possible until December 6, 2026\./u,
    );
    expect(await asked('cust119', 'Can I exchange my black Nova 5G of order 14119 for a blue one?')).to.match(
      /^Exchange 1 × Nova 5G \(color black, storage 128 GB\) for 1 × Nova 5G \(color blue, storage 128 GB\) of order o14119, at the same price\..*\n\nShall I go ahead/u,
    );
    expect(await asked('cust121', 'I want to return the speaker of order 14121.')).to.match(
      /^A return of order o14121 is already requested/u,
    );
  });

  it('takes the agreed route of the money, and asks for what is missing', async () => {
    const emily = new Customer('cust104', { conversationId: 'conv_route' });
    await emily.says('I return the speaker of order 14104, refund my credit card');
    expect((await emily.says('yes please')).reply).to.match(
      /^Return 1 × SonicWave Speaker .* refund \$90\.00 to your gift card ending 5006 .*Shall I go ahead/su,
    );
    const chloe = new Customer('cust111', { conversationId: 'conv_address' });
    expect((await chloe.says('change the address of order 14111')).reply).to.match(
      /^Where shall order o14111 be sent\?/u,
    );
    expect((await chloe.says('12 Main Street, Apt 4, Denver, CO 80205')).reply).to.match(
      /^Send order o14111 to 12 Main Street, Apt 4, Denver, CO 80205, US\./u,
    );
    expect((await chloe.says('no thanks')).reply).to.equal('All right, nothing was changed.');
  });

  it('says what to do first when one order shall be paid from what another one gives back', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]], paidWith: 'gift' });
    await addChangeOrder(tenant, { id: 'o7002', lines: [['lamp-red', 1]] });
    const ann = new Customer('ann', { tenant, conversationId: 'conv_funds' });
    const first = await ann.says(
      'Cancel order o7001, I no longer need it, and refund it to my gift card. Then pay order o7002 with my gift card.',
    );
    expect(first.reply).to.equal(
      'Cancel order o7001 (1 × Glow Lamp) and refund $50.00 to your gift card.\n\nShall I go ahead? Please answer yes or no.\n\n' +
        'Your gift card does not hold the $40.00 of order o7002. The refund of order o7001 is not on it yet: say yes to that first, and ask me for this again once the money is there.',
    );
    expect((await ann.says('yes')).reply).to.equal(
      'Order o7001 is cancelled. I have refunded $50.00 to your gift card.',
    );
    expect((await ann.says('Now pay order o7002 with my gift card')).reply).to.match(
      /^Pay order o7002 with your gift card: charge it \$40\.00/u,
    );
  });

  it('promises nothing when what comes back would not be enough either', async () => {
    const tenant = await shop({ lines: [['mug-small', 1]], paidWith: 'gift' });
    await addChangeOrder(tenant, { id: 'o7002', lines: [['lamp-red', 1]] });
    const said = await new Customer('ann', { tenant, conversationId: 'conv_few' }).says(
      'Cancel order o7001, I no longer need it. Then pay order o7002 with my gift card.',
    );
    expect(said.reply).to.match(/Your gift card does not hold the \$40\.00 of order o7002\.$/u);
  });
});

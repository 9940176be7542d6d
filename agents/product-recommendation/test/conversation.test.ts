import { expect } from 'chai';
import { Visitor } from './visitor.ts';

describe('a visitor asks about products', () => {
  it('smartwatches at any price, with those sold out', async () => {
    const { reply, outcome } = await new Visitor().says(
      'I want a smartwatch, the price does not matter. Which known issues and what warranty does it have?',
    );
    expect(outcome).to.equal('answered');
    expect(reply)
      .to.match(/TrackMaster Watch \(p004\): \$299\.99, .*in stock/u)
      .and.match(/VitaFit Watch \(p003\): .*sold out, new stock expected on December 1, 2026/u);
  });

  it('which phone to take', async () => {
    const { reply } = await new Visitor({ customerId: 'cust005' }).says(
      'Has my ProMax arrived? And which phone do you recommend?',
    );
    expect(reply)
      .to.match(/^I recommend the Infinity Ultra 5G \(p014\): .* Why: It is by Infinity, the brand you prefer\./u)
      .and.match(
        /Advertisement, not part of what I recommend:\n- SimpleCall Phone \(p031\), sponsored by Harbor Mobile/u,
      )
      .and.not.include('ProMax');
  });

  it('speakers under 100 dollars in stock', async () => {
    const { reply } = await new Visitor().says(
      'Which speakers under 100 dollars are in stock, and what helps when they have no sound?',
    );
    expect(reply)
      .to.include('SonicWave Speaker (p005): $90.00')
      .and.include('PocketBeat Speaker (p015): $49.99')
      .and.not.include('HarborTone')
      .and.not.include('red');
  });

  it('a gaming laptop below 1500 dollars', async () => {
    const { reply } = await new Visitor().says('I need a gaming laptop below 1500 dollars.');
    expect(reply)
      .to.include('GigaBook Gaming (p009): $1,399.99,')
      .and.include('RaidBook 15 Gaming Laptop (p026): $1,099.99')
      .and.not.include('1,500')
      .and.not.include('32 GB');
  });

  it('a Nova phone and what people say about it', async () => {
    const { reply, calls } = await new Visitor().says('I want a good Nova phone. What do people say about it?');
    expect(calls).to.have.length(1);
    expect(reply)
      .to.match(/^Nova 5G \(p011\): \$799\.99/u)
      .and.include('rated 4.5 of 5')
      .and.include('Photos like from a camera')
      .and.include('Macro needs patience')
      .and.match(/review r\d{4}/u)
      .and.include('Nova 5G Max (p030)')
      .and.include('Nova Lite (p029)');
  });

  it('and goes on about the product named last', async () => {
    const visitor = new Visitor();
    await visitor.says('recommend a phone');
    expect((await visitor.says('is it in stock?')).reply).to.match(
      /^Yes, the Infinity Ultra 5G \(p014\) is in stock:/u,
    );
    expect((await visitor.says('and in gold?')).reply).to.equal(
      'Yes, the Infinity Ultra 5G (p014) in gold is in stock, at $1,199.99.',
    );
    expect((await visitor.says('what about the Nova 5G?')).reply).to.match(/^Nova 5G \(p011\)/u);
    const compared = await visitor.says('compare them');
    expect(compared.calls).to.deep.equal(['compare_products {"products":["p014","p011"]}']);
    expect(compared.reply)
      .to.match(/^Cheaper: the Nova 5G\.\nBetter rated: the Infinity Ultra 5G\.\nSide by side: /u)
      .and.include('- battery: Infinity Ultra 5G 5500 mAh; Nova 5G 4700 mAh')
      .and.match(/The same for all: category phone/u);
    expect((await visitor.says('which one has the bigger display?')).reply)
      .to.match(/^Side by side: /u)
      .and.include('- display: Infinity Ultra 5G 6.8 inch 144 Hz; Nova 5G 6.4 inch 120 Hz')
      .and.not.include('battery');
  });

  it('what there is, and narrows it down', async () => {
    const visitor = new Visitor();
    expect((await visitor.says('what do you sell?')).reply)
      .to.match(/^This is what we sell:\n- accessory: 8 products, all in stock, \$12\.99 to \$109\.99\n/u)
      .and.include('- computer: 8 products, 7 in stock');
    expect((await visitor.says('the best selling speakers, please')).reply).to.match(
      /^Our best sellers \(units sold in the last 90 days\):\n- 1\. SonicWave Speaker \(p005\)/u,
    );
    expect((await visitor.says('and under 80?')).reply)
      .to.include('PocketBeat Speaker (p015)')
      .and.not.include('SonicWave');
  });

  it('which of several products is meant, and goes on with the answer', async () => {
    const visitor = new Visitor();
    expect((await visitor.says('compare a gaming laptop with the ProMax')).reply).to.match(
      /^Several products fit "gaming laptop": .*Which one do you mean\?$/u,
    );
    expect((await visitor.says('the first one')).reply).to.include(
      'Side by side: GigaBook Gaming (p009) and ProMax Computer (p007).',
    );
  });

  it('two things at once', async () => {
    const { calls, reply } = await new Visitor().says(
      'What do people say about the ZenSound, and is the FlexTab in stock?',
    );
    expect(calls).to.deep.equal(['get_reviews {"product":"zensound"}', 'check_availability {"product":"flextab"}']);
    expect(reply).to.include('What people praise:').and.include('No, the FlexTab (p010) is sold out.');
  });

  it('of the other shop', async () => {
    const visitor = new Visitor({ tenant: 'globex' });
    expect((await visitor.says('recommend a chair')).reply).to.match(/^I recommend the Birk Chair \(p005\).*€89\.90/u);
    expect((await visitor.says('is the ZenSound available in black?')).reply).to.equal(
      'The shop has no product called "zensound".',
    );
  });
});

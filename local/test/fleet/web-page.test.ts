/** The chat page in a real browser, served by and talking to the whole fleet. */
import { expect } from 'chai';
import { ChatPage } from '../../src/testing/browser.ts';
import { sharedFleet, type Fleet } from '../../src/testing/fleet.ts';
import { describeInBrowser } from '../support/in-browser.ts';

describeInBrowser('the chat page over the whole fleet', (browser) => {
  let fleet: Fleet;
  let chat: ChatPage;

  before(async () => {
    fleet = await sharedFleet();
  });
  beforeEach(async () => {
    chat = await ChatPage.open(browser(), fleet.url);
  });
  afterEach(async () => {
    expect(chat.complaints, 'what the browser complained about').to.deep.equal([]);
    await chat.close();
  });

  it('answers a customer, shows who worked, and still has the conversation after a reload', async () => {
    await chat.talkAs('cust001');
    await chat.say('Where is my order o12345?');
    expect(await chat.answered()).to.match(/12345/u);
    expect((await chat.chips()).join()).to.match(/Order management/u);
    await chat.reload();
    await chat.sees(/12345/u);
  });

  it('shows a proposed cancellation as a card and does it when the button is pressed', async () => {
    await chat.talkAs('cust111');
    await chat.say('Please cancel order 14111, I ordered by mistake.');
    await chat.answered();
    expect(await chat.quote.innerText()).to.match(/14111/u);
    await chat.quote.getByRole('button', { name: 'Confirm' }).click();
    await chat.quote
      .getByText(/cancelled|confirmed|done/iu)
      .first()
      .waitFor();
    const after = await fleet.chat('What is the status of order 14111?', { as: 'cust111' });
    expect(after.reply).to.match(/cancel+ed/iu);
  });

  it('does what a visitor asks for who says who they are, without a token', async () => {
    await chat.say('I am effie.heller.218@example.com');
    await chat.answered();
    await chat.say('Please cancel order 13218, I ordered it by mistake.');
    await chat.answered();
    await chat.press('Confirm');
    await chat.quote
      .getByText(/cancelled/iu)
      .first()
      .waitFor();
    expect(
      await chat.page
        .locator('main')
        .getByText(/sign in|signed in|needs a token/iu)
        .count(),
    ).to.equal(0);
    const after = await fleet.chat('What is the status of order 13218?', { as: 'cust218' });
    expect(after.reply).to.match(/cancel+ed/iu);
  });

  it('opens the invoice in a tab of its own and saves the customer data, with the token', async () => {
    const open = (path: string) =>
      chat.page.evaluate(`(async () => {
          const [{ openDocument }, { document }, { session }] = await Promise.all(['documents', 'api', 'session'].map((name) => import('/' + name + '.js')));
          return openDocument(${JSON.stringify(path)}, (path) => document(path, session.token)).catch(({ message }) => message);
        })()`);
    expect(await open('/order/orders/o12345/invoice')).to.match(/needs a token/u);
    await chat.talkAs('cust001');
    const opened = chat.page.context().waitForEvent('page');
    expect(await open('/order/orders/o12345/invoice')).to.equal('Opened in a new tab.');
    await (await opened).getByText('INV-O12345').first().waitFor();
    const downloading = chat.page.waitForEvent('download');
    expect(await open('/personalization/export')).to.equal('Saved as my-data.json.');
    expect((await downloading).suggestedFilename()).to.equal('my-data.json');
  });

  it('lets a visitor ask about products', async () => {
    await chat.say('Do you have speakers under 100 dollars?');
    expect(await chat.answered()).to.match(/SonicWave|PocketBeat/u);
  });
});

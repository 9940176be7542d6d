/** The chat page in a real browser, served by and talking to the whole fleet. */
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { browserMissing, ChatPage, launchBrowser } from '../../src/testing/browser.ts';
import { sharedFleet, type Fleet } from '../../src/testing/fleet.ts';

const missing = browserMissing();

if (missing !== undefined) {
  describe('the chat page over the whole fleet', () => {
    it(missing);
  });
} else {
  describe('the chat page over the whole fleet', function () {
    this.timeout(60_000);
    let browser: Browser;
    let fleet: Fleet;
    let chat: ChatPage;

    before(async () => {
      [browser, fleet] = await Promise.all([launchBrowser(), sharedFleet()]);
    });
    after(() => browser.close());
    beforeEach(async () => {
      chat = await ChatPage.open(browser, fleet.url);
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

    it('lets a visitor ask about products', async () => {
      await chat.say('Do you have speakers under 100 dollars?');
      expect(await chat.answered()).to.match(/SonicWave|PocketBeat/u);
    });
  });
}

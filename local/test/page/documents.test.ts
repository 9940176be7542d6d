/** Pages and downloads of the agents that an answer names, in a real browser. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { describeChatPage } from '../support/in-browser.ts';

const INVOICE = '/order/orders/%23W123/invoice';
const EXPORT = '/personalization/export';

describeChatPage('pages and downloads on the chat page', (at) => {
  beforeEach(() => at.open());

  const answer = async (text: string): Promise<void> => {
    await at.chat.say('Please');
    (await at.fleet.turn()).say(text).finish();
    await at.chat.answered();
  };
  const link = (path: string): Locator => at.chat.page.getByRole('button', { name: `Open ${path}`, exact: true });
  const note = (): Locator => at.chat.answer.locator('.own-path-note');

  it('opens a page in a new tab with the token, as a page that can run, load and send nothing', async () => {
    at.fleet.documents.set(INVOICE, {
      type: 'text/html; charset=utf-8',
      body: `<!doctype html><html><head><title>Invoice</title><style>h1{color:rgb(1,2,3)}</style>
          <meta http-equiv="refresh" content="0;url=${at.fleet.url}/personalization/refreshed"><base href="${at.fleet.url}/">
          <script>document.title='scripted'</script><script src="${at.fleet.url}/order/script.js"></script></head>
          <body onload="document.title='onload'"><h1>Invoice of Grüße</h1><img src="/order/image.png" onerror="document.title='onerror'">
          <iframe srcdoc="<script>top.document.title='framed'</script>"></iframe><a href="javascript:document.title='clicked'">x</a></body></html>`,
    });
    await at.chat.talkAs('cust001');
    await answer(`Here is your **invoice**: ${INVOICE}.`);
    expect(await at.chat.answerText.innerText()).to.equal(`Here is your invoice: ${INVOICE}.`);
    const opened = at.chat.page.context().waitForEvent('page');
    await link(INVOICE).focus();
    await at.chat.page.keyboard.press('Enter');
    const tab = await opened;
    await tab.getByRole('heading', { name: 'Invoice of Grüße' }).waitFor();
    await note().getByText('Opened in a new tab.').waitFor();
    expect(await tab.evaluate('window.opener')).to.equal(null);
    expect(await tab.evaluate("getComputedStyle(document.querySelector('h1')).color")).to.equal('rgb(1, 2, 3)');
    await tab.getByText('x', { exact: true }).click();
    expect(await tab.title()).to.equal('Invoice');
    expect(await at.chat.page.title()).to.equal('Deskfleet');
    expect(at.fleet.documentCalls).to.deep.equal([{ path: INVOICE, authorization: 'Bearer token-of-cust001-acme' }]);
    expect(await at.chat.announced()).to.include('Opened in a new tab.');
    // What the browser says of the handlers that it did not run.
    for (const complaint of at.chat.complaints.splice(0))
      expect(complaint).to.match(/^Executing inline event handler/u);
  });

  it('saves a download under the name that the agent gave it', async () => {
    at.fleet.documents.set(EXPORT, {
      type: 'application/json; charset=utf-8',
      body: '{"complete":true}',
      disposition: 'attachment; filename="my-data.json"',
    });
    await at.chat.talkAs('cust001');
    await answer(`- Download it from ${EXPORT}`);
    const downloading = at.chat.page.waitForEvent('download');
    await link(EXPORT).click();
    const download = await downloading;
    expect(download.suggestedFilename()).to.equal('my-data.json');
    expect(await readFile(await download.path(), 'utf8')).to.equal('{"complete":true}');
    await note().getByText('Saved as my-data.json.').waitFor();
  });

  it('tells what went wrong beside the path, and can be pressed again', async () => {
    await answer(`See ${EXPORT}, please.`);
    await link(EXPORT).click();
    await note().getByText('This needs a token. Sign in and try again.').waitFor();
    expect(await at.chat.announced()).to.include('This needs a token. Sign in and try again.');
    at.fleet.documents.set(EXPORT, { type: 'application/json', body: '{"half":', breaksOff: true });
    await link(EXPORT).click();
    await note().getByText('The connection broke off before everything was there. Try again.').waitFor();
    expect(at.fleet.documentCalls.map(({ authorization }) => authorization)).to.deep.equal([undefined, undefined]);
  });

  it('opens at the second press what the browser has blocked at the first', async () => {
    at.fleet.documents.set(INVOICE, { type: 'text/html', body: '<h1>Invoice</h1>' });
    await answer(INVOICE);
    await at.chat.page.evaluate('void (window.realOpen = window.open, window.open = () => null)');
    await link(INVOICE).click();
    await note().getByText('Your browser has blocked the new tab. Press again to open it.').waitFor();
    await at.chat.page.evaluate('void (window.open = window.realOpen)');
    const opened = at.chat.page.context().waitForEvent('page');
    await link(INVOICE).click();
    await (await opened).getByRole('heading', { name: 'Invoice' }).waitFor();
    expect(at.fleet.documentCalls.length).to.equal(1);
  });
});

/** Several proposals at once, proposals whose time passes or whose terms change, in a real browser. */
import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { Problem } from '@deskfleet/shared/http/errors.ts';
import { publicQuote, type QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import type { ChatPageOptions } from '../../src/testing/browser.ts';
import { openQuote } from '../chat/stand-in-fleet.ts';
import { describeChatPage } from '../support/in-browser.ts';

const proposal = (number: number, changes: Partial<QuoteView> = {}): QuoteView =>
  openQuote({
    id: `quote_${number}`,
    summary: `Cancel order o${number} and refund $${number}0.00.`,
    terms: { order_id: `o${number}`, refund_total: { cents: number * 1000, text: `$${number}0.00` } },
    list_no: number,
    ...changes,
  });

const staleWith = (quote: QuoteView, why = 'Nothing was done, because something changed since it was proposed.') =>
  new Problem('quote_stale', {
    detail: `${why} This is how it would be now: ${quote.summary} Shall I do that? Please answer yes or no.`,
    extra: { new_quote: publicQuote(quote) },
  });

describeChatPage('proposals on the chat page', (at) => {
  /** Asks, and is answered with these proposals. */
  const propose = async (quotes: readonly QuoteView[], options: ChatPageOptions & { as?: string | null } = {}) => {
    await at.open(options);
    if (options.as !== null) await at.chat.talkAs(options.as ?? 'cust001');
    await answerWith(quotes);
  };
  const answerWith = async (quotes: readonly QuoteView[], inOrder = quotes) => {
    await at.chat.say('Please do these');
    const turn = await at.fleet.turn();
    for (const quote of quotes) turn.quote(quote);
    turn
      .say(inOrder.map(({ summary }, index) => `${index + 1}. ${summary}`).join('\n'))
      .finish({ quotes: inOrder.map(publicQuote) });
    await at.chat.answered();
  };
  const card = (name: string): Locator => at.chat.page.getByRole('region', { name, exact: true });
  const button = (name: string): Locator => at.chat.page.getByRole('button', { name, exact: true });
  const three = [proposal(1), proposal(2), proposal(3)];

  it('numbers them in the order of the answer, whichever came first; a single one has no number', async () => {
    await propose([proposal(1)]);
    await card('Proposed change').waitFor();
    expect(await button('Confirm all').count()).to.equal(0);
    const [, second, third] = three as [QuoteView, QuoteView, QuoteView];
    const fourth = proposal(4);
    const dropped = proposal(5, { state: 'superseded' });
    await answerWith([fourth, dropped, third, second], [second, dropped, third, fourth]);
    const cards = at.chat.answer.getByRole('region');
    expect(await cards.locator('h3 > span:first-child').allInnerTexts()).to.deep.equal([
      '1. Proposed change',
      'Proposed change',
      '2. Proposed change',
      '3. Proposed change',
    ]);
    expect(await card('Proposed change 2').locator('.quote-summary').innerText()).to.equal(third.summary);
    expect(await at.chat.answer.getByRole('list').last().getByRole('listitem').count()).to.equal(4);
    expect(await at.chat.announced()).to.include('3 proposed changes. Confirm or decline each, or all of them, below.');
    await card('Proposed change 2').getByRole('button', { name: 'Confirm' }).click();
    await card('Proposed change 2').getByText('Order o12345 is cancelled.').waitFor();
    expect(at.fleet.decisions).to.deep.include.members([
      { quoteId: 'quote_3', decision: 'confirm', authorization: 'Bearer token-of-cust001-acme' },
    ]);
    expect(await card('Proposed change 3').count(), 'numbers stay').to.equal(1);
  });

  it('confirms all with one button, one after the other; what fails is told on its card and stops nothing', async () => {
    await propose(three);
    at.fleet.refusals.set('quote_2', new Problem('tool_refused', { detail: 'The order has left the warehouse.' }));
    let go = (): void => undefined;
    at.fleet.beforeDecision = new Promise<void>((resolve) => (go = resolve));
    await button('Confirm all').focus();
    await at.chat.page.keyboard.press('Enter');
    await at.chat.page.locator(':focus', { hasText: 'Confirming 1 of 3 …' }).waitFor();
    expect(await button('Confirm all').count(), 'cannot be pressed twice').to.equal(0);
    for (const one of await button('Confirm').all()) expect(await one.isDisabled()).to.equal(true);
    go();
    await at.chat.page.getByText('2 of 3 are done. Each change above says what has become of it.').first().waitFor();
    expect(at.fleet.decisions.map(({ quoteId, decision }) => `${decision} ${quoteId}`)).to.deep.equal([
      'confirm quote_1',
      'confirm quote_2',
      'confirm quote_3',
    ]);
    expect(await card('Proposed change 2').innerText()).to.include('The order has left the warehouse.');
    expect(await card('Proposed change 3').innerText()).to.include('Order o12345 is cancelled.');
    expect(await card('Proposed change 2').getByRole('button', { name: 'Confirm' }).isEnabled()).to.equal(true);
    expect(await button('Confirm all').count(), 'only one is left').to.equal(0);
    expect(await at.chat.announced()).to.include.members([
      '1 of 3: Order o12345 is cancelled.',
      '2 of 3: The order has left the warehouse.',
      '3 of 3: Order o12345 is cancelled.',
    ]);
  });

  it('declines what is left of them with one button', async () => {
    await propose(three);
    await card('Proposed change 1').getByRole('button', { name: 'Confirm' }).click();
    await card('Proposed change 1').getByText('Order o12345 is cancelled.').waitFor();
    await button('Decline all').click();
    await at.chat.page.getByText('All 2 are declined.').first().waitFor();
    expect(at.fleet.decisions.map(({ quoteId, decision }) => `${decision} ${quoteId}`)).to.deep.equal([
      'confirm quote_1',
      'decline quote_2',
      'decline quote_3',
    ]);
    expect(await at.chat.answer.getByRole('region').getByRole('button').count()).to.equal(0);
  });

  it('decides nothing more once another conversation has begun', async () => {
    await propose(three);
    let go = (): void => undefined;
    at.fleet.beforeDecision = new Promise<void>((resolve) => (go = resolve));
    await button('Confirm all').click();
    await at.chat.page.getByText('Confirming 1 of 3 …').waitFor();
    await at.chat.talkAs('cust002');
    const answered = at.chat.page.waitForResponse(/\/quotes\/quote_1$/u);
    go();
    await (await answered).finished();
    await at.chat.say('Hello');
    const turn = await at.fleet.turn();
    turn.say('Good day.').finish();
    await at.chat.answered();
    expect(at.fleet.decisions.map(({ quoteId }) => quoteId)).to.deep.equal(['quote_1']);
    expect(await at.chat.announced()).to.deep.equal(['Good day.']);
  });

  it('keeps numbers and the button for all over a reload', async () => {
    await propose(three);
    await card('Proposed change 1').getByRole('button', { name: 'Decline' }).click();
    await card('Proposed change 1').getByText('Nothing was changed.').waitFor();
    at.fleet.storedQuotes = three.map((quote, index) =>
      publicQuote({ ...quote, state: index === 0 ? 'declined' : 'open' }),
    );
    await at.chat.reload();
    await card('Proposed change 2').waitFor();
    expect(await at.chat.page.getByRole('region').count()).to.equal(2);
    await button('Confirm all').click();
    await at.chat.page.getByText('All 2 are done.').first().waitFor();
    await answerWith(three.map((quote, index) => ({ ...quote, id: `other_${index}` })));
    at.fleet.storedQuotes = [publicQuote(proposal(2, { id: 'other_1', state: 'confirmed' }))];
    await at.chat.reload();
    await card('Proposed change 3').waitFor();
    expect(await card('Proposed change 2').count(), 'settled elsewhere').to.equal(0);
  });

  it('says why a proposal no longer holds, and offers what it would be now', async () => {
    await propose(three);
    const renewed = proposal(9, { summary: 'Cancel order o2 and refund $15.00.' });
    at.fleet.refusals.set('quote_2', staleWith(renewed));
    await card('Proposed change 2').getByRole('button', { name: 'Confirm' }).click();
    const [old, fresh] = [card('Proposed change 2'), card('New proposal 2')];
    await fresh.getByText(renewed.summary).waitFor();
    expect(await old.locator('.quote-state').innerText()).to.equal(
      'Nothing was done, because something changed since it was proposed. This is how it would be now:',
    );
    expect(await old.getByRole('button').count()).to.equal(0);
    expect((await at.chat.announced()).join(' ')).to.include(`${renewed.summary} Shall I do that?`);
    expect(await at.chat.page.locator(':focus').innerText()).to.match(/^Nothing was done/u);
    await at.chat.page.keyboard.press('Tab');
    await at.chat.page.keyboard.press('Enter');
    await fresh.getByText('Order o12345 is cancelled.').waitFor();
    expect(at.fleet.decisions.at(-1)).to.include({ quoteId: 'quote_9', decision: 'confirm' });
  });

  it('asks again for what became stale while all were confirmed: nobody has agreed to that yet', async () => {
    await propose(three);
    at.fleet.refusals.set('quote_2', staleWith(proposal(9)));
    await button('Confirm all').click();
    await at.chat.page
      .getByText(/^2 of 3 are done/u)
      .first()
      .waitFor();
    expect(at.fleet.decisions.map(({ quoteId }) => quoteId)).to.deep.equal(['quote_1', 'quote_2', 'quote_3']);
    expect(await button('Confirm').count()).to.equal(1);
    expect(await button('Confirm').isEnabled()).to.equal(true);
  });

  it('says when the time of a proposal has passed, and confirming it then brings a new one', async () => {
    await at.open();
    await at.chat.page.clock.install();
    await at.chat.talkAs('cust001');
    const now = await at.chat.page.evaluate(() => Date.now());
    const until = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
    await answerWith([
      proposal(1, { expires_at: until(10) }),
      proposal(2, { expires_at: until(5) }),
      proposal(3, { expires_at: until(20) }),
    ]);
    const states = async () =>
      Promise.all((await at.chat.page.getByRole('region').all()).map((one) => one.getAttribute('data-state')));
    await at.chat.page.clock.fastForward('06:00');
    expect(await states()).to.deep.equal(['open', 'expired', 'open']);
    expect(await at.chat.announced()).to.include(
      'The time for a proposed change has passed: Cancel order o2 and refund $20.00.',
    );
    await at.chat.page.clock.fastForward('05:00');
    expect(await states()).to.deep.equal(['expired', 'expired', 'open']);

    const renewed = proposal(9, { summary: 'Cancel order o2 and refund $18.00.', expires_at: until(60) });
    at.fleet.refusals.set('quote_2', staleWith(renewed, 'Nothing was done, because the proposal had expired.'));
    await card('Proposed change 2').getByRole('button', { name: 'Confirm' }).click();
    await card('New proposal 2').getByText(renewed.summary).waitFor();
    expect(await card('Proposed change 2').innerText()).to.include('because the proposal had expired');
    expect(await states()).to.deep.equal(['expired', 'closed', 'open', 'open']);
  });

  it('takes the button of a visitor who was identified in the conversation, without a token or a word about one', async () => {
    await propose([proposal(1), proposal(2)], { as: null });
    await at.chat.reload();
    await button('Confirm all').click();
    await at.chat.page.getByText('All 2 are done.').first().waitFor();
    expect(at.fleet.decisions.map(({ authorization }) => authorization)).to.deep.equal([undefined, undefined]);
    expect(
      await at.chat.page
        .locator('main')
        .getByText(/sign in|token/iu)
        .count(),
    ).to.equal(0);
  });

  it('renews the token of a demo customer for a button too', async () => {
    await propose([proposal(1)]);
    at.fleet.refusals.set('quote_1', new Problem('token_expired'));
    await at.chat.press('Confirm');
    await at.chat.quote.getByText('Order o12345 is cancelled.').waitFor();
  });

  it('drops the proposals of a conversation that is gone', async () => {
    await propose([proposal(1)]);
    await at.chat.say('Still there?');
    (await at.fleet.turn()).refuse('conversation_not_found');
    await at.chat.quote.getByText('This went with its conversation. Nothing was done.').waitFor();
    expect(await button('Confirm').count()).to.equal(0);
  });

  it('fits a list into 320 pixels', async () => {
    await propose(three, { width: 320, height: 640 });
    await button('Confirm all').waitFor();
    expect(await at.chat.page.evaluate('document.documentElement.scrollWidth')).to.equal(320);
  });
});

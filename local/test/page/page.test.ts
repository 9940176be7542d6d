import { expect } from 'chai';
import { chatPage } from '@deskfleet/supervisor/page.ts';
import { ChatPage } from '../../src/testing/browser.ts';
import { openQuote, StandInFleet } from '../chat/stand-in-fleet.ts';
import { describeChatPage, describeInBrowser } from '../support/in-browser.ts';

/** Colours of styles.css. */
const NAMES = [
  'page',
  'surface',
  'text',
  'muted',
  'accent',
  'on-accent',
  'tint',
  'warm',
  'warm-tint',
  'bad',
  'bad-tint',
  'edge',
] as const;

describeChatPage('the chat page in a browser', (at) => {
  it('shows the answer and who works on it while it is written, then what it rests on and what it cost', async () => {
    await at.open();
    await at.chat.talkAs('cust001');
    await at.chat.say('Where is my order?');
    const turn = await at.fleet.turn();
    expect(turn).to.include({
      message: 'Where is my order?',
      authorization: 'Bearer token-of-cust001-acme',
      askedConversationId: null,
    });
    turn.agent('order-management', 'working').agent('order-management', 'working', 'get_order').say('It is on ');
    await at.chat.sees('It is on');
    expect(await at.chat.chips()).to.deep.equal(['Order management · get_order …']);
    expect(await at.chat.stop.isVisible()).to.equal(true);

    turn
      .say('its **way**:\n- headphones\n')
      .agent('order-management', 'answered')
      .finish({ degraded: true, citations: [{ id: 'a', title: 'Delivery', section: 'Times' }] });
    expect(await at.chat.answered()).to.match(/^It is on its way:\s+headphones$/u);
    expect(await at.chat.answer.locator('strong').allInnerTexts()).to.deep.equal(['way']);
    await at.chat.sees('Delivery, Times');
    await at.chat.sees('Reduced service: answered without the language model.');
    expect(await at.chat.answer.getByText('$0.001230').isVisible()).to.equal(false);
    await at.chat.answer.getByText('Usage').click();
    await at.chat.sees(/2 model calls · 1,245 tokens .* · \$0\.001230 · 3 data API calls/u);
  });

  it('reads whole sentences out, never single tokens', async () => {
    await at.open();
    await at.chat.say('Hello');
    const turn = await at.fleet.turn();
    turn.say('Good day. I can ');
    await at.chat.sees('I can');
    expect(await at.chat.announced()).to.deep.equal(['Good day.']);
    turn.say('help.').finish();
    await at.chat.answered();
    expect(await at.chat.announced()).to.deep.equal(['Good day.', 'I can help.']);
  });

  it('shows what an agent or a customer wrote as text, never as markup', async () => {
    await at.open();
    const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
    await at.chat.say(evil);
    (await at.fleet.turn())
      .say(evil)
      .quote(openQuote({ summary: evil }))
      .finish({ citations: [{ id: 'a', title: evil }] });
    expect(await at.chat.answered()).to.equal(evil);
    expect(await at.chat.page.locator('#log img, #log script').count()).to.equal(0);
    expect(await at.chat.page.title()).to.equal('Deskfleet');
  });

  it('confirms a proposal with its button, and moves the focus to what was done', async () => {
    await at.open();
    await at.chat.talkAs('cust001');
    await at.chat.say('Cancel my order');
    const turn = await at.fleet.turn();
    turn.say('Shall I?').quote(openQuote());
    await at.chat.quote.getByText('Cancel order o12345 and refund $249.00.').waitFor();
    expect(
      await at.chat.quote.getByRole('button', { name: 'Confirm' }).isDisabled(),
      'while the answer is written',
    ).to.equal(true);
    turn.finish();
    await at.chat.answered();
    await at.chat.press('Confirm');
    await at.chat.quote.getByText('Order o12345 is cancelled.').waitFor();
    expect(at.fleet.decisions).to.deep.equal([
      { quoteId: 'quote_1', decision: 'confirm', authorization: 'Bearer token-of-cust001-acme' },
    ]);
    expect(await at.chat.quote.getByRole('button').count()).to.equal(0);
    expect(await at.chat.page.locator(':focus').innerText()).to.equal('Order o12345 is cancelled.');
    expect(await at.chat.announced()).to.include('Order o12345 is cancelled.');
  });

  it('updates the card when the customer types the yes', async () => {
    await at.open();
    await at.chat.talkAs('cust001');
    await at.chat.say('Cancel my order');
    (await at.fleet.turn()).say('Shall I?').quote(openQuote()).finish();
    await at.chat.answered();
    await at.chat.say('yes');
    (await at.fleet.turn())
      .say('Cancelled.')
      .quote(openQuote({ state: 'confirmed' }))
      .finish();
    await at.chat.answered();
    await at.chat.quote.getByText('Done').waitFor();
    expect(await at.chat.page.getByRole('region', { name: 'Proposed change' }).count()).to.equal(1);
    expect(at.fleet.decisions).to.deep.equal([]);
  });

  it('declines, and tells why a proposal can no longer be confirmed', async () => {
    await at.open();
    await at.chat.talkAs('cust001');
    await at.chat.say('Cancel both');
    (await at.fleet.turn())
      .say('Shall I?')
      .quote(openQuote())
      .quote(openQuote({ id: 'quote_2' }))
      .finish();
    await at.chat.answered();
    await at.chat.quote.getByRole('button', { name: 'Decline' }).click();
    await at.chat.quote.getByText('Nothing was changed.').waitFor();
    at.fleet.refuseDecisions = 'database_unavailable';
    await at.chat.press('Confirm');
    await at.chat.page.getByText('Our records cannot be reached right now.').first().waitFor();
    at.fleet.refuseDecisions = 'quote_stale';
    await at.chat.press('Confirm');
    await at.chat.page.getByText('Something changed since this was proposed').first().waitFor();
    expect(await at.chat.page.getByRole('button', { name: 'Confirm' }).count()).to.equal(0);
  });

  it('sends a failed message again with the same key', async () => {
    await at.open();
    await at.chat.say('Hello');
    const first = await at.fleet.turn();
    first.say('Half').fail('model_unavailable');
    await at.chat.sees('The assistant cannot answer right now. Please try again in a moment.');
    await at.chat.press('Try again');
    const second = await at.fleet.turn();
    expect(second).to.include({ message: 'Hello', key: first.key, askedConversationId: null });
    // A browser repeats a request by itself whose connection ends before the first byte of an answer.
    second.say('Hal');
    await at.chat.sees('Hal');
    second.breakOff();
    await at.chat.sees('The connection broke off before the answer was complete. Try again.');
    await at.chat.press('Try again');
    const third = await at.fleet.turn();
    expect(third.key).to.equal(first.key);
    third.say('Whole.').finish();
    expect(await at.chat.answered()).to.equal('Whole.');
    expect(await at.chat.page.locator('#log > .message').count()).to.equal(2);
    await at.chat.say('Again');
    const next = await at.fleet.turn();
    expect(next.key).not.to.equal(first.key);
    expect(next.askedConversationId).to.equal(third.conversationId);
    next.finish();
    await at.chat.answered();
  });

  it('gives a message back that cannot be sent as it is', async () => {
    await at.open();
    await at.chat.say('Much too long');
    (await at.fleet.turn()).refuse('message_too_long');
    await at.chat.sees('The message is too long. Shorten it and send it again.');
    expect(await at.chat.field.inputValue()).to.equal('Much too long');
    expect(await at.chat.page.getByRole('button', { name: 'Try again' }).count()).to.equal(0);
  });

  it('renews the token of a demo customer without a word', async () => {
    await at.open();
    await at.chat.talkAs('cust001');
    await at.chat.say('Hello');
    const first = await at.fleet.turn();
    first.refuse('token_expired');
    const second = await at.fleet.turn();
    expect(second.key).to.equal(first.key);
    second.say('Good day.').finish();
    expect(await at.chat.answered()).to.equal('Good day.');
  });

  it('goes on in a new conversation when the old one is gone', async () => {
    await at.open();
    await at.chat.say('Hello');
    (await at.fleet.turn()).say('Good day.').finish();
    await at.chat.answered();
    await at.chat.say('Still there?');
    (await at.fleet.turn()).refuse('conversation_not_found');
    await at.chat.press('Ask in a new conversation');
    const turn = await at.fleet.turn();
    expect(turn).to.include({ message: 'Still there?', askedConversationId: null });
    turn.say('Yes.').finish();
    expect(await at.chat.answered()).to.equal('Yes.');
  });

  it('stops an answer: the fleet notices, what was said stays, the focus is in the field', async () => {
    await at.open();
    for (const stop of [() => at.chat.press('Stop'), () => at.chat.field.press('Escape')]) {
      await at.chat.say('Tell me everything');
      const turn = await at.fleet.turn();
      turn.say('Once upon a time');
      await at.chat.sees('Once upon a time');
      await stop();
      await turn.left;
      await at.chat.sees('Stopped.');
      expect(await at.chat.answered()).to.equal('Once upon a time');
      expect(await at.chat.page.locator('#message:focus').count()).to.equal(1);
    }
  });

  it('has the conversation, its open proposal and the customer again after a reload', async () => {
    await at.open();
    await at.chat.talkAs('cust002');
    for (const message of ['One', 'Two']) {
      await at.chat.say(message);
      (await at.fleet.turn()).say(`Answer to ${message}`).quote(openQuote()).finish();
      await at.chat.answered();
    }
    await at.chat.reload();
    expect(await at.chat.picker.inputValue()).to.equal('cust002');
    await at.chat.page.getByText('Answer to Two').waitFor();
    await at.chat.page.getByRole('button', { name: 'Confirm' }).waitFor();
    expect(await at.chat.page.getByText('Answer to One').count()).to.equal(0);
    await at.chat.press('Show earlier messages');
    await at.chat.page.getByText('Answer to One').waitFor();
    await at.chat.say('Three');
    const turn = await at.fleet.turn();
    expect(turn.askedConversationId).to.equal([...at.fleet.conversations.keys()][0]);
    expect(turn.authorization).to.equal('Bearer token-of-cust002-acme');
    turn.finish();
    await at.chat.answered();
  });

  it('starts a new conversation with the button, and with another customer', async () => {
    await at.open({ path: '/?tenant=globex' });
    for (const change of [
      () => at.chat.press('New conversation'),
      () => at.chat.talkAs('cust001'),
      () => at.chat.talkAs(null),
    ]) {
      await at.chat.say('Hello');
      const turn = await at.fleet.turn();
      expect(turn.askedConversationId).to.equal(null);
      turn.say('Good day.');
      await at.chat.sees('Good day.');
      await change();
      // The old answer was still being written: it must not appear in the new conversation.
      await turn.left;
      expect(await at.chat.page.getByText('Good day.').count()).to.equal(0);
    }
    await at.chat.talkAs('cust002');
    await at.chat.page.getByRole('button', { name: 'Which smartwatch is best?' }).click();
    const asked = await at.fleet.turn();
    expect(asked).to.include({
      message: 'Which smartwatch is best?',
      authorization: 'Bearer token-of-cust002-globex',
    });
    asked.finish();
    await at.chat.answered();
  });

  it('is usable with the keyboard alone', async () => {
    await at.open();
    await at.chat.page.keyboard.type('Hello');
    await at.chat.page.keyboard.press('Shift+Enter');
    await at.chat.page.keyboard.type('there');
    await at.chat.page.keyboard.press('Enter');
    const turn = await at.fleet.turn();
    expect(turn.message).to.equal('Hello\nthere');
    turn.say('Shall I?').quote(openQuote()).finish();
    await at.chat.answered();
    await at.chat.page.keyboard.press('Shift+Tab');
    await at.chat.page.keyboard.press('Shift+Tab');
    await at.chat.page.keyboard.press('Shift+Tab');
    expect(await at.chat.page.locator(':focus').innerText()).to.equal('Confirm');
    expect(await at.chat.page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).to.equal('solid');
    await at.chat.page.keyboard.press('Enter');
    await at.chat.quote.getByText('Order o12345 is cancelled.').waitFor();
  });

  it('fits into 320 pixels, in both themes, and holds still when asked to', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await at.open({ width: 320, height: 640, colorScheme, reducedMotion: 'reduce' });
      await at.chat.talkAs('cust001');
      await at.chat.say('x'.repeat(200));
      const turn = await at.fleet.turn();
      turn.agent('order-management', 'working', 'get_order');
      await at.chat.answer.getByText('get_order').waitFor();
      expect(await at.chat.page.evaluate('document.getAnimations().length')).to.equal(0);
      turn
        .say(`${'y'.repeat(200)}\n- ${'z'.repeat(200)}`)
        .quote(openQuote())
        .finish();
      await at.chat.answered();
      expect(await at.chat.page.evaluate('document.documentElement.scrollWidth')).to.equal(320);
      if (colorScheme === 'light') await at.chat.close();
    }
  });

  it('has the contrast that WCAG AA asks for, in both themes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await at.open({ colorScheme });
      const colours = Object.fromEntries(
        await Promise.all(
          NAMES.map(
            async (name) =>
              [
                name,
                await at.chat.page.evaluate<string>(
                  `getComputedStyle(document.documentElement).getPropertyValue('--${name}').trim()`,
                ),
              ] as const,
          ),
        ),
      );
      const pairs = [
        ['text', 'page'],
        ['text', 'surface'],
        ['text', 'tint'],
        ['muted', 'page'],
        ['muted', 'surface'],
        ['accent', 'page'],
        ['accent', 'surface'],
        ['on-accent', 'accent'],
        ['warm', 'warm-tint'],
        ['warm', 'surface'],
        ['bad', 'page'],
        ['bad', 'bad-tint'],
        ['bad', 'surface'],
      ] as const;
      for (const [ink, paper] of pairs)
        expect(contrast(colours[ink]!, colours[paper]!), `${colorScheme}: ${ink} on ${paper}`).to.be.at.least(4.5);
      expect(contrast(colours['edge']!, colours['surface']!), `${colorScheme}: edges of fields`).to.be.at.least(3);
      if (colorScheme === 'light') await at.chat.close();
    }
  });
});

describeInBrowser('the chat page on AWS', (browser) => {
  it('takes a pasted token where there are no demo customers, keeps it over a reload, and forgets it', async () => {
    const fleet = await new StandInFleet().start({ page: chatPage(), localSignIn: false });
    const chat = await ChatPage.open(browser(), fleet.url);
    expect(await chat.picker.count()).to.equal(0);
    await chat.say('Hello');
    const visitor = await fleet.turn();
    expect(visitor.authorization).to.equal(undefined);
    visitor.refuse('token_invalid');
    await chat.press('Sign in');
    await chat.page.keyboard.type('my.own.token');
    await chat.page.keyboard.press('Enter');
    await chat.page.getByText('Signed in with your token.').waitFor();
    await chat.reload();
    for (const [expected, then] of [
      ['Bearer my.own.token', 'Sign out'],
      [undefined, 'New conversation'],
    ] as const) {
      await chat.say('Hello');
      const turn = await fleet.turn();
      expect(turn.authorization).to.equal(expected);
      turn.say('Good day.').finish();
      await chat.answered();
      if (then === 'Sign out') await chat.page.getByText('Sign in with a token').click();
      await chat.press(then);
    }
    expect(chat.complaints).to.deep.equal([]);
    await fleet.close();
  });
});

/** WCAG 2.2 contrast of two colours in #rgb or #rrggbb form. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.slice(1).replaceAll(/./gu, '$&$&') : colour.slice(1);
  const [r, g, b] = [0, 2, 4]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { chatPage } from '@deskfleet/supervisor/page.ts';
import { browserMissing, ChatPage, launchBrowser, type ChatPageOptions } from '../../src/testing/browser.ts';
import { openQuote, StandInFleet } from '../chat/stand-in-fleet.ts';

const missing = browserMissing();
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

if (missing !== undefined) {
  describe('the chat page in a browser', () => {
    it(missing);
  });
} else {
  describe('the chat page in a browser', () => {
    let browser: Browser;
    let fleet: StandInFleet;
    let chat: ChatPage;

    const open = async (options?: ChatPageOptions & { path?: string }): Promise<ChatPage> =>
      (chat = await ChatPage.open(browser, fleet.url + (options?.path ?? '/'), options));

    before(async () => {
      browser = await launchBrowser();
    });
    after(() => browser.close());
    beforeEach(async () => {
      fleet = await new StandInFleet().start({ page: chatPage() });
    });
    afterEach(async () => {
      expect(chat.complaints, 'what the browser complained about').to.deep.equal([]);
      await chat.close();
      await fleet.close();
    });

    it('shows the answer and who works on it while it is written, then what it rests on and what it cost', async () => {
      await open();
      await chat.talkAs('cust001');
      await chat.say('Where is my order?');
      const turn = await fleet.turn();
      expect(turn).to.include({
        message: 'Where is my order?',
        authorization: 'Bearer token-of-cust001-acme',
        askedConversationId: null,
      });
      turn.agent('order-management', 'working').agent('order-management', 'working', 'get_order').say('It is on ');
      await chat.sees('It is on');
      expect(await chat.chips()).to.deep.equal(['Order management · get_order …']);
      expect(await chat.stop.isVisible()).to.equal(true);

      turn
        .say('its **way**:\n- headphones\n')
        .agent('order-management', 'answered')
        .finish({ degraded: true, citations: [{ id: 'a', title: 'Delivery', section: 'Times' }] });
      expect(await chat.answered()).to.match(/^It is on its way:\s+headphones$/u);
      expect(await chat.answer.locator('strong').allInnerTexts()).to.deep.equal(['way']);
      await chat.sees('Delivery, Times');
      await chat.sees('Reduced service: answered without the language model.');
      expect(await chat.answer.getByText('$0.001230').isVisible()).to.equal(false);
      await chat.answer.getByText('Usage').click();
      await chat.sees(/2 model calls · 1,245 tokens .* · \$0\.001230 · 3 data API calls/u);
    });

    it('reads whole sentences out, never single tokens', async () => {
      await open();
      await chat.say('Hello');
      const turn = await fleet.turn();
      turn.say('Good day. I can ');
      await chat.sees('I can');
      expect(await chat.announced()).to.deep.equal(['Good day.']);
      turn.say('help.').finish();
      await chat.answered();
      expect(await chat.announced()).to.deep.equal(['Good day.', 'I can help.']);
    });

    it('shows what an agent or a customer wrote as text, never as markup', async () => {
      await open();
      const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
      await chat.say(evil);
      (await fleet.turn())
        .say(evil)
        .quote(openQuote({ summary: evil }))
        .finish({ citations: [{ id: 'a', title: evil }] });
      expect(await chat.answered()).to.equal(evil);
      expect(await chat.page.locator('#log img, #log script').count()).to.equal(0);
      expect(await chat.page.title()).to.equal('Deskfleet');
    });

    it('confirms a proposal with its button, and moves the focus to what was done', async () => {
      await open();
      await chat.talkAs('cust001');
      await chat.say('Cancel my order');
      const turn = await fleet.turn();
      turn.say('Shall I?').quote(openQuote());
      await chat.quote.getByText('Cancel order o12345 and refund $249.00.').waitFor();
      expect(
        await chat.quote.getByRole('button', { name: 'Confirm' }).isDisabled(),
        'while the answer is written',
      ).to.equal(true);
      turn.finish();
      await chat.answered();
      await chat.press('Confirm');
      await chat.quote.getByText('Order o12345 is cancelled.').waitFor();
      expect(fleet.decisions).to.deep.equal([
        { quoteId: 'quote_1', decision: 'confirm', authorization: 'Bearer token-of-cust001-acme' },
      ]);
      expect(await chat.quote.getByRole('button').count()).to.equal(0);
      expect(await chat.page.locator(':focus').innerText()).to.equal('Order o12345 is cancelled.');
      expect(await chat.announced()).to.include('Order o12345 is cancelled.');
    });

    it('updates the card when the customer types the yes', async () => {
      await open();
      await chat.talkAs('cust001');
      await chat.say('Cancel my order');
      (await fleet.turn()).say('Shall I?').quote(openQuote()).finish();
      await chat.answered();
      await chat.say('yes');
      (await fleet.turn())
        .say('Cancelled.')
        .quote(openQuote({ state: 'confirmed' }))
        .finish();
      await chat.answered();
      await chat.quote.getByText('Done').waitFor();
      expect(await chat.page.getByRole('region', { name: 'Proposed change' }).count()).to.equal(1);
      expect(fleet.decisions).to.deep.equal([]);
    });

    it('declines, and tells why a proposal can no longer be confirmed', async () => {
      await open();
      await chat.talkAs('cust001');
      await chat.say('Cancel both');
      (await fleet.turn())
        .say('Shall I?')
        .quote(openQuote())
        .quote(openQuote({ id: 'quote_2' }))
        .finish();
      await chat.answered();
      await chat.quote.getByRole('button', { name: 'Decline' }).click();
      await chat.quote.getByText('Nothing was changed.').waitFor();
      fleet.refuseDecisions = 'database_unavailable';
      await chat.press('Confirm');
      await chat.page.getByText('Our records cannot be reached right now.').first().waitFor();
      fleet.refuseDecisions = 'quote_stale';
      await chat.press('Confirm');
      await chat.page.getByText('Something changed since this was proposed').first().waitFor();
      expect(await chat.page.getByRole('button', { name: 'Confirm' }).count()).to.equal(0);
    });

    it('sends a failed message again with the same key', async () => {
      await open();
      await chat.say('Hello');
      const first = await fleet.turn();
      first.say('Half').fail('model_unavailable');
      await chat.sees('The assistant cannot answer right now. Please try again in a moment.');
      await chat.press('Try again');
      const second = await fleet.turn();
      expect(second).to.include({ message: 'Hello', key: first.key, askedConversationId: null });
      // A browser repeats a request by itself whose connection ends before the first byte of an answer.
      second.say('Hal');
      await chat.sees('Hal');
      second.breakOff();
      await chat.sees('The connection broke off before the answer was complete. Try again.');
      await chat.press('Try again');
      const third = await fleet.turn();
      expect(third.key).to.equal(first.key);
      third.say('Whole.').finish();
      expect(await chat.answered()).to.equal('Whole.');
      expect(await chat.page.locator('#log > .message').count()).to.equal(2);
      await chat.say('Again');
      const next = await fleet.turn();
      expect(next.key).not.to.equal(first.key);
      expect(next.askedConversationId).to.equal(third.conversationId);
      next.finish();
      await chat.answered();
    });

    it('gives a message back that cannot be sent as it is', async () => {
      await open();
      await chat.say('Much too long');
      (await fleet.turn()).refuse('message_too_long');
      await chat.sees('The message is too long. Shorten it and send it again.');
      expect(await chat.field.inputValue()).to.equal('Much too long');
      expect(await chat.page.getByRole('button', { name: 'Try again' }).count()).to.equal(0);
    });

    it('renews the token of a demo customer without a word', async () => {
      await open();
      await chat.talkAs('cust001');
      await chat.say('Hello');
      const first = await fleet.turn();
      first.refuse('token_expired');
      const second = await fleet.turn();
      expect(second.key).to.equal(first.key);
      second.say('Good day.').finish();
      expect(await chat.answered()).to.equal('Good day.');
    });

    it('goes on in a new conversation when the old one is gone', async () => {
      await open();
      await chat.say('Hello');
      (await fleet.turn()).say('Good day.').finish();
      await chat.answered();
      await chat.say('Still there?');
      (await fleet.turn()).refuse('conversation_not_found');
      await chat.press('Ask in a new conversation');
      const turn = await fleet.turn();
      expect(turn).to.include({ message: 'Still there?', askedConversationId: null });
      turn.say('Yes.').finish();
      expect(await chat.answered()).to.equal('Yes.');
    });

    it('stops an answer: the fleet notices, what was said stays, the focus is in the field', async () => {
      await open();
      for (const stop of [() => chat.press('Stop'), () => chat.field.press('Escape')]) {
        await chat.say('Tell me everything');
        const turn = await fleet.turn();
        turn.say('Once upon a time');
        await chat.sees('Once upon a time');
        await stop();
        await turn.left;
        await chat.sees('Stopped.');
        expect(await chat.answered()).to.equal('Once upon a time');
        expect(await chat.page.locator('#message:focus').count()).to.equal(1);
      }
    });

    it('has the conversation, its open proposal and the customer again after a reload', async () => {
      await open();
      await chat.talkAs('cust002');
      for (const message of ['One', 'Two']) {
        await chat.say(message);
        (await fleet.turn()).say(`Answer to ${message}`).quote(openQuote()).finish();
        await chat.answered();
      }
      await chat.reload();
      expect(await chat.picker.inputValue()).to.equal('cust002');
      await chat.page.getByText('Answer to Two').waitFor();
      await chat.page.getByRole('button', { name: 'Confirm' }).waitFor();
      expect(await chat.page.getByText('Answer to One').count()).to.equal(0);
      await chat.press('Show earlier messages');
      await chat.page.getByText('Answer to One').waitFor();
      await chat.say('Three');
      const turn = await fleet.turn();
      expect(turn.askedConversationId).to.equal([...fleet.conversations.keys()][0]);
      expect(turn.authorization).to.equal('Bearer token-of-cust002-acme');
      turn.finish();
      await chat.answered();
    });

    it('starts a new conversation with the button, and with another customer', async () => {
      await open({ path: '/?tenant=globex' });
      for (const change of [
        () => chat.press('New conversation'),
        () => chat.talkAs('cust001'),
        () => chat.talkAs(null),
      ]) {
        await chat.say('Hello');
        const turn = await fleet.turn();
        expect(turn.askedConversationId).to.equal(null);
        turn.say('Good day.');
        await chat.sees('Good day.');
        await change();
        // The old answer was still being written: it must not appear in the new conversation.
        await turn.left;
        expect(await chat.page.getByText('Good day.').count()).to.equal(0);
      }
      await chat.talkAs('cust002');
      await chat.page.getByRole('button', { name: 'Which smartwatch is best?' }).click();
      const asked = await fleet.turn();
      expect(asked).to.include({
        message: 'Which smartwatch is best?',
        authorization: 'Bearer token-of-cust002-globex',
      });
      asked.finish();
      await chat.answered();
    });

    it('is usable with the keyboard alone', async () => {
      await open();
      await chat.page.keyboard.type('Hello');
      await chat.page.keyboard.press('Shift+Enter');
      await chat.page.keyboard.type('there');
      await chat.page.keyboard.press('Enter');
      const turn = await fleet.turn();
      expect(turn.message).to.equal('Hello\nthere');
      turn.say('Shall I?').quote(openQuote()).finish();
      await chat.answered();
      await chat.page.keyboard.press('Shift+Tab');
      await chat.page.keyboard.press('Shift+Tab');
      await chat.page.keyboard.press('Shift+Tab');
      expect(await chat.page.locator(':focus').innerText()).to.equal('Confirm');
      expect(await chat.page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).to.equal('solid');
      await chat.page.keyboard.press('Enter');
      await chat.quote.getByText('Order o12345 is cancelled.').waitFor();
    });

    it('fits into 320 pixels, in both themes, and holds still when asked to', async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await open({ width: 320, height: 640, colorScheme, reducedMotion: 'reduce' });
        await chat.talkAs('cust001');
        await chat.say('x'.repeat(200));
        const turn = await fleet.turn();
        turn.agent('order-management', 'working', 'get_order');
        await chat.answer.getByText('get_order').waitFor();
        expect(await chat.page.evaluate('document.getAnimations().length')).to.equal(0);
        turn
          .say(`${'y'.repeat(200)}\n- ${'z'.repeat(200)}`)
          .quote(openQuote())
          .finish();
        await chat.answered();
        expect(await chat.page.evaluate('document.documentElement.scrollWidth')).to.equal(320);
        if (colorScheme === 'light') await chat.close();
      }
    });

    it('has the contrast that WCAG AA asks for, in both themes', async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await open({ colorScheme });
        const colours = Object.fromEntries(
          await Promise.all(
            NAMES.map(
              async (name) =>
                [
                  name,
                  await chat.page.evaluate<string>(
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
        if (colorScheme === 'light') await chat.close();
      }
    });
  });

  describe('the chat page on AWS', () => {
    it('takes a pasted token where there are no demo customers, keeps it over a reload, and forgets it', async () => {
      const fleet = await new StandInFleet().start({ page: chatPage(), localSignIn: false });
      const browser = await launchBrowser();
      const chat = await ChatPage.open(browser, fleet.url);
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
      await browser.close();
      await fleet.close();
    });
  });
}

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

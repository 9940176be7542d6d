/** Suites in a real browser. Where the machine has none they are one pending test that says so; in CI that fails. */
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { chatPage } from '@deskfleet/supervisor/page.ts';
import { browserMissing, ChatPage, launchBrowser, type ChatPageOptions } from '../../src/testing/browser.ts';
import { StandInFleet } from '../chat/stand-in-fleet.ts';

/** @param tests is given the browser of the suite, which is there once its tests run. */
export function describeInBrowser(title: string, tests: (browser: () => Browser) => void): void {
  describe(title, function () {
    this.timeout(60_000);
    const missing = browserMissing();
    if (missing !== undefined) {
      it(missing);
      return;
    }
    let browser: Browser;
    before(async () => {
      browser = await launchBrowser();
    });
    after(() => browser.close());
    tests(() => browser);
  });
}

/** What one test works with; another one has its own. */
export interface ChatPageTest {
  readonly fleet: StandInFleet;
  /** The page that was opened last. @throws before `open` */
  readonly chat: ChatPage;
  open(options?: ChatPageOptions & { readonly path?: string }): Promise<ChatPage>;
}

/** The chat page before a stand-in fleet. A test fails when the browser has complained about the page. */
export function describeChatPage(title: string, tests: (at: ChatPageTest) => void): void {
  describeInBrowser(title, (browser) => {
    let fleet: StandInFleet;
    let chat: ChatPage | undefined;

    beforeEach(async () => {
      chat = undefined;
      fleet = await new StandInFleet().start({ page: chatPage() });
    });
    afterEach(async () => {
      expect(chat?.complaints ?? [], 'what the browser complained about').to.deep.equal([]);
      await chat?.close();
      await fleet.close();
    });

    tests({
      get fleet() {
        return fleet;
      },
      get chat() {
        if (chat === undefined) throw new Error('the test has opened no page');
        return chat;
      },
      open: async ({ path = '/', ...options } = {}) =>
        (chat = await ChatPage.open(browser(), fleet.url + path, options)),
    });
  });
}

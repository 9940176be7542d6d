/** A real browser for tests of the chat page, and the page as its user knows it. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Why there is no browser to test with; undefined when there is one. Tests stay visibly pending then.
 * @throws {Error} where `CI=true`: there a missing browser is a failure.
 */
export function browserMissing(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  if (existsSync(CHROMIUM)) return undefined;
  const reason = `there is no browser at ${CHROMIUM}: install it with apt-get install chromium`;
  if (environment['CI'] === 'true') throw new Error(reason);
  return reason;
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

export interface ChatPageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce' | 'no-preference';
}

/** The chat page in a tab of its own with fresh storage. Everything is found as a person finds it: by role and name. */
export class ChatPage {
  readonly page: Page;
  readonly field: Locator;
  readonly stop: Locator;
  readonly picker: Locator;
  /** Complaints of the browser: uncaught errors, and what the content security policy blocked. */
  readonly complaints: string[];

  private constructor(page: Page, complaints: string[]) {
    this.page = page;
    this.field = page.getByLabel('Your message');
    this.stop = page.getByRole('button', { name: 'Stop' });
    this.picker = page.getByLabel('Talk as');
    this.complaints = complaints;
  }

  static async open(
    browser: Browser,
    url: string,
    { width = 1280, height = 900, ...media }: ChatPageOptions = {},
  ): Promise<ChatPage> {
    const context = await browser.newContext({
      viewport: { width, height },
      locale: 'en-US',
      timezoneId: 'UTC',
      ...media,
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        complaints.push(message.text());
    });
    const chat = new ChatPage(page, complaints);
    await page.goto(url);
    await chat.ready();
    return chat;
  }

  /** Signed in or not, with the welcome or the earlier conversation shown. */
  async ready(): Promise<void> {
    await this.page.locator('#log > li').first().waitFor();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** @param customer its id; null for a visitor */
  async talkAs(customer: string | null): Promise<void> {
    await this.picker.selectOption(customer ?? '');
    await this.page.getByRole('heading', { name: customer === null ? 'How can I help?' : /^Hello/u }).waitFor();
  }

  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** The latest answer, with its chips, cards and sources. */
  get answer(): Locator {
    return this.page.locator('#log > .message:not(.mine)').last();
  }

  /** The answer's own words. */
  get answerText(): Locator {
    return this.answer.locator('.rich-text');
  }

  /** Waits until the latest answer shows a text. */
  async sees(text: string | RegExp): Promise<void> {
    await this.answer.getByText(text).first().waitFor();
  }

  /** Waits until no answer is being written, and gives the words of the latest. */
  async answered(): Promise<string> {
    await this.stop.waitFor({ state: 'hidden' });
    return this.answerText.innerText();
  }

  /** "Order management · get_order …", in the order the agents began. */
  async chips(): Promise<string[]> {
    const texts = await this.answer.getByRole('list', { name: 'Agents at work' }).getByRole('listitem').allInnerTexts();
    return texts.map((text) => text.replaceAll(/\s+/gu, ' '));
  }

  get quote(): Locator {
    return this.page.getByRole('region', { name: 'Proposed change' }).last();
  }

  async press(button: string): Promise<void> {
    await this.page.getByRole('button', { name: button, exact: true }).click();
  }

  /** What a screen reader has been told since the answer began. */
  announced(): Promise<string[]> {
    return this.page.locator('#announcer p').allTextContents();
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

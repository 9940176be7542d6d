/** The staff console in a browser, as a colleague knows it. */
import { expect } from 'chai';
import type { Browser, Locator, Page } from 'playwright-core';

/** In a tab of its own with fresh storage. Everything is found by role and name. */
export class StaffConsole {
  readonly page: Page;
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.complaints.push(message.text());
    });
  }

  static async open(browser: Browser, url: string, as: string, width = 1280): Promise<StaffConsole> {
    const desk = await StaffConsole.openSignedOut(browser, url, width);
    await desk.page.getByLabel('Work as').selectOption({ label: as });
    return desk;
  }

  static async openSignedOut(browser: Browser, url: string, width = 1280): Promise<StaffConsole> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'en-US', timezoneId: 'UTC' });
    const desk = new StaffConsole(await context.newPage());
    await desk.page.goto(`${url}/staff.html`);
    return desk;
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Opens the conversation of a customer. */
  async openOf(customer: string): Promise<void> {
    const list = this.page.getByRole('list', { name: 'Conversations' });
    await list.getByRole('button').filter({ hasText: customer }).first().click();
    await this.page.getByRole('heading', { level: 2, name: customer }).waitFor();
    await this.page.getByRole('region', { name: 'What to do' }).waitFor();
  }

  async fold(title: string): Promise<void> {
    await this.page.locator('summary', { hasText: new RegExp(`^${title}$`, 'u') }).click();
  }

  status(text: string | RegExp): Promise<void> {
    return this.page.getByRole('status').filter({ hasText: text }).first().waitFor();
  }

  messages(): Promise<string[]> {
    return this.page.getByRole('list', { name: 'Messages' }).getByRole('listitem').allInnerTexts();
  }

  async close(): Promise<void> {
    expect(this.complaints, 'what the browser complained about').to.deep.equal([]);
    await this.page.context().close();
  }
}

/** Signing in with an account where the supervisor itself verifies the token: colleagues, and customers who look in. */
import { expect } from 'chai';
import { ChatPage } from '../../src/testing/browser.ts';
import { CLIENT_ID, PASSWORD, TestCognito, user } from '../support/cognito.ts';
import { describeInBrowser } from '../support/in-browser.ts';
import { StaffConsole } from './staff-console.ts';
import { StaffFleet } from './staff-fleet.ts';

const SAM = 'sam@kernel.example';
const ANN = 'ann@kernel.example';

describeInBrowser('signing in on the staff console', (browser) => {
  let fleet: StaffFleet;
  let cognito: TestCognito;
  let desk: StaffConsole;

  beforeEach(async () => {
    const users = [
      user({ email: SAM, customerId: null, groups: ['staff'] }),
      user({ email: 'kim@kernel.example', customerId: null, groups: ['staff'], status: 'FORCE_CHANGE_PASSWORD' }),
      user({ email: ANN, customerId: 'ann' }),
    ];
    cognito = await TestCognito.start({
      users: (email) => users.map((one) => ({ ...one, tenant: fleet.shop.tenant })).find((one) => one.email === email),
      issuer: () => fleet.agents.issuer,
    });
    fleet = await StaffFleet.start({ SIGN_IN_CLIENT_ID: CLIENT_ID, SIGN_IN_ENDPOINT: cognito.url });
    desk = await StaffConsole.openSignedOut(browser(), fleet.url);
  });
  afterEach(async () => {
    await desk.close();
    await Promise.all([fleet.close(), cognito.close()]);
  });

  const enter = async (email: string, password = PASSWORD): Promise<void> => {
    await desk.page.getByLabel('E-mail').fill(email);
    await desk.page.getByLabel('Password', { exact: true }).fill(password);
    await desk.press('Sign in');
  };
  const ofAnn = async (): Promise<ChatPage> => {
    const chat = await ChatPage.open(browser(), fleet.url);
    await chat.page.locator('summary', { hasText: /^Sign in$/u }).click();
    await chat.page.getByLabel('E-mail').fill(ANN);
    await chat.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await chat.page.keyboard.press('Enter');
    await chat.page.getByText(`Signed in as ${ANN} (customer)`).waitFor();
    return chat;
  };

  it('lets a colleague in, who helps a customer; both signed in with their accounts', async () => {
    await desk.status('Sign in to see who waits.');
    await enter(SAM, 'wrong');
    await desk.page.getByRole('alert').filter({ hasText: 'is not right' }).waitFor();
    await enter(SAM);
    await desk.page.getByText(`Signed in as ${SAM} (staff)`).waitFor();
    await desk.status('Nobody here.');
    const chat = await ofAnn();
    await chat.press('Talk to a person');
    await chat.sees(/I have asked a colleague to take over/u);
    await desk.press('Refresh');
    await desk.openOf('ann Kernel');
    await desk.press('Claim');
    await desk.status('The conversation is yours.');
    await desk.page.getByLabel('Reply to the customer').fill('Hello Ann, Sam here.');
    await desk.press('Send reply');
    await chat.sees('Hello Ann, Sam here.');
    expect(chat.complaints).to.deep.equal([]);
    await chat.close();

    await desk.page.reload();
    await desk.page.getByText(`Signed in as ${SAM} (staff)`).waitFor();
    await desk.page.getByLabel('Whose').selectOption({ label: 'Mine' });
    await desk.page.getByRole('list', { name: 'Conversations' }).getByText('ann Kernel').waitFor();
    await desk.press('Sign out');
    await desk.status('Sign in to see who waits.');
    expect(cognito.calls.at(-1)).to.equal('RevokeToken');
  });

  it('has a new colleague choose a password first', async () => {
    await enter('kim@kernel.example');
    await desk.page.getByLabel('New password').fill('Another-1-of-mine');
    await desk.press('Save and sign in');
    await desk.page.getByText('Signed in as kim@kernel.example (staff)').waitFor();
    await desk.status('Nobody here.');
  });

  it('tells a customer in one sentence that this is not for them, and shows nothing', async () => {
    await enter(ANN);
    const told = desk.page.getByRole('alert').filter({ hasText: 'This console is for colleagues of the shop' });
    await told.waitFor();
    expect((await told.innerText()).trim()).to.equal(
      'This console is for colleagues of the shop, and you are signed in as a customer: go to the chat.',
    );
    expect(await desk.page.getByRole('main').count()).to.equal(0);
    expect(await desk.page.getByRole('navigation').count()).to.equal(0);
    await desk.press('Sign out');
    await desk.status('Sign in to see who waits.');
    expect(await told.count()).to.equal(0);
    await enter(ANN);
    await told.getByRole('link', { name: 'go to the chat' }).click();
    await desk.page.getByLabel('Your message').waitFor();
  });

  it('keeps the open conversation and the reply being written when the session ends meanwhile', async () => {
    const chat = await ofAnn();
    await chat.press('Talk to a person');
    await enter(SAM);
    await desk.openOf('ann Kernel');
    await desk.press('Claim');
    await desk.page.getByLabel('Reply to the customer').fill('Hello Ann.');
    cognito.ahead = 31 * 24 * 3_600_000;
    await desk.page.clock.setFixedTime(Date.now() + 3_600_000);
    await desk.press('Send reply');
    await desk.status('Your session has ended. Sign in again.');
    await enter(SAM);
    await desk.page.getByText(`Signed in as ${SAM} (staff)`).waitFor();
    expect(await desk.page.getByLabel('Reply to the customer').inputValue()).to.equal('Hello Ann.');
    await desk.press('Send reply');
    await chat.sees('Hello Ann.');
    await chat.close();
  });

  it('fits on a phone', async () => {
    await desk.close();
    desk = await StaffConsole.openSignedOut(browser(), fleet.url, 390);
    await desk.page.getByLabel('E-mail').waitFor();
    expect(await desk.page.evaluate('document.documentElement.scrollWidth')).to.equal(390);
    await enter(ANN);
    await desk.page.getByText('This console is for colleagues of the shop').waitFor();
    expect(await desk.page.evaluate('document.documentElement.scrollWidth')).to.equal(390);
  });
});

/** Signing in on the chat page as on AWS: a browser, the page, and what stands for Cognito on an origin of its own. */
import { expect } from 'chai';
import { decodeJwt } from 'jose';
import type { Locator } from 'playwright-core';
import { chatPage } from '@deskfleet/supervisor/page.ts';
import { ChatPage, type ChatPageOptions } from '../../src/testing/browser.ts';
import { CognitoError } from '../../src/cognito/wire.ts';
import { StandInFleet, type OpenTurn } from '../chat/stand-in-fleet.ts';
import { CLIENT_ID, PASSWORD, TestCognito, user } from '../support/cognito.ts';
import { describeInBrowser } from '../support/in-browser.ts';

const ANN = 'ann@kernel.example';
const NEW = 'new@kernel.example';
const NEW_PASSWORD = 'Another-1-of-mine';
const HOUR = 3_600_000;

describeInBrowser('signing in on the chat page', (browser) => {
  let cognito: TestCognito;
  let fleet: StandInFleet;
  let chat: ChatPage;

  beforeEach(async () => {
    cognito = await TestCognito.start({
      users: [
        user({ email: ANN }),
        user({ email: 'bob@kernel.example', customerId: 'cust002' }),
        user({ email: NEW, status: 'FORCE_CHANGE_PASSWORD' }),
        user({ email: 'unconfirmed@kernel.example', status: 'UNCONFIRMED' }),
        user({ email: 'reset@kernel.example', status: 'RESET_REQUIRED' }),
      ],
    });
    fleet = await new StandInFleet().start({
      page: chatPage(),
      localSignIn: false,
      cognito: { endpoint: cognito.url, client_id: CLIENT_ID },
    });
  });
  afterEach(async () => {
    expect(chat.complaints, 'what the browser complained about').to.deep.equal([]);
    await chat.close();
    await Promise.all([fleet.close(), cognito.close()]);
  });

  const open = async (options: ChatPageOptions = {}): Promise<void> => {
    chat = await ChatPage.open(browser(), fleet.url, options);
  };
  const unfold = (): Promise<void> => chat.page.locator('summary', { hasText: /^Sign in$/u }).click();
  const enter = async (email: string, password = PASSWORD): Promise<void> => {
    await chat.page.getByLabel('E-mail').fill(email);
    await chat.page.getByLabel('Password', { exact: true }).fill(password);
    await chat.page.keyboard.press('Enter');
  };
  const signIn = async (email: string, password?: string): Promise<void> => {
    await unfold();
    await enter(email, password);
    await chat.page.getByText(`Signed in as ${email} (customer)`).waitFor();
  };
  const alert = (): Locator => chat.page.getByRole('alert');
  const hasFocus = (field: Locator): Promise<void> => field.and(chat.page.locator(':focus')).waitFor();
  /** The claims of the token that a message brings; null without one. */
  const said = async (text: string, answer: (turn: OpenTurn) => void = (turn) => turn.say('Good day.').finish()) => {
    await chat.say(text);
    const turn = await fleet.turn();
    answer(turn);
    await chat.answered();
    return { turn, claims: turn.authorization ? decodeJwt(turn.authorization.replace('Bearer ', '')) : null };
  };
  /** The page's clock from now on; the tokens are made by the real one. */
  const pageClock = (ahead: number): Promise<void> => chat.page.clock.setFixedTime(Date.now() + ahead);

  it('sends the ID token of who signs in, keeps it over a reload, and ends it everywhere on signing out', async () => {
    await open();
    expect(await chat.page.getByText(/token|Talk as/u).count()).to.equal(0);
    expect((await said('Hello')).claims).to.equal(null);
    await signIn(ANN);
    expect(await chat.page.locator('#log .mine').count(), 'a conversation of their own').to.equal(0);
    const first = await said('Hello');
    expect(first.claims).to.include({ token_use: 'id', email: ANN, 'custom:customer_id': 'cust001' });
    expect(first.turn.askedConversationId).to.equal(null);
    await chat.reload();
    await chat.page.getByText(`Signed in as ${ANN} (customer)`).waitFor();
    expect((await said('Again')).turn.authorization).to.equal(first.turn.authorization);
    expect(cognito.calls).to.deep.equal(['InitiateAuth']);

    const refreshToken = await chat.page.evaluate<string>(
      "JSON.parse(sessionStorage.getItem('deskfleet')).account.refreshToken",
    );
    await chat.press('Sign out');
    await chat.page.getByRole('status').filter({ hasText: 'Signed out.' }).waitFor();
    expect((await said('And now?')).claims).to.equal(null);
    expect(cognito.calls.at(-1)).to.equal('RevokeToken');
    const refused = await cognito.call('InitiateAuth', {
      ClientId: CLIENT_ID,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: refreshToken },
    });
    expect(refused.status).to.equal(400);
    const kept = await chat.page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])');
    expect(kept).not.to.contain(refreshToken).and.not.contain(PASSWORD);
  });

  it('says in one line why it does not work, and lets one try again with the keyboard', async () => {
    await open();
    await unfold();
    const rows: readonly (readonly [string, RegExp])[] = [
      [ANN, /^The e-mail address or the password is not right\.$/u],
      ['nobody@kernel.example', /^The e-mail address or the password is not right\.$/u],
      ['unconfirmed@kernel.example', /not confirmed/u],
      ['reset@kernel.example', /has to be reset/u],
    ];
    for (const [email, text] of rows) {
      await enter(email, email === ANN ? 'wrong' : PASSWORD);
      await alert().filter({ hasText: text }).waitFor();
      const password = chat.page.getByLabel('Password', { exact: true });
      await hasFocus(password);
      expect(await password.getAttribute('aria-invalid')).to.equal('true');
    }
    cognito.fault = new CognitoError('TooManyRequestsException', 'Rate exceeded');
    await enter(ANN);
    await alert().filter({ hasText: 'Too many people are signing in right now.' }).waitFor();
    cognito.fault = new CognitoError('InternalErrorException', 'boom', 500);
    await enter(ANN);
    await alert().filter({ hasText: 'Signing in does not work right now.' }).waitFor();
    cognito.fault = undefined;
    await chat.page.route(`${cognito.url}/**`, (route) => route.abort());
    await enter(ANN);
    await alert().filter({ hasText: 'The sign-in service cannot be reached.' }).waitFor();
    await chat.page.unroute(`${cognito.url}/**`);
    for (let mistake = 0; mistake < 5; mistake += 1) {
      await enter('bob@kernel.example', 'wrong');
      await alert().filter({ hasText: 'not right' }).waitFor();
    }
    // However slow the machine is, the lock of a second has not passed.
    cognito.ahead = -60_000;
    await enter('bob@kernel.example');
    await alert().filter({ hasText: 'Too many wrong passwords.' }).waitFor();
    cognito.ahead = 0;
    await chat.page.keyboard.press('Shift+Tab');
    await chat.page.keyboard.type(ANN);
    await chat.page.keyboard.press('Tab');
    await chat.page.keyboard.type(PASSWORD);
    await chat.page.keyboard.press('Enter');
    await chat.page.getByText(`Signed in as ${ANN} (customer)`).waitFor();
    await hasFocus(chat.field);
  });

  it('has who was given a password choose one of their own', async () => {
    await open();
    await unfold();
    await enter(NEW);
    const form = chat.page.getByRole('form', { name: 'Choose a password' });
    const field = form.getByLabel('New password');
    await field.waitFor();
    await hasFocus(field);
    await form.getByRole('button', { name: 'Cancel' }).click();
    await enter(NEW);
    await field.fill('short');
    await chat.page.keyboard.press('Enter');
    await alert().filter({ hasText: 'Password not long enough' }).waitFor();
    await field.fill(NEW_PASSWORD);
    await form.getByLabel('Show password').check();
    expect(await field.getAttribute('type')).to.equal('text');
    await form.getByRole('button', { name: 'Save and sign in' }).click();
    await chat.page.getByText(`Signed in as ${NEW} (customer)`).waitFor();
    expect((await said('Hello')).claims).to.include({ email: NEW });
    await chat.press('Sign out');
    await signIn(NEW, NEW_PASSWORD);
  });

  it('goes back to the beginning when choosing has taken too long', async () => {
    await open();
    await unfold();
    await enter(NEW);
    await chat.page.getByLabel('New password').fill(NEW_PASSWORD);
    cognito.ahead = 180_000;
    await chat.page.keyboard.press('Enter');
    await alert().filter({ hasText: 'That took too long. Sign in once more.' }).waitFor();
    await chat.page.getByLabel('E-mail').waitFor();
  });

  it('refreshes the ID token before it ends, and once when the service finds it expired', async () => {
    await open();
    await signIn(ANN);
    const first = await said('Hello');
    await pageClock(HOUR - 90_000);
    expect((await said('Still there')).turn.authorization).to.equal(first.turn.authorization);
    await pageClock(HOUR - 30_000);
    const second = await said('And now');
    expect(second.claims).to.include({ email: ANN });
    expect(second.turn.authorization).not.to.equal(first.turn.authorization);
    expect(second.turn.conversationId).to.equal(first.turn.conversationId);
    await chat.say('Once more');
    (await fleet.turn()).refuse('token_expired');
    const repeated = await fleet.turn();
    repeated.say('Good day.').finish();
    await chat.answered();
    expect(repeated.authorization).not.to.equal(second.turn.authorization);
    expect(cognito.calls).to.deep.equal(['InitiateAuth', 'InitiateAuth', 'InitiateAuth']);
  });

  it('says when the session has ended, sends nothing as a visitor, and goes on where one was', async () => {
    await open();
    await signIn(ANN);
    const first = await said('Hello');
    cognito.ahead = 31 * 24 * HOUR;
    await pageClock(HOUR);
    await chat.say('Cancel my order');
    await chat.sees('Your session has ended. Sign in again.');
    expect(await chat.field.inputValue(), 'what was typed is not lost').to.equal('Cancel my order');
    await chat.page.getByRole('status').filter({ hasText: 'Your session has ended.' }).waitFor();
    await chat.field.press('Enter');
    await chat.sees('Your session has ended. Sign in again.');
    expect(fleet.unanswered).to.equal(0);
    await chat.page.getByRole('button', { name: 'Sign in', exact: true }).last().click();
    await enter(ANN);
    await chat.page.getByText(`Signed in as ${ANN} (customer)`).waitFor();
    const again = await said('Here I am');
    expect(again.turn.askedConversationId).to.equal(first.turn.conversationId);
    expect(again.claims).to.include({ email: ANN });
  });

  it('keeps the session when the sign-in service cannot be reached for a while', async () => {
    await open();
    await signIn(ANN);
    await said('Hello');
    await pageClock(HOUR);
    await chat.page.route(`${cognito.url}/**`, (route) => route.abort());
    await chat.say('Are you there?');
    await chat.sees('The sign-in service cannot be reached.');
    await chat.page.unroute(`${cognito.url}/**`);
    await chat.press('Try again');
    const turn = await fleet.turn();
    turn.say('Yes.').finish();
    await chat.answered();
    expect(turn.message).to.equal('Are you there?');
    expect(decodeJwt(turn.authorization!.replace('Bearer ', ''))).to.include({ email: ANN });
  });

  it('signs out on this page when Cognito cannot be told, and says so', async () => {
    await open();
    await signIn(ANN);
    await chat.page.route(`${cognito.url}/**`, (route) => route.abort());
    await chat.press('Sign out');
    await chat.page.getByText(/^Signed out on this page;/u).waitFor();
    expect((await said('Hello')).claims).to.equal(null);
  });

  it('fits on a phone in both themes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await open({ width: 390, height: 800, colorScheme });
      const width = (): Promise<number> => chat.page.evaluate('document.documentElement.scrollWidth');
      await unfold();
      await enter(NEW, 'wrong');
      await alert().filter({ hasText: 'not right' }).waitFor();
      expect(await width()).to.equal(390);
      await enter(NEW);
      await chat.page.getByLabel('New password').waitFor();
      expect(await width()).to.equal(390);
      await chat.press('Cancel');
      await enter(ANN);
      await chat.page.getByText(`Signed in as ${ANN}`).waitFor();
      expect(await width()).to.equal(390);
      if (colorScheme === 'light') await chat.close();
    }
  });
});

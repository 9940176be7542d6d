/** The staff console and the chat page in a real browser, with one supervisor between them. */
import { expect } from 'chai';
import { ChatPage } from '../../src/testing/browser.ts';
import { StaffConsole } from './staff-console.ts';
import { StaffFleet } from './staff-fleet.ts';
import { describeInBrowser } from '../support/in-browser.ts';

describeInBrowser('the staff console in a browser', (browser) => {
  let fleet: StaffFleet;
  const opened: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    fleet = await StaffFleet.start();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    await fleet.close();
  });

  const customer = async (width?: number): Promise<ChatPage> => {
    const chat = await ChatPage.open(browser(), fleet.url, width === undefined ? {} : { width, height: 800 });
    opened.push({
      close: async () => {
        expect(chat.complaints, 'what the chat page complained about').to.deep.equal([]);
        await chat.close();
      },
    });
    await chat.talkAs('ann');
    return chat;
  };
  const colleague = async (as = 'Sam Rivera', width?: number): Promise<StaffConsole> => {
    const desk = await StaffConsole.open(browser(), fleet.url, as, width);
    opened.push(desk);
    return desk;
  };
  const who = (chat: ChatPage, text: string | RegExp): Promise<void> =>
    chat.page.getByRole('group', { name: 'Who answers you' }).getByText(text).waitFor();

  it('brings customer and colleague together: asked, claimed, talked, noted, resolved, rated', async () => {
    const chat = await customer();
    fleet.model.push({ text: 'Have you tried to restart it?' });
    await chat.say('My phone is broken');
    await chat.answered();
    await who(chat, 'You are talking to the assistant.');
    await chat.press('Talk to a person');
    await who(chat, 'You are in the queue for a colleague. They will answer you here.');
    await chat.sees(/I have asked a colleague to take over/u);

    const desk = await colleague();
    await desk.openOf('ann Kernel');
    const known = desk.page.getByRole('region', { name: 'What is known' });
    await known.getByText('Asked for a person').waitFor();
    expect(await known.innerText()).to.contain('My phone is broken');
    expect(await desk.button('Send reply').isVisible(), 'before it is claimed').to.equal(false);
    await desk.press('Claim');
    await desk.status('The conversation is yours.');
    await who(chat, 'A colleague has taken over and answers you here.');

    await desk.page.getByLabel('Canned reply', { exact: true }).selectOption({ label: 'Suggested reply' });
    expect(await desk.page.getByLabel('Reply to the customer').inputValue()).to.match(/^Hello ann, I have read/u);
    await desk.page.getByLabel('Reply to the customer').fill('Hello Ann, <b>Sam</b> here.');
    await desk.page.getByLabel('Reply to the customer').press('Control+Enter');
    await desk.status('The reply was sent.');
    await chat.sees('Hello Ann, <b>Sam</b> here.');
    const calls = fleet.model.requests.length;
    await chat.say('At last!');
    await desk.page.getByRole('list', { name: 'Messages' }).getByText('At last!').waitFor();
    expect(fleet.model.requests, 'the fleet is silent').to.have.length(calls);

    await desk.fold('Note');
    await desk.page.getByLabel('Note for colleagues').fill('Seems angry.');
    await desk.press('Save note');
    await desk.page.getByRole('list', { name: 'Messages' }).getByText('Seems angry.').waitFor();
    await desk.fold('Resolve');
    await desk.press('Resolve');
    await desk.status('The conversation is resolved.');

    await chat.page.getByRole('group', { name: /How did we do/u }).waitFor();
    expect(await chat.page.getByText('Seems angry.').count(), 'notes are not for customers').to.equal(0);
    await chat.page.getByLabel('4 Good').check();
    await chat.page.getByLabel('Anything to add?').fill('Quick.');
    await chat.press('Send rating');
    await chat.page.getByText('Thank you for telling us.').waitFor();
    await chat.reload();
    await chat.page.getByText('Hello Ann, <b>Sam</b> here.').waitFor();
    expect(await chat.page.getByRole('group', { name: /How did we do/u }).count(), 'asked once').to.equal(0);
  });

  it('a conversation that is handed back goes on with the assistant, which was told', async () => {
    const chat = await customer();
    await chat.press('Talk to a person');
    const desk = await colleague();
    await desk.openOf('ann Kernel');
    await desk.press('Claim');
    await desk.fold('Hand back to the assistant');
    await desk.page.getByLabel('What the assistant should know').fill('She gets a voucher of $10.');
    await desk.press('Hand back');
    await desk.status('Handed back to the assistant.');
    await who(chat, 'You are talking to the assistant.');
    fleet.model.push({ text: 'You get a voucher.' });
    await chat.say('And now?');
    await chat.sees('You get a voucher.');
    expect(JSON.stringify(fleet.model.requests.at(-1)?.messages)).to.contain('She gets a voucher of $10.');
    await chat.reload();
    await chat.page.getByText('You get a voucher.').waitFor();
    expect(await chat.page.getByText('voucher of $10').count()).to.equal(0);
  });

  it('a customer who does not want to wait goes on with the assistant', async () => {
    const chat = await customer();
    await chat.press('Talk to a person');
    await chat.press('Go on with the assistant');
    await chat.sees('All right, I am with you again. How can I help?');
    await chat.page.getByRole('button', { name: 'Talk to a person' }).waitFor();
    fleet.model.push({ text: 'Here I am.' });
    await chat.say('Hello?');
    await chat.sees('Here I am.');
    const desk = await colleague();
    await desk.status('Nobody here.');
  });

  it('a colleague who was too slow is told who has it, and can take it over', async () => {
    const chat = await customer();
    await chat.press('Talk to a person');
    await who(chat, /in the queue/u);
    const [sam, kim] = [await colleague(), await colleague('Kim Novak')];
    await sam.openOf('ann Kernel');
    await kim.openOf('ann Kernel');
    await sam.press('Claim');
    await sam.status('The conversation is yours.');
    await kim.press('Take over from sam');
    await kim.status('The conversation is yours.');
    await sam.button('Take over from kim').waitFor();
    expect(await sam.button('Send reply').isVisible()).to.equal(false);
    await kim.press('Put back into the queue');
    await kim.button('Claim').waitFor();
    await who(chat, /in the queue/u);
  });

  it('a colleague steps in where nobody asked, and the customer is told', async () => {
    const chat = await customer();
    fleet.model.push({ text: 'Have you tried to restart it?' });
    await chat.say('My phone is broken');
    await chat.answered();
    const desk = await colleague();
    await desk.page.getByLabel('Whose').selectOption({ label: 'With the assistant' });
    await desk.openOf('ann Kernel');
    await desk.press('Take over from the assistant');
    await desk.status('The conversation is yours.');
    const known = desk.page.getByRole('region', { name: 'What is known' });
    await known.getByText('Taken over from the assistant').waitFor();
    const calls = fleet.model.requests.length;
    await chat.say('Yes, twice.');
    await who(chat, 'A colleague has taken over and answers you here.');
    await chat.sees('I am a colleague of the shop and have taken over this conversation. I answer you here.');
    await desk.page.getByLabel('Reply to the customer').fill('Then we replace it.');
    await desk.press('Send reply');
    await chat.sees('Then we replace it.');
    expect(fleet.model.requests, 'the fleet is silent').to.have.length(calls);
  });

  it('inserts canned replies, which are written on a page of their own', async () => {
    const chat = await customer();
    await chat.press('Talk to a person');
    await who(chat, /in the queue/u);
    const desk = await colleague();
    await desk.press('Canned replies');
    await desk.page.getByLabel('Title of a new one').fill('Sorry!');
    await desk.page.getByLabel('Text').last().fill('We are sorry.');
    await desk.press('Add');
    await desk.page.getByRole('form', { name: 'Sorry!' }).waitFor();
    await desk.page.getByLabel('Title of a new one').fill('sorry?');
    await desk.page.getByLabel('Text').last().fill('Another one.');
    await desk.press('Add');
    const other = desk.page.getByRole('form', { name: 'sorry?' });
    await other.waitFor();
    expect(await desk.page.getByRole('form', { name: 'Sorry!' }).count(), 'replaced by none').to.equal(1);
    await other.getByRole('button', { name: 'Delete' }).click();
    await other.waitFor({ state: 'detached' });
    await desk.press('Conversations');
    await desk.openOf('ann Kernel');
    await desk.press('Claim');
    await desk.page.getByLabel('Canned reply', { exact: true }).selectOption({ label: 'Sorry!' });
    expect(await desk.page.getByLabel('Reply to the customer').inputValue()).to.equal('We are sorry.');
    await desk.press('Send reply');
    await chat.sees('We are sorry.');
    await desk.press('Canned replies');
    await desk.page.getByRole('form', { name: 'Sorry!' }).getByRole('button', { name: 'Delete' }).click();
    await desk.status('There are none yet.');
  });

  it('approves, and refuses with a reason only', async () => {
    const desk = await colleague();
    await desk.press('Approvals');
    const card = desk.page.getByRole('region', { name: 'Return of order o77' });
    expect(await card.innerText())
      .to.contain('$1,500.00 to Visa ending in 1111')
      .and.contain('Reason: too loud');
    await card.getByRole('button', { name: 'Refuse' }).click();
    await card.getByText('Say why it is refused, in words for the customer.').waitFor();
    expect(fleet.decisions).to.deep.equal([]);
    await card.getByLabel('Reason for a refusal').fill('Too late.');
    await card.getByRole('button', { name: 'Refuse' }).click();
    await card.getByText('The return of order o77 is refused.').waitFor();
    expect(fleet.decisions.map(({ body }) => body)).to.deep.equal([
      { approval_id: 'ret1', decision: 'refuse', reason: 'Too late.' },
    ]);
    expect(fleet.decisions[0]?.key).to.match(/^[0-9a-f]{32}$/u);
    await desk.press('Refresh');
    await desk.status('Nothing waits.');
  });

  it('works with the keyboard alone, at 390 pixels', async () => {
    const chat = await customer(390);
    await chat.press('Talk to a person');
    await who(chat, /in the queue/u);
    expect(await chat.page.evaluate('document.documentElement.scrollWidth')).to.equal(390);
    const desk = await colleague('Sam Rivera', 390);
    const entry = desk.page.getByRole('list', { name: 'Conversations' }).getByRole('button').first();
    await entry.focus();
    await desk.page.keyboard.press('Enter');
    await desk.page.locator('h2:focus', { hasText: 'ann Kernel' }).waitFor();
    expect(await entry.isVisible(), 'the list makes room').to.equal(false);
    await desk.button('Claim').focus();
    await desk.page.keyboard.press('Enter');
    await desk.page.locator('#reply-text:focus').waitFor();
    await desk.page.keyboard.type(`Hello ${'x'.repeat(120)}`);
    await desk.page.keyboard.press('Tab');
    await desk.page.keyboard.press('Enter');
    await chat.sees(/Hello x+/u);
    expect(await desk.page.evaluate('document.documentElement.scrollWidth')).to.equal(390);
    await desk.button('Back to the list').focus();
    await desk.page.keyboard.press('Enter');
    await desk.status(/Nobody here/u);
    expect(await desk.page.locator('select:focus, button:focus').count()).to.equal(1);
  });
});

/** Hand-off over the whole fleet, without a language model: asked for in words, held by a person, handed back. */
import { expect } from 'chai';
import { ChatPage } from '../../src/testing/browser.ts';
import { sharedFleet, type Fleet } from '../../src/testing/fleet.ts';
import { StaffConsole } from '../page/staff-console.ts';
import { describeInBrowser } from '../support/in-browser.ts';

describeInBrowser('the staff console over the whole fleet', (browser) => {
  let fleet: Fleet;
  before(async () => {
    fleet = await sharedFleet();
  });

  it('a customer asks for a person, talks to one, and goes on with the assistant', async () => {
    const chat = await ChatPage.open(browser(), fleet.url);
    await chat.talkAs('cust103');
    await chat.say('I want to talk to a human being, please');
    expect(await chat.answered()).to.match(/^I have asked a colleague to take over\./u);
    const answers = chat.page.getByRole('group', { name: 'Who answers you' });
    await answers.getByText(/in the queue for a colleague/u).waitFor();

    const desk = await StaffConsole.open(browser(), fleet.url, 'Sam Rivera');
    await desk.openOf('Pedro Santos');
    await desk.press('Claim');
    await desk.page.getByLabel('Canned reply', { exact: true }).selectOption({ label: 'Looking into it' });
    await desk.press('Send reply');
    await chat.sees('I am looking into this now and will answer you here.');
    await chat.say('Where is my order o14103?');
    await desk.page.getByRole('list', { name: 'Messages' }).getByText('Where is my order o14103?').waitFor();
    await desk.fold('Hand back to the assistant');
    await desk.page.getByLabel('What the assistant should know').fill('Carrier was called.');
    await desk.press('Hand back');
    await answers.getByText('You are talking to the assistant.').waitFor();
    await chat.say('Where is my order o14103?');
    expect(await chat.answered())
      .to.match(/14103/u)
      .and.not.match(/Carrier was called/u);

    await desk.press('Approvals');
    await desk.page
      .getByRole('region', { name: /of order/u })
      .first()
      .waitFor();
    await desk.close();
    expect(chat.complaints).to.deep.equal([]);
    await chat.close();
  });
});

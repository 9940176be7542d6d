/** Proposals, pages and downloads in the terminal. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { publicQuote, type QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import { readChoice } from '@deskfleet/shared/conversation/consent-choice.ts';
import { Problem } from '@deskfleet/shared/http/errors.ts';
import { isOwnPath, ownPaths } from '../../src/chat/own-paths.ts';
import { fileName } from '../../src/chat/save-document.ts';
import { NOT_OURS, OWN_PATHS } from './own-path-cases.ts';
import { run } from './person.ts';
import { openQuote, StandInFleet, type OpenTurn } from './stand-in-fleet.ts';

const LIST = 'leaves them open] ';
const ONE = 'leaves it open] ';
const proposal = (number: number, changes: Partial<QuoteView> = {}): QuoteView =>
  openQuote({ id: `quote_${number}`, summary: `Cancel order o${number}.`, list_no: number, ...changes });

describe('proposals in the terminal', () => {
  let fleet: StandInFleet;
  beforeEach(async () => {
    fleet = await new StandInFleet().start();
  });
  afterEach(() => fleet.close());

  const withQuotes = (turn: OpenTurn, quotes: readonly QuoteView[]): void => {
    for (const quote of quotes) turn.quote(quote);
    turn.say('So.').finish();
  };
  const pressed = () => fleet.decisions.map(({ quoteId, decision }) => `${decision} ${quoteId}`);

  it('lists several of one answer, says what can be answered, and sends the words as the next message', async () => {
    const { code, person } = run(fleet, ['--as', 'cust001']);
    for (const [typed, sent] of [
      ['y', 'yes'],
      ['N', 'no'],
      ['1,3', '1,3'],
      ['only 1', 'only 1'],
      ['what would it cost?', 'what would it cost?'],
    ] as const) {
      await person.types('Cancel these');
      withQuotes(await fleet.turn(), [proposal(1), proposal(2), proposal(3)]);
      await person.types(typed, LIST);
      const next = await fleet.turn();
      expect(next.message).to.equal(sent);
      withQuotes(next, []);
    }
    await person.types('Cancel these');
    withQuotes(await fleet.turn(), [proposal(1), proposal(2)]);
    await person.types('', LIST);
    await person.types('/quit');
    expect(await code).to.equal(0);
    expect(person.screen).to.include(
      'Proposed:\n  1. Cancel order o1.\n  2. Cancel order o2.\n  3. Cancel order o3.\nDo these?',
    );
    expect(pressed(), 'the service reads the words').to.deep.equal([]);
  });

  it('says only what the service understands', () => {
    expect(readChoice('yes', 3)).to.deep.equal({ confirmed: [0, 1, 2], declined: [] });
    expect(readChoice('1', 3)).to.deep.equal({ confirmed: [0], declined: [] });
    expect(readChoice('1,2', 3)).to.deep.equal({ confirmed: [0, 1], declined: [] });
    expect(readChoice('only 1', 3)).to.deep.equal({ confirmed: [0], declined: [1, 2] });
    expect(readChoice('no', 3)).to.deep.equal({ confirmed: [], declined: [0, 1, 2] });
  });

  it('asks one by one about what an answer to a list has left open', async () => {
    const { code, person } = run(fleet, ['--as', 'cust001']);
    await person.types('Cancel these');
    withQuotes(await fleet.turn(), [proposal(1), proposal(2), proposal(3)]);
    await person.types('2', LIST);
    withQuotes(await fleet.turn(), [proposal(2, { state: 'confirmed' })]);
    await person.types('n', ONE);
    await person.types('y', ONE);
    await person.types('/quit');
    expect(await code).to.equal(0);
    expect(pressed()).to.deep.equal(['decline quote_1', 'confirm quote_3']);
    expect(person.screen).to.include('Proposed: Cancel order o1.\nDo this?');
  });

  it('says why a proposal no longer holds, and asks about what it would be now', async () => {
    const { code, person } = run(fleet, ['--as', 'cust001']);
    await person.types('Cancel this');
    const renewed = proposal(9, { summary: 'Cancel order o1 for $2.00.' });
    fleet.refusals.set(
      'quote_1',
      new Problem('quote_stale', {
        detail: `Nothing was done, because the proposal had expired. This is how it would be now: ${renewed.summary} Shall I do that?`,
        extra: { new_quote: publicQuote(renewed) },
      }),
    );
    withQuotes(await fleet.turn(), [proposal(1)]);
    await person.types('y', ONE);
    await person.types(
      'y',
      `This is how it would be now:\nProposed: ${renewed.summary}\nDo this? [y/n, Enter leaves it open] `,
    );
    await person.types('/quit');
    expect(await code).to.equal(0);
    expect(pressed()).to.deep.equal(['confirm quote_1', 'confirm quote_9']);
  });

  it('sends no token for a visitor who was identified in the conversation', async () => {
    const { code, person } = run(fleet, []);
    await person.types('I am maya@acme.example, cancel this');
    const turn = await fleet.turn();
    expect(turn.authorization).to.equal(undefined);
    withQuotes(turn, [proposal(1)]);
    await person.types('y', ONE);
    await person.sees('Order o12345 is cancelled.');
    await person.types(null);
    expect(await code).to.equal(0);
    expect(fleet.decisions).to.deep.equal([{ quoteId: 'quote_1', decision: 'confirm', authorization: undefined }]);
  });

  it('says with --once how to accept all, and some', async () => {
    const { code, out } = run(fleet, ['--once', 'Cancel these']);
    withQuotes(await fleet.turn(), [proposal(1), proposal(2)]);
    expect(await code).to.equal(0);
    expect(out.stderr)
      .to.include('Proposed:\n  1. Cancel order o1.\n  2. Cancel order o2.\nTo accept all: npm run chat --')
      .and.include('; for some of them, "only 1".');
  });
});

describe('pages and downloads in the terminal', () => {
  let fleet: StandInFleet;
  let directory: string;
  beforeEach(async () => {
    fleet = await new StandInFleet().start();
    directory = await mkdtemp(join(tmpdir(), 'deskfleet-chat-'));
  });
  afterEach(async () => {
    await fleet.close();
    await rm(directory, { recursive: true });
  });

  const EXPORT = '/personalization/export';

  it('are named after the answer and saved with /open, with the token, over nothing that is there', async () => {
    fleet.documents.set(EXPORT, {
      type: 'application/json',
      body: '{"a":1}',
      disposition: 'attachment; filename="my-data.json"',
    });
    fleet.documents.set('/order/orders/o1/invoice', { type: 'text/html; charset=utf-8', body: '<h1>Grüße</h1>' });
    const { code, person } = run(fleet, ['--as', 'cust001'], {}, false, directory);
    await person.types('My data please');
    (await fleet.turn()).say(`Here: ${EXPORT} or https://evil.example${EXPORT}.`).finish();
    await person.types(`/open ${EXPORT}`);
    await person.types(`/open ${EXPORT}`);
    await person.types('/open /order/orders/o1/invoice');
    await person.types('/quit');
    expect(await code).to.equal(0);
    expect(person.screen).to.include(`To save it: /open ${EXPORT}\n`);
    expect(person.screen.match(/To save it/gu)).to.have.length(1);
    expect((await readdir(directory)).sort()).to.deep.equal(['my-data-2.json', 'my-data.json', 'o1-invoice.html']);
    expect(person.screen).to.include(`Saved as ${join(directory, 'my-data-2.json')}`);
    expect(await readFile(join(directory, 'my-data.json'), 'utf8')).to.equal('{"a":1}');
    expect(await readFile(join(directory, 'o1-invoice.html'), 'utf8')).to.equal('<h1>Grüße</h1>');
    expect((await stat(join(directory, 'my-data.json'))).mode & 0o077).to.equal(0);
    expect(fleet.documentCalls[0]).to.deep.equal({ path: EXPORT, authorization: 'Bearer token-of-cust001-acme' });
  });

  it('tell what went wrong and leave no half file', async () => {
    fleet.documents.set('/order/x', { type: 'application/json', body: '{"half":', breaksOff: true });
    const { code, person } = run(fleet, [], {}, false, directory);
    await person.types(`/open ${EXPORT}`);
    await person.sees('This needs a token. Sign in and try again.');
    await person.types('/open /order/x');
    await person.sees('The connection broke off before everything was there. Try again.');
    await person.types('/open https://evil.example/order/x');
    await person.sees('/open takes a path of the fleet');
    await person.types('/quit');
    expect(await code).to.equal(0);
    expect(await readdir(directory)).to.deep.equal([]);
    const nowhere = run(fleet, [], {}, false, join(directory, 'missing'));
    fleet.documents.set(EXPORT, { type: 'application/json', body: '{}' });
    await nowhere.person.types(`/open ${EXPORT}`);
    await nowhere.person.sees('cannot be written (ENOENT).');
    await nowhere.person.types('/quit');
    expect(await nowhere.code).to.equal(0);
  });

  it('are found in a text, and no other address is', () => {
    for (const [text, paths] of OWN_PATHS) expect(ownPaths(text), text).to.deep.equal(paths);
    for (const text of NOT_OURS) {
      expect(ownPaths(text), text).to.deep.equal([]);
      expect(isOwnPath(text), text).to.equal(false);
    }
  });

  it('have a name that names no folder', () => {
    const named = (disposition: string) => fileName(EXPORT, new Headers({ 'content-disposition': disposition }));
    expect(named('attachment; filename="../../.bashrc"')).to.equal('_.._.bashrc');
    expect(named('attachment; filename="..."')).to.equal('document');
    expect(fileName(EXPORT, new Headers({ 'content-type': 'application/json' }))).to.equal(
      'personalization-export.json',
    );
  });
});

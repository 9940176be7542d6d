/** Scenario: one of three specialists fails, takes too long, or is left alone for a while; the others answer. */
import { expect } from 'chai';
import { mock } from 'node:test';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import type { AgentOutcome } from '@deskfleet/shared/agent/turn-record.ts';
import type { SpecialistName } from '@deskfleet/shared/fleet.ts';
import { delegateTo, startTestFleet, type CustomerFace, type TestFleet } from '../support.ts';
import { startRulebookFleet, type RulebookFleet } from './support.ts';

const ASKED = ['order-management', 'product-recommendation', 'personalization'] as const;
const TROUBLED = 'product-recommendation';
const THREE = 'Where is order o12345? Do you have speakers under 100 dollars? What is my loyalty tier?';
/** Longer than the others could ever take: the clock of the test is put forward when they have answered. */
const TIMEOUT_MS = 40_000;
const FAILURES = 2;

type Instead = NonNullable<NonNullable<Parameters<typeof startTestFleet>[0]>['instead']>[SpecialistName];

interface Case {
  readonly outcome: AgentOutcome;
  readonly instead: NonNullable<Instead>;
  readonly said: string;
  /** Turns that have failed before. */
  readonly before: number;
}

const fails: Instead = (_request, response) => response.writeHead(500).end('select secret from products');

const CASES: readonly Case[] = [
  { outcome: 'failed', instead: fails, before: 0, said: 'I could not reach Product recommendation just now' },
  { outcome: 'timed_out', instead: () => undefined, before: 0, said: 'Product recommendation took too long to answer' },
  {
    outcome: 'circuit_open',
    instead: fails,
    before: FAILURES,
    said: 'Product recommendation is not available at the moment',
  },
];

const SETTINGS = { DELEGATION_TIMEOUT_MS: TIMEOUT_MS, DELEGATION_BREAKER_FAILURES: FAILURES };

type Told = Pick<ChatReply, 'agents' | 'reply'>;

function expectTruth(reply: Told, { outcome, said }: Case, known: readonly RegExp[]): void {
  expect(reply.agents).to.deep.equal(
    ASKED.map((agent) => ({ agent, outcome: agent === TROUBLED ? outcome : 'answered' })),
  );
  const [orders = '', products = '', account = ''] = reply.reply.split(
    /\*\*(?:Product recommendation|Personalization)\*\*/u,
  );
  expect(products)
    .to.contain(said)
    .and.match(/Please ask again/u);
  // Nothing that it would have known, and nothing of what it sent.
  expect(products).to.not.match(/SonicWave|\$|secret/u);
  for (const [index, part] of [orders, account].entries()) expect(part).to.match(known[index]!);
}

/** Asks for all three. The time of one that never answers passes once the two others have answered. */
async function askThree(face: CustomerFace, { outcome }: Case): Promise<Told> {
  const standing = outcome === 'timed_out';
  if (standing) mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let reply = '';
    let answered = 0;
    for await (const part of face.parts(THREE)) {
      if (part.type === 'text-delta') reply += String(part['delta']);
      if (part.type === 'finish') return { ...(part['messageMetadata'] as ChatReply), reply };
      if (part.type !== 'data-agent' || (part['data'] as { readonly state: string }).state !== 'answered') continue;
      answered += 1;
      if (standing && answered === ASKED.length - 1) mock.timers.tick(TIMEOUT_MS);
    }
    throw new Error(`the stream ended after: ${reply}`);
  } finally {
    if (standing) mock.timers.reset();
  }
}

describe('one of three specialists in trouble', () => {
  describe('scripted model', () => {
    let fleet: TestFleet;
    afterEach(() => fleet.agents.close());

    for (const one of CASES) {
      it(`${one.outcome}: the others answer, and what is missing is named`, async () => {
        fleet = await startTestFleet({ settings: SETTINGS, instead: { [TROUBLED]: one.instead } });
        for (let turn = 0; turn < one.before; turn += 1) {
          fleet.model.push(delegateTo(TROUBLED));
          await fleet.ask('Products?');
        }
        fleet.model.push(delegateTo(...ASKED));
        fleet.models['order-management'].push({ text: 'On its way.' });
        fleet.models.personalization.push({ text: 'Gold.' });
        expectTruth(await askThree(fleet, one), one, [/On its way\./u, /Gold\./u]);
      });
    }
  });

  describe('rulebook', () => {
    let fleet: RulebookFleet;
    afterEach(() => fleet.agents.close());

    for (const one of CASES) {
      it(`${one.outcome}: the others answer from the shop, and what is missing is named`, async () => {
        fleet = await startRulebookFleet('cust001', { settings: SETTINGS, instead: { [TROUBLED]: one.instead } });
        for (let turn = 0; turn < one.before; turn += 1) await fleet.ask('Do you have speakers under 100 dollars?');
        expectTruth(await askThree(fleet, one), one, [/NOUS123451/u, /loyalty tier is gold/u]);
      });
    }
  });
});

/**
 * Instructions in every column of words change nothing: the same conversations are held in a clean shop and in one with
 * instructions wherever people write. The columns come from the schema; a new one that nobody has thought of fails.
 */
import { expect } from 'chai';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { identifier, sql } from '@deskfleet/shared/database/sql.ts';
import { AGENTS } from '../../src/docs/tools-doc.ts';
import { sharedWorld, type World } from '../../src/testing/harness.ts';
import type { TestAgents } from '../../src/testing/agents.ts';
import { startRulebookAgents } from '../../src/testing/rulebook-fleet.ts';
import { LEFT_ALONE, PLANTED } from './columns.ts';
import { TALKS } from './conversations.ts';
import { hold, type TalkTrace } from './fleet.ts';
import { plantConversation } from './growing.ts';
import { INSTRUCTIONS, MARK } from './instructions.ts';
import { privateValues } from './private-values.ts';
import { columnsOfWords } from './schema.ts';
import { loadShop, planted, plantRest, shopRows } from './shop.ts';

const CLEAN = 'clean-shop';
const ROUNDS = [0, 5];
const plantedShop = (round: number): string => `planted-shop-${round}`;

const countRow = row({ count: column.int() });

describe('instructions in the columns of the database', () => {
  let world: World;
  const fleets: TestAgents[] = [];
  const clean: TalkTrace[] = [];
  const rows = shopRows();

  before(async () => {
    world = await sharedWorld();
    await loadShop(world.database, CLEAN, rows);
    const agents = await fleetOf(CLEAN);
    for (const talk of TALKS) clean.push(await hold({ agents, database: world.database, tenant: CLEAN }, talk));
  });
  after(() => Promise.all(fleets.map((fleet) => fleet.close())));

  /** Of its own: a visitor's shop is the one of the settings. */
  async function fleetOf(tenant: string): Promise<TestAgents> {
    const { agents: fleet } = await startRulebookAgents(tenant);
    fleets.push(fleet);
    return fleet;
  }

  it('has every column of words on one of two lists', async () => {
    const columns = await columnsOfWords(world.database);
    const listed = [...Object.keys(PLANTED), ...Object.keys(LEFT_ALONE)];
    expect(
      columns.filter((name) => !listed.includes(name)),
      'plant it or say why not',
    ).to.deep.equal([]);
    expect(
      listed.filter((name) => !columns.includes(name)),
      'no such column',
    ).to.deep.equal([]);
    expect(Object.keys(PLANTED).filter((name) => name in LEFT_ALONE)).to.deep.equal([]);
  });

  it('asks for every read tool', () => {
    const called = new Set(
      clean.flatMap(({ turns }) => turns.flatMap(({ calls }) => calls.map((call) => call.split(' ', 2).join(' ')))),
    );
    const reads = AGENTS.flatMap((agent) =>
      agent.tools
        // hand_back reads nothing.
        .filter((tool) => tool.kind === 'read' && tool.audience === 'customer' && tool.name !== 'hand_back')
        .map((tool) => `${agent.name} ${tool.name}`),
    );
    expect(reads.filter((read) => !called.has(read))).to.deep.equal([]);
  });

  for (const round of ROUNDS) {
    describe(`planted, beginning with instruction ${round + 1}`, () => {
      const tenant = plantedShop(round);
      const traces: TalkTrace[] = [];
      before(async () => {
        await loadShop(world.database, tenant, planted(rows, round));
        await plantRest(world.database, tenant, round);
        const between = (conversation: string): Promise<void> =>
          plantConversation(world.database, tenant, conversation, round);
        const note = `All settled. ${INSTRUCTIONS[round] ?? ''}`;
        const agents = await fleetOf(tenant);
        for (const talk of TALKS) {
          const trace = await hold({ agents, database: world.database, tenant, between, note }, talk);
          await between(trace.conversation);
          traces.push(trace);
        }
      });

      TALKS.forEach((talk, place) => {
        const title = talk.says.filter((said) => typeof said === 'string').join(' / ');
        it(`${talk.as ?? 'a visitor'}: ${title}`, () => {
          const [there, here] = [clean[place]?.turns ?? [], traces[place]?.turns ?? []];
          if (talk.mayAskBack === true) {
            expect(here.map(({ quotes }) => quotes)).to.deep.equal(there.map(({ quotes }) => quotes));
            for (const [turn, { calls }] of here.entries()) expect(there[turn]?.calls).to.include.members([...calls]);
          } else expect(here).to.deep.equal(there);
          expect(here.flatMap(({ quotes }) => quotes).filter((quote) => quote.endsWith(' confirmed'))).to.deep.equal(
            [],
          );
          const others = privateValues(rows, talk.becomes ?? talk.as);
          for (const reply of traces[place]?.replies ?? []) {
            const told = others.filter((value) => reply.includes(value));
            expect(told, reply).to.deep.equal([]);
          }
        });
      });

      it('reached every column that is said to be planted', async () => {
        for (const name of Object.keys(PLANTED)) {
          const [table = '', field = ''] = name.split('.');
          const where = table === 'tenants' ? sql`id = ${tenant}` : sql`tenant_id = ${tenant}`;
          const { count } = await world.database.one(
            countRow,
            sql`select count(*)::int as count from ${identifier(table)} where ${where} and ${identifier(field)}::text like ${`%${MARK}%`}`,
          );
          expect(count, name).to.be.greaterThan(0);
        }
      });
    });
  }
});

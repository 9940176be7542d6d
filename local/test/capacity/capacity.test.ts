import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import fc from 'fast-check';
import { AGENT_NAMES } from '@deskfleet/shared/fleet.ts';
import { assume, type Assumptions } from '../../../bench/capacity/assumptions.ts';
import { demandOf, type Demand } from '../../../bench/capacity/demand.ts';
import { simulate } from '../../../bench/capacity/simulation.ts';
import { conversationWork, readConversationCounts, readTurnCost } from '../../../bench/capacity/work.ts';
import { CONVERSATION } from '../../../bench/conversation-script.ts';

const work = conversationWork();
const DEFAULTS = assume();
/** Nothing is ever short. */
const PLENTY: Partial<Assumptions> = { tokensPerMinute: 1e12, mostAcu: 10_000, mostTasks: 10_000 };

const limitOf = (demand: Demand, name: string) => demand.limits.find((limit) => limit.name === name)!;
const sizes = fc.integer({ min: 1, max: 2_000_000 });

describe('the counts that the capacity model is fed with', () => {
  it('are what the benchmarks print, of the conversation as it is', () => {
    const { turns } = readConversationCounts();
    expect(turns.map(({ message }) => message)).to.deep.equal(CONVERSATION);
    expect(readTurnCost().cpu_ms_per_turn).to.include.keys('supervisor', 'order-management');
  });

  it('are all there in the work of the agents', () => {
    const { turns } = readConversationCounts();
    const agents = work.flatMap((turn) => [turn.supervisor, ...turn.specialists]);
    const sum = (of: (agent: (typeof agents)[number]) => number) => agents.reduce((total, one) => total + of(one), 0);
    const counted = (of: (turn: (typeof turns)[number]) => number) => turns.reduce((total, one) => total + of(one), 0);
    expect(sum((one) => one.modelCalls)).to.equal(counted((turn) => turn.model_calls));
    expect(sum((one) => one.dataApiCalls)).to.equal(counted((turn) => turn.data_api_calls));
    expect(sum((one) => one.modelCalls * one.outputTokens)).to.be.closeTo(
      counted((turn) => turn.output_tokens),
      1e-6,
    );
  });
});

describe('the formulas of the capacity model', () => {
  it('ask for more with every conversation, never for less', () => {
    fc.assert(
      fc.property(sizes, sizes, (one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map((n) => demandOf(n, work, DEFAULTS));
        for (const key of ['turnsPerSecond', 'tokensPerMinute', 'dataApiCallsPerSecond', 'acu', 'lcu'] as const)
          expect(less![key], key).to.be.at.most(more![key]);
        for (const name of AGENT_NAMES) expect(less!.tasks[name]).to.be.at.most(more!.tasks[name]);
        for (const { name, utilisation } of less!.limits)
          expect(utilisation, name).to.be.at.most(limitOf(more!, name).utilisation);
      }),
    );
  });

  it('find the most conversations that each part carries: one more is too many', () => {
    for (const { name, conversations } of demandOf(1_000, work, DEFAULTS).limits) {
      if (conversations > 0)
        expect(limitOf(demandOf(conversations, work, DEFAULTS), name).utilisation).to.be.at.most(1);
      expect(limitOf(demandOf(conversations + 1, work, DEFAULTS), name).utilisation).to.be.above(1);
    }
  });

  it('name the tightest part first', () => {
    const { limits } = demandOf(1_000, work, DEFAULTS);
    expect(limits[0]!.name).to.equal('Bedrock tokens');
    const roomy = demandOf(5_000, work, assume({ tokensPerMinute: 1e12, fargateVcpus: 1e6 }));
    expect(roomy.limits[0]!.name).to.equal('Aurora CPU');
  });

  it('give each agent tasks enough to stay at the target of its CPU', () => {
    fc.assert(
      fc.property(sizes, (conversations) => {
        const { tasks, turnsPerSecond, perTurn } = demandOf(conversations, work, DEFAULTS);
        for (const name of AGENT_NAMES)
          expect((turnsPerSecond * perTurn.cpuSeconds[name]) / tasks[name]).to.be.at.most(DEFAULTS.cpuTarget + 1e-9);
      }),
    );
  });

  it('take no number that cannot be', () => {
    expect(() => assume({ tokensPerMinute: 0 })).to.throw(RangeError, 'tokensPerMinute');
    expect(() => assume({ mostAcu: Number.NaN })).to.throw(RangeError, 'mostAcu');
  });
});

describe('the simulation of the capacity model', () => {
  const run = (conversations: number, changed: Partial<Assumptions> = {}, seed = 1, turns = 2_000) =>
    simulate(work, assume(changed), { conversations, seed, turns });

  it('gives the same for the same seed, and something else for another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(2 ** 31), (conversations, seed) => {
        const first = run(conversations, {}, seed, 200);
        expect(run(conversations, {}, seed, 200)).to.deep.equal(first);
        expect(run(conversations, {}, seed + 1, 200).seconds).not.to.equal(first.seconds);
      }),
      { numRuns: 15 },
    );
  });

  it("obeys Little's law: answers outstanding are turns a second times seconds an answer takes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 400 }), fc.nat(1_000), (conversations, seed) => {
        const { turnsPerSecond, inProgress, response } = run(conversations, {}, seed, 4_000);
        expect(inProgress).to.be.closeTo(turnsPerSecond * response.mean, 0.08 * inProgress);
        expect(conversations).to.be.closeTo(
          turnsPerSecond * (response.mean + DEFAULTS.thinkSeconds),
          0.08 * conversations,
        );
      }),
      { numRuns: 10 },
    );
  });

  it('answers as many turns as the formulas say while nothing is short', () => {
    for (const conversations of [10, 100, 1_000]) {
      const expected = demandOf(conversations, work, assume(PLENTY)).turnsPerSecond;
      expect(run(conversations, PLENTY, 1, 10_000).turnsPerSecond).to.be.closeTo(expected, 0.05 * expected);
    }
  });

  it('answers no more than the tightest part lets through, whatever it is', () => {
    const cases: readonly [string, Partial<Assumptions>, (demand: Demand) => number][] = [
      ['Bedrock tokens', { ...PLENTY, tokensPerMinute: 100_000 }, ({ perTurn }) => 100_000 / 60 / perTurn.quotaTokens],
      [
        'Aurora CPU',
        { ...PLENTY, mostAcu: 4, statementCpuSeconds: 0.2 },
        ({ perTurn }) => 1 / 0.2 / perTurn.dataApiCalls,
      ],
      [
        'supervisor CPU',
        { ...PLENTY, leastTasks: 1, mostTasks: 1, fargateSlowdown: 30 },
        ({ perTurn }) => 1 / perTurn.cpuSeconds.supervisor,
      ],
    ];
    for (const [name, changed, most] of cases) {
      const demand = demandOf(300, work, assume(changed));
      expect(demand.limits.find((limit) => !limit.name.startsWith('Fargate'))!.name).to.equal(name);
      const simulated = run(300, changed, 1, 3_000);
      expect(simulated.turnsPerSecond, name).to.be.closeTo(most(demand), 0.06 * most(demand));
      const longest = Object.entries(simulated.waiting).sort(([, a], [, b]) => b.mean - a.mean)[0]!;
      expect(longest[0]).to.equal(name);
    }
  });

  it('lets customers wait longer the more they are', () => {
    const waits = [10, 30, 100, 300].map((conversations) => run(conversations).response.mean);
    // While nothing is short they differ by chance only.
    waits.slice(1).forEach((wait, place) => expect(wait).to.be.above(0.99 * waits[place]!));
    expect(waits[3]).to.be.above(5 * waits[0]!);
  });
});

describe('npm run capacity', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const capacity = (...argv: readonly string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'bench/capacity.ts', ...argv], { cwd: root, encoding: 'utf8' });

  it('prints the figures as JSON', () => {
    const { stdout } = capacity('--conversations', '50', '--turns', '100', '--set', 'thinkSeconds=10', '--json');
    const printed = JSON.parse(stdout) as { demand: Demand; assumed: Assumptions; simulated: { turns: number } };
    expect(printed.assumed.thinkSeconds).to.equal(10);
    expect(printed.simulated.turns).to.equal(100);
    expect(printed.demand).to.deep.equal(JSON.parse(JSON.stringify(demandOf(50, work, assume({ thinkSeconds: 10 })))));
  });

  it('tells a reader what is short', () => {
    expect(capacity('--conversations', '1000', '--turns', '100').stdout).to.include('Short: Bedrock tokens');
  });

  it('explains itself and every mistake in one line', () => {
    expect(capacity('--help').stdout).to.include('--conversations').and.to.include('thinkSeconds=30');
    const wrong = (...argv: readonly string[]) => {
      const { status, stderr } = capacity(...argv);
      expect(status).to.equal(1);
      return stderr;
    };
    const see = '. See: npm run capacity -- --help\n';
    expect(wrong()).to.equal(`--conversations must be a whole number from 1 to 1000000${see}`);
    expect(wrong('--conversations', '1.5')).to.include('--conversations must be a whole number');
    expect(wrong('--conversations', '5', '--set', 'mostAcu=-1')).to.equal(
      `--set: mostAcu must be a number above 0${see}`,
    );
    expect(wrong('--conversations', '5', '--set', 'acu=1')).to.include(
      '--set acu=1: give NAME=VALUE with one of thinkSeconds',
    );
    expect(wrong('--bogus')).to.equal(`Unknown option '--bogus'${see}`);
  });
});

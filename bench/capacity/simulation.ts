/**
 * A discrete-event simulation of conversations that go on at the same time: each thinks, sends a message of the counted
 * conversation, and waits its turn at everything that the fleet has only so much of.
 */
import { AGENT_NAMES, type AgentName } from '@deskfleet/shared/fleet.ts';
import { Agenda } from './agenda.ts';
import type { Assumptions } from './assumptions.ts';
import { demandOf, modelSeconds, quotaTokens, statementSpeed, taskSpeed } from './demand.ts';
import { Random } from './random.ts';
import { Quota, Servers, type Station } from './stations.ts';
import { inParallel, inSequence, type Step } from './steps.ts';
import { Sums, type Summary } from './sums.ts';
import type { AgentWork, TurnWork } from './work.ts';

export interface SimulationOptions {
  readonly conversations: number;
  readonly seed: number;
  /** Turns that are counted, after as many that are not. */
  readonly turns: number;
}

export interface Simulated {
  readonly seconds: number;
  readonly turns: number;
  readonly turnsPerSecond: number;
  /** Conversations that wait for an answer, on average over the time. */
  readonly inProgress: number;
  /** Seconds from the message to the whole answer. */
  readonly response: Summary;
  /** Seconds of waiting at each part, by visit. */
  readonly waiting: Readonly<Record<string, Summary>>;
}

/** @returns what was seen of the turns that were answered after the warm-up. The same for the same seed. */
export function simulate(turns: readonly TurnWork[], assumed: Assumptions, options: SimulationOptions): Simulated {
  const random = new Random(options.seed);
  const agenda = new Agenda();
  const fleet = new Fleet(turns, assumed, options.conversations, random, agenda);
  const response = new Sums();
  let counting = false;
  let answered = 0;
  let inProgress = 0;
  let since = 0;
  let area = 0;
  const change = (now: number, by: number): void => {
    area += inProgress * (now - since);
    since = now;
    inProgress += by;
  };
  // The turns come in any order: what counts is that each comes as often as the others.
  const sayNext = (now: number): void => {
    const turn = turns[random.integer(turns.length)];
    if (turn === undefined) throw new RangeError('a conversation has at least one turn');
    change(now, 1);
    fleet.answer(turn)(now, (done) => {
      change(done, -1);
      answered += 1;
      if (counting) response.add(done - now);
      agenda.plan(done + random.exponential(assumed.thinkSeconds), sayNext);
    });
  };
  for (let one = 0; one < options.conversations; one += 1)
    agenda.plan(random.exponential(assumed.thinkSeconds), sayNext);

  let now = 0;
  const runUntil = (count: number): void => {
    while (answered < count) {
      const next = agenda.next();
      if (next === undefined) throw new Error('nothing is left to happen');
      now = next.time;
      next.run(now);
    }
  };
  // Where something is short it takes a round of all conversations until its queue has its length.
  const warmUp = Math.max(options.turns, 2 * options.conversations);
  runUntil(warmUp);
  const begin = now;
  change(begin, 0);
  area = 0;
  counting = true;
  fleet.count();
  runUntil(warmUp + Math.max(options.turns, options.conversations));
  change(now, 0);
  const seconds = now - begin;
  return {
    seconds,
    turns: answered - warmUp,
    turnsPerSecond: (answered - warmUp) / seconds,
    inProgress: area / seconds,
    response: response.summary(),
    waiting: fleet.waiting(),
  };
}

/** All that there is only so much of, and the way of a turn through it. */
class Fleet {
  readonly #assumed: Assumptions;
  readonly #random: Random;
  readonly #agenda: Agenda;
  readonly #waits = new Map<string, Sums>();
  readonly #model: Station;
  readonly #database: Station;
  readonly #agents: Readonly<Record<AgentName, Station>>;
  readonly #ways = new Map<TurnWork, Step>();
  #counting = false;

  constructor(turns: readonly TurnWork[], assumed: Assumptions, conversations: number, random: Random, agenda: Agenda) {
    this.#assumed = assumed;
    this.#random = random;
    this.#agenda = agenda;
    this.#model = new Quota(assumed.tokensPerMinute);
    this.#database = new Servers(Math.max(1, Math.floor(assumed.mostAcu * assumed.vcpuPerAcu)));
    // As many tasks as the target of the CPU asks for and the environment allows.
    const { tasks } = demandOf(conversations, turns, assumed);
    const servers = (name: AgentName): Station => new Servers(Math.min(assumed.mostTasks, tasks[name]));
    this.#agents = Object.fromEntries(AGENT_NAMES.map((name) => [name, servers(name)])) as Record<AgentName, Station>;
    for (const turn of turns) this.#ways.set(turn, this.#wayOf(turn));
  }

  answer(turn: TurnWork): Step {
    return this.#ways.get(turn) ?? this.#wayOf(turn);
  }

  count(): void {
    this.#counting = true;
  }

  waiting(): Readonly<Record<string, Summary>> {
    return Object.fromEntries([...this.#waits].map(([name, sums]) => [name, sums.summary()]));
  }

  /** Open the turn, ask the specialists side by side, close the turn. */
  #wayOf({ supervisor, specialists }: TurnWork): Step {
    const half = this.#cpu(supervisor, 0.5);
    return inSequence([
      half,
      this.#statement(),
      ...this.#rounds({ ...supervisor, dataApiCalls: Math.max(0, supervisor.dataApiCalls - 2) }),
      inParallel(specialists.map((work) => inSequence([this.#cpu(work, 1), ...this.#rounds(work)]))),
      this.#statement(),
      half,
    ]);
  }

  #rounds(work: AgentWork): readonly Step[] {
    return [
      ...Array.from({ length: work.dataApiCalls }, () => this.#statement()),
      ...Array.from({ length: work.modelCalls }, () => this.#modelCall(work)),
    ];
  }

  #cpu(work: AgentWork, part: number): Step {
    const seconds = (part * work.cpuSeconds) / taskSpeed(this.#assumed);
    return this.#at(`${work.agent} CPU`, this.#agents[work.agent], seconds, () => 0);
  }

  #statement(): Step {
    const seconds = this.#assumed.statementCpuSeconds / statementSpeed(this.#assumed);
    return this.#at('Aurora CPU', this.#database, seconds, () => this.#assumed.dataApiSeconds);
  }

  #modelCall(work: AgentWork): Step {
    const mean = modelSeconds(work, this.#assumed);
    return this.#at('Bedrock tokens', this.#model, quotaTokens(work, this.#assumed), () =>
      this.#random.logNormal(mean, this.#assumed.modelSpread),
    );
  }

  /** Waits for its turn at a station, is served, and then takes `after` seconds that nobody waits for. */
  #at(name: string, station: Station, amount: number, after: () => number): Step {
    return (now, then) => {
      const { waited, done } = station.visit(now, amount);
      if (this.#counting) {
        const waits = this.#waits.get(name) ?? new Sums();
        this.#waits.set(name, waits);
        waits.add(waited);
      }
      this.#agenda.plan(done + after(), then);
    };
  }
}

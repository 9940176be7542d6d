import {
  startAgents,
  type AgentsOptions,
  type Part,
  type TestAgent,
  type TestAgents,
} from '@deskfleet/local/testing/agents.ts';
import { sharedWorld, type World } from '@deskfleet/local/testing/harness.ts';
import {
  echoTool,
  newsletterTool,
  openKernelShop,
  testAgent,
  type Shop,
} from '@deskfleet/local/testing/kernel-shop.ts';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import { SPECIALIST_NAMES, type SpecialistName } from '@deskfleet/shared/fleet.ts';
import { scriptedModel, type ScriptedModel, type ScriptedStep } from '@deskfleet/shared/model/scripted.ts';
import { agent } from '../src/agent.ts';
import { supervisorRoutes } from '../src/routes/routes.ts';

const CHAT = '/supervisor/chat';

export interface AskOptions {
  readonly conversation?: string;
  readonly as?: string;
}

/** A fleet of a test as its customers meet it, whatever its models are. */
export interface CustomerFace {
  readonly agents: TestAgents;
  readonly shop: Shop;
  readonly world: World;
  token(sub?: string, role?: 'customer' | 'staff' | 'service'): Promise<string>;
  /** The raw answer to a chat call. */
  send(message: string, options?: AskOptions): Promise<Response>;
  /** @throws {Error} with the problem when there is no reply. */
  ask(message: string, options?: AskOptions): Promise<ChatReply>;
  parts(message: string, options?: AskOptions & { readonly signal?: AbortSignal }): AsyncGenerator<Part>;
}

/** The supervisor and specialists of a test, in one process, over HTTP. */
export interface TestFleet extends CustomerFace {
  /** Of the supervisor. */
  readonly model: ScriptedModel;
  readonly models: Readonly<Record<SpecialistName, ScriptedModel>>;
}

type Stand = NonNullable<Parameters<typeof startAgents>[0]['supervisor']>;

export async function startTestFleet(
  options: AgentsOptions & {
    readonly instead?: Partial<Record<SpecialistName, Stand | null>>;
    readonly foreseeing?: boolean;
  } = {},
): Promise<TestFleet> {
  const world = await sharedWorld();
  const shop = await openKernelShop(world.database);
  const model = scriptedModel();
  const models = Object.fromEntries(SPECIALIST_NAMES.map((name) => [name, scriptedModel()])) as Record<
    SpecialistName,
    ScriptedModel
  >;
  const specialists = SPECIALIST_NAMES.flatMap((name): [SpecialistName, Stand][] => {
    const instead = options.instead?.[name];
    if (instead === null) return [];
    return [
      [
        name,
        instead ??
          ({ agent: testAgent([echoTool(), newsletterTool()], name), model: models[name] } satisfies TestAgent),
      ],
    ];
  });
  // What the model decides is tested without the shortcut past it.
  const { foresee: _, ...rulebook } = agent.rulebook;
  const supervisor: TestAgent = {
    agent: options.foreseeing === true ? agent : { ...agent, rulebook },
    model,
    extras: (runtime) => ({ routes: supervisorRoutes(runtime) }),
  };
  const agents = await startAgents(
    { supervisor, ...Object.fromEntries(specialists) },
    { ...options, settings: { DEFAULT_TENANT: shop.tenant, DELEGATION_RETRY_DELAY_MS: 0, ...options.settings } },
  );
  return { ...customerFace(agents, shop, world), model, models };
}

export function customerFace(agents: TestAgents, shop: Shop, world: World): CustomerFace {
  const token = (sub = shop.customer, role: 'customer' | 'staff' | 'service' = 'customer') =>
    agents.issuer.token({ sub, tenant: shop.tenant, role });
  const send = async (message: string, { conversation, as }: AskOptions = {}): Promise<Response> =>
    agents.post('supervisor', CHAT, bodyOf(message, conversation), { token: await token(as) });
  return {
    agents,
    shop,
    world,
    token,
    send,
    ask: async (message, options) => {
      const response = await send(message, options);
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as ChatReply;
    },
    async *parts(message, { signal, conversation, as } = {}) {
      yield* agents.stream('supervisor', CHAT, bodyOf(message, conversation), {
        token: await token(as),
        ...(signal === undefined ? {} : { signal }),
      });
    },
  };
}

function bodyOf(message: string, conversation: string | undefined): object {
  return { message, ...(conversation === undefined ? {} : { conversation_id: conversation }) };
}

/** What the supervisor's model says when it asks these specialists. */
export function delegateTo(...names: readonly SpecialistName[]): ScriptedStep {
  return { calls: names.map((name) => ({ name: 'delegate', input: { agent: name, request: `for ${name}` } })) };
}

/** Something a test waits for and lets happen. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** The whole fleet in the test's process, over HTTP, with the rulebooks as its models. */
import { once } from 'node:events';
import type { AgentName } from '@deskfleet/shared/fleet.ts';
import type { Model, ModelRequest } from '@deskfleet/shared/model/model.ts';
import { rulebookModel } from '@deskfleet/shared/rulebook/model.ts';
import type { Settings } from '@deskfleet/shared/settings.ts';
import { supervisorRoutes } from '@deskfleet/supervisor/routes/routes.ts';
import { AGENTS } from '../docs/tools-doc.ts';
import { startAgents, type AgentsOptions, type TestAgents } from './agents.ts';

/** A model that a test looks at and may hold up. */
export interface WatchedModel extends Model {
  /** Every request, oldest first. */
  readonly requests: readonly ModelRequest[];
  /** Waited for before each answer is begun; an abort ends the wait. */
  before: ((request: ModelRequest) => Promise<unknown>) | undefined;
}

function watched(model: Model): WatchedModel {
  const requests: ModelRequest[] = [];
  const begin = async (request: ModelRequest): Promise<void> => {
    requests.push(request);
    const wait = self.before?.(request);
    if (wait !== undefined && !request.signal.aborted) await Promise.race([wait, once(request.signal, 'abort')]);
  };
  const self: WatchedModel = {
    requests,
    before: undefined,
    async converse(request) {
      await begin(request);
      return model.converse(request);
    },
    async *converseStream(request) {
      await begin(request);
      yield* model.converseStream(request);
    },
  };
  return self;
}

type Members = Parameters<typeof startAgents>[0];

export interface RulebookAgents {
  readonly agents: TestAgents;
  readonly models: Readonly<Record<AgentName, WatchedModel>>;
}

/** @param instead what stands in an agent's place */
export async function startRulebookAgents(
  tenant: string,
  options: AgentsOptions & { readonly instead?: Members } = {},
): Promise<RulebookAgents> {
  const { instead = {}, ...rest } = options;
  const models = Object.fromEntries(
    AGENTS.map(({ name, rulebook }) => [name, watched(rulebookModel(rulebook))]),
  ) as Record<AgentName, WatchedModel>;
  const members: Members = Object.fromEntries(
    AGENTS.map((agent) => [
      agent.name,
      {
        agent,
        model: models[agent.name],
        ...(agent.name === 'supervisor'
          ? { extras: (runtime: Parameters<typeof supervisorRoutes>[0]) => ({ routes: supervisorRoutes(runtime) }) }
          : {}),
      },
    ]),
  );
  const settings: Partial<Settings> = { DEFAULT_TENANT: tenant, RATE_LIMIT_TENANT_PER_MINUTE: 0, ...rest.settings };
  return { agents: await startAgents({ ...members, ...instead }, { ...rest, settings }), models };
}

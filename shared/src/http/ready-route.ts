/** `GET P/ready`: whether a turn would work now. Looks at the database, the model chain and the agents downstream. */
import type { RequestHandler } from 'express';
import type { Agent } from '../agent/agent.ts';
import { schemaLack } from '../database/schema-version.ts';
import { SPECIALISTS } from '../fleet.ts';
import type { Runtime } from '../runtime.ts';
import { agentUrl } from '../settings.ts';
import { WATCHED } from '../telemetry/watched.ts';
import { requestLog } from './request-log.ts';

/** Milliseconds a check may take. */
const CHECK_TIMEOUT_MS = 3_000;

export function readyRoute(agent: Agent, runtime: Runtime): RequestHandler {
  return async (_request, response) => {
    const [database, downstream] = await Promise.all([
      databaseCheck(runtime).catch((error: unknown) => {
        requestLog(response).warn(WATCHED.databaseCheckFailed, {
          reason: error instanceof Error ? error.message : String(error),
        });
        return 'unreachable';
      }),
      agent.name === 'supervisor' ? downstreamCheck(runtime) : {},
    ]);
    const models = runtime.modelState();
    const usable = models.some((link) => link.state === 'live' || link.state === 'untried');
    // A missing specialist makes answers partial, not impossible: the supervisor stays in service.
    const ready = database === 'ok' && usable;
    response.status(ready ? 200 : 503).json({ ready, agent: agent.name, database, models, agents: downstream });
  };
}

/** `ok`, or what the schema lacks: the database is there, and its migrations may still be running. */
async function databaseCheck(runtime: Runtime): Promise<string> {
  const database = runtime.database.forTurn({ signal: AbortSignal.timeout(CHECK_TIMEOUT_MS) });
  return (await schemaLack(database)) ?? 'ok';
}

async function downstreamCheck(runtime: Runtime): Promise<Readonly<Record<string, 'ok' | 'unreachable'>>> {
  const checks = SPECIALISTS.map(async ({ name, prefix }): Promise<[string, 'ok' | 'unreachable']> => {
    const answered = await fetch(`${agentUrl(runtime.settings, name)}${prefix}/health`, {
      signal: AbortSignal.timeout(CHECK_TIMEOUT_MS),
    }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    return [name, answered ? 'ok' : 'unreachable'];
  });
  return Object.fromEntries(await Promise.all(checks));
}

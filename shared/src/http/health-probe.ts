/** The health check inside a container, which has no curl: asks the agent beside it and answers by its exit code. */
import type { AgentName } from '../fleet.ts';
import { agentPort, settingsTable } from '../settings.ts';

/** Milliseconds; shorter than the `--timeout` of the Dockerfile, so that the reason is printed. */
const TIMEOUT_MS = 4_000;

/** @returns why the agent is not healthy; undefined when it is. */
async function failure(name: AgentName): Promise<string | undefined> {
  const port = agentPort(
    {
      PORT: settingsTable.PORT.parse(process.env['PORT'] === '' ? undefined : process.env['PORT']),
      PORT_OFFSET: settingsTable.PORT_OFFSET.parse(process.env['PORT_OFFSET']),
    },
    name,
  );
  const url = `http://127.0.0.1:${port}/health`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return response.status === 200 ? undefined : `${url} answered ${response.status}`;
  } catch (error) {
    // `fetch failed` says nothing; what it failed with is its cause.
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `${url}: ${reason instanceof Error ? reason.message : String(reason)}`;
  }
}

/** Ends the process with 0 when the agent is healthy, otherwise with 1 and one line that says why. */
export async function exitWithHealth(name: AgentName): Promise<void> {
  const reason = await failure(name);
  if (reason !== undefined) process.stderr.write(`${reason}\n`);
  process.exit(reason === undefined ? 0 : 1);
}

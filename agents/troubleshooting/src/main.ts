import { startAgent } from '@deskfleet/shared/http/start.ts';
import { agent } from './agent.ts';

void startAgent(agent);

/** For scripts/code-cache.mjs. */
export { agent };

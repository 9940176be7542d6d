import { startAgent } from '@deskfleet/shared/http/start.ts';
import { agent } from './agent.ts';

await startAgent(agent);

import { startAgent } from '@deskfleet/shared/http/start.ts';
import { agent } from './agent.ts';
import { invoiceRoute } from './routes/invoice.ts';

void startAgent(agent, (runtime) => ({ routes: [invoiceRoute(runtime)] }));

/** For scripts/code-cache.mjs. */
export { agent };

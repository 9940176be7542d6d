import { startAgent } from '@deskfleet/shared/http/start.ts';
import { agent } from './agent.ts';
import { invoiceRoute } from './routes/invoice.ts';

await startAgent(agent, (runtime) => ({ routes: [invoiceRoute(runtime)] }));

import { startAgent } from '@deskfleet/shared/http/start.ts';
import { agent } from './agent.ts';
import { chatPage } from './page.ts';
import { conversationRoutes } from './routes/conversations.ts';
import { handoffRoute } from './routes/handoff.ts';
import { quoteRoute } from './routes/quotes.ts';

await startAgent(agent, (runtime) => ({
  routes: [...conversationRoutes(runtime), quoteRoute(runtime), handoffRoute(runtime)],
  page: chatPage(),
}));

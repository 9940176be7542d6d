/** Every route that only the supervisor has. */
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';
import { conversationRoutes } from './conversations.ts';
import { handoffRoute } from './handoff.ts';
import { csatRoute, messagesRoute } from './messages.ts';
import { quoteRoute } from './quotes.ts';
import { searchRoute } from './search.ts';
import { signInRoute } from './sign-in.ts';
import { staffRoutes } from './staff.ts';

export function supervisorRoutes(runtime: Runtime): readonly ExtraRoute[] {
  return [
    signInRoute(runtime),
    ...conversationRoutes(runtime),
    messagesRoute(runtime),
    quoteRoute(runtime),
    handoffRoute(runtime),
    csatRoute(runtime),
    searchRoute(runtime),
    ...staffRoutes(runtime),
  ];
}

import { defineAgent, readPrompt } from '@deskfleet/shared/agent/agent.ts';
import { rulebook } from './rulebook.ts';
import { bookRepair } from './tools/book-repair.ts';
import { cancelRepair } from './tools/cancel-repair.ts';
import { checkRecall } from './tools/check-recall.ts';
import { checkWarranty } from './tools/check-warranty.ts';
import { getGuide } from './tools/get-guide.ts';
import { listServiceSlots } from './tools/list-service-slots.ts';
import { listTickets } from './tools/list-tickets.ts';
import { openTicket } from './tools/open-ticket.ts';
import { searchKnowledge } from './tools/search-knowledge.ts';

export const agent = defineAgent({
  name: 'troubleshooting',
  prompt: readPrompt(import.meta.url),
  tools: [
    searchKnowledge,
    getGuide,
    checkWarranty,
    checkRecall,
    listServiceSlots,
    listTickets,
    bookRepair,
    cancelRepair,
    openTicket,
  ],
  rulebook,
});

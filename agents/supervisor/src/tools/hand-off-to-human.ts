/** Brings a person into the conversation: the fleet is silent from the end of this turn on. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, refuse, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { REASONS_TO_ASK, requestPerson } from '@deskfleet/shared/conversation/handoff.ts';

const input = z.object({
  reason: z
    .enum(REASONS_TO_ASK)
    .describe(
      'asked: the customer wants a person. anger: they are angry. policy_limit: a rule keeps us from what they need. not_understood: twice not understood. safety: somebody may be hurt. failure: our own failure keeps them from help.',
    ),
  note: z
    .string()
    .trim()
    .max(500, 'At most 500 characters.')
    .optional()
    .describe('What the colleague should know first, in one sentence of facts.'),
});

export const handOffToHuman = defineTool({
  name: 'hand_off_to_human',
  description:
    'Hand the conversation over to a colleague. The customer is told when somebody will be there; you say nothing more. ' +
    'When the customer asks for a person, is angry, was not understood twice, may be in danger, or when no rule or tool can help them.',
  input,
  needsCustomer: false,
  sample: { customer: 'cust001', input: { reason: 'asked', note: 'Wants to talk about a damaged parcel.' } },
  run,
});

async function run({ reason, note }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  if (context.conversationId === null) return refuse('no_conversation', 'There is no conversation to hand over.');
  const outcome = await requestPerson(context.database, {
    tenant: context.tenant,
    conversationId: context.conversationId,
    reason,
    note: note ?? null,
    message: context.customerMessage,
    requestedBy: `agent:${context.agent}`,
    now: context.now,
  });
  if (outcome.state === 'not_found') return refuse('no_conversation', 'There is no conversation to hand over.');
  context.record.owner = 'queue';
  context.emit({ type: 'handoff', owner: 'queue' });
  context.speech.say(outcome.text);
  return { ok: true, data: { handed_over: true }, answered: true };
}

/** The supervisor's one tool: ask a specialist. What the specialist says is the reply; no further model call is made. */
import { z } from 'zod';
import type { ToolContext, TurnFacts } from '@deskfleet/shared/agent/context.ts';
import { defineTool, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import type { AgentOutcome } from '@deskfleet/shared/agent/turn-record.ts';
import { fleetMember, SPECIALIST_NAMES, SPECIALISTS, type SpecialistName } from '@deskfleet/shared/fleet.ts';

const input = z.object({
  agent: z.enum(SPECIALIST_NAMES).describe('Who is asked.'),
  request: z
    .string()
    .min(1)
    .max(20_000)
    .describe("The part of the message for this specialist, understandable alone, in the customer's words."),
});

const menu = SPECIALISTS.map(({ name, description }) => `- ${name}: ${description}`).join('\n');

export const delegate = defineTool({
  name: 'delegate',
  description: `Ask a specialist. Its answer goes straight to the customer.\n${menu}`,
  input,
  needsCustomer: false,
  sample: { customer: 'cust001', input: { agent: 'order-management', request: 'Where is my order o12345?' } },
  // The fleet client has the shorter limit; this one only guards against its failure.
  timeoutMs: 120_000,
  run: ask,
});

async function ask({ agent, request }: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const lane = context.speech.lane(fleetMember(agent).title);
  context.emit({ type: 'agent', agent, state: 'working' });
  // The reply names the agents in the order in which they were asked, whoever ends first.
  const seat = context.record.agents.push({ agent, outcome: 'failed' }) - 1;
  const answer = await context.fleet.chat(
    agent,
    {
      principal: context.identity.principal,
      conversationId: context.conversationId ?? context.turnId,
      turnId: context.turnId,
      requestId: context.requestId,
      request,
      customerMessage: context.customerMessage,
      facts: factsFor(context),
    },
    (event) => (event.type === 'text' ? lane.say(event.text) : context.emit(event)),
    context.signal,
  );

  if (answer.record) context.record.merge(answer.record);
  context.record.agents[seat] = { agent, outcome: answer.outcome };
  context.emit({ type: 'agent', agent, state: answer.outcome });
  if (!answer.complete) lane.say(lane.spoken ? `\n\n${brokeOff(agent)}` : unreachable(agent, answer.outcome));
  lane.close();
  return { ok: true, data: { agent, outcome: answer.outcome }, answered: true };
}

/** What the specialist is told: who a visitor has just turned out to be counts already. */
function factsFor({ facts, identity }: ToolContext): TurnFacts {
  return identity.profile === facts.profile ? facts : { ...facts, profile: identity.profile, mayIdentify: false };
}

/** What is said in place of what a specialist would have known. */
function unreachable(agent: SpecialistName, outcome: AgentOutcome): string {
  const { title } = fleetMember(agent);
  if (outcome === 'circuit_open')
    return `${title} is not available at the moment, so this part is open. Please ask again in a few minutes.`;
  return outcome === 'timed_out'
    ? `${title} took too long to answer, so this part is open. Please ask again in a moment.`
    : `I could not reach ${title} just now, so this part is open. Please ask again in a moment.`;
}

function brokeOff(agent: SpecialistName): string {
  return `(The answer from ${fleetMember(agent).title} broke off here, so it is not complete. Please ask again in a moment.)`;
}

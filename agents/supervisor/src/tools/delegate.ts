/** Ask a specialist. What the specialist says is the reply; no further model call is made, unless it hands the request back. */
import { z } from 'zod';
import type { ToolContext, TurnFacts } from '@deskfleet/shared/agent/context.ts';
import { defineTool, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { MOST_HAND_BACKS } from '@deskfleet/shared/agent/hand-back.ts';
import type { AgentOutcome, AgentReport, HandBack } from '@deskfleet/shared/agent/turn-record.ts';
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
  description: `Ask a specialist. Its answer goes straight to the customer; you hear of it only when it hands the request back.\n${menu}`,
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
  const seat: AgentReport = { agent, outcome: 'failed' };
  context.record.agents.push(seat);
  const answer = await context.fleet.chat(
    agent,
    {
      principal: context.identity.principal,
      conversationId: context.conversationId ?? context.turnId,
      turnId: context.turnId,
      requestId: context.requestId,
      request,
      customerMessage: context.customerMessage,
      facts: factsFor(agent, context),
    },
    (event) => (event.type === 'text' ? lane.say(event.text) : context.emit(event)),
    context.signal,
  );

  if (answer.record) context.record.merge(answer.record);
  const back = answer.record?.hand_back ?? null;
  // Who has answered everything and hands back nonetheless has nothing left to hand back.
  if (back !== null && answer.complete && (back.request !== null || !lane.spoken)) {
    settle(context, seat, lane.spoken ? answer.outcome : undefined);
    if (lane.spoken) lane.close();
    else lane.withdraw();
    return passOn(agent, request, back, context);
  }
  settle(context, seat, answer.outcome);
  if (!answer.complete) lane.say(lane.spoken ? `\n\n${brokeOff(agent)}` : unreachable(agent, answer.outcome));
  lane.close();
  return { ok: true, data: { agent, outcome: answer.outcome }, answered: true };
}

/** Writes down how a specialist ended; one that has handed everything back has not answered and is not named. */
function settle(context: ToolContext, seat: AgentReport, outcome: AgentOutcome | undefined): void {
  const { record } = context;
  const place = record.agents.indexOf(seat);
  if (outcome === undefined) record.agents.splice(place, 1);
  else record.agents[place] = { agent: seat.agent, outcome };
  context.emit({ type: 'agent', agent: seat.agent, state: outcome ?? 'handed_back' });
}

/** To the specialist that was named, without a further model call; where nobody was, the model decides. */
async function passOn(from: SpecialistName, asked: string, back: HandBack, context: ToolContext): Promise<ToolResult> {
  const { handBacks } = context.record;
  handBacks.push({ ...back, by: from });
  const { to, reason, request } = back;
  const handedBackBy = handBacks.map(({ by }) => by);
  if (to !== null && !handedBackBy.includes(to)) return ask({ agent: to, request: request ?? asked }, context);
  return {
    ok: true,
    data: {
      agent: from,
      outcome: 'handed_back',
      reason,
      request: request ?? asked,
      handed_back_by: handedBackBy,
    },
  };
}

/** What the specialist is told: who a visitor has just turned out to be counts already, and who handed back has to answer. */
function factsFor(agent: SpecialistName, { facts, identity, record }: ToolContext): TurnFacts {
  const { handBacks } = record;
  const mayHandBack = handBacks.length < MOST_HAND_BACKS && !handBacks.some(({ by }) => by === agent);
  return identity.profile === facts.profile
    ? { ...facts, mayHandBack }
    : { ...facts, mayHandBack, profile: identity.profile, mayIdentify: false };
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

import type { Agent } from '../../src/agent/agent.ts';
import type { ToolContext } from '../../src/agent/context.ts';
import { runTurnLoop, type LoopResult } from '../../src/agent/turn-loop.ts';
import type { TurnEvent } from '../../src/agent/turn-record.ts';
import { createModelGateway } from '../../src/model/gateway.ts';
import { scriptedModel, type ScriptedModel, type ScriptedStep } from '../../src/model/scripted.ts';
import { sharedWorld, toolContext, type ContextOptions } from '@deskfleet/local/testing/harness.ts';

export interface Played {
  readonly result: LoopResult;
  readonly model: ScriptedModel;
  readonly context: ToolContext;
  readonly events: readonly TurnEvent[];
  /** The words as they were passed on. */
  readonly heard: string;
}

export interface PlayOptions extends Partial<ContextOptions> {
  readonly streaming?: boolean;
  readonly maxModelCalls?: number;
  readonly request?: string;
}

/** One turn of an agent whose model says what the script says. */
export async function play(agent: Agent, steps: readonly ScriptedStep[], options: PlayOptions = {}): Promise<Played> {
  const world = await sharedWorld();
  const events: TurnEvent[] = [];
  const model = scriptedModel(steps);
  const gateway = createModelGateway({
    chain: [{ modelId: 'scripted', model, paid: false }],
    timeoutMs: 30_000,
    firstEventTimeoutMs: 30_000,
    retries: 0,
  });
  const context = toolContext(world, agent, { customerId: null, ...options, events });
  const result = await runTurnLoop({
    agent,
    model: gateway,
    context,
    limits: { maxModelCalls: options.maxModelCalls ?? 6, maxOutputTokens: 500 },
    request: options.request ?? 'Hello?',
    streaming: options.streaming ?? false,
  });
  const heard = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  return { result, model, context, events, heard };
}

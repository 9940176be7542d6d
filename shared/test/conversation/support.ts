import {
  callTool,
  sharedWorld,
  toolContext,
  type ContextOptions,
  type World,
} from '@deskfleet/local/testing/harness.ts';
import {
  customerState,
  newsletterTool,
  openKernelShop,
  testAgent,
  type CustomerState,
  type NewsletterHooks,
  type Shop,
} from '@deskfleet/local/testing/kernel-shop.ts';
import type { Agent } from '../../src/agent/agent.ts';
import type { ToolContext } from '../../src/agent/context.ts';
import type { ToolResult, WriteTool } from '../../src/agent/tool.ts';
import { closeTurn } from '../../src/conversation/turn-closing.ts';
import { openTurn, type TurnOpening } from '../../src/conversation/turn-opening.ts';
import { newId } from '../../src/ids.ts';
import type { JsonObject } from '../../src/json.ts';

/** A customer of a shop of its own who talks about the newsletter, one turn at a time. */
export class Talk {
  readonly world: World;
  readonly shop: Shop;
  readonly hooks: NewsletterHooks = {};
  readonly tool: WriteTool = newsletterTool(this.hooks);
  readonly agent: Agent = testAgent([this.tool]);
  readonly conversationId = newId('conv');

  constructor(world: World, shop: Shop) {
    this.world = world;
    this.shop = shop;
  }

  turn(message = '', options: Partial<ContextOptions> & { readonly quoteTtlMs?: number } = {}): ToolContext {
    const context = toolContext(this.world, this.agent, {
      customerId: this.shop.customer,
      tenant: this.shop.tenant,
      conversationId: this.conversationId,
      message,
      ...options,
    });
    return { ...context, quoteTtlMs: options.quoteTtlMs ?? context.quoteTtlMs };
  }

  call(context: ToolContext, name: string, input: JsonObject): Promise<ToolResult> {
    return callTool(context, this.agent, name, input);
  }

  /** The id of a new quote. */
  async propose(subscribe = true, context = this.turn('Turn it on')): Promise<string> {
    const result = await this.call(context, 'set_newsletter', { subscribe });
    if (!result.ok) throw new Error(result.message);
    return result.data['quote_id'] as string;
  }

  confirm(quoteId: string, context = this.turn('Yes, please.')): Promise<ToolResult> {
    return this.call(context, 'confirm_quote', { quote_id: quoteId });
  }

  state(): Promise<CustomerState> {
    return customerState(this.world.database, this.shop.tenant, this.shop.customer);
  }
}

export async function newTalk(): Promise<Talk> {
  const world = await sharedWorld();
  return new Talk(world, await openKernelShop(world.database));
}

export const code = (result: ToolResult): string => (result.ok ? 'ok' : result.code);

/** Opens and closes turns of a customer as the HTTP layer does. */
export class Turns {
  readonly world: World;
  readonly tenant: string;

  constructor(world: World, tenant: string) {
    this.world = world;
    this.tenant = tenant;
  }

  open(
    message: string,
    options: Partial<TurnOpening> & { readonly customer?: string | null } = {},
  ): ReturnType<typeof openTurn> {
    const { customer = 'ann', ...rest } = options;
    return openTurn(this.world.database, {
      principal: {
        kind: customer === null ? 'anonymous' : 'customer',
        subject: customer ?? 'anonymous',
        tenant: this.tenant,
        customerId: customer,
      },
      conversationId: null,
      message,
      idempotencyKey: null,
      leaseMs: 60_000,
      historyTokens: 5_000,
      ...rest,
    });
  }

  /** Opens a turn that must open. */
  async opened(
    message: string,
    options: Parameters<Turns['open']>[1] = {},
  ): Promise<Extract<Awaited<ReturnType<typeof openTurn>>, { state: 'opened' }>> {
    const opened = await this.open(message, options);
    if (opened.state !== 'opened') throw new Error(`the turn is ${opened.state}`);
    return opened;
  }

  close(
    turn: { readonly conversationId: string; readonly turnId: string; readonly number: number },
    reply: string,
    more: Partial<Parameters<typeof closeTurn>[1]> = {},
  ): Promise<boolean> {
    return closeTurn(this.world.database, {
      tenant: this.tenant,
      conversationId: turn.conversationId,
      turnId: turn.turnId,
      number: turn.number,
      state: 'done',
      reply,
      record: {
        agents: [],
        quotes: [],
        citations: [],
        tool_calls: [],
        usage: [],
        data_api_calls: 2,
        degraded: false,
        hand_back: null,
      },
      totals: { model_calls: 1, input_tokens: 10, output_tokens: 5, cached_tokens: 0, cost_usd: 0, data_api_calls: 2 },
      response: null,
      silentResponse: null,
      stream: null,
      lastAgent: null,
      openQuestion: null,
      digest: null,
      actor: 'customer:ann',
      customerId: 'ann',
      ...more,
    });
  }
}

export async function newTurns(options: { readonly budgetMicros?: number } = {}): Promise<Turns> {
  const world = await sharedWorld();
  return new Turns(world, (await openKernelShop(world.database, options)).tenant);
}

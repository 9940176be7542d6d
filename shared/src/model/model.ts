/**
 * The Model port: the one seam between the fleet and whatever writes its words. Bedrock and the rulebook stand
 * behind it; the gateway (gateway.ts) puts time limits, retries, fall-back and the ledger in front.
 */
import type { AgentName } from '../fleet.ts';
import type { Json, JsonObject } from '../json.ts';

export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
}

/** The model asks for a tool. `id` pairs it with its result. */
export interface ToolUseBlock {
  readonly type: 'tool_use';
  readonly id: string;
  readonly name: string;
  readonly input: JsonObject;
}

export interface ToolResultBlock {
  readonly type: 'tool_result';
  readonly toolUseId: string;
  readonly isError: boolean;
  readonly content: Json;
}

export type UserBlock = TextBlock | ToolResultBlock;
export type AssistantBlock = TextBlock | ToolUseBlock;

export type ModelMessage =
  | { readonly role: 'user'; readonly content: readonly UserBlock[] }
  | { readonly role: 'assistant'; readonly content: readonly AssistantBlock[] };

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the input object. */
  readonly inputSchema: JsonObject;
}

/** Who asks, for logs, the ledger and the provider's request metadata. Never names a customer. */
export interface RequestLabels {
  readonly agent: AgentName;
  readonly tenant: string;
  readonly conversationId: string;
  readonly turnId: string;
  /** False once the tenant's budget for paid models is spent. */
  readonly withinBudget: boolean;
}

export interface ModelRequest {
  readonly labels: RequestLabels;
  readonly system: string;
  readonly tools: readonly ToolSpec[];
  readonly messages: readonly ModelMessage[];
  readonly maxOutputTokens: number;
  /** Aborted when the customer leaves or the turn's time is up. */
  readonly signal: AbortSignal;
  /** Told of every call made for this request, retries and broken-off ones too: what the turn's ledger is written from. */
  readonly onCall?: (call: ModelCall) => void;
}

/** One call of one link, for the usage ledger. */
export interface ModelCall {
  readonly modelId: string;
  readonly labels: RequestLabels;
  readonly usage: ModelUsage;
  /** True when the provider gave no figures (the call broke off) and they were estimated from characters. */
  readonly estimated: boolean;
  /** Whole micro-dollars at list price; 0 for links that are not paid. */
  readonly cost_micros: number;
  readonly milliseconds: number;
  readonly outcome: 'ok' | ModelErrorKind;
}

export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

/** Bedrock's stop reasons, all of them; the turn loop handles each. */
export const STOP_REASONS = [
  'end_turn',
  'tool_use',
  'max_tokens',
  'stop_sequence',
  'guardrail_intervened',
  'content_filtered',
  'malformed_tool_use',
  'malformed_model_output',
  'model_context_window_exceeded',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export interface ModelReply {
  readonly content: readonly AssistantBlock[];
  readonly stopReason: StopReason;
  readonly usage: ModelUsage;
  /** The profile or model that answered, e.g. `eu.anthropic.claude-sonnet-4-6`, or `rulebook`. */
  readonly modelId: string;
  /** True when no language model could be reached and the rulebook answered in its place. */
  readonly degraded: boolean;
}

/** What a stream yields: text as it is written, then exactly one `reply`, last. */
export type ModelEvent =
  { readonly type: 'text'; readonly text: string } | { readonly type: 'reply'; readonly reply: ModelReply };

export interface Model {
  /** @throws {ModelError} when no reply could be had. */
  converse(request: ModelRequest): Promise<ModelReply>;
  /** @throws {ModelError} from the iterator; once text has been yielded nothing is retried. */
  converseStream(request: ModelRequest): AsyncIterable<ModelEvent>;
}

export type ModelErrorKind =
  /** Too many requests or tokens: try again later, or the next link. */
  | 'throttled'
  /** This profile will never answer again (end of life, 404): step over it for the life of the process. */
  | 'retired'
  /** The account or role may not use this model. */
  | 'denied'
  /** The request itself is wrong: no other link will like it better. */
  | 'invalid'
  | 'context_overflow'
  | 'timeout'
  | 'unavailable'
  /** Our own side gave up: the customer left or the turn's time ran out. */
  | 'aborted'
  /** The tenant's budget is spent. */
  | 'budget';

export class ModelError extends Error {
  readonly kind: ModelErrorKind;
  constructor(kind: ModelErrorKind, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'ModelError';
    this.kind = kind;
  }
}

export const NO_USAGE: ModelUsage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

export function addUsage(a: ModelUsage, b: ModelUsage): ModelUsage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
  };
}

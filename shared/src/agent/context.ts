/** What a tool may know and use during one turn. Made for the turn, gone with it: nothing here lives on a shared object. */
import type { AgentName, SpecialistName } from '../fleet.ts';
import type { Database } from '../database/database.ts';
import type { JsonObject } from '../json.ts';
import type { Embedder } from '../model/embedding.ts';
import type { Logger } from '../telemetry/log.ts';
import type { QuoteView } from '../conversation/quotes.ts';
import type { Speech } from './speech.ts';
import type { AgentOutcome, TurnEvent, TurnRecord, TurnRecordData } from './turn-record.ts';

/** Who a request comes from, as verified from its token. */
export interface Principal {
  readonly kind: 'anonymous' | 'customer' | 'staff' | 'service';
  /** `sub` of the token; `anonymous` without one. */
  readonly subject: string;
  readonly tenant: string;
  /** On whose behalf: the customer's own id, or the one a service acts for. */
  readonly customerId: string | null;
}

/** One earlier message of the conversation, as plain text. */
export interface HistoryMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** What is known when a turn starts, besides the message. */
export interface TurnFacts {
  readonly history: readonly HistoryMessage[];
  /** What was said before that, in short; empty when the history is whole. */
  readonly digest: string;
  /** What the customer has asked us to remember, what fits the message first. */
  readonly memories: readonly string[];
  /** What earlier conversations came to that share words with the message or are only days old. */
  readonly pastConversations: readonly string[];
  /** Proposals of earlier turns that still wait for a yes. */
  readonly openQuotes: readonly QuoteView[];
  /** One line about the customer: first name, tier. Null for a visitor. */
  readonly profile: JsonObject | null;
  /** The specialist that gave the last answer. */
  readonly lastAgent: SpecialistName | null;
  /** The specialist whose question the customer has not answered yet. */
  readonly openQuestion: SpecialistName | null;
  /** False once the tenant's budget for paid models is spent. */
  readonly withinBudget: boolean;
  /** Nobody is known yet, and the shop allows a visitor to say who they are (`identify_customer`). */
  readonly mayIdentify: boolean;
  /** Another agent delegated this and can ask somebody else (`hand_back`). */
  readonly mayHandBack: boolean;
}

export const NO_FACTS: TurnFacts = {
  history: [],
  digest: '',
  memories: [],
  pastConversations: [],
  openQuotes: [],
  profile: null,
  lastAgent: null,
  openQuestion: null,
  withinBudget: true,
  mayIdentify: false,
  mayHandBack: false,
};

/** The one thing of a turn that may change while it runs: a visitor becomes a known customer, once. */
export class TurnIdentity {
  principal: Principal;
  profile: JsonObject | null;

  constructor(principal: Principal, profile: JsonObject | null) {
    this.principal = principal;
    this.profile = profile;
  }

  become(customerId: string, profile: JsonObject): void {
    this.principal = { ...this.principal, customerId };
    this.profile = profile;
  }
}

/** Asks another agent over HTTP; its words arrive through `onEvent` while they are written. */
export interface FleetClient {
  chat(
    agent: SpecialistName,
    request: DelegatedChat,
    onEvent: (event: TurnEvent) => void,
    signal: AbortSignal,
  ): Promise<DelegatedReply>;
  runTool(
    agent: AgentName,
    tool: string,
    input: JsonObject,
    request: DelegatedToolCall,
    signal: AbortSignal,
  ): Promise<DelegatedToolReply>;
}

export interface DelegatedChat {
  readonly principal: Principal;
  readonly conversationId: string;
  readonly turnId: string;
  readonly requestId: string;
  /** The part of the customer's message that this specialist shall answer. */
  readonly request: string;
  /** The customer's own words, whole. */
  readonly customerMessage: string;
  readonly facts: TurnFacts;
}

export interface DelegatedToolCall {
  readonly principal: Principal;
  readonly requestId: string;
  readonly conversationId: string | null;
  readonly idempotencyKey: string | null;
}

export interface DelegatedReply {
  /** False when the specialist could not be reached or broke off before its end. */
  readonly complete: boolean;
  readonly outcome: AgentOutcome;
  /** What it did; null when it broke off before it could say. */
  readonly record: TurnRecordData | null;
}

export type DelegatedToolReply =
  | { readonly ok: true; readonly result: JsonObject }
  | {
      readonly ok: false;
      readonly status: number;
      readonly code: string;
      readonly message: string;
      /** The whole problem document. */
      readonly details: JsonObject;
    };

export interface ToolContext {
  readonly agent: AgentName;
  readonly principal: Principal;
  /** Who the rest of the turn is for: the principal, or the customer a visitor has just been identified as. */
  readonly identity: TurnIdentity;
  /** A keyed hash of the network address the customer's request came from; null for calls between agents. */
  readonly addressHash: string | null;
  readonly tenant: string;
  /** Null for a visitor; never null inside a tool with `needsCustomer`. */
  readonly customerId: string | null;
  readonly conversationId: string | null;
  readonly turnId: string;
  readonly requestId: string;
  /** The customer's own words of this turn; empty when a service calls a tool directly. */
  readonly customerMessage: string;
  readonly facts: TurnFacts;
  /** The shop's today. */
  readonly now: Date;
  readonly database: Database;
  /** Texts as vectors, for search by meaning. May fail: what uses it must do without. */
  readonly embedder: Embedder;
  readonly fleet: FleetClient;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly quoteTtlMs: number;
  readonly record: TurnRecord;
  /** Words for the customer from a tool that answers by itself. */
  readonly speech: Speech;
  emit(event: TurnEvent): void;
}

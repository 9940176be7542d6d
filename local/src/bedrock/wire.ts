/** The parts of a Converse request that the endpoint looks at, as they are on the wire. */
import type { JsonObject } from '@deskfleet/shared/json.ts';

export interface WireBlock {
  readonly text?: string;
  readonly toolUse?: { readonly toolUseId?: string; readonly name?: string; readonly input?: unknown };
  readonly toolResult?: {
    readonly toolUseId?: string;
    readonly status?: string;
    readonly content?: readonly { readonly text?: string; readonly json?: unknown }[];
  };
  readonly cachePoint?: { readonly type?: string };
}

export interface WireMessage {
  readonly role?: string;
  readonly content?: readonly WireBlock[];
}

export interface WireTool {
  readonly toolSpec?: {
    readonly name?: string;
    readonly description?: string;
    readonly inputSchema?: { readonly json?: JsonObject };
  };
  readonly cachePoint?: { readonly type?: string };
}

export interface WireRequest {
  readonly system?: readonly WireBlock[];
  readonly messages?: readonly WireMessage[];
  readonly toolConfig?: { readonly tools?: readonly WireTool[] };
  readonly inferenceConfig?: {
    readonly maxTokens?: number;
    readonly temperature?: number;
    readonly topP?: number;
    readonly stopSequences?: readonly string[];
  };
  readonly requestMetadata?: Readonly<Record<string, string>>;
}

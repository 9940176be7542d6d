/** What an agent's process holds for its whole life: clients and settings. Nothing of a request. */
import type { FleetClient } from './agent/context.ts';
import type { LoopLimits } from './agent/turn-loop.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database/database.ts';
import type { Authenticator } from './http/auth.ts';
import type { RateLimit } from './http/rate-limit.ts';
import type { Embedder } from './model/embedding.ts';
import type { Model } from './model/model.ts';
import type { Settings } from './settings.ts';
import type { Logger } from './telemetry/log.ts';

/** One link of the model chain as the ready endpoint shows it. */
export interface ModelLinkState {
  readonly modelId: string;
  readonly state: string;
}

export interface Runtime {
  readonly settings: Settings;
  readonly log: Logger;
  readonly clock: Clock;
  readonly database: Database;
  readonly model: Model;
  readonly embedder: Embedder;
  readonly modelState: () => readonly ModelLinkState[];
  readonly fleet: FleetClient;
  readonly authenticator: Authenticator;
  readonly rateLimit: RateLimit;
}

export function loopLimits(settings: Settings): LoopLimits {
  return { maxModelCalls: settings.MODEL_MAX_CALLS, maxOutputTokens: settings.MODEL_MAX_OUTPUT_TOKENS };
}

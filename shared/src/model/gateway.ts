/**
 * The gateway in front of a chain of models: time limits, retries, a circuit breaker per link, links that are retired,
 * budgets and the usage ledger. To its callers it is one more Model.
 */
import { attemptConverse, attemptStream, type AttemptLimits, type StreamAttempt } from './attempt.ts';
import { toModelError } from './errors.ts';
import { estimateUsage } from './estimate.ts';
import { retryDelay, systemClock, type GatewayClock } from './gateway-clock.ts';
import { linkHealth, type BreakerOptions, type LinkHealth, type LinkState } from './link-health.ts';
import type { ModelLink } from './link.ts';
import { costMicros } from './models.ts';
import { WATCHED } from '../telemetry/watched.ts';
import {
  ModelError,
  NO_USAGE,
  type Model,
  type ModelCall,
  type ModelErrorKind,
  type ModelEvent,
  type ModelRequest,
  type ModelUsage,
  type RequestLabels,
} from './model.ts';

export type GatewayWarning = (message: string, fields: Readonly<Record<string, unknown>>) => void;

export interface GatewayOptions {
  /** Tried in order; usually profiles of Bedrock followed by the agent's rulebook. */
  readonly chain: readonly ModelLink[];
  /** Longest time one call of one link may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Longest wait for the first event of a stream, in milliseconds. */
  readonly firstEventTimeoutMs: number;
  /** Retries of one link before the next one is tried. */
  readonly retries: number;
  readonly breaker?: BreakerOptions;
  readonly warn?: GatewayWarning;
  readonly onCall?: (call: ModelCall) => void;
  /** Asked once per request: false keeps the request off paid links. */
  readonly allow?: (labels: RequestLabels) => boolean | Promise<boolean>;
  readonly clock?: GatewayClock;
}

export interface ModelGateway extends Model {
  /** For the ready endpoint, in the chain's order. */
  state(): readonly LinkState[];
}

const DEFAULT_BREAKER: BreakerOptions = { failures: 5, openMs: 30_000 };

const RETRIED: ReadonlySet<ModelErrorKind> = new Set(['throttled', 'unavailable', 'timeout']);
/** No other link would do better. */
const FINAL: ReadonlySet<ModelErrorKind> = new Set(['invalid', 'context_overflow', 'aborted']);

export function createModelGateway(options: GatewayOptions): ModelGateway {
  const clock = options.clock ?? systemClock;
  const limits: AttemptLimits = { wholeCallMs: options.timeoutMs, firstEventMs: options.firstEventTimeoutMs };
  const warn = options.warn ?? (() => undefined);
  const links = options.chain.map((link) =>
    linkHealth(link, options.breaker ?? DEFAULT_BREAKER, () => {
      warn('model link failed too often and is left alone for a while', { modelId: link.modelId });
    }),
  );

  function record(
    link: ModelLink,
    request: ModelRequest,
    started: number,
    outcome: ModelCall['outcome'],
    usage: ModelUsage,
    estimated = false,
  ): void {
    const call: ModelCall = {
      modelId: link.modelId,
      labels: request.labels,
      usage,
      estimated,
      outcome,
      cost_micros: link.paid ? costMicros(link.modelId, usage) : 0,
      milliseconds: Math.round(clock.now() - started),
    };
    request.onCall?.(call);
    options.onCall?.(call);
  }

  /** A call that broke off may still be billed: for what was written, and for the prompt once the model was at work. */
  function recordFailure(
    link: ModelLink,
    request: ModelRequest,
    started: number,
    kind: ModelErrorKind,
    characters: number,
  ): void {
    const billed = characters > 0 || kind === 'aborted' || kind === 'timeout';
    record(link, request, started, kind, billed ? estimateUsage(request, characters) : NO_USAGE, billed);
  }

  /** One link with its retries. @throws {ModelError} */
  async function tryLink<T>(
    health: LinkHealth,
    request: ModelRequest,
    call: (link: ModelLink) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await health.run(async () => call(health.link));
      } catch (raw) {
        const error = toModelError(raw, request.signal);
        if (!RETRIED.has(error.kind) || attempt >= options.retries || health.open) throw error;
      }
      try {
        await clock.delay(
          retryDelay(attempt, () => clock.random()),
          request.signal,
        );
      } catch (raw) {
        throw toModelError(raw, request.signal);
      }
    }
  }

  function noteFailure(health: LinkHealth, error: ModelError): void {
    const { modelId } = health.link;
    if (error.kind === 'retired') {
      if (health.retire())
        warn('model is retired and will be stepped over from now on', { modelId, error: error.message });
    } else if (!health.open) {
      warn(WATCHED.modelFailed, { modelId, kind: error.kind, error: error.message });
    }
  }

  /** Walks the chain until a link answers. @throws {ModelError} the last link's error when none does. */
  async function walk<T>(request: ModelRequest, call: (link: ModelLink) => Promise<T>): Promise<T> {
    if (request.signal.aborted) throw toModelError(undefined, request.signal);
    const mayPay = options.allow === undefined || (await options.allow(request.labels));
    let last: ModelError | undefined;
    for (const health of links) {
      if (health.retired) continue;
      if (health.link.paid && !mayPay) {
        last = new ModelError('budget', `The budget of tenant ${request.labels.tenant} is spent.`);
        continue;
      }
      try {
        return await tryLink(health, request, call);
      } catch (raw) {
        const error = toModelError(raw, request.signal);
        if (FINAL.has(error.kind)) throw error;
        noteFailure(health, error);
        last = error;
      }
    }
    throw (
      last ??
      new ModelError(
        'unavailable',
        'Every model of the chain is retired: set BEDROCK_MODEL_ID to one that is still served.',
      )
    );
  }

  async function openStream(link: ModelLink, request: ModelRequest): Promise<OpenStream> {
    const started = clock.now();
    const attempt = attemptStream(link.model, request, limits, clock);
    try {
      return { link, attempt, started, first: await attempt.first() };
    } catch (raw) {
      attempt.end();
      const error = toModelError(raw, request.signal);
      recordFailure(link, request, started, error.kind, 0);
      throw error;
    }
  }

  return {
    async converse(request) {
      return walk(request, async (link) => {
        const started = clock.now();
        try {
          const reply = await attemptConverse(link.model, request, limits, clock);
          record(link, request, started, 'ok', reply.usage);
          return reply;
        } catch (raw) {
          const error = toModelError(raw, request.signal);
          recordFailure(link, request, started, error.kind, 0);
          throw error;
        }
      });
    },

    async *converseStream(request) {
      const { link, attempt, started, first } = await walk(request, async (candidate) =>
        openStream(candidate, request),
      );
      let characters = 0;
      let usage: ModelUsage | undefined;
      // Stays when the caller leaves in the middle of the stream.
      let failure: ModelErrorKind = 'aborted';
      const note = (event: ModelEvent): ModelEvent => {
        if (event.type === 'text') characters += event.text.length;
        else usage = event.reply.usage;
        return event;
      };
      try {
        for (let event: ModelEvent | undefined = first; event !== undefined; event = await attempt.next())
          yield note(event);
      } catch (raw) {
        const error = toModelError(raw, request.signal);
        failure = error.kind;
        throw error;
      } finally {
        attempt.end();
        if (usage === undefined) recordFailure(link, request, started, failure, characters);
        else record(link, request, started, 'ok', usage);
      }
    },

    state: () => links.map((health) => health.state()),
  };
}

interface OpenStream {
  readonly link: ModelLink;
  readonly attempt: StreamAttempt;
  readonly started: number;
  readonly first: ModelEvent;
}

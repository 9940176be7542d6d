/**
 * What the endpoint was asked, call by call, so that tests and the benchmark can see what reached the model and what
 * became of it.
 */

export type CallState =
  /** Being answered. */
  | 'running'
  /** Waiting for `/_admin/release` before the first token. */
  | 'held'
  | 'finished'
  /** The client went away before the answer was complete. */
  | 'aborted'
  /** Answered with an error, before or inside the stream. */
  | 'refused'
  /** The endpoint broke the connection off because it was told to. */
  | 'dropped';

/** JSON as the admin API shows it. */
export interface CallEntry {
  /** Counted from 1 since the start or the last reset. */
  readonly number: number;
  readonly agent: string | null;
  readonly tenant: string | null;
  readonly conversation_id: string | null;
  readonly turn_id: string | null;
  readonly model: string;
  readonly operation: 'converse' | 'converse-stream' | 'invoke';
  readonly protocol: 'HTTP/1.1' | 'HTTP/2';
  /** Number of the connection, counted from 1. */
  readonly connection: number;
  /** ISO 8601. */
  readonly started: string;
  /** ISO 8601; null while the call runs. */
  ended: string | null;
  state: CallState;
  /** Events of the stream that were written. */
  streamed_events: number;
  prompt_characters: number;
  /** Type of the error it was answered with. */
  error: string | null;
  /** The request's body; only kept when the endpoint was started with `keepPrompts`. */
  readonly prompt: string | null;
}

export type NewCall = Omit<CallEntry, 'number' | 'ended' | 'state' | 'streamed_events' | 'prompt_characters' | 'error'>;

export interface CallFilter {
  readonly agent?: string | undefined;
  readonly model?: string | undefined;
  readonly state?: CallState | undefined;
}

export interface CallLog {
  readonly entries: readonly CallEntry[];
  begin(call: NewCall): CallEntry;
  /** Changes the state; the final states set `ended`. A state that is final stays. */
  move(entry: CallEntry, state: CallState, error?: string): void;
  find(filter: CallFilter): readonly CallEntry[];
  /** Resolves as soon as a call matches; at once when one does already. */
  waitFor(filter: CallFilter): Promise<CallEntry>;
  clear(): void;
}

const MOST_ENTRIES = 10_000;

function matches(entry: CallEntry, filter: CallFilter): boolean {
  return (
    (filter.agent === undefined || entry.agent === filter.agent) &&
    (filter.model === undefined || entry.model === filter.model) &&
    (filter.state === undefined || entry.state === filter.state)
  );
}

export function callLog(): CallLog {
  const entries: CallEntry[] = [];
  const waiting = new Set<{ readonly filter: CallFilter; readonly resolve: (entry: CallEntry) => void }>();
  let count = 0;

  function tell(entry: CallEntry): void {
    for (const waiter of waiting) {
      if (!matches(entry, waiter.filter)) continue;
      waiting.delete(waiter);
      waiter.resolve(entry);
    }
  }

  return {
    entries,
    begin(call) {
      count += 1;
      const entry: CallEntry = {
        ...call,
        number: count,
        ended: null,
        state: 'running',
        streamed_events: 0,
        prompt_characters: 0,
        error: null,
      };
      entries.push(entry);
      if (entries.length > MOST_ENTRIES) entries.shift();
      tell(entry);
      return entry;
    },
    move(entry, state, error) {
      if (entry.ended !== null) return;
      entry.state = state;
      entry.error = error ?? null;
      if (state !== 'running' && state !== 'held') entry.ended = new Date().toISOString();
      tell(entry);
    },
    find: (filter) => entries.filter((entry) => matches(entry, filter)),
    waitFor(filter) {
      const found = entries.find((entry) => matches(entry, filter));
      if (found !== undefined) return Promise.resolve(found);
      return new Promise((resolve) => {
        waiting.add({ filter, resolve });
      });
    },
    clear() {
      entries.length = 0;
      count = 0;
    },
  };
}

/** What the processes of `npm run bench:kernel` say to each other, and the question they all ask. */

/** Sets the time before the first token; answered with an {@link EndpointReport} of what came since the last one. */
export interface EndpointOrder {
  readonly latency_ms: number;
}

export interface EndpointReport {
  calls: number;
  connections: number;
  prompt_characters: number;
}

export interface WorkerOrder {
  readonly turns: number;
  readonly at_once: number;
}

export interface WorkerReport {
  readonly cpu_ms_per_turn: number;
  readonly first_token_ms: number;
  readonly total_ms: number;
  readonly rss_mib: number;
  /** Bytes of the heap in use after a collection. */
  readonly heap_bytes: number;
}

/** `all`: the agents' own prompts and tools. `one`: one line of prompt and the one tool that is needed. */
export type Menu = 'all' | 'one';

/** What a process has spent from its start to the end of its first turn. */
export interface StartReport {
  readonly cpu_ms: number;
}

/** Tells a worker to run one turn, send a {@link StartReport} and end: for the time from the start of a process to its first answer. */
export const ONCE = 'BENCH_ONCE';
export const MENU = 'BENCH_MENU';

export function orderId(turn: number): string {
  return `o${10_000 + (turn % 90_000)}`;
}

export function question(turn: number): string {
  return `Where is my order ${orderId(turn)}?`;
}

/** The different order ids in a text. */
export function orderIdsIn(text: string): readonly string[] {
  return [...new Set(text.match(/\bo\d{5}\b/gu))];
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

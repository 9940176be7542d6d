/** What the endpoint and the embedded database's worker thread say to each other. */
import type { BatchSet, RawResult, SessionStatus, SqlErrorFields, Statement } from './engine.ts';

/** How a worker opens its database. */
export interface OpenOptions {
  readonly dataDir: string;
  /** A gzipped tarball of a prepared data folder, unpacked into an empty one. */
  readonly template: Uint8Array | undefined;
}

export type Ask =
  | { readonly kind: 'run'; readonly id: number; readonly statement: Statement }
  | { readonly kind: 'batch'; readonly id: number; readonly sql: string; readonly sets: readonly BatchSet[] }
  | { readonly kind: 'dump'; readonly id: number }
  | { readonly kind: 'close'; readonly id: number };

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'result'; readonly id: number; readonly result: RawResult }
  | { readonly kind: 'sqlError'; readonly id: number; readonly fields: SqlErrorFields; readonly status: SessionStatus }
  | { readonly kind: 'dumped'; readonly id: number; readonly tarball: Uint8Array }
  | { readonly kind: 'closed'; readonly id: number }
  | { readonly kind: 'broken'; readonly id: number; readonly message: string };

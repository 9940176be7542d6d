/** What is worth remembering about a statement text: whether it only reads, and where its columns stand. */
import { positionsOf, type RowShape } from './row.ts';

/** Texts kept at most; a service has a few hundred, only lists joined from many values make more. */
const LIMIT = 2_000;

export class KnownStatement {
  readonly readsOnly: boolean;
  /** Column labels in order, once an answer brought them. */
  #labels: readonly string[] | undefined;
  readonly #positions = new WeakMap<RowShape<unknown>, readonly number[]>();

  constructor(text: string) {
    this.readsOnly = readsOnly(text);
  }

  get labels(): readonly string[] | undefined {
    return this.#labels;
  }

  learn(labels: readonly string[]): void {
    this.#labels = labels;
  }

  /** @throws {RowError} when the statement does not answer the shape's columns. */
  positions(shape: RowShape<unknown>): readonly number[] {
    let positions = this.#positions.get(shape);
    if (positions === undefined) {
      positions = positionsOf(shape, this.#labels ?? []);
      this.#positions.set(shape, positions);
    }
    return positions;
  }
}

export class StatementCache {
  readonly #known = new Map<string, KnownStatement>();

  of(text: string): KnownStatement {
    let known = this.#known.get(text);
    if (known === undefined) {
      if (this.#known.size >= LIMIT) this.#known.clear();
      known = new KnownStatement(text);
      this.#known.set(text, known);
    }
    return known;
  }

  forget(text: string): void {
    this.#known.delete(text);
  }
}

/**
 * Whether sending the statement twice does no harm. Careful rather than clever: a `with` that mentions a change
 * anywhere, and functions with an effect in a `select`, count as writes.
 */
function readsOnly(text: string): boolean {
  if (!/^\s*(select|values|table|with)\b/i.test(text)) return false;
  return !/\b(insert|update|delete|merge|into|nextval|setval|pg_(try_)?advisory\w*|set_config|pg_notify)\b/i.test(text);
}

/** What a rule says: the outcome, or why not in words for the customer. */
export interface Refusal {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
}

export type Verdict<T> = { readonly ok: true; readonly value: T } | Refusal;

export function allow<T>(value: T): Verdict<T> {
  return { ok: true, value };
}

export function deny(code: string, message: string): Refusal {
  return { ok: false, code, message };
}

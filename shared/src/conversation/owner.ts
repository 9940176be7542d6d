/**
 * Who speaks to the customer in a conversation. The fleet speaks only while it is the owner: that is looked at before a
 * turn runs and again when its reply is stored.
 */
export type Owner =
  | { readonly kind: 'agent' }
  /** Waits for a colleague. */
  | { readonly kind: 'queue' }
  | { readonly kind: 'staff'; readonly staffId: string };

/** `agent`, `queue`, `staff:ID`. */
export function ownerOf(column: string): Owner {
  if (column.startsWith('staff:')) return { kind: 'staff', staffId: column.slice('staff:'.length) };
  return column === 'queue' ? { kind: 'queue' } : { kind: 'agent' };
}

export function ownerColumn(owner: Owner): string {
  return owner.kind === 'staff' ? `staff:${owner.staffId}` : owner.kind;
}

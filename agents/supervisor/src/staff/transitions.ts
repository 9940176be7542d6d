/** What a colleague may do with a conversation, and what it is afterwards. Pure; the statements are made from this. */
import { ownerColumn } from '@deskfleet/shared/conversation/owner.ts';

export type StaffAction =
  /** `takeFrom`: also from this colleague, who cannot go on with it. */
  | { readonly kind: 'claim'; readonly takeFrom: string | null }
  /** From the assistant, which nobody has asked to give it away. */
  | { readonly kind: 'take_over' }
  | { readonly kind: 'release' }
  | { readonly kind: 'reply'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'hand_back'; readonly note: string }
  | { readonly kind: 'resolve'; readonly note: string | null };

export type ConversationState = 'open' | 'waiting_for_customer' | 'waiting_for_staff' | 'resolved' | 'reopened';

export interface Transition {
  /** Owners from whom the action is possible, as the column holds them; null for any. */
  readonly from: readonly string[] | null;
  /** The owner afterwards; null when it stays. */
  readonly owner: string | null;
  /** The state afterwards; null when it stays. */
  readonly state: ConversationState | null;
  /** What becomes of the open hand-off; `opened`: there was none, and now this colleague has one. */
  readonly handoff: 'claimed' | 'opened' | 'queued' | 'handed_back' | 'resolved' | null;
  /** What is written into the conversation. */
  readonly message: { readonly role: 'staff' | 'note' | 'briefing'; readonly body: string } | null;
}

/** For the customer, who has not asked for a person. */
const TAKEN_OVER = 'I am a colleague of the shop and have taken over this conversation. I answer you here.';

export function transitionOf(action: StaffAction, staffId: string): Transition {
  const mine = ownerColumn({ kind: 'staff', staffId });
  const stays = { from: [mine], owner: null, state: null, handoff: null, message: null } as const;
  switch (action.kind) {
    case 'claim': {
      const colleague = action.takeFrom === null ? [] : [ownerColumn({ kind: 'staff', staffId: action.takeFrom })];
      return { ...stays, from: ['queue', ...colleague], owner: mine, handoff: 'claimed' };
    }
    case 'take_over':
      return {
        from: ['agent'],
        owner: mine,
        state: 'waiting_for_staff',
        handoff: 'opened',
        message: { role: 'staff', body: TAKEN_OVER },
      };
    case 'release':
      return { ...stays, owner: 'queue', state: 'waiting_for_staff', handoff: 'queued' };
    case 'reply':
      return { ...stays, state: 'waiting_for_customer', message: { role: 'staff', body: action.text } };
    case 'note':
      return { ...stays, from: null, message: { role: 'note', body: action.text } };
    case 'hand_back':
      return {
        ...stays,
        owner: 'agent',
        state: 'open',
        handoff: 'handed_back',
        message: { role: 'briefing', body: action.note },
      };
    case 'resolve':
      return {
        ...stays,
        owner: 'agent',
        state: 'resolved',
        handoff: 'resolved',
        message: { role: 'briefing', body: action.note ?? 'A colleague has settled this.' },
      };
  }
}

/** Whether the action has left the conversation as it is now; then doing it again is no mistake. */
export function isDoneAlready(action: StaffAction, staffId: string, owner: string): boolean {
  return (action.kind === 'claim' || action.kind === 'take_over') && owner === ownerColumn({ kind: 'staff', staffId });
}

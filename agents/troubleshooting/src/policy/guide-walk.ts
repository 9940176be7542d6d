/** Walking a guide: what each thing a customer may say does to the place they are at. */
export const GUIDE_ACTIONS = ['start', 'next', 'not_helped', 'back', 'repeat', 'restart', 'solved', 'stop'] as const;
export type GuideAction = (typeof GUIDE_ACTIONS)[number];

export type GuideState = 'walking' | 'solved' | 'exhausted' | 'stopped';

/** How an action moves the place, as numbers that one statement can apply to the stored row. */
export interface Move {
  /** Steps forward (1), back (-1) or none; null: to the first. */
  readonly by: 1 | 0 | -1 | null;
  readonly state: GuideState;
  /** Whether it takes up a guide that was ended. */
  readonly reopens: boolean;
}

const MOVES: Readonly<Record<Exclude<GuideAction, 'start'>, Move>> = {
  next: { by: 1, state: 'walking', reopens: false },
  not_helped: { by: 1, state: 'walking', reopens: false },
  back: { by: -1, state: 'walking', reopens: true },
  repeat: { by: 0, state: 'walking', reopens: true },
  restart: { by: null, state: 'walking', reopens: true },
  solved: { by: 0, state: 'solved', reopens: false },
  stop: { by: 0, state: 'stopped', reopens: false },
};

export function moveOf(action: Exclude<GuideAction, 'start'>): Move {
  return MOVES[action];
}

export type GuideOffer = 'next_step' | 'book_repair' | 'open_ticket';

/** What is offered at a place: the next step, or, once the steps are used up, what people can do. */
export function offersAt(state: GuideState, stepNo: number, steps: number, signedIn: boolean): readonly GuideOffer[] {
  if (state === 'solved' || state === 'stopped') return [];
  if (state === 'walking' && stepNo < steps) return ['next_step'];
  if (state === 'walking') return ['next_step', ...(signedIn ? (['book_repair', 'open_ticket'] as const) : [])];
  return signedIn ? ['book_repair', 'open_ticket'] : [];
}

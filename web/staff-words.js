/** How the console says things. Pure. */

/** "45 s", "3 min", "2 h 5 min", "3 d 4 h". @param {number} seconds */
export function duration(seconds) {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const both = (large, one, small, other) => (small === 0 ? `${large} ${one}` : `${large} ${one} ${small} ${other}`);
  if (minutes === 0) return `${seconds} s`;
  if (hours === 0) return `${minutes} min`;
  if (days === 0) return both(hours, 'h', minutes % 60, 'min');
  return both(days, 'd', hours % 24, 'h');
}

export const REASONS = {
  asked: 'Asked for a person',
  policy_limit: 'A rule keeps us from it',
  not_understood: 'Not understood',
  anger: 'Angry',
  safety: 'Safety',
  failure: 'Our failure',
  taken_over: 'Taken over from the assistant',
};

const ROLES = {
  user: 'Customer',
  assistant: 'Assistant',
  staff: 'Colleague',
  note: 'Note, for colleagues only',
  briefing: 'Told to the assistant; the customer hears it only when they ask',
};

export function roleName(role) {
  return ROLES[role] ?? role;
}

/** @param {string} owner `agent`, `queue`, `staff:ID` @param {string | null} me */
export function ownerName(owner, me) {
  if (owner === 'agent') return 'With the assistant';
  if (owner === 'queue') return 'Waits for a colleague';
  return owner === `staff:${me}` ? 'With you' : `With ${owner.slice('staff:'.length)}`;
}

/** A short name for a canned reply, made of its title. */
export function slug(title) {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/gu, '');
}

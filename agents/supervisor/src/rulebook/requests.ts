/** The requests of a message, each with the specialist it is for. */
import type { SpecialistName } from '@deskfleet/shared/fleet.ts';
import { plain } from '@deskfleet/shared/rulebook/reading.ts';
import { clauses, leans } from './clauses.ts';
import { onlySaysWho } from './identity-words.ts';
import type { Route } from '../routing/routes.ts';
import { decideRoute, isAboutOrder, isSpecialistRoute, MINIMUM_CONFIDENCE, namesAgent } from './route.ts';

export interface Part {
  readonly agent: SpecialistName;
  readonly request: string;
}

export interface Requests {
  /** In the order of the message; requests for the same specialist stay together. */
  readonly parts: readonly Part[];
  /** Whether every part is beyond reasonable doubt. */
  readonly sure: boolean;
}

const NONE: Requests = { parts: [], sure: false };

/** A clause asks for something by itself: a question, a wish, an order. What does not belongs to the one before. */
const ASKS =
  /\?\s*$|^(?:\W|\b(?:and|also|then|plus|oh|ok|okay|hi|hello|so|but|please|kindly|finally|secondly|next)\b)*(?:i|i'd|i'm|i've|we|can|could|would|will|do|does|did|is|are|was|has|have|what|what's|when|where|where's|which|who|how|why|tell|show|recommend|suggest|find|cancel|track|check|give|help|get|subscribe|unsubscribe|sign|change|update|set|remember|forget|exchange|return|replace|swap|book|open|notify|alert|compare|send|delete|erase|export|remove|ship|refund|let|my|the|it|there|nothing|no|its|their|a|for a|troubleshoot\w*|take|make|switch|modify)\b/iu;
/** Said to explain the request that follows or went before. */
const STATES =
  /^\W*(?:i(?:'ve| have)?|we(?:'ve| have)?)(?: just| recently)? (?:moved|relocated|changed my mind|made a mistake|messed up)\W*$/iu;
/** A clause that only says which order is meant. */
const NAMES_AN_ORDER =
  /^\W*(?:(?:it(?:'s| is)|this is|that(?:'s| is)|the order(?: number| id)?(?: is)?|my order(?: number| id)?(?: is)?|order(?: number)?|number|for|in|about)\b[\s:#]*)*#?\w?\d{4,}\W*$/iu;
/** Something that was bought is to become something else, or to go back. */
const ABOUT_A_PURCHASE =
  /\b(?:chang|switch|swap|exchang|modif|replac|return|refund|cancel|send back|take back|give back|updat)\w*/iu;

export function requestsIn(raw: string): Requests {
  const aboutOrder = isAboutOrder(raw);
  const found = clauses(raw).map((clause) => ({ clause, ...decideRoute(clause) }));
  const parts: { agent: SpecialistName; request: string; leans: boolean; sure: boolean }[] = [];
  for (const { clause, route, confidence } of found) {
    const sure = confidence >= MINIMUM_CONFIDENCE;
    const before = parts.at(-1);
    const own =
      isSpecialistRoute(route) &&
      !STATES.test(clause) &&
      !onlySaysWho(clause) &&
      (!aboutOrder || route === 'order-management' || namesAgent(clause, route)) &&
      (sure || before === undefined) &&
      (before === undefined || ASKS.test(clause));
    const agent = own ? route : before?.agent;
    if (agent === undefined) continue;
    const known = parts.find((part) => part.agent === agent);
    if (known) {
      known.request += /[.!?;]$/u.test(known.request) ? ` ${clause}` : `, ${clause}`;
      known.sure ||= own && sure;
    } else parts.push({ agent, request: clause, leans: leans(clause) && parts.length > 0, sure });
  }
  if (parts.length === 0) return NONE;
  const whole = wholeMessage(raw, found);
  if (whole !== undefined) return whole;
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return alone(raw, only);
  return {
    parts: parts.map(({ agent, request, leans: needsAll }) => ({ agent, request: needsAll ? raw : request })),
    sure: parts.every(({ sure }) => sure),
  };
}

/** The one specialist of a message: the message as a whole may say more than its beginning. */
function alone(raw: string, part: { readonly agent: SpecialistName; readonly sure: boolean }): Requests {
  if (part.sure) return { parts: [{ agent: part.agent, request: raw }], sure: true };
  const { route, confidence } = decideRoute(raw);
  if (!isSpecialistRoute(route))
    return confidence >= MINIMUM_CONFIDENCE ? NONE : { parts: [{ agent: part.agent, request: raw }], sure: false };
  return { parts: [{ agent: route, request: raw }], sure: confidence >= MINIMUM_CONFIDENCE };
}

/** "Can you change the lamp into the blue one? The order is #12345.": one request, and what it is about. */
function wholeMessage(
  raw: string,
  parts: readonly { readonly clause: string; readonly route: Route }[],
): Requests | undefined {
  const others = parts.filter(({ clause }) => !NAMES_AN_ORDER.test(clause));
  if (others.length === parts.length || others.length === 0) return undefined;
  const changes = others.every(
    ({ clause, route }) => route === 'order-management' || !ASKS.test(clause) || ABOUT_A_PURCHASE.test(plain(clause)),
  );
  return changes ? { parts: [{ agent: 'order-management', request: raw }], sure: true } : undefined;
}

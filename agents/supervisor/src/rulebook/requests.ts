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
  /** How probable it is that every part goes where it belongs, 0 to 1. */
  readonly confidence: number;
  /** Whether every part is beyond reasonable doubt. */
  readonly sure: boolean;
}

interface Found extends Part {
  readonly leans: boolean;
  readonly confidence: number;
}

const NONE: Requests = { parts: [], confidence: 0, sure: false };
/** Of a change to an order that is named. */
const SURE = 0.95;

/** A clause asks for something by itself: a question, a wish, an order. What does not belongs to the one before. */
const ASKS =
  /\?\s*$|^(?:\W|\b(?:and|also|then|plus|oh|ok|okay|hi|hello|so|but|please|kindly|finally|secondly|next)\b)*(?:i|i'd|i'm|i've|we|can|could|would|will|do|does|did|is|are|was|has|have|what|what's|when|where|where's|which|who|how|why|tell|show|recommend|suggest|find|cancel|track|check|give|help|get|subscribe|unsubscribe|sign|change|update|set|remember|forget|exchange|return|replace|swap|book|open|notify|alert|compare|send|delete|erase|export|remove|ship|refund|let|my|the|it|there|nothing|no|its|their|a|for a|troubleshoot\w*|take|make|switch|modify)\b/iu;
/** Wanted from somebody who was named before, and who is not the shop. */
const OF_OTHERS = /\b(?:from|by|with|to) (?:them|him|her)\b/iu;
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
  const parts: Found[] = [];
  let foreign = false;
  for (const { clause, route, confidence } of found) {
    const sure = confidence >= MINIMUM_CONFIDENCE;
    const before = parts.at(-1);
    const own =
      isSpecialistRoute(route) &&
      !STATES.test(clause) &&
      !onlySaysWho(clause) &&
      (!aboutOrder || route === 'order-management' || namesAgent(clause, route)) &&
      (sure || before === undefined) &&
      !(foreign && OF_OTHERS.test(clause)) &&
      (before === undefined || ASKS.test(clause));
    // "My flight was cancelled, I want a refund from them": that is for nobody here either.
    foreign ||= parts.length === 0 && sure && route === 'out-of-scope';
    const agent = own ? route : before?.agent;
    if (agent === undefined) continue;
    const place = parts.findIndex((part) => part.agent === agent);
    const known = parts[place];
    if (known === undefined)
      parts.push({ agent, request: clause, leans: leans(clause) && parts.length > 0, confidence });
    else parts[place] = joined(known, clause, own ? confidence : 0);
  }
  if (parts.length === 0) return NONE;
  const whole = wholeMessage(raw, found);
  if (whole !== undefined) return whole;
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return alone(raw, only);
  const confidence = Math.min(...parts.map((part) => part.confidence));
  const asOne = confidence < MINIMUM_CONFIDENCE ? oneOf(raw, parts) : undefined;
  if (asOne !== undefined) return asOne;
  return counted(
    parts.map(({ agent, request, leans: needsAll }) => ({ agent, request: needsAll ? raw : request })),
    confidence,
  );
}

function counted(parts: readonly Part[], confidence: number): Requests {
  return { parts, confidence, sure: confidence >= MINIMUM_CONFIDENCE };
}

function joined(part: Found, clause: string, confidence: number): Found {
  const request = /[.!?;]$/u.test(part.request) ? `${part.request} ${clause}` : `${part.request}, ${clause}`;
  return { ...part, request, confidence: Math.max(part.confidence, confidence) };
}

/** The one specialist of a message: the message as a whole may say more than its beginning. */
function alone(raw: string, part: Found): Requests {
  if (part.confidence >= MINIMUM_CONFIDENCE) return counted([{ agent: part.agent, request: raw }], part.confidence);
  const { route, confidence } = decideRoute(raw);
  if (isSpecialistRoute(route)) return counted([{ agent: route, request: raw }], confidence);
  return confidence >= MINIMUM_CONFIDENCE ? NONE : counted([{ agent: part.agent, request: raw }], part.confidence);
}

/** "I am furnishing my first flat, which sofa would you take?": what came first was no request of its own. */
function oneOf(raw: string, parts: readonly Found[]): Requests | undefined {
  const { route, confidence } = decideRoute(raw);
  const meant = parts.find(({ agent }) => agent === route);
  return meant === undefined ? undefined : counted([{ agent: meant.agent, request: raw }], confidence);
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
  return changes ? counted([{ agent: 'order-management', request: raw }], SURE) : undefined;
}

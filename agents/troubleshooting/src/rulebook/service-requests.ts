/** Requests to the service department: recalls, appointments, repairs, tickets. */
import { conceptsIn } from '../policy/concepts.ts';

export type ServiceTopic =
  'recall' | 'book_repair' | 'list_service_slots' | 'cancel_repair' | 'move_repair' | 'open_ticket' | 'list_tickets';

export interface ServiceRequest {
  readonly topic: ServiceTopic;
  /** The part of the message that asks for it. */
  readonly words: string;
}

const APPOINTMENT = String.raw`(?:repair(?:s| appointment| visit| slot)?|technicians?|engineers?|repair(?:wo)?man|service (?:visit|appointment|slot|call|person)|appointments?|slots?|(?:video|remote|support) (?:session|call|appointment))`;

const VISITOR = String.raw`(?:technicians?|engineers?|repair(?:wo)?m[ae]n|repair (?:people|team)|service people)`;
/** Who asks whether a technician comes to a place is told when. */
const VISIT_ASKED = [
  String.raw`\b(?:can|could|may|might|will|would|do|does|is it possible|any chance)\b[^.?!]{0,40}\b${VISITOR}\b[^.?!]{0,20}\b(?:come|drive|visit|go|travel|make it|get|reach|serve|cover|be sent)(?:e?s|ing)?\b`,
  String.raw`\b(?:is|are)\b[^.?!]{0,30}\b(?:served|covered|reached|visited)\b[^.?!]{0,20}\b${VISITOR}\b`,
  String.raw`\b${VISITOR} (?:near|around|in|at|for) (?:my )?(?:zip|postal|post|area|place|home|house|\d)`,
  String.raw`\b(?:do|does|can|could|will|would) you(?:r \w+)?\b[^.?!]{0,20}\b(?:repair|fix|mend|service)\b[^.?!]{0,30}\b(?:at (?:my |our |the |people's |customers' )?(?:home|house|place)s?|on-?site)\b`,
  String.raw`\b(?:do|would) you\b[^.?!]{0,12}\b(?:come|drive|visit|travel)\b`,
].join('|');

const PATTERNS: readonly (readonly [ServiceTopic, RegExp])[] = [
  ['recall', /\brecall(?:s|ed|ing)?\b/u],
  [
    'move_repair',
    new RegExp(
      String.raw`\b(?:re-?schedule|re-?book|move|postpone|shift|change)\b.{0,40}\b${APPOINTMENT}\b|\b(?:another|different|later|earlier|new) (?:time|day|date|slot) for (?:the|my) ${APPOINTMENT}\b`,
      'u',
    ),
  ],
  [
    'cancel_repair',
    new RegExp(
      String.raw`\b(?:cancel|call off|give up|drop|undo|withdraw)\b.{0,40}\b${APPOINTMENT}\b|\b(?:don't|do not|no longer) need (?:the|my|that|a) ${APPOINTMENT}\b`,
      'u',
    ),
  ],
  [
    'open_ticket',
    /\b(?:(?<!\b(?:have|any|my|no|got|the|of|which|what)\s)open|create|raise|file|log|submit|make|start|write|put in|set up|need|want|get|place)\b.{0,25}\b(?:tickets?|(?:support|service|trouble) (?:case|request)|case|complaint)\b|\bcomplain\b|\b(?:report|pass|forward|hand|escalate|give|send|raise)\b.{0,40}\b(?:to|over to|with) (?:your|the) (?:service|support|technical|tech)(?: |-)?(?:team|department|people|staff|desk|engineers)?\b|\bescalate (?:this|it|my)\b/u,
  ],
  [
    'list_tickets',
    new RegExp(
      String.raw`\b(?:my|open|existing|all|any|status of(?: the| my)?|state of(?: the| my)?|news (?:on|about|of)(?: the| my)?|what (?:about|happened to|became of)(?: the| my)?|show|list|see|check|which|how is)\b.{0,25}\b(?:tickets?|support cases?|service (?:case|request)s?)\b|\b(?:when|what time|what day) (?:is|was|does|will) (?:my|the) (?:\w+ )?${APPOINTMENT}\b|\b(?:already|have|was|got) (?:\w+ )?booked (?:a|an|the|my) ${APPOINTMENT}\b|\b(?:do i have|is there|are there|have i got|show|list|see|check|which|what|status of)\b.{0,20}\b(?:repairs? (?:booked|planned|scheduled)|booked repairs?|my (?:repairs?|repair appointments?|appointments?)|(?:appointments?|repairs?) (?:do i have|of mine|have i))\b|\b[tr][2-9bcdfghjkmnpqrstvwxz]{8}\b`,
      'u',
    ),
  ],
  [
    'list_service_slots',
    new RegExp(
      String.raw`\b(?:free|available|open|next|any|which|what|list|show|more|other|later|earliest|soonest|first|give me)\b.{0,30}\b(?:slots?|appointments?|repair (?:times|dates)|(?:remote|video) sessions?)\b|\bwhen (?:can|could|would|will|might|is|are)\b.{0,50}\b(?:technicians?|engineers?|someone|somebody|appointments?|repair(?:ed)?|fixed|looked at|come (?:by|over|out))\b|\b(?:how soon|what time|which day|what day)\b.{0,50}\b(?:technicians?|engineers?|repair(?:ed)?|fixed)\b|\b(?:slots?|appointments?|sessions?) (?:are |is )?(?:free|available|open)\b|\b(?:do you|are there|is there)\b.{0,20}\b(?:technicians?|engineers?|repair service|home visits?|home repairs?|on-?site)\b|\b(?:slots?|appointments?) (?:near|around|in|at) (?:my |the )?(?:zip|postal|post|area|\d)|^(?!.*\bs\d{5}\b).*?(?:${VISIT_ASKED})`,
      'u',
    ),
  ],
  [
    'book_repair',
    new RegExp(
      String.raw`\b(?:book|arrange|schedule|make|set up|organi[sz]e|get|need|want|would like|'d like|send|request|plan|order|take)\b.{0,45}\b${APPOINTMENT}\b|\b(?:have|get|want|need) (?:it|them|this|that|(?:my|the) [\w -]{1,30}?) (?:to be )?(?:repaired|fixed|serviced|mended|looked at)\b|\b(?:send|get) (?:me )?(?:someone|somebody|anyone) (?:to|who)\b|\b(?:someone|somebody|anyone) (?:to |please )?(?:take|have) a look\b|\b(?:can|could|will|would) (?:you|someone|somebody|anybody|your \w+) (?:please )?(?:repair|fix|mend|come (?:and|to|by|over|out))\b|\brepair (?:it|this|that|them|my|the)\b|\bbook (?:it|that|this|one|me|the)\b|\b(?:needs?|wants?) (?:a |to be )?repair(?:ed|ing)?\b|\bs\d{5}\b`,
      'u',
    ),
  ],
];

/** What excludes another reading of the same words: who asks what is free does not book yet. */
const INSTEAD: Readonly<Partial<Record<ServiceTopic, readonly ServiceTopic[]>>> = {
  move_repair: ['cancel_repair', 'book_repair', 'list_service_slots', 'list_tickets'],
  cancel_repair: ['book_repair', 'list_service_slots', 'list_tickets'],
  list_tickets: ['book_repair', 'list_service_slots'],
  list_service_slots: ['book_repair'],
  open_ticket: ['list_tickets', 'book_repair', 'list_service_slots', 'cancel_repair', 'move_repair'],
};

/** Clauses of a message: sentences, and what is joined by "and" to another request. */
export function clausesOf(text: string): readonly string[] {
  return text
    .split(
      /[.;!?]+\s+|[.;!?]+$|,?\s+(?:and|also|plus|then|but)\s+(?=(?:also |then |please )?(?:i(?:'d|'m|'ve)?|can|could|will|would|please|is|are|what|when|which|how|do|does|has|have|open|book|cancel|list|show|check|tell|give|send|arrange|schedule|there|my|it)\b)/iu,
    )
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

/** What a message asks the service department, each topic once. */
export function serviceRequestsIn(text: string): readonly ServiceRequest[] {
  const found: ServiceRequest[] = [];
  for (const words of clausesOf(text)) {
    const topics = PATTERNS.filter(([, pattern]) => pattern.test(words)).map(([topic]) => topic);
    const barred = topics.flatMap((topic) => INSTEAD[topic] ?? []);
    for (const topic of topics)
      if (!barred.includes(topic) && !found.some((one) => one.topic === topic)) found.push({ topic, words });
  }
  return found;
}

const REQUEST_WORDS =
  /\b(?:please|book|arrange|schedule|repair(?:s|ed|ing)?|technicians?|engineers?|appointments?|slots?|session|remote|on-?site|visit|service|support|fix(?:ed)?|mend(?:ed)?|tickets?|cases?|requests?|complaint|open|create|raise|file|log|submit|recall(?:s|ed)?|safety|serial|number|home|come|send|list|show|free|available|earliest|soonest|next|postal|zip|code|team|department|staff|kitchen|report|status|cancel|reschedule|affected|part|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon|evening|looked|warranty|paid|looked|broke|broken|really|address|sorry|hello|thanks|moment|present|anything|everything|something|things?|stuff|ever|currently|heard|sold|own)\b|#?\s?\b[ow]?\d{4,}\b|\b[str]\d{5}\b|\b\d+\b/gu;

/** The words that name a product, up to six; undefined when there are none. */
export function productWords(text: string): string | undefined {
  const words = conceptsIn(text.replaceAll(REQUEST_WORDS, ' '))
    .filter(({ role }) => role === 'kind' || role === 'word')
    .flatMap(({ words: [first] }) => first ?? []);
  return words.length === 0 ? undefined : words.slice(0, 6).join(' ');
}

const SERIAL =
  /\bserial(?: (?:number|no\.?|is|code))*(?: is|:| starts with| begins with)? ?#?([a-z0-9][a-z0-9-]{3,30})\b/u;
const LIKE_A_SERIAL = /\b(?=[a-z0-9-]*\d)(?=[a-z0-9-]*[a-z])[a-z0-9][a-z0-9-]{5,30}\b/u;

/** A serial number in a text; one without the word only where it was asked for. */
export function serialIn(text: string, asked: boolean): string | undefined {
  const named = SERIAL.exec(text)?.[1];
  if (named !== undefined && /\d/u.test(named)) return named.toUpperCase();
  return asked ? LIKE_A_SERIAL.exec(text)?.[0].toUpperCase() : undefined;
}

const POSTAL_CODE = String.raw`(\d{5}|[a-z]{1,2}\d{1,2}[a-z]? ?\d[a-z]{2}|\d{4})\b(?! ?(?:dollars|euros?))`;
const POSTAL_CODES = [
  new RegExp(
    String.raw`\b(?:zip|postal code|postcode|post code|area|in|at|to|near|around|visit(?:s|ing)?|serv(?:es?|ing)|cover(?:s|ing)?|reach(?:es|ing)?)(?: code)?(?: is|:)? ?${POSTAL_CODE}`,
    'u',
  ),
  new RegExp(
    String.raw`\b(?:is|are|does) ${POSTAL_CODE}(?= (?:served|covered|reached|visited|get|have|within)\b)`,
    'u',
  ),
];

/** Letters around digits, so that prices and order numbers are none. */
export function postalCodeIn(text: string): string | undefined {
  return POSTAL_CODES.map((pattern) => pattern.exec(text)?.[1]).find((code) => code !== undefined);
}

export function slotKindIn(text: string): 'remote' | 'on_site' | undefined {
  if (
    /\b(?:remote(?:ly)?|video|phone (?:session|call|appointment)|by phone|online|screen share|over the phone)\b/u.test(
      text,
    )
  )
    return 'remote';
  return /\b(?:on-?site|technicians?|engineers?|home visit|at (?:my )?home|at my (?:place|house|address)|come (?:by|over|out|to)|visit|send someone|in person)\b/u.test(
    text,
  )
    ? 'on_site'
    : undefined;
}

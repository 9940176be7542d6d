/** Which preference a text is about, and to what it shall be set. */
import { PREFERENCES, type PreferenceName } from '../policy/preferences.ts';

export interface PreferenceWish {
  /** Undefined: it is not said which one. */
  readonly preference: PreferenceName | undefined;
  /** Undefined: not said; empty: take it away. */
  readonly value: string | undefined;
}

const NAMES: Readonly<Record<PreferenceName, RegExp>> = {
  preferred_category:
    /\b(?:preferred|favou?rite|default|main) (?:product )?(?:categor(?:y|ies)|kind of products?|department)\b|\b(?:product )?category\b/u,
  preferred_brand: /\b(?:preferred|favou?rite|default) (?:brand|make|manufacturer|label)\b|\bbrand\b/u,
  price_range: /\bprice (?:range|limit|level)\b|\bbudget\b|\bspending limit\b/u,
  contact_channel:
    /\b(?:preferred )?contact (?:channel|method|way|preference|me\b)|\b(?:reach|call|ring|phone) me\b|\be-?mail me\b|\bbe (?:contacted|called|reached)\b|\bhear from you\b/u,
  language:
    /\blanguage\b|\b(?:speak|write|talk|answer|reply|communicate)\b.{0,20}\b(?:to me )?in (?:english|german|french|spanish|italian|dutch)\b/u,
  delivery_time:
    /\bdelivery (?:time|window|slot|preference)\b|\bdeliver(?:y|ed|ies)?\b.{0,30}\b(?:in the|mornings?|afternoons?|evenings?)\b/u,
  conversation_notes:
    /\b(?:conversation|chat) notes\b|\b(?:notes?|records?|summar(?:y|ies)) (?:on|of|about) (?:our|my|past) (?:conversations?|chats?)\b|\b(?:remember|keep|save|write down)\b.{0,20}\b(?:our|my) (?:conversations?|chats?)\b/u,
  personalised_recommendations: /\bpersonali[sz](?:ed|ing|ation)\b|\bpersonali[sz]e\b|\brecommendations? based on\b/u,
};

const SETS =
  /\b(?:set|change|chang(?:e|ing)|update|switch|make|use|put|save|store|choose|turn|want|would like|i'd like|prefer|rather|please|instead|always|only|stop|disable|enable|deactivate|activate|remove|delete|clear|unset|is now)\b/u;
/** "My favourite brand is Nova" tells it; "what is my favourite brand" asks. */
const TELLS = /^(?:and |also |well,? |hi,? |hello,? )*my (?:new )?[\p{L} ]+? (?:is|are|should be|shall be) /u;
const ASKS = /^(?:what|which|who|when|where|how|is|are|do|does|did|can you tell|tell me|show)\b/u;
const REMOVES = /\b(?:remove|delete|clear|unset|drop|reset|no longer|don'?t (?:have|want) a)\b/u;

const CHANNEL =
  /\b(?:by|via|per|through|over|on|to|is|as|with)\s+(?:the |my |an? )?(e-?mail|mail|chat|telephone|phone|call)\b/u;
const CHANNEL_VERB: readonly (readonly [RegExp, string])[] = [
  [/\b(?:call|ring|phone) me\b/u, 'telephone'],
  [/\be-?mail me\b/u, 'e-mail'],
  [/\bchat with me\b/u, 'chat'],
];
const LANGUAGE = /\b(english|german|french|spanish|italian|dutch|deutsch)\b/u;
const TIME = /\b(morning|afternoon|evening)s?\b|\b(any ?time|whenever)\b/u;

/** What the text wants set; undefined when it wants nothing set. */
export function preferenceWish(text: string): PreferenceWish | undefined {
  const preference = namedPreference(text);
  const general = /\b(?:preferences?|settings?)\b/u.test(text);
  if (preference === undefined && !general) return undefined;
  if (ASKS.test(text) && !/^(?:can|could) you\b/u.test(text)) return undefined;
  if (
    !SETS.test(text) &&
    !TELLS.test(text) &&
    !(preference === 'contact_channel' && /\b(?:call|ring|phone|e-?mail|contact|reach) me\b/u.test(text))
  )
    return undefined;
  return { preference, value: preference === undefined ? undefined : preferenceValue(text, preference) };
}

export function namedPreference(text: string): PreferenceName | undefined {
  return PREFERENCES.find(({ name }) => NAMES[name].test(text))?.name;
}

/** The preference whose label our question used. */
export function preferenceOfLabel(label: string): PreferenceName | undefined {
  return PREFERENCES.find((one) => one.label === label)?.name;
}

/** What the text says that it shall be. */
export function preferenceValue(text: string, preference: PreferenceName): string | undefined {
  const on = /\b(?:turn|switch|put)\b.{0,40}\bon\b|\b(?:enable|activate|start)\b/u.test(text);
  const off = /\b(?:turn|switch|put)\b.{0,40}\boff\b|\b(?:disable|deactivate|stop|no more|don'?t want|without)\b/u.test(
    text,
  );
  const switched = preference === 'personalised_recommendations' || preference === 'conversation_notes';
  if (switched && (on || off)) return off ? 'off' : 'on';
  if (REMOVES.test(text)) return '';
  switch (preference) {
    case 'contact_channel': {
      const wanted = text.replaceAll(/\b(?:instead of|rather than|not)\b[^,.]*/gu, ' ');
      return (
        CHANNEL.exec(wanted)?.[1] ??
        CHANNEL_VERB.find(([says]) => says.test(wanted))?.[1] ??
        /\b(e-?mail|chat|telephone|phone)\b/u.exec(wanted.replace(NAMES.contact_channel, ' '))?.[1]
      );
    }
    case 'language':
      return LANGUAGE.exec(text)?.[1] ?? assigned(text);
    case 'delivery_time': {
      const time = TIME.exec(text);
      return time === null ? assigned(text) : (time[1] ?? 'any');
    }
    case 'price_range':
      return (
        assigned(text) ??
        /\b(?:any|no limit|(?:under|below|up to|over|above|at most|at least|max\w*|between|from)?\s*[$€£]?\d[\d,]*.*)$/u.exec(
          text,
        )?.[0]
      );
    case 'preferred_category':
    case 'preferred_brand':
    case 'personalised_recommendations':
    case 'conversation_notes':
      return assigned(text);
  }
}

/** "… to X", "… is X", "X as my …". */
function assigned(text: string): string | undefined {
  const after =
    /\b(?:to|is|are|be|as|=|:)\s+(?!my\b)([^.?!]+?)(?:\s*(?:,|\bplease\b|\bthanks\b|\binstead\b|\bfrom now on\b|\bnow\b).*)?[.?!]*$/u.exec(
      text,
    )?.[1];
  const before = /\b(?:set|save|store|put|use|choose|make)\s+(.+?)\s+(?:as|for|my)\b/u.exec(text)?.[1];
  const value = (after ?? (before === undefined || /^(?:my|the|a)\b/u.test(before) ? undefined : before))
    ?.replace(/^(?:the |an? |now |set to |changed to )+/u, '')
    .trim();
  return value === '' ? undefined : value;
}

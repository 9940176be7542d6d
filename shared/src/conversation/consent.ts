/**
 * Whether the customer's own words say yes to a proposal. Code decides this, never a model: a write is only let
 * through on `yes`. What is not plainly one or the other is `unclear`, and the customer is asked again.
 */
export type Consent = 'yes' | 'no' | 'unclear';

const YES =
  /\b(yes|yeah|yea|yep|yup|sure|ok|okay|confirm(ed)?|agreed?|please do|go ahead|do (it|that)|proceed|absolutely|definitely|certainly|of course|correct|(that's|that is|all|sounds|looks) (right|good|fine|great)|fine|affirmative|that works|go for it)\b|^\W*(right|perfect|alright)\b/u;
/** Any of these keeps a message from being a yes: "absolutely not", "that isn't correct", "I confirm nothing". */
const NEGATION =
  /\b(not|never|nothing|none|neither|nobody|without|hardly|no|nope|nah|cannot|stop|wait|hold on|hold off|leave|forget|nevermind|keep|rather|changed? my mind|decline|refuse|negative|abort|disagree|don'?t|won'?t|can'?t|isn'?t|doesn'?t|wasn'?t|wouldn'?t|shouldn'?t|didn'?t|aren'?t|ain'?t)\b/u;
/** A condition, a question or a delay is not a yes either: "yes, but …", "ok, what about", "ok, later". */
const CONDITION =
  /\b(but|unless|if|instead|except|only|however|maybe|perhaps|what|how|why|when|which|where|who|can you|could you|would|should|later|tomorrow|let me|once|until|after|before|right now)\b|\?|^\W*(is|are|does|did|will|has|have|can|do (you|i|we|they))\b/u;
/** "no problem", "I don't need it any more": words with a no inside that mean yes, or say nothing about it. */
const HARMLESS_NO =
  /\b(no problem|no worries|why not|no doubt|no hurry|not a problem|no longer (need|want)\w*( (it|that|this|them|those))?|(don't|do not) (need|want) (it|that|this|them|those) any ?(more|longer))\b/gu;
/** A message that is a refusal as a whole. "My speaker doesn't turn on" and "no sound" are not. */
const REFUSAL = new RegExp(
  [
    "^\\W*(oh |um+,? |sorry,? |please,? )?(no|nope|nah)\\b(?=\\W*$|\\s*[,.!;:–-]|\\s+(no|thanks?|thank you|please|way|don'?t|do not|i|we|leave|keep|need|not|never|cancel|it'?s|that'?s|forget|stop|wait)\\b)",
    "^\\W*(please )?(don'?t|do not)( do)?( it| that| this| anything| proceed| go ahead| bother| confirm)*( please| yet| now)?\\W*$",
    '^\\W*(absolutely|definitely|certainly|of course|i think|maybe|probably|rather|better|please|yet|ok,? )?\\W*not\\b( now| yet| really| today| at all| that)?\\W*$',
    '^\\W*not (now|yet|really|today|at all|any ?more)\\b[^?]*$',
    '^\\W*(please )?(never( ?mind)?|stop( it| that)?|wait|hold on|hold off|abort|decline(d)?|refuse(d)?|negative|forget (it|that|about it))( please| it| that)?\\b\\W*$',
    "\\b(never ?mind|forget (it|about it)|leave (it|everything|my order|things)( alone| as| like|\\W*$)|changed? my mind|(i'?d|i would) rather (not|keep)|prefer not|keep (it|my order|the order|that order)|(don'?t|do not) (want|wish) (to|that|this|it)\\b(?! any ?(more|longer)))",
  ].join('|'),
  'u',
);

/** Markup, a call of a tool, or what somebody else is said to have said: pasted words, and no answer of one's own. */
const PASTED =
  /[{}]|<\s*\/?\s*[a-z]|\]\(|(?:^|[.!?\n])\W*(?:system|assistant|user|human|developer|tool)\s*:|\bthe (?:customer|user) (?:has|had|have|just|already|says?|said|confirm\w*|agree[sd]?|wants?|is)\b/u;

/** A longer message is no plain answer, and not worth the patterns' time. */
const LONGEST_ANSWER = 400;

export function readConsent(message: string): Consent {
  if (message.length > LONGEST_ANSWER) return 'unclear';
  const text = message.toLowerCase().replaceAll(/[’‘]/gu, "'").replace(HARMLESS_NO, ' ').trim();
  if (PASTED.test(text)) return 'unclear';
  const says = { yes: YES.test(text), no: NEGATION.test(text) };
  const startsWithNo = /^\W*(no|nope|nah)\b/u.test(text);
  if (REFUSAL.test(text) && (!says.yes || startsWithNo || NOT_AT_ALL.test(text)))
    return text.includes('?') && !startsWithNo ? 'unclear' : 'no';
  if (says.no || !says.yes) return 'unclear';
  return CONDITION.test(text) ? 'unclear' : 'yes';
}

/** A yes-word that belongs to the no. */
const NOT_AT_ALL = /\b(absolutely|definitely|certainly|of course|sure) not\b|^\W*(please )?(don'?t|do not)\b/u;

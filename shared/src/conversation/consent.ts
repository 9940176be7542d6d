/**
 * Whether the customer's own words say yes to a proposal. Code decides this, never a model: a write is only let
 * through on `yes`. What is not plainly one or the other is `unclear`, and the customer is asked again.
 */
export type Consent = 'yes' | 'no' | 'unclear';

const NO = /\b(no|nope|nah|don'?t|do not|never|stop|wait|not (now|yet|sure|really)|hold on|leave it|forget it|keep (it|my|the)|rather not|changed? my mind|decline|refuse|negative|abort)\b/u;
const YES = /\b(yes|yeah|yep|yup|sure|ok|okay|confirm(ed)?|agreed?|please do|go ahead|do it|proceed|absolutely|definitely|of course|correct|right|sounds good|fine|affirmative|that works|go for it)\b/u;
/** "Yes, but …", "if", "what about": a condition or a question is not a yes. */
const CONDITION = /\b(but|unless|if|instead|except|however|maybe|perhaps|what|how|why|when|which|can you|could you|would)\b|\?/u;
/** "no problem", "I don't need it any more": words with a no inside that mean yes, or say nothing about it. */
const HARMLESS_NO = /\b(no problem|no worries|why not|no doubt|not a problem|no longer (need|want)\w*|(don't|do not) (need|want) (it|that|this|them|those) any ?more)\b/gu;

export function readConsent(message: string): Consent {
  const text = message.toLowerCase().replaceAll('’', '\'').replace(HARMLESS_NO, ' ');
  const says = { yes: YES.test(text), no: NO.test(text) };
  if (says.no) return says.yes && !/^\W*(no|nope|nah)\b/u.test(text) ? 'unclear' : 'no';
  if (!says.yes) return 'unclear';
  return CONDITION.test(text) ? 'unclear' : 'yes';
}

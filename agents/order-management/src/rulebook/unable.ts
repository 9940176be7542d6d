/** What customers ask of this agent that it has no tool for. It says so instead of answering something else. */

interface Unable {
  readonly name: string;
  readonly asks: RegExp;
  readonly say: string;
}

const CANNOT = 'I cannot do that here yet';

export const UNABLE: readonly Unable[] = [
  {
    name: 'cancel-something-else',
    asks: /\bcancel\w*\b.{0,25}\b(?:return|exchange|refund|cancellation|subscription|account|membership|newsletter)\b|\b(?:undo|reverse|reinstate|reactivate|un-?cancel)\b/u,
    say: `${CANNOT}: I can only cancel whole orders that have not left yet.`,
  },
  {
    name: 'cancel-part',
    asks: /\bcancel (?:only |just )?(?:(?:the|one|my|an?|this|that|those|these|some|two) )?(?:\S+ ){0,3}?(?:items?|lines?)\b|\bcancel (?:only|just) (?:the|one|my|part)\b|\bcancel\b.{0,40}\b(?:part of|one of the|(?:only|just) (?:the|one|part)\b)|\b(?:only|just) cancel\b|\bremove\b.{0,40}\bfrom\b.{0,30}\border\b/u,
    say: `${CANNOT}: I can cancel a whole order, but not single items of it.`,
  },
  {
    name: 'delivery-wish',
    asks: /\b(?:reschedul\w*|expedit\w*|speed (?:it )?up|(?:ship|deliver|send|get|have)\b.{0,20}\b(?:faster|sooner|quicker)|faster (?:shipping|delivery)|hold (?:my|the) (?:order|package|parcel|delivery|shipment)|pick (?:it )?up (?:myself|in store)|deliver(?:y)? instructions|upgrade (?:my |the )?shipping)\b/u,
    say: `${CANNOT}: I cannot change how or when a parcel is delivered. I can tell you where it is and when it should arrive.`,
  },
  {
    name: 'claim',
    asks: /\b(?:damaged|broken|defective|faulty|shattered|cracked|empty box|(?:box|package|parcel) (?:was|is|came|arrived) empty|wrong (?:item|product|thing|colou?r|size|model|order)(?! by)|not what i ordered|missing (?:items?|parts?|pieces?)|(?:items?|parts?|pieces?) (?:(?:is|are|was|were) )?missing)\b/u,
    say: `${CANNOT}: I cannot open a claim for items that came damaged, wrong or incomplete. I can return or exchange them if you tell me the order and the item.`,
  },
  {
    name: 'change-order',
    asks: /\b(?:chang(?:e|ing)|modify(?:ing)?|edit(?:ing)?|updat(?:e|ing)|add(?:ing)?|increase|reduce)\b.{0,40}\b(?:orders?|items?|quantity|colou?r|size|options?|storage|it)\b/u,
    say: `${CANNOT}: I cannot add or remove items or change how many there are. I can change items into another colour, size or version, or cancel a whole order that has not left yet.`,
  },
  {
    name: 'place-order',
    asks: /\b(?:re-?order|order (?:it |this |that |them )?again|buy (?:it |this |that |them )?again|place (?:an|a new|another) order|(?:want|like) to (?:buy|order|purchase))\b/u,
    say: `${CANNOT}: I cannot place orders.`,
  },
];

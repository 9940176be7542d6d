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
    asks: /\bcancel\b.{0,50}\b(?:items?|only|just (?:the|one|my)|part of|one of the|lines?)\b|\b(?:only|just) cancel\b|\bremove\b.{0,40}\bfrom\b.{0,30}\border\b/u,
    say: `${CANNOT}: I can cancel a whole order, but not single items of it.`,
  },
  {
    name: 'return',
    asks: /\breturn(?:s|ing)?\b(?! to sender)|\b(?:send|give|ship)\b.{1,40}\bback\b|\brma\b/u,
    say: `${CANNOT}: I cannot start or look up returns. I can show you the order and its delivery.`,
  },
  {
    name: 'exchange',
    asks: /\b(?:different|another|other) (?:colou?r|size|model|version|option)\b|\b(?:exchang(?:e|es|ing)|swap(?:ping)?|replace(?:d|ment|ments|ing)?)\b/u,
    say: `${CANNOT}: I cannot exchange or replace items. I can show you the order and its delivery.`,
  },
  {
    name: 'refund',
    asks: /\b(?:refund(?:s|ed|ing)?|reimburse\w*|money back|store credit)\b/u,
    say: `${CANNOT}: I cannot look up or start a refund by itself. When I cancel an order, its refund comes with it.`,
  },
  {
    name: 'invoice',
    asks: /\b(?:invoices?|receipts?|bills?|proof of purchase|tax document)\b/u,
    say: `${CANNOT}: I cannot make or send invoices or receipts. I can tell you what was ordered and paid.`,
  },
  {
    name: 'address',
    asks: /\b(?:chang(?:e|ing)|updat(?:e|ing)|correct|fix|edit|modify|wrong|new|different|another)\b.{0,40}\baddress\b|\baddress\b.{0,25}\b(?:is wrong|is incorrect|has changed|chang\w+|updat\w+)\b|\b(?:redirect|reroute|(?:ship|send|deliver) (?:it|them|this|that|my order|the order) to)\b|\bdeliver(?:ed)? to (?:my|a|an|another|the) (?:office|work\w*|neighbou?r|friend|different|new)\b/u,
    say: `${CANNOT}: I cannot change where an order is sent.`,
  },
  {
    name: 'payment-method',
    asks: /\b(?:chang\w*|switch|updat\w*|use|different|another)\b.{0,30}\b(?:payment|card|paypal)\b/u,
    say: `${CANNOT}: I cannot change how an order is paid.`,
  },
  {
    name: 'delivery-wish',
    asks: /\b(?:reschedul\w*|expedit\w*|speed (?:it )?up|(?:ship|deliver|send|get|have)\b.{0,20}\b(?:faster|sooner|quicker)|faster (?:shipping|delivery)|hold (?:my|the) (?:order|package|parcel|delivery|shipment)|pick (?:it )?up (?:myself|in store)|deliver(?:y)? instructions|upgrade (?:my |the )?shipping)\b/u,
    say: `${CANNOT}: I cannot change how or when a parcel is delivered. I can tell you where it is and when it should arrive.`,
  },
  {
    name: 'claim',
    asks: /\b(?:damaged|broken|defective|faulty|shattered|cracked|empty box|(?:box|package|parcel) (?:was|is|came|arrived) empty|wrong (?:item|product|thing|colou?r|size|model|order)(?! by)|not what i ordered|missing (?:items?|parts?|pieces?)|(?:items?|parts?|pieces?) (?:(?:is|are|was|were) )?missing)\b/u,
    say: `${CANNOT}: I cannot open a claim for items that came damaged, wrong or incomplete.`,
  },
  {
    name: 'change-order',
    asks: /\b(?:chang(?:e|ing)|modify(?:ing)?|edit(?:ing)?|updat(?:e|ing)|add(?:ing)?|increase|reduce)\b.{0,40}\b(?:orders?|items?|quantity|colou?r|size|options?|storage|it)\b/u,
    say: `${CANNOT}: I cannot change what is in an order. I can cancel a whole order that has not left yet.`,
  },
  {
    name: 'place-order',
    asks: /\b(?:re-?order|order (?:it |this |that |them )?again|buy (?:it |this |that |them )?again|place (?:an|a new|another) order|(?:want|like) to (?:buy|order|purchase))\b/u,
    say: `${CANNOT}: I cannot place orders.`,
  },
];

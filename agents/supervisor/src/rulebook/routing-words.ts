/** Which words speak for which specialist. A later router replaces the table, not its users. */
import type { SpecialistName } from '@deskfleet/shared/fleet.ts';

/** A pattern and how strongly it speaks for the specialist: 5 leaves no doubt, 3 names the subject, 1 only leans that way. */
export type Sign = readonly [RegExp, 1 | 2 | 3 | 5];

/** Something is to be done with an order that is named. */
export const ORDER_NAMED_AND_ACTED_ON =
  /(?=.*(?:#\s?[a-z]{0,3}-?\d{3,}|\b[ow]\d{4,}\b|\border (?:number )?\d{4,}))(?=.*\b(?:cancel|return|exchang|swap|chang|switch|updat|modif|redirect|refund|replac|address|take back|send back|take (?:it|them|this) back|(?:don't|do not) want|instead|in place of|wrong)\w*\b)/u;

export const SIGNS: Readonly<Record<SpecialistName, readonly Sign[]>> = {
  'order-management': [
    [/\borders?\b|\bordered\b/u, 3],
    [/#\s?[a-z]{0,3}-?\d{3,}|\b[ow]\d{4,}\b|\b\d{5,}\b/u, 3],
    [
      /\b(track(ing)?|shipp(ed|ing|ment)|shipments?|deliver(y|ed|ies)?|parcels?|packages?|courier|arriv(e|es|ed|al|ing)|dispatch(ed)?)\b/u,
      3,
    ],
    [
      /\b(cancel(led|ling|lation)?|refund(s|ed)?|return(s|ed|ing)?|exchange[sd]?|invoices?|receipt|send (it|them|this) back|money back)\b/u,
      3,
    ],
    [
      /\b(chang|switch|modif|swap|exchang|replac)\w*\b(?!.*\b(address|e-?mail|name|phone|password|newsletter|preferences?|language|account|payment|card)\b).*\b(to|into|for|with)\b/u,
      3,
    ],
    [
      /\b(chang|switch|modif|swap|exchang|replac)\w*\b.*\b(to|into|for|with) (one|a|an|another|the same|the other|exactly)\b(?!.*\b(newsletter|password|address|accounts?|profile|user|membership|language|e-?mail|phone number)\b)/u,
      5,
    ],
    [ORDER_NAMED_AND_ACTED_ON, 5],
    [/\b(ship|send|deliver|redirect|forward)\w*\b.*(#\s?[a-z]{0,3}-?\d{3,}|\b[ow]\d{4,}|\border\b).* to\b/u, 3],
    // Something is to become something else, and a difference is to be paid: that is about a purchase.
    [/\b(modify|modified|modifying|swap(ped|ping)?|trade|replace[sd]?|take back|give back|send back|redirect)\b/u, 2],
    [/\b(price )?difference\b/u, 3],
    [/\b(credit|debit|gift)_card_\d+|\bpaypal_\d+/u, 3],
    [/\b(my (last|latest|recent) purchase|bought|purchase[sd]?|in transit|on its way|lost in the post)\b/u, 2],
    [/\bwhere('s| is| are) (my|the)\b/u, 2],
  ],
  'product-recommendation': [
    [/\b(notify|alert|tell|let|e-?mail|message) me\b.*\b(back|in stock|available)\b/u, 3],
    [/\b(waiting list|wait ?list|stock alerts?|stop notifying)\b/u, 3],
    [/\b(best[- ]?sell\w*|most popular|categories|any good|should i buy)\b/u, 3],
    [
      /\b(recommend(ation)?s?|suggest(ion)?s?|looking for|search(ing)? for|in the market for|show me|do you (have|sell|carry|stock)|available|availability|in[- ]stock|out of stock)\b/u,
      3,
    ],
    [
      /\b(reviews?|ratings?|rated|people (say|think)|opinions?|compare|comparison|versus|vs|better|best|cheap(er|est)?|price[sd]?|how much|cost[s]?|gift (idea|for))\b/u,
      3,
    ],
    [/\b(buy|want|need|get|good|which|colou?rs?|sizes?|under|below|budget|any price)\b/u, 1],
    [
      /\b(headphones?|earbuds|smart ?watch(es)?|watch(es)?|speakers?|laptops?|computers?|tablets?|phones?|smartphones?|gaming|products?|models?)\b/u,
      1,
    ],
  ],
  personalization: [
    [
      /\b(contact|reach) me (by|via|through)\b|\b(my|the) (language|taste)\b.*\b(to|is)\b|\bmy budget (is|stays)\b|\b(similar customers|(my|the same) taste)\b/u,
      5,
    ],
    [/^(just so you know,? |by the way,? )?i('ve| have)? (just )?(moved|now live|live at|hate|love)\b/u, 3],
    [
      /\b(export|download|send me|copy of|delete|erase|remove|wipe)\b.*\b(my|the|all|any|your) (personal )?(data|information|records?)\b|\bdata (you|that you) (hold|have|store|keep|know)\b|\b(about|on) me\b/u,
      3,
    ],
    [/\b(remember|forget|remind) (that|me|this|my|what|everything|it)\b|\bwhat do you (remember|know)\b/u, 3],
    [/\b(un)?subscrib\w*\b|\bmailing list\b|\bpeople like me\b/u, 3],
    [
      /\b(my (profile|account|details|data|e-?mail( address)?|phone number|address(es)?|preferences?|settings|name|loyalty|tier|membership|points|status level))\b/u,
      3,
    ],
    [
      /\b(browsing|browsed|looked at|viewed|history of (views|visits)|recently viewed|newsletter|loyalty|gift card balance|payment methods?|saved cards?|privacy|personal data|what do you know about me)\b/u,
      3,
    ],
    [/^who am i\W*$/u, 5],
    [/\b(who am i|my member(ship)?)\b/u, 2],
  ],
  troubleshooting: [
    [
      /\b(open|file|create|raise|log) (me )?(a|an|the|another) (new )?(support |service |repair )?ticket\b|\bmy (open |support |service |repair )*tickets?\b/u,
      5,
    ],
    [
      /\b(swollen|bulging|smok(e|es|ing)|burn(s|t|ing|ed)?|on fire|fire|flames?|sparks?|melt(ed|ing|s)?|electric shock|exploded?|leak(s|ed|ing)?)\b/u,
      3,
    ],
    [/\b(open|file|create|raise|log|show|my) (me )?(a |the |an |my )?(support |service )?tickets?\b/u, 3],
    [
      /\b(technicians?|engineers?|repair (slot|appointment|visit)s?|(my|the|a) repairs?|(next|previous|last) step|walk me through|step by step)\b/u,
      3,
    ],
    [
      /\b(does(n't| not)|do(n't| not)|won't|will not|can't|cannot|isn't|not) (\w+ ){0,2}(work(ing)?|connect(ing)?|pair(ing)?|turn(ing)? on|start(ing)?|charg(e|ing)|sync(ing)?|respond(ing)?|power(ing)? on|boot(ing)?|switch on|play(ing)?)\b/u,
      3,
    ],
    [
      /\b(broken|defect(ive)?|fault(y|s)?|problems?|issues?|troubleshoot(ing)?|overheat(s|ing)?|crash(es|ing)?|freez(es|ing)|frozen|noise|crackl(es|ing)|drain(s|ing)?|stuck|error|repair(s|ed)?|fix(es|ing)?|malfunction)\b/u,
      3,
    ],
    [
      /\b(no (sound|picture|signal|power|audio)|too hot|(gets?|getting|runs?|running|becomes?|feels?) (\w+ )?(warm|hot)|is that normal|smells?|smoke|sparks?|stopped working|keeps (disconnecting|dropping|restarting|crashing))\b/u,
      3,
    ],
    [
      /\b(warrant(y|ies)|guarantee|recall(ed)?|manual|guide|how (do|can|to|should) (i )?(set|setup|reset|pair|connect|clean|update|install|charge|use)|set ?up|instructions?|hints?|tips)\b/u,
      3,
    ],
    [/\b(return policy|faq|policy on)\b/u, 2],
  ],
};

export function signsIn(text: string, specialist: SpecialistName): number {
  // What stands in brackets describes something and asks for nothing.
  const said = text.replaceAll(/\([^()]*\)/gu, ' ');
  return SIGNS[specialist].reduce((sum, [pattern, weight]) => sum + (pattern.test(said) ? weight : 0), 0);
}

/** What past conversations came to: kept among the customer's memories, as many as this. */

/** Most outcomes that are kept of one customer; the oldest go first. */
export const MOST_OUTCOMES = 20;
/** Most characters of one outcome. */
export const LONGEST_OUTCOME = 500;

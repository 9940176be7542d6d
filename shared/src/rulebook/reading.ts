/** A message as a rulebook reads it: the words of this turn, what was said before, and what the code knows. */
import { NOTES, readPromptContext, readRequest, type PromptContext } from '../agent/prompt-context.ts';
import type { ModelMessage } from '../model/model.ts';
import { withoutQuoted } from './quoted.ts';

export interface Reading {
  /** The request as it was written. */
  readonly raw: string;
  /** The request in lower case, typographic quotes made plain, spaces folded. */
  readonly text: string;
  /** Earlier messages, newest first, in the form of `text`. */
  readonly earlier: readonly {
    readonly role: 'user' | 'assistant';
    readonly text: string;
    /** As it was written. */
    readonly raw: string;
  }[];
  readonly context: PromptContext;
}

const NO_CONTEXT: PromptContext = {
  signed_in: false,
  may_identify: false,
  may_hand_back: false,
  customer: null,
  open_quotes: [],
  last_agent: null,
  open_question: null,
};

export function read(messages: readonly ModelMessage[]): Reading {
  const raw = readRequest(messages);
  const asked = messages.findLastIndex(
    (message) => message.role === 'user' && message.content.some((block) => block.type === 'text'),
  );
  const earlier = messages
    .slice(0, Math.max(asked, 0))
    .filter(
      ({ role, content: [first] }) => !(role === 'user' && first?.type === 'text' && first.text.startsWith(NOTES)),
    )
    .map(({ role, content }) => {
      const said = content.map((block) => (block.type === 'text' ? block.text : '')).join(' ');
      // Whoever wrote a review must not be heard again as if it had been us.
      const words = role === 'assistant' ? withoutQuoted(said) : said;
      return { role, text: plain(words), raw: words };
    })
    .reverse();
  return { raw, text: plain(raw), earlier, context: readPromptContext(messages) ?? NO_CONTEXT };
}

export function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[‘’]/gu, "'").replaceAll(/[“”]/gu, '"').replaceAll(/\s+/gu, ' ').trim();
}

/** Makes something that is worked out once for each reading, however often it is asked for; it goes when the reading goes. */
export function oncePerReading<T>(workOut: (reading: Reading) => T): (reading: Reading) => T {
  const known = new WeakMap<Reading, { readonly value: T }>();
  return (reading) => {
    const before = known.get(reading);
    if (before !== undefined) return before.value;
    const value = workOut(reading);
    known.set(reading, { value });
    return value;
  };
}

/** What `find` finds in the request or, failing that, in the latest earlier message that has it. */
export function mention<T>(reading: Reading, find: (text: string) => T | undefined): T | undefined {
  const now = find(reading.text);
  if (now !== undefined) return now;
  for (const { text } of reading.earlier) {
    const before = find(text);
    if (before !== undefined) return before;
  }
  return undefined;
}

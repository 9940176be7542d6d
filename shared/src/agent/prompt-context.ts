/**
 * How a turn is put before a model: earlier messages as plain pairs, then one user message that holds what the code
 * knows (fenced in <context>) and the request. Model and rulebook read the same two blocks.
 */
import { z } from 'zod';
import { jsonObjectSchema } from '../schemas.ts';
import type { ModelMessage, TextBlock } from '../model/model.ts';
import { quoteViewSchema } from '../conversation/quotes.ts';
import { SPECIALIST_NAMES } from '../fleet.ts';
import type { HistoryMessage, TurnFacts } from './context.ts';

const OPEN = '<context>';
const CLOSE = '</context>';

const quoteContext = quoteViewSchema.pick({
  id: true,
  agent: true,
  tool: true,
  subject: true,
  summary: true,
  state: true,
  proposed_turn_id: true,
  list_no: true,
  place: true,
  list_size: true,
});

/** What the code tells the model about the turn. Facts only: no instructions, nothing a customer wrote. */
export const promptContextSchema = z.object({
  signed_in: z.boolean(),
  customer: jsonObjectSchema.nullable(),
  /** True when a customer without a token may say who they are (identify_customer). */
  may_identify: z.boolean(),
  /** True when the request may be given back to who delegated it (hand_back). */
  may_hand_back: z.boolean(),
  /** Proposals that wait for an answer, the oldest first; those of one turn in the order of their list. */
  open_quotes: z.array(quoteContext),
  last_agent: z.enum(SPECIALIST_NAMES).nullable(),
  /** Whose question is open: a message without a subject of its own is the answer to it. */
  open_question: z.enum(SPECIALIST_NAMES).nullable(),
});
export type PromptContext = z.infer<typeof promptContextSchema>;

export function openingMessages(facts: TurnFacts, request: string): ModelMessage[] {
  const context: PromptContext = {
    signed_in: facts.profile !== null,
    customer: facts.profile,
    may_identify: facts.mayIdentify,
    may_hand_back: facts.mayHandBack,
    open_quotes: facts.openQuotes.map((quote) => quoteContext.parse(quote)),
    last_agent: facts.lastAgent,
    open_question: facts.openQuestion,
  };
  const now: ModelMessage = {
    role: 'user',
    content: [
      { type: 'text', text: `${OPEN}${JSON.stringify(context).replaceAll('<', '\\u003c')}${CLOSE}` },
      { type: 'text', text: unfenced(request) },
    ],
  };
  return [...alternating([...earlier(facts), ...facts.history]), now];
}

/** How notes from other conversations begin. Rulebooks leave them out: an order named last week is not "my order" today. */
export const NOTES = '(Notes from before this conversation';

/** Digest and notes are people's words like any other message, and stand where messages stand. */
function earlier({ digest, memories, pastConversations }: TurnFacts): readonly HistoryMessage[] {
  const list = (head: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${head}\n${lines.map((one) => `- ${one}`).join('\n')}`];
  const notes = [
    ...list('What the customer has asked us to remember:', memories),
    ...list('What earlier conversations came to (look it up again, it may have changed):', pastConversations),
  ];
  return [
    ...(notes.length === 0 ? [] : noted(`${NOTES})\n${notes.join('\n\n')}`)),
    ...(digest === '' ? [] : noted(`(Earlier in this conversation, in short)\n${digest}`)),
  ];
}

function noted(text: string): readonly HistoryMessage[] {
  return [
    { role: 'user', text },
    { role: 'assistant', text: '(Noted.)' },
  ];
}

/** Providers insist on user and assistant in turn, the first being the user: neighbours of one role are joined. */
function alternating(history: readonly HistoryMessage[]): ModelMessage[] {
  const joined: { role: 'user' | 'assistant'; text: string }[] = [];
  for (const message of history) {
    const last = joined.at(-1);
    if (message.text.trim() === '' || (last === undefined && message.role === 'assistant')) continue;
    if (last?.role === message.role) last.text += `\n\n${message.text}`;
    else joined.push({ ...message });
  }
  // A message of the customer that was never answered (a crash, a disconnect) still keeps its place.
  if (joined.at(-1)?.role === 'user') joined.push({ role: 'assistant', text: '(This message was not answered.)' });
  return joined.map(({ role, text }) => {
    const block: TextBlock = { type: 'text', text: unfenced(text) };
    return role === 'user' ? { role, content: [block] } : { role, content: [block] };
  });
}

/** Nobody but the code opens a context: the tag is defused in what people wrote. */
function unfenced(text: string): string {
  return text.replaceAll(/<(\s*\/?\s*context\b[^<>]*)>/giu, '($1)');
}

/** Reads the context back from a request, for rulebooks. */
export function readPromptContext(messages: readonly ModelMessage[]): PromptContext | null {
  const block = blocks(lastQuestion(messages)).find((text) => text.startsWith(OPEN));
  if (block === undefined) return null;
  const parsed = promptContextSchema.safeParse(JSON.parse(block.slice(OPEN.length, -CLOSE.length)));
  return parsed.success ? parsed.data : null;
}

/** The customer's own words of the current turn, as a rulebook reads them. */
export function readRequest(messages: readonly ModelMessage[]): string {
  return blocks(lastQuestion(messages))
    .filter((text) => !text.startsWith(OPEN))
    .join('\n');
}

/** The last user message that is words and not tool results. */
function lastQuestion(messages: readonly ModelMessage[]): ModelMessage | undefined {
  return messages.findLast(
    (message) => message.role === 'user' && message.content.some((block) => block.type === 'text'),
  );
}

function blocks(message: ModelMessage | undefined): string[] {
  if (message === undefined) return [];
  return message.content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
}

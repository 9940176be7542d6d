/** What `POST P/chat` takes: our own form, `useChat`'s form, or a delegation from another agent. */
import { z } from 'zod';
import { quoteViewSchema } from '../conversation/quotes.ts';
import { SPECIALIST_NAMES } from '../fleet.ts';
import { describeIssues, jsonObjectSchema } from '../schemas.ts';
import { Problem } from './errors.ts';

const conversationId = z.string().min(1).max(100);

export const ownFormSchema = z
  .object({
    message: z.string().describe('What the customer says.'),
    conversation_id: conversationId.nullish().describe('Leave out to start a conversation.'),
  })
  .meta({ id: 'ChatRequest' });

/** The body of the AI SDK's `useChat`: the last user message counts. */
export const useChatFormSchema = z
  .object({
    id: conversationId
      .optional()
      .describe('A chat id of the client; it is our conversation id once the client has set it so.'),
    conversation_id: conversationId.nullish(),
    messages: z
      .array(
        z.object({
          role: z.string(),
          parts: z.array(z.object({ type: z.string(), text: z.string().optional() })).optional(),
          content: z.string().optional(),
        }),
      )
      .min(1)
      .max(500),
  })
  .meta({ id: 'UseChatRequest' });

/** What the supervisor sends a specialist; only service tokens may. */
export const delegationSchema = z.object({
  request: z.string().min(1).max(32_000),
  customer_message: z.string(),
  conversation_id: conversationId,
  turn_id: z.string().min(1).max(100),
  // What has a default: during a deployment the supervisor may be of the version before.
  facts: z.object({
    history: z.array(z.object({ role: z.enum(['user', 'assistant']), text: z.string() })),
    digest: z.string(),
    memories: z.array(z.string()),
    pastConversations: z.array(z.string()).default([]),
    openQuotes: z.array(quoteViewSchema),
    profile: jsonObjectSchema.nullable(),
    lastAgent: z.enum(SPECIALIST_NAMES).nullable(),
    openQuestion: z.enum(SPECIALIST_NAMES).nullable(),
    withinBudget: z.boolean(),
    mayIdentify: z.boolean(),
    mayHandBack: z.boolean().default(false),
  }),
});
export type Delegation = z.infer<typeof delegationSchema>;

export interface ChatMessage {
  readonly message: string;
  readonly conversationId: string | null;
  readonly form: 'own' | 'use_chat';
}

/** Our own conversation ids; a `useChat` client's own id of another form starts a new conversation. */
const OWN_ID = /^conv_[0-9a-f]{32}$/u;

/** @throws {Problem} `invalid_request`, `empty_message`, `message_too_long` */
export function readChatMessage(body: unknown, maxCharacters: number): ChatMessage {
  const chat = typeof body === 'object' && body !== null && 'messages' in body ? fromUseChat(body) : fromOwnForm(body);
  if (chat.message.trim() === '') throw new Problem('empty_message');
  if (chat.message.length > maxCharacters) {
    throw new Problem('message_too_long', {
      detail: `The message has ${chat.message.length} characters; at most ${maxCharacters} are taken. Shorten it and send it again.`,
    });
  }
  if (chat.message.includes('\0'))
    throw new Problem('invalid_request', { detail: 'The message contains a NUL character, which cannot be stored.' });
  return chat;
}

function fromOwnForm(body: unknown): ChatMessage {
  const { message, conversation_id } = parse(ownFormSchema, body);
  return { message, conversationId: conversation_id ?? null, form: 'own' };
}

function fromUseChat(body: unknown): ChatMessage {
  const { id, conversation_id, messages } = parse(useChatFormSchema, body);
  const last = messages.findLast((message) => message.role === 'user');
  if (!last) throw new Problem('invalid_request', { detail: 'messages: there is no user message among them.' });
  const message =
    last.content ??
    last.parts
      ?.filter((part) => part.type === 'text')
      .map((part) => part.text ?? '')
      .join('') ??
    '';
  const ownId = id !== undefined && OWN_ID.test(id) ? id : null;
  return { message, conversationId: conversation_id ?? ownId, form: 'use_chat' };
}

/** @throws {Problem} `invalid_request`, naming every member that is wrong. */
export function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw new Problem('invalid_request', { detail: describeIssues(parsed.error.issues) });
}

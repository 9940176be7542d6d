/** `POST /supervisor/staff/conversations/{id}/…`: what colleagues do. An `Idempotency-Key` makes each of them happen once. */
import { z } from 'zod';
import { packetForTakeOver } from '@deskfleet/shared/conversation/handoff.ts';
import { ownerOf } from '@deskfleet/shared/conversation/owner.ts';
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import { parse } from '@deskfleet/shared/http/chat-request.ts';
import { idempotencyKey } from '@deskfleet/shared/http/chat-route.ts';
import { Problem } from '@deskfleet/shared/http/errors.ts';
import { requirePrincipal } from '@deskfleet/shared/http/principal.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';
import { act } from '../staff/acting.ts';
import { findCannedReply } from '../staff/canned-replies.ts';
import type { StaffAction } from '../staff/transitions.ts';
import { STAFF_ERRORS } from './staff-errors.ts';

const words = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'Write something.')
    .max(most, `At most ${most.toLocaleString('en-US')} characters.`)
    .refine((text) => !text.includes('\0'), 'A NUL character cannot be stored.');

const nothing = z.object({}).meta({ id: 'NoInput' });
const claim = z
  .object({
    take_from: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Also while this colleague has it, who cannot go on with it.'),
    from_assistant: z
      .literal(true)
      .optional()
      .describe(
        'From the assistant, though nobody asked for a person: it is silent from then on, and the customer is told.',
      ),
  })
  .refine(
    ({ take_from, from_assistant }) => take_from === undefined || from_assistant === undefined,
    'Give take_from or from_assistant.',
  )
  .meta({ id: 'StaffClaim' });
const reply = z
  .object({
    text: words(4_000).optional().describe('What the customer reads.'),
    canned_reply_id: z.string().min(1).max(60).optional().describe('Or the text of this canned reply.'),
  })
  .refine(
    (given) => (given.text === undefined) !== (given.canned_reply_id === undefined),
    'Give text or canned_reply_id.',
  )
  .meta({ id: 'StaffReply' });
const note = z.object({ text: words(4_000).describe('For colleagues only.') }).meta({ id: 'StaffNote' });
const handBack = z
  .object({
    note: words(2_000).describe(
      'What the assistant should know, and tells the customer who asks: what was decided, what is left to do.',
    ),
  })
  .meta({ id: 'StaffHandBack' });
const resolve = z
  .object({ note: words(2_000).optional().describe('What the assistant should know if the customer comes back.') })
  .meta({ id: 'StaffResolve' });

const resultSchema = z
  .object({
    conversation_id: z.string(),
    owner: z.string().describe('Afterwards: `agent`, `queue` or `staff:ID`.'),
    state: z.string(),
  })
  .meta({ id: 'StaffResult' });

interface Verb<T> {
  readonly path: string;
  readonly summary: string;
  readonly body: z.ZodType<T>;
  action(given: T, tenant: string): StaffAction | Promise<StaffAction>;
}

export function staffActionRoutes(runtime: Runtime): readonly ExtraRoute[] {
  const route = <T>(verb: Verb<T>) => actionRoute(runtime, verb);
  return [
    route({
      path: 'claim',
      summary: 'Take a conversation out of the queue, or from the assistant; of two colleagues at once one is refused',
      body: claim,
      action: ({ take_from, from_assistant }) =>
        from_assistant === true ? { kind: 'take_over' } : { kind: 'claim', takeFrom: take_from ?? null },
    }),
    route({
      path: 'release',
      summary: 'Put it back into the queue, at its old place',
      body: nothing,
      action: () => ({ kind: 'release' }),
    }),
    route({
      path: 'reply',
      summary: 'Say something to the customer',
      body: reply,
      action: async ({ text, canned_reply_id }, tenant) => {
        if (canned_reply_id === undefined) return { kind: 'reply', text: text ?? '' };
        const canned = await findCannedReply(runtime.database, tenant, canned_reply_id);
        if (canned === undefined)
          throw new Problem('invalid_request', { detail: `canned_reply_id: there is no "${canned_reply_id}".` });
        return { kind: 'reply', text: canned.body };
      },
    }),
    route({
      path: 'note',
      summary: 'Note something for colleagues; neither the customer nor a model ever reads it',
      body: note,
      action: ({ text }) => ({ kind: 'note', text }),
    }),
    route({
      path: 'hand-back',
      summary: 'Give it back to the assistant, which reads the note and what was decided before its next answer',
      body: handBack,
      action: (given) => ({ kind: 'hand_back', note: given.note }),
    }),
    route({
      path: 'resolve',
      summary: 'Close it; a new message of the customer opens it again, with the assistant',
      body: resolve,
      action: (given) => ({ kind: 'resolve', note: given.note ?? null }),
    }),
  ];
}

function actionRoute<T>({ database }: Runtime, verb: Verb<T>): ExtraRoute {
  return {
    method: 'post',
    path: `/staff/conversations/:id/${verb.path}`,
    document: {
      method: 'post',
      path: `/staff/conversations/{id}/${verb.path}`,
      summary: verb.summary,
      parameters: { id: 'The conversation.' },
      body: verb.body,
      response: resultSchema,
      errors: [...STAFF_ERRORS, 'conversation_not_found', 'handoff_not_possible', 'idempotency_mismatch'],
    },
    handler: async (request, response) => {
      const { tenant, subject } = requirePrincipal(response, 'staff');
      const conversationId = String(request.params['id']);
      const action = await verb.action(parse(verb.body, request.body), tenant);
      const packet =
        action.kind === 'take_over' ? await packetForTakeOver(database, { tenant, conversationId }) : undefined;
      const outcome = await act(database, {
        tenant,
        staffId: subject,
        conversationId,
        action,
        idempotencyKey: idempotencyKey(request),
        ...(packet === undefined ? {} : { packet }),
      });
      switch (outcome.state) {
        case 'not_found':
          throw new Problem('conversation_not_found');
        case 'not_possible':
          throw new Problem('handoff_not_possible', {
            extra: { owner: outcome.owner },
            detail: whoHasIt(outcome.owner),
          });
        case 'key_mismatch':
          throw new Problem('idempotency_mismatch');
        case 'done':
          response.json({
            conversation_id: conversationId,
            owner: outcome.owner,
            state: outcome.conversationState,
          } satisfies z.infer<typeof resultSchema>);
      }
    },
  };
}

/** As it was a moment ago; of two at once the later one is told that it waits still, so it says to look again. */
function whoHasIt(column: string): string {
  const owner = ownerOf(column);
  if (owner.kind === 'staff') return `The conversation is with ${owner.staffId}.`;
  return owner.kind === 'agent'
    ? 'The conversation is with the assistant.'
    : 'The conversation is in the queue, or somebody took it this moment. Load it again.';
}

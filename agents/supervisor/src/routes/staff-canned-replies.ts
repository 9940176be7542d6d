/** `/supervisor/staff/canned-replies…`: texts that colleagues send often. */
import { z } from 'zod';
import type { ExtraRoute } from '@deskfleet/shared/http/app.ts';
import { parse } from '@deskfleet/shared/http/chat-request.ts';
import { Problem } from '@deskfleet/shared/http/errors.ts';
import { requirePrincipal } from '@deskfleet/shared/http/principal.ts';
import type { Runtime } from '@deskfleet/shared/runtime.ts';
import { deleteCannedReply, listCannedReplies, storeCannedReply, type CannedReply } from '../staff/canned-replies.ts';
import { STAFF_ERRORS } from './staff-errors.ts';

const idSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/u,
    'id: up to 60 small letters, digits and dashes, such as "late-parcel".',
  );
const contentSchema = z
  .object({
    title: z.string().trim().min(1).max(100).describe('How colleagues find it.'),
    body: z.string().trim().min(1).max(4_000).describe('What the customer reads.'),
  })
  .meta({ id: 'CannedReplyContent' });
const replySchema = z
  .object({
    id: z.string(),
    title: z.string(),
    body: z.string(),
    updated_by: z.string().nullable(),
    updated_at: z.string(),
  })
  .meta({ id: 'CannedReply' });
const listSchema = z.object({ canned_replies: z.array(replySchema) }).meta({ id: 'CannedReplies' });
const deletedSchema = z.object({ id: z.string(), deleted: z.boolean() }).meta({ id: 'DeletedCannedReply' });

const shown = (reply: CannedReply): z.infer<typeof replySchema> => ({
  ...reply,
  updated_at: reply.updated_at.toISOString(),
});

/** @throws {Problem} `invalid_request` */
function idOf(value: unknown): string {
  const parsed = idSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem('invalid_request', { detail: parsed.error.issues[0]?.message ?? 'id' });
}

export function cannedReplyRoutes({ database }: Runtime): readonly ExtraRoute[] {
  const list: ExtraRoute = {
    method: 'get',
    path: '/staff/canned-replies',
    document: {
      method: 'get',
      path: '/staff/canned-replies',
      summary: 'Texts that colleagues send often, by title',
      response: listSchema,
      errors: STAFF_ERRORS,
    },
    handler: async (_request, response) => {
      const { tenant } = requirePrincipal(response, 'staff');
      response.json({ canned_replies: (await listCannedReplies(database, tenant)).map(shown) });
    },
  };

  const store: ExtraRoute = {
    method: 'post',
    path: '/staff/canned-replies/:id',
    document: {
      method: 'post',
      path: '/staff/canned-replies/{id}',
      summary: 'Make one under a name of your choice, or give it new words',
      parameters: { id: 'A short name, such as `late-parcel`.' },
      body: contentSchema,
      response: replySchema,
      errors: STAFF_ERRORS,
    },
    handler: async (request, response) => {
      const { tenant, subject } = requirePrincipal(response, 'staff');
      const content = parse(contentSchema, request.body);
      const id = idOf(request.params['id']);
      response.json(shown(await storeCannedReply(database, { tenant, staffId: subject }, { id, ...content })));
    },
  };

  const remove: ExtraRoute = {
    method: 'post',
    path: '/staff/canned-replies/:id/delete',
    document: {
      method: 'post',
      path: '/staff/canned-replies/{id}/delete',
      summary: 'Delete one; deleting what is not there changes nothing',
      parameters: { id: 'Its name.' },
      response: deletedSchema,
      errors: STAFF_ERRORS,
    },
    handler: async (request, response) => {
      const { tenant, subject } = requirePrincipal(response, 'staff');
      const id = idOf(request.params['id']);
      response.json({ id, deleted: await deleteCannedReply(database, { tenant, staffId: subject }, id) });
    },
  };

  return [list, store, remove];
}

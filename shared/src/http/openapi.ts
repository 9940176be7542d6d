/** The OpenAPI 3.1 document of an agent, generated from the zod schemas that the routes themselves use. */
import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import type { Agent } from '../agent/agent.ts';
import { effectOf } from '../agent/tool.ts';
import { chatReplySchema } from '../conversation/reply.ts';
import { VERSION } from '../version.ts';
import { ownFormSchema, useChatFormSchema } from './chat-request.ts';
import { ERRORS, type ErrorCode } from './errors.ts';
import { CALLER_ERRORS, SIGNED_IN_ERRORS } from './principal.ts';

/** What the document says about a route that only one agent has. */
export interface RouteDocument {
  readonly method: 'get' | 'post';
  /** Below the prefix, in OpenAPI's form: `/conversations/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** Answered without a look at any token. */
  readonly isPublic?: true;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The answer's schema; `html` for a page. */
  readonly response: z.ZodType | 'html';
  readonly errors: readonly ErrorCode[];
}

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
    retry: z.boolean().describe('Whether the same request may succeed later.'),
    detail: z.string().optional(),
    request_id: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });

const healthSchema = z
  .object({ status: z.literal('ok'), agent: z.string(), version: z.string(), uptime_seconds: z.number() })
  .meta({ id: 'Health' });
const readySchema = z
  .object({
    ready: z.boolean(),
    agent: z.string(),
    database: z.string().meta({ description: '`ok`, `unreachable`, or what the schema lacks' }),
    models: z.array(z.object({ modelId: z.string(), state: z.string() })),
    agents: z.record(z.string(), z.enum(['ok', 'unreachable'])),
  })
  .meta({ id: 'Ready' });
const toolListSchema = z
  .object({
    agent: z.string(),
    tools: z.array(
      z.object({
        name: z.string(),
        description: z.string(),
        effect: z.enum(['read', 'write']),
        audience: z.enum(['customer', 'staff']),
        input_schema: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'ToolList' });

const CHAT_ERRORS: readonly ErrorCode[] = [
  'bad_json',
  'invalid_request',
  'empty_message',
  ...CALLER_ERRORS,
  'conversation_not_found',
  'tenant_not_found',
  'turn_in_progress',
  'rate_limited',
  'body_too_large',
  'message_too_long',
  'unsupported_media_type',
  'idempotency_mismatch',
  'internal',
  'database_unavailable',
  'model_unavailable',
  'agent_unavailable',
  'shutting_down',
  'turn_timed_out',
];
const TOOL_ERRORS: readonly ErrorCode[] = [
  'bad_json',
  'invalid_request',
  'idempotency_key_required',
  ...SIGNED_IN_ERRORS,
  'tool_not_found',
  'tool_refused',
  'quote_not_found',
  'quote_closed',
  'quote_stale',
  'tool_input_invalid',
  'idempotency_mismatch',
  'body_too_large',
  'unsupported_media_type',
  'internal',
  'outcome_unknown',
  'database_unavailable',
  'agent_unavailable',
  'turn_timed_out',
];

const IDEMPOTENCY_KEY = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } } as const;

function problems(codes: readonly ErrorCode[]): ZodOpenApiResponsesObject {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(ERRORS[code].status, [...(byStatus.get(ERRORS[code].status) ?? []), code]);
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, grouped]) => [
        String(status),
        {
          description: grouped.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join('\n\n'),
          content: { 'application/problem+json': { schema: problemSchema } },
        },
      ]),
  );
}

function json(description: string, schema: z.ZodType): ZodOpenApiResponsesObject {
  return { '200': { description, content: { 'application/json': { schema } } } };
}

function page(description: string): ZodOpenApiResponsesObject {
  return { '200': { description, content: { 'text/html': { schema: { type: 'string' } } } } };
}

function parameter(
  name: string,
  description: string,
): { name: string; in: 'path'; required: true; description: string; schema: { type: 'string' } } {
  return { name, in: 'path', required: true, description, schema: { type: 'string' } };
}

export function openApiDocument(agent: Agent, routes: readonly RouteDocument[]): ReturnType<typeof createDocument> {
  const { prefix, title, description } = agent.member;
  const chat: ZodOpenApiOperationObject = {
    summary: 'Say something; get the answer as JSON, or as a stream with `Accept: text/event-stream`',
    description:
      'The stream is the AI SDK UI message stream. The same `Idempotency-Key` answers the same turn again and runs nothing twice.',
    parameters: [IDEMPOTENCY_KEY],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: z.union([ownFormSchema, useChatFormSchema]) } },
    },
    responses: {
      '200': {
        description: 'The answer.',
        content: {
          'application/json': { schema: chatReplySchema },
          'text/event-stream': { schema: { type: 'string' } },
        },
      },
      ...problems(CHAT_ERRORS),
    },
    security: [{ bearer: [] }, {}],
  };
  const tools: ZodOpenApiPathsObject = Object.fromEntries(
    [...agent.toolsByName.values()].map((tool) => [
      `${prefix}/tools/${tool.name}`,
      {
        post: {
          summary: tool.description,
          description: `Effect: ${effectOf(tool)}. Needs a ${tool.audience === 'staff' ? 'staff' : 'service or staff'} token${tool.needsCustomer ? ' and X-Customer-Id' : ''}.`,
          parameters: [
            ...(tool.needsCustomer
              ? [{ name: 'X-Customer-Id', in: 'header', required: true, schema: { type: 'string' } } as const]
              : []),
            ...(tool.kind === 'write' ? [{ ...IDEMPOTENCY_KEY, required: true } as const] : []),
          ],
          requestBody: { required: true, content: { 'application/json': { schema: tool.input } } },
          responses: {
            ...json(
              'What the tool found or did.',
              z.object({
                tool: z.string(),
                result: z.record(z.string(), z.unknown()),
                citations: z.array(z.unknown()),
              }),
            ),
            ...problems(TOOL_ERRORS),
          },
          security: [{ bearer: [] }],
        },
      },
    ]),
  );
  const extra: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    (extra[`${prefix}${route.path}`] ??= {})[route.method] = {
      summary: route.summary,
      parameters: Object.entries(route.parameters ?? {}).map(([name, about]) => parameter(name, about)),
      ...(route.query ? { requestParams: { query: route.query } } : {}),
      ...(route.body
        ? { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }
        : {}),
      responses: {
        ...(route.response === 'html' ? page('The page.') : json('Done.', route.response)),
        ...problems(route.errors),
      },
      security: route.isPublic ? [] : [{ bearer: [] }, {}],
    };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: `Deskfleet: ${title}`,
      version: VERSION,
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: {
      '/health': {
        get: {
          summary: 'Is the process alive? Touches nothing else.',
          responses: json('Alive.', healthSchema),
          security: [],
        },
      },
      [`${prefix}/health`]: {
        get: { summary: 'The same below the prefix.', responses: json('Alive.', healthSchema), security: [] },
      },
      [`${prefix}/ready`]: {
        get: {
          summary: 'Would a turn work now?',
          responses: {
            ...json('Ready.', readySchema),
            '503': { description: 'Not ready.', content: { 'application/json': { schema: readySchema } } },
          },
          security: [],
        },
      },
      [`${prefix}/openapi.json`]: {
        get: {
          summary: 'This document.',
          responses: json('OpenAPI 3.1.', z.record(z.string(), z.unknown())),
          security: [],
        },
      },
      [`${prefix}/docs`]: {
        get: {
          summary: 'This document as a page.',
          responses: page('A page without scripts.'),
          security: [],
        },
      },
      [`${prefix}/chat`]: { post: chat },
      [`${prefix}/tools`]: {
        get: { summary: 'The tools of this agent.', responses: json('The menu.', toolListSchema), security: [] },
      },
      ...tools,
      ...extra,
    },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  });
}

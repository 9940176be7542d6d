/**
 * What a tool is: data plus functions. The executor (executor.ts) validates, authorises, times out, caps and records;
 * a tool only does its work. No tool has a customer-id parameter: who asks comes from the verified token.
 */
import type { z } from 'zod';
import type { Sql } from '../database/sql.ts';
import type { JsonObject } from '../json.ts';
import type { ToolContext } from './context.ts';

/** Where a statement comes from, shown beside the answer. */
export interface Citation {
  readonly id: string;
  readonly title: string;
  readonly section?: string;
}

export type ToolResult =
  | {
      readonly ok: true;
      /** What the model reads. */
      readonly data: JsonObject;
      readonly citations?: readonly Citation[];
      /** Set by a tool that has answered the customer itself, through `context.speech`: no further model call is made for it. */
      readonly answered?: true;
    }
  /** Not done, and why: a rule of the shop, something not found, bad input. The text is safe to show. */
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      /** What a program may want to know besides. */
      readonly details?: JsonObject;
    };

export function done(data: JsonObject, citations?: readonly Citation[]): ToolResult {
  return citations ? { ok: true, data, citations } : { ok: true, data };
}

export function refuse(code: string, message: string, details?: JsonObject): Extract<ToolResult, { ok: false }> {
  return details ? { ok: false, code, message, details } : { ok: false, code, message };
}

/** A call that works in the demo shop. It is printed in docs/tools.md and run by a test. */
export interface ToolSample {
  /** The demo customer on whose behalf; null for a visitor or for staff. */
  readonly customer: string | null;
  readonly input: JsonObject;
}

interface ToolBase<Input> {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType<Input>;
  /** Staff tools are on no model's menu: they run only by `POST P/tools/{name}` with a staff token. */
  readonly audience: 'customer' | 'staff';
  readonly sample?: ToolSample;
  /** False for tools that an unidentified visitor may use. */
  readonly needsCustomer: boolean;
  /** Milliseconds. */
  readonly timeoutMs: number;
}

export interface ReadTool<Input = never> extends ToolBase<Input> {
  readonly kind: 'read';
  run(input: Input, context: ToolContext): Promise<ToolResult>;
}

/**
 * What a write would do, computed by pure policy over rows just read. It is computed twice: when it is proposed and,
 * over fresh rows, when it is confirmed; `terms` must come out the same both times or the quote is stale.
 */
export interface WritePlan {
  /** One sentence in the customer's words: what will happen, how much, where the money goes. */
  readonly summary: string;
  /** What it is about, e.g. `order:o12345`; a new proposal about the same thing replaces an open one. */
  readonly subject: string;
  /** Everything that was promised: amounts in cents, refund route, lines. */
  readonly terms: JsonObject;
  /** Locks the rows the plan rests on and yields a row only while they are as the plan read them. */
  readonly basis: Sql;
  /** Data-modifying statements by name, run in the same statement as the claim; each must select `from claim`. */
  readonly effects: Readonly<Record<string, Sql>>;
  /** Whose rows are changed, when staff write for somebody; otherwise the customer of the context. */
  readonly customerId?: string;
  /** What is reported once it is done; `message` says so in one sentence for the customer. */
  readonly result: JsonObject & { readonly message: string };
}

/** The plan of a write, or why the shop does not do it. */
export type Planned = { readonly ok: true; readonly plan: WritePlan } | Extract<ToolResult, { ok: false }>;

export interface WriteTool<Input = never> extends ToolBase<Input> {
  readonly kind: 'write';
  plan(input: Input, context: ToolContext): Promise<Planned>;
}

/** Settles a proposal: yes or no. The quote id is what makes it happen once. */
export interface DecisionTool<Input = never> extends ToolBase<Input> {
  readonly kind: 'decision';
  run(input: Input, context: ToolContext): Promise<ToolResult>;
}

/** A tool whose input type is forgotten; the executor validates against `input` before it is used. */
export type Tool = ReadTool | WriteTool | DecisionTool;

export function effectOf(tool: Tool): 'read' | 'write' {
  return tool.kind === 'read' ? 'read' : 'write';
}

type Defaulted = 'needsCustomer' | 'timeoutMs' | 'audience';
type Defaults<T extends Record<Defaulted, unknown>> = Omit<T, Defaulted | 'kind'> & Partial<Pick<T, Defaulted>>;

const DEFAULTS = { needsCustomer: true, timeoutMs: 10_000, audience: 'customer' } as const;

/** A tool that only looks. */
export function defineTool<Input>(tool: Defaults<ReadTool<Input>>): ReadTool {
  return { ...DEFAULTS, ...tool, kind: 'read' } as unknown as ReadTool;
}

/** A tool that changes something. It is proposed as a quote first and done only after the customer's yes. */
export function defineWriteTool<Input>(tool: Defaults<WriteTool<Input>>): WriteTool {
  return { ...DEFAULTS, ...tool, kind: 'write' } as unknown as WriteTool;
}

/** For the kernel's own `confirm_quote` and `decline_quote`. */
export function defineDecisionTool<Input>(tool: Defaults<DecisionTool<Input>>): DecisionTool {
  return { ...DEFAULTS, ...tool, kind: 'decision' } as unknown as DecisionTool;
}

/** Largest JSON text of one result that is put before a model, in characters. */
export const TOOL_RESULT_LIMIT = 16_000;

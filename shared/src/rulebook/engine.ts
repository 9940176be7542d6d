/**
 * The small engine behind every rulebook: intent, slots from the whole conversation, tool call, reply from the tool's
 * result only. It keeps nothing between calls; where a conversation stands is read from its messages.
 */
import { readConsent } from '../conversation/consent.ts';
import type { AgentName } from '../fleet.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { ModelMessage, ToolResultBlock, ToolUseBlock } from '../model/model.ts';
import { read, type Reading } from './reading.ts';
import type { Rulebook, RulebookAnswer } from './rulebook.ts';

export interface ToolWish {
  readonly name: string;
  readonly input: JsonObject;
}

/** What an intent does with a message: call tools, or ask for what is missing, or simply say something. */
export type Step = { readonly call: ToolWish | readonly ToolWish[] } | { readonly say: string };

export interface Intent {
  readonly name: string;
  /** How well the message fits, 0 (not at all) to 1. */
  score(reading: Reading): number;
  step(reading: Reading): Step;
}

export interface RulebookDeclaration {
  readonly agent: AgentName;
  readonly intents: readonly Intent[];
  /** How the result of each tool is told, or which tool comes next. Results only: nothing else may be claimed. */
  readonly tell: Readonly<Record<string, (result: JsonObject, reading: Reading, input: JsonObject) => string | Step>>;
  /** When no intent fits. */
  readonly otherwise: (reading: Reading) => Step;
}

/** Scores below this mean "not this intent". */
const FITS = 0.3;
/** Most requests of one message that are answered in one go. */
const MOST_AT_ONCE = 3;

export function defineRulebook(declaration: RulebookDeclaration): Rulebook {
  return {
    agent: declaration.agent,
    answer: ({ messages }) => {
      const reading = read(messages);
      const results = lastResults(messages);
      return results.length > 0 ? tellResults(declaration, results, reading) : startTurn(declaration, reading);
    },
  };
}

function startTurn(declaration: RulebookDeclaration, reading: Reading): RulebookAnswer {
  const decision = decide(declaration, reading);
  if (decision) return answer([decision]);
  const fitting = declaration.intents
    .map((intent) => ({ intent, score: intent.score(reading) }))
    .filter(({ score }) => score >= FITS)
    .sort((a, b) => b.score - a.score);
  const best = fitting[0]?.score ?? 0;
  // Only what fits about as well as the best is meant too.
  const meant = fitting.filter(({ score }) => score >= best - 0.1).slice(0, MOST_AT_ONCE);
  return answer(
    meant.length === 0 ? [declaration.otherwise(reading)] : meant.map(({ intent }) => intent.step(reading)),
  );
}

/** A yes or no to the one open quote of this agent. */
function decide(declaration: RulebookDeclaration, reading: Reading): Step | undefined {
  const quote = reading.context.open_quotes.findLast((open) => open.agent === declaration.agent);
  if (!quote) return undefined;
  const consent = readConsent(reading.raw);
  if (consent === 'unclear') return undefined;
  return { call: { name: consent === 'yes' ? 'confirm_quote' : 'decline_quote', input: { quote_id: quote.id } } };
}

function answer(steps: readonly Step[]): RulebookAnswer {
  const calls = steps.flatMap((step) => ('call' in step ? step.call : []));
  const text = steps.flatMap((step) => ('say' in step ? [step.say] : [])).join('\n\n');
  if (calls.length === 0) return { kind: 'say', text };
  return text === '' ? { kind: 'call', calls } : { kind: 'call', text, calls };
}

interface Result {
  readonly use: ToolUseBlock;
  readonly block: ToolResultBlock;
}

function lastResults(messages: readonly ModelMessage[]): readonly Result[] {
  const last = messages.at(-1);
  const asking = messages.at(-2);
  if (last?.role !== 'user' || asking?.role !== 'assistant') return [];
  return last.content.flatMap((block) => {
    if (block.type !== 'tool_result') return [];
    const use = asking.content.find((candidate) => candidate.type === 'tool_use' && candidate.id === block.toolUseId);
    return use?.type === 'tool_use' ? [{ use, block }] : [];
  });
}

function tellResults(declaration: RulebookDeclaration, results: readonly Result[], reading: Reading): RulebookAnswer {
  const steps = results.map(({ use, block }): Step => {
    const content = isJsonObject(block.content) ? block.content : {};
    const told = block.isError
      ? tellRefusal(content)
      : (declaration.tell[use.name]?.(content, reading, use.input) ?? tellCommon(content));
    return typeof told === 'string' ? { say: told } : told;
  });
  return answer(steps);
}

const OURS: ReadonlySet<string> = new Set([
  'tool_failed',
  'tool_timed_out',
  'unknown_tool',
  'result_too_large',
  'invalid_input',
]);

/** A refusal in the customer's words. */
export function tellRefusal(content: JsonObject): string {
  const code = content['error'];
  if (code === 'sign_in_required')
    return 'I can only look at your account once you are signed in. Please sign in and ask again.';
  if (code === 'no_clear_yes') return 'I have not done anything yet. Shall I go ahead? Please answer yes or no.';
  if (typeof code !== 'string' || OURS.has(code))
    return 'I could not look that up just now. Please try again in a moment.';
  return textOf(content['message']);
}

/** Proposals and their ends are told the same way for every tool. */
function tellCommon(content: JsonObject): string {
  if (content['status'] === 'waiting_for_confirmation')
    return `${textOf(content['summary'])}\n\nShall I go ahead? Please answer yes or no.`;
  if (content['status'] === 'declined') return 'All right, nothing was changed.';
  return typeof content['message'] === 'string' ? content['message'] : 'Done.';
}

/** A member of a tool's result that should be text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

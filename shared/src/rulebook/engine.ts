/**
 * The small engine behind every rulebook: intent, slots from the whole conversation, tool call, reply from the tool's
 * result only. It keeps nothing between calls; where a conversation stands is read from its messages.
 */
import { readChoice } from '../conversation/consent-choice.ts';
import { askAboutList, latestList, placeIn } from '../conversation/quotes.ts';
import type { AgentName } from '../fleet.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { ModelMessage, ToolResultBlock, ToolUseBlock } from '../model/model.ts';
import { withoutQuoted } from './quoted.ts';
import { plain, read, type Reading } from './reading.ts';
import type { Rulebook, RulebookAnswer, ToolWish } from './rulebook.ts';

export type { ToolWish } from './rulebook.ts';

/** What an intent does with a message: call tools, or ask for what is missing, or simply say something. */
export type Step = { readonly call: ToolWish | readonly ToolWish[] } | { readonly say: string };

/** Nothing this agent does: the request is given back where somebody else can be asked, else this is said. */
export interface NotMine {
  readonly notMine: string;
}

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
  /** What a refusal needs to be told beside its own words, in view of what this turn proposes. */
  readonly refused?: (refusal: JsonObject, proposals: readonly JsonObject[]) => string | undefined;
  /** When no intent fits. */
  readonly otherwise: (reading: Reading) => Step | NotMine;
  /** Reads that may be made before a model is asked, when the message itself names what they look up. */
  readonly foreseen?: readonly string[];
}

/** A message of so many words may be the end of a sentence of ours. */
const FEW_WORDS = 5;
/** Scores below this mean "not this intent". */
const FITS = 0.3;
/** The state of a proposal in a tool's result. */
const WAITING = 'waiting_for_confirmation';
/** Most requests of one message that are answered in one go. */
const MOST_AT_ONCE = 3;

export function defineRulebook(declaration: RulebookDeclaration): Rulebook {
  return {
    agent: declaration.agent,
    answer: ({ messages }) => {
      const reading = read(messages);
      const results = lastResults(messages);
      return results.length > 0
        ? tellResults(declaration, results, reading, proposalsOf(messages))
        : startTurn(declaration, reading);
    },
    foresee: ({ messages }) => {
      const reading = read(messages);
      const start = startTurn(declaration, reading);
      if (start.kind !== 'call' || start.text !== undefined) return [];
      const clear = start.calls.every(
        ({ name, input }) => (declaration.foreseen ?? []).includes(name) && plainlyNamed(input, reading),
      );
      return clear ? start.calls : [];
    },
  };
}

/** Whether every word of the input stands in the message: an id, the names of products. */
function plainlyNamed(input: JsonObject, { text }: Reading): boolean {
  const words = Object.values(input)
    .flat()
    .filter((value) => typeof value === 'string');
  const squeezed = (from: string): string => from.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  return words.every((word) => squeezed(text).includes(squeezed(word)));
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
    meant.length === 0 ? [givenBack(declaration, reading)] : meant.map(({ intent }) => intent.step(reading)),
  );
}

function givenBack({ agent, otherwise }: RulebookDeclaration, reading: Reading): Step {
  const step = otherwise(reading);
  if (!('notMine' in step)) return step;
  const { may_hand_back, last_agent } = reading.context;
  // A few words go on with what was talked about: nobody else would know what they mean.
  const goesOn = last_agent === agent && reading.text.split(' ').length <= FEW_WORDS;
  if (!may_hand_back || goesOn) return { say: step.notMine };
  const reason = 'Nothing in it is what this specialist does.';
  return { call: { name: 'hand_back', input: { reason } } };
}

type OpenQuote = Reading['context']['open_quotes'][number];

/**
 * The proposals that a yes or no is about, of all agents. One that has expired still counts when it is what we just
 * asked about: it is proposed again.
 */
function answerableQuotes({ context, earlier }: Reading): readonly OpenQuote[] {
  const [last] = earlier;
  const justAsked = ({ summary }: OpenQuote): boolean =>
    last?.role === 'assistant' && last.text.includes(plain(withoutQuoted(summary)));
  return latestList(context.open_quotes.filter((quote) => quote.state === 'open' || justAsked(quote)));
}

/** A yes or no, to all of the open proposals or to some. */
function decide(declaration: RulebookDeclaration, reading: Reading): Step | undefined {
  const calls = decisions(reading)
    .filter(({ quote }) => quote.agent === declaration.agent)
    .map(({ quote, decision }): ToolWish => ({ name: `${decision}_quote`, input: { quote_id: quote.id } }));
  return calls.length === 0 ? undefined : { call: calls };
}

interface Decision {
  readonly quote: OpenQuote;
  readonly decision: 'confirm' | 'decline';
}

/** What the message decides about which proposal; nothing when that is not plain. */
export function decisions(reading: Reading): readonly Decision[] {
  const list = answerableQuotes(reading);
  const [first] = list;
  if (first === undefined) return [];
  // The numbers are those of the list as it was told, whatever has been settled since.
  const choice = readChoice(reading.raw, placeIn(list, first).of);
  if (choice === 'unclear') return [];
  return list.flatMap((quote): Decision[] => {
    const place = placeIn(list, quote).place - 1;
    if (choice.confirmed.includes(place)) return [{ quote, decision: 'confirm' }];
    return choice.declined.includes(place) ? [{ quote, decision: 'decline' }] : [];
  });
}

function answer(steps: readonly Step[]): RulebookAnswer {
  const calls = steps.flatMap((step) => ('call' in step ? step.call : []));
  const text = steps.flatMap((step) => ('say' in step && step.say !== '' ? [step.say] : [])).join('\n\n');
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

/** What the tools of this turn have proposed so far; earlier turns are known by their words only. */
function proposalsOf(messages: readonly ModelMessage[]): readonly JsonObject[] {
  return messages
    .flatMap(({ content }) =>
      content.flatMap((block) => (block.type === 'tool_result' && isJsonObject(block.content) ? [block.content] : [])),
    )
    .filter(({ status }) => status === WAITING);
}

function tellResults(
  declaration: RulebookDeclaration,
  results: readonly Result[],
  reading: Reading,
  proposed: readonly JsonObject[],
): RulebookAnswer {
  const told = results.map((result) => ({ result, step: tellResult(declaration, result, reading, proposed) }));
  const proposals = told.filter(({ result }) => isPlainProposal(declaration, result));
  if (proposals.length < 2) return answer(told.map(({ result, step }) => leftOut(result, results) ?? step));
  // Several proposals are one list with one question under it.
  const others = told.filter((one) => !proposals.includes(one)).map(({ step }) => step);
  const summaries = proposals.map(({ result }) => textOf(contentOf(result)['summary']));
  return answer([...others, { say: askAboutList(summaries) }]);
}

/** Of several proposals some were taken: what was not is named, so that nobody thinks nothing was done. */
function leftOut(result: Result, results: readonly Result[]): Step | undefined {
  const { status, summary } = contentOf(result);
  const someDone = results.some(({ use, block }) => use.name === 'confirm_quote' && !block.isError);
  return someDone && status === 'declined' ? { say: `Left as it was: ${textOf(summary)}` } : undefined;
}

function contentOf({ block }: Result): JsonObject {
  return isJsonObject(block.content) ? block.content : {};
}

function isPlainProposal(declaration: RulebookDeclaration, result: Result): boolean {
  return (
    !result.block.isError && declaration.tell[result.use.name] === undefined && contentOf(result)['status'] === WAITING
  );
}

function tellResult(
  declaration: RulebookDeclaration,
  result: Result,
  reading: Reading,
  proposed: readonly JsonObject[],
): Step {
  const { use, block } = result;
  const content = contentOf(result);
  const told = block.isError
    ? [tellRefusal(content, reading), declaration.refused?.(content, proposed) ?? ''].join(' ').trimEnd()
    : (declaration.tell[use.name]?.(content, reading, use.input) ?? tellCommon(content));
  return typeof told === 'string' ? { say: told } : told;
}

const OURS: ReadonlySet<string> = new Set([
  'tool_failed',
  'tool_timed_out',
  'unknown_tool',
  'result_too_large',
  'invalid_input',
]);

/** What a visitor is asked where the shop allows them to say who they are. The supervisor knows the question by these words. */
export const ASK_WHO =
  'I need to know who you are before I can look at or change anything of yours. Please tell me the e-mail address of your account, or your first and last name and your zip code.';

/** A refusal in the customer's words. */
export function tellRefusal(content: JsonObject, reading: Reading): string {
  const code = content['error'];
  if (code === 'sign_in_required') {
    return reading.context.may_identify
      ? ASK_WHO
      : 'I can only look at your account once you are signed in. Please sign in and ask again.';
  }
  if (code === 'no_clear_yes') return 'I have not done anything yet. Shall I go ahead? Please answer yes or no.';
  if (typeof code !== 'string' || OURS.has(code))
    return 'I could not look that up just now. Please try again in a moment.';
  return textOf(content['message']);
}

/** Proposals and their ends are told the same way for every tool. */
function tellCommon(content: JsonObject): string {
  if (content['status'] === WAITING) return askAboutList([textOf(content['summary'])]);
  if (content['status'] === 'declined') return 'All right, nothing was changed.';
  return typeof content['message'] === 'string' ? content['message'] : 'Done.';
}

/** A member of a tool's result that should be text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

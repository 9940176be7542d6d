/** How answers and progress look in a terminal. */
import type { PublicQuote } from '@deskfleet/shared/conversation/quotes.ts';
import type { ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import { AGENT_NAMES, fleetMember } from '@deskfleet/shared/fleet.ts';
import type { Progress } from './reply-stream.ts';

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  warn(text: string): string;
}

export function createPaint(colours: boolean): Paint {
  const style = (on: number, off: number) => (text: string) => (colours ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  return { bold: style(1, 22), dim: style(2, 22), warn: style(33, 39) };
}

/** Without control characters: an answer must not be able to steer the terminal. */
export function printable(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, (character) =>
      character === '\n' || character === '\t' ? character : '',
    );
}

/** A piece of an answer, its `**bold**` words in bold where there are colours. */
export function answerText(text: string, paint: Paint, colours: boolean): string {
  const safe = printable(text);
  return colours ? safe.replaceAll(/\*\*([^*\n]+)\*\*/gu, (_whole, words: string) => paint.bold(words)) : safe;
}

/** "Order management · get_order …" */
export function progressLine({ agent, state, tool }: Extract<Progress, { type: 'agent' }>): string {
  const name = AGENT_NAMES.find((known) => known === agent);
  const title = name === undefined ? printable(agent) : fleetMember(name).title;
  return (
    [title, ...(tool === undefined ? [] : [printable(tool)])].join(' · ') +
    (state === 'working' ? ' …' : `: ${printable(state).replaceAll('_', ' ')}`)
  );
}

export function quoteLine(quote: PublicQuote): string {
  return `Proposed: ${printable(quote.summary)}`;
}

/** The proposals of one answer, numbered as the service counts them. */
export function quoteLines(quotes: readonly PublicQuote[]): string[] {
  return ['Proposed:', ...quotes.map(({ summary }, index) => `  ${index + 1}. ${printable(summary)}`)];
}

/** What an answer rests on and what it cost, a line each. */
export function footLines({ citations, usage, degraded }: ChatReply): string[] {
  const sources = citations.map(({ title, section }) =>
    printable(section === undefined ? title : `${title}, ${section}`),
  );
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  return [
    ...(degraded ? ['Reduced service: answered without the language model.'] : []),
    ...(sources.length === 0 ? [] : [`Sources: ${sources.join('; ')}`]),
    [
      count(usage.model_calls, 'model call'),
      count(usage.input_tokens + usage.output_tokens, 'token'),
      `$${usage.cost_usd.toFixed(6)}`,
      count(usage.data_api_calls, 'data API call'),
    ].join(' · '),
  ];
}

/**
 * What was said long ago, in short: one line for each question and the beginning of its answer, taken word for word, so
 * that nothing is invented. The oldest lines go first when it becomes too long.
 */
import type { HistoryMessage } from '../agent/context.ts';

/** Most characters of a digest. */
export const DIGEST_CHARACTERS = 1_600;
const QUESTION_CHARACTERS = 110;
const ANSWER_CHARACTERS = 150;
const CUT = '- (more before that)';

/** @param before the digest so far @param messages what no longer fits into the window, oldest first */
export function digestOf(before: string, messages: readonly HistoryMessage[]): string {
  const lines = before === '' ? [] : before.split('\n').filter((line) => line !== CUT);
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'user') continue;
    const next = messages[index + 1];
    const answer = next?.role === 'assistant' ? ` → ${shortened(next.text, ANSWER_CHARACTERS)}` : '';
    lines.push(`- ${shortened(message.text, QUESTION_CHARACTERS)}${answer}`);
  }
  let dropped = before.includes(CUT);
  while (lines.length > 1 && length(lines) > DIGEST_CHARACTERS - CUT.length - 1) {
    lines.shift();
    dropped = true;
  }
  return [...(dropped ? [CUT] : []), ...lines].join('\n');
}

function length(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

/** One line, cut at a word, at most so many characters. */
export function shortened(text: string, most: number): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), most / 2))}…`;
}

/** What the rulebook makes of a message, as one line. */
import { NO_FACTS, type HistoryMessage } from '@deskfleet/shared/agent/context.ts';
import { openingMessages } from '@deskfleet/shared/agent/prompt-context.ts';
import { rulebook } from '../src/rulebook.ts';

/** `tool {input} + tool {input}`, or the words of a question back. */
export function asked(text: string, history: readonly HistoryMessage[] = []): string {
  const answer = rulebook.answer({ messages: openingMessages({ ...NO_FACTS, history }, text), tools: [] });
  if (answer.kind === 'say') return `says: ${answer.text}`;
  const calls = answer.calls.map(({ name, input }) => `${name} ${JSON.stringify(input)}`).join(' + ');
  return answer.text === undefined ? calls : `${calls} + says: ${answer.text}`;
}

/** One exchange of a conversation. */
export function exchange(user: string, assistant: string): HistoryMessage[] {
  return [
    { role: 'user', text: user },
    { role: 'assistant', text: assistant },
  ];
}

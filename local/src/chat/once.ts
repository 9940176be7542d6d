/** `--once`: one question of a script. Only the answer goes to stdout. */
import { randomUUID } from 'node:crypto';
import type { ChatOptions } from './arguments.ts';
import type { ChatClient } from './client.ts';
import { footLines, printable, progressLine, quoteLine, quoteLines } from './words.ts';

export interface Outputs {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/** @throws {ChatFailure} when there is no answer; nothing was written to stdout then. */
export async function askOnce(
  client: ChatClient,
  question: string,
  { conversation, json }: Pick<ChatOptions, 'conversation' | 'json'>,
  { stdout, stderr }: Outputs,
): Promise<void> {
  const reply = await client.chat(
    { message: question, conversationId: conversation, key: randomUUID() },
    (progress) => {
      if (progress.type === 'agent') stderr(`${progressLine(progress)}\n`);
    },
    new AbortController().signal,
  );
  stdout(json ? `${JSON.stringify(reply, null, 2)}\n` : `${printable(reply.reply)}\n`);
  footLines(reply).forEach((line) => stderr(`${line}\n`));
  const open = reply.quotes.filter(({ state }) => state === 'open');
  const [only, ...more] = open;
  if (only === undefined) return;
  const lines = more.length === 0 ? [quoteLine(only)] : quoteLines(open);
  const [accept, some] = more.length === 0 ? ['To accept', ''] : ['To accept all', '; for some of them, "only 1"'];
  stderr(
    `${lines.join('\n')}\n${accept}: npm run chat -- --conversation ${reply.conversation_id} --once "yes", with the same --as${some}.\n`,
  );
}

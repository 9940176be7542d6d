/** `--once`: one question of a script. Only the answer goes to stdout. */
import { randomUUID } from 'node:crypto';
import type { ChatOptions } from './arguments.ts';
import type { ChatClient } from './client.ts';
import { footLines, printable, progressLine, quoteLine } from './words.ts';

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
  for (const quote of reply.quotes.filter(({ state }) => state === 'open')) {
    stderr(
      `${quoteLine(quote)}\nTo accept: npm run chat -- --conversation ${reply.conversation_id} --once "yes", with the same --as.\n`,
    );
  }
}

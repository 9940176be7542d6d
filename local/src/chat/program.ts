/** `npm run chat` from its arguments to its exit code: 0 all well, 1 failed, 2 the command line is wrong. */
import { CHAT_HELP, readChatOptions, UsageError, type ChatOptions } from './arguments.ts';
import { ChatClient } from './client.ts';
import { Conversation } from './conversation.ts';
import { ChatFailure } from './failure.ts';
import { askOnce, type Outputs } from './once.ts';
import type { Terminal } from './terminal.ts';
import { createPaint, printable } from './words.ts';

export interface Surroundings extends Outputs {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether stdout is a terminal that may be coloured; NO_COLOR is looked at here. */
  readonly isTerminal: boolean;
  readonly openTerminal: () => Terminal;
  /** Where files are saved. */
  readonly directory: string;
}

export async function chatProgram(argv: readonly string[], surroundings: Surroundings): Promise<0 | 1 | 2> {
  const { environment, stdout, stderr } = surroundings;
  try {
    const options = readChatOptions(argv, environment);
    if (options === 'help') stdout(CHAT_HELP);
    else await talk(options, surroundings);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof ChatFailure)) throw error;
    stderr(`${printable(error.message)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function talk(options: ChatOptions, surroundings: Surroundings): Promise<void> {
  const client = new ChatClient(options);
  const customer = await client.signIn();
  if (options.once !== null) return askOnce(client, options.once, options, surroundings);
  if (customer === null) await client.reach();
  const colours =
    surroundings.isTerminal &&
    (surroundings.environment['NO_COLOR'] ?? '') === '' &&
    surroundings.environment['TERM'] !== 'dumb';
  const terminal = surroundings.openTerminal();
  try {
    if (customer)
      terminal.write(
        `${createPaint(colours).bold(`Signed in as ${customer.name}.`)}${customer.question === '' ? '' : ` Ask, for example: ${customer.question}`}\n`,
      );
    await new Conversation(
      client,
      terminal,
      { colours, directory: surroundings.directory },
      options.conversation,
    ).run();
  } finally {
    terminal.close();
  }
}

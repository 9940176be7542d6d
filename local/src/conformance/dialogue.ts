/** Conversations with the rows they must end with, held through the gateway as a customer would. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { chatReplySchema, type ChatReply } from '@deskfleet/shared/conversation/reply.ts';
import type { RetailWorld } from './retail-data.ts';
import { differences, sameRow } from './same-rows.ts';

const changes = z.object({
  orders: z.record(z.string(), z.unknown()).default({}),
  users: z.record(z.string(), z.unknown()).default({}),
});
const dialogueSchema = z.object({
  id: z.string(),
  who: z.object({
    first_name: z.string(),
    last_name: z.string(),
    zip: z.string().optional(),
    email: z.string().optional(),
  }),
  turns: z.array(z.string()).min(1),
  changed: changes,
  changed_corrected: changes.optional(),
});

export type Dialogue = z.infer<typeof dialogueSchema>;
type Changes = z.infer<typeof changes>;

/** One JSON object a line. @throws {Error} naming the line that is none. */
export function readDialogues(file: string): readonly Dialogue[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        return [dialogueSchema.parse(JSON.parse(line))];
      } catch (error) {
        throw new Error(
          `${file}:${String(index + 1)} is no conversation: ${error instanceof Error ? error.message : ''}`,
        );
      }
    });
}

export interface Rows {
  readonly orders: Readonly<Record<string, unknown>>;
  readonly users: Readonly<Record<string, unknown>>;
}
export interface Keys {
  readonly orders: readonly string[];
  readonly users: readonly string[];
}

/** Whoever speaks, everyone whose rows shall change, and every order of them: rows that are not named must stay. */
export function keysOf({ who, changed, changed_corrected }: Dialogue, world: RetailWorld): Keys {
  const users = new Set<string>();
  const orders = new Set<string>();
  for (const user of Object.values(world.users)) {
    const named = user.name.first_name === who.first_name && user.name.last_name === who.last_name;
    if (named && (who.email === user.email || who.zip === user.address.zip)) users.add(user.user_id);
  }
  for (const one of [changed, changed_corrected]) {
    Object.keys(one?.users ?? {}).forEach((id) => users.add(id));
    for (const id of Object.keys(one?.orders ?? {})) {
      orders.add(id);
      const owner = world.orders[id]?.user_id;
      if (owner !== undefined) users.add(owner);
    }
  }
  for (const id of users) world.users[id]?.orders.forEach((order) => orders.add(order));
  return { orders: [...orders], users: [...users] };
}

export interface WrongRow {
  /** `orders/#W…` or `users/…`. */
  readonly row: string;
  readonly differences: readonly string[];
}

/** The rows that are not as they must be; none when either form of the expected rows fits. */
export function wrongRows(rows: Rows, keys: Keys, dialogue: Dialogue, world: RetailWorld): readonly WrongRow[] {
  const wrongFor = (expected: Changes): readonly WrongRow[] =>
    (['orders', 'users'] as const).flatMap((table) =>
      keys[table].flatMap((id) => {
        const wanted = expected[table][id] ?? world[table][id];
        const got = rows[table][id];
        return sameRow(got, wanted) ? [] : [{ row: `${table}/${id}`, differences: differences(got, wanted) }];
      }),
    );
  const either = [dialogue.changed_corrected, dialogue.changed].flatMap((expected) =>
    expected === undefined ? [] : [wrongFor(expected)],
  );
  return either.find((wrong) => wrong.length === 0) ?? either[0] ?? [];
}

export interface Said {
  readonly customer: string;
  readonly reply: string;
}

/** More go-aheads in a row than any message has requests. */
const MOST_GO_AHEADS = 8;
const GO_AHEAD = 'Yes, please.';

/** Sends every turn; while a proposal waits, the customer agrees before the next turn. */
export async function hold(gateway: string, turns: readonly string[], onReply: (said: Said) => void): Promise<void> {
  let conversation: string | undefined;
  const say = async (message: string): Promise<ChatReply> => {
    const reply = await chat(gateway, message, conversation);
    conversation = reply.conversation_id;
    onReply({ customer: message, reply: reply.reply });
    return reply;
  };
  for (const turn of turns) {
    let reply = await say(turn);
    for (let count = 0; count < MOST_GO_AHEADS && reply.quotes.some(({ state }) => state === 'open'); count += 1)
      reply = await say(GO_AHEAD);
  }
}

/** @throws {Error} with the problem when there is no reply. */
async function chat(gateway: string, message: string, conversation: string | undefined): Promise<ChatReply> {
  const response = await fetch(`${gateway}/supervisor/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message, conversation_id: conversation }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the fleet answered "${message}" with ${String(response.status)} ${text}`);
  return chatReplySchema.parse(JSON.parse(text));
}

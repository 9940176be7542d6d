/** An order for tests of the rulebook, and what the rulebook does with a message once it has read it. */
import { NO_FACTS, type HistoryMessage } from '@deskfleet/shared/agent/context.ts';
import { openingMessages } from '@deskfleet/shared/agent/prompt-context.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { ModelMessage } from '@deskfleet/shared/model/model.ts';
import type { RulebookAnswer } from '@deskfleet/shared/rulebook/rulebook.ts';
import { rulebook } from '../src/rulebook.ts';

export interface TestLine {
  readonly variant_id: string;
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly quantity: number;
}

export function testOrder(lines: readonly TestLine[], status = 'pending'): JsonObject {
  return {
    order_id: '#W1234567',
    status,
    placed_on: '2026-01-01',
    delivery: {},
    total: { cents: 100, text: '$1.00' },
    shipping_address: { country: 'USA' },
    cancellation: { possible: true, reasons: ['no longer needed', 'ordered by mistake'] },
    lines: lines.map((line) => ({ ...line, state: 'ordered', unit_price: { cents: 100, text: '$1.00' } })),
  };
}

/** Two lanterns of one product, and two units of one towel set. */
export const SHED_ORDER = testOrder([
  {
    variant_id: 'v1',
    name: 'Garden Chair',
    options: { color: 'green', material: 'teak wood', 'seat height': '45 cm' },
    quantity: 1,
  },
  { variant_id: 'v2', name: 'Storm Lantern', options: { color: 'black', fuel: 'LED', waterproof: 'yes' }, quantity: 1 },
  { variant_id: 'v3', name: 'Storm Lantern', options: { color: 'red', fuel: 'oil', waterproof: 'no' }, quantity: 1 },
  {
    variant_id: 'v4',
    name: 'Tea Towel Set',
    options: { color: 'blue', size: 'L', 'piece count': '3-piece' },
    quantity: 2,
  },
  {
    variant_id: 'v5',
    name: 'Field Tablet',
    options: { color: 'black', 'screen size': '10-inch', storage: '64GB' },
    quantity: 1,
  },
]);

interface Call {
  readonly name: string;
  readonly input: JsonObject;
}

export interface Done {
  readonly calls: readonly Call[];
  readonly said: string | undefined;
}

function callsOf(answer: RulebookAnswer): readonly Call[] {
  return answer.kind === 'say' ? [] : answer.calls;
}

/** What is called in the end when every order that is looked up looks like `order`. @param turns the customer and we, in turn. */
export function doneFor(turns: readonly string[], order: JsonObject): Done {
  const history = turns.slice(0, -1).map((text, place): HistoryMessage => ({
    role: place % 2 === 0 ? 'user' : 'assistant',
    text,
  }));
  const start = openingMessages({ ...NO_FACTS, profile: {}, history }, turns.at(-1) ?? '');
  const first = rulebook.answer({ messages: start, tools: [] });
  const looks = callsOf(first).filter(({ name }) => name === 'get_order');
  if (looks.length === 0) return { calls: callsOf(first), said: first.text };
  const others = callsOf(first).filter(({ name }) => name !== 'get_order');
  const messages: ModelMessage[] = [
    ...start,
    {
      role: 'assistant',
      content: looks.map(({ name, input }, place) => ({
        type: 'tool_use',
        id: `t${String(place)}`,
        name,
        input,
      })),
    },
    {
      role: 'user',
      content: looks.map(({ input }, place) => ({
        type: 'tool_result',
        toolUseId: `t${String(place)}`,
        isError: false,
        content: { ...order, order_id: input['order_id'] ?? '' },
      })),
    },
  ];
  const second = rulebook.answer({ messages, tools: [] });
  return { calls: [...others, ...callsOf(second)], said: second.text };
}

export function inWords({ calls, said }: Done): string {
  return calls.length === 0
    ? (said ?? '')
    : calls.map(({ name, input }) => `${name} ${JSON.stringify(input)}`).join(' + ');
}

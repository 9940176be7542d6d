import { expect } from 'chai';
import fc from 'fast-check';
import { ChatFailure } from '../../src/chat/failure.ts';
import { ReplyReader, type Progress } from '../../src/chat/reply-stream.ts';
import { USAGE } from './stand-in-fleet.ts';

const END = {
  conversation_id: 'conv_1',
  turn_id: 'turn_1',
  agents: [],
  quotes: [],
  citations: [],
  usage: USAGE,
  degraded: false,
  owner: 'agent',
};
const PARTS = [
  { type: 'start', messageId: 'turn_1', messageMetadata: { conversation_id: 'conv_1', turn_id: 'turn_1' } },
  { type: 'start-step' },
  { type: 'data-agent', id: 'x', data: { agent: 'order-management', state: 'working', tool: 'get_order' } },
  { type: 'text-start', id: 'reply' },
  { type: 'text-delta', id: 'reply', delta: 'Größe 42: ' },
  { type: 'text-delta', id: 'reply', delta: 'yes.\n' },
  { type: 'text-end', id: 'reply' },
  { type: 'data-of-tomorrow', data: 1 },
];
const stream = (parts: readonly unknown[], lineEnd = '\n'): string =>
  `: hello${lineEnd}${lineEnd}${parts.map((part) => `data: ${JSON.stringify(part)}${lineEnd}${lineEnd}`).join('')}data: [DONE]${lineEnd}${lineEnd}`;

describe('reading the stream of an answer in the terminal', () => {
  it('gives the whole reply, however the network cuts the stream', () => {
    const whole = stream([...PARTS, { type: 'finish', messageMetadata: END }]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: whole.length }), { maxLength: 8 }), (cuts) => {
        const seen: Progress[] = [];
        const reader = new ReplyReader((progress) => seen.push(progress));
        const ends = [...cuts].sort((a, b) => a - b);
        [...ends, whole.length].forEach((end, index) =>
          reader.feed(whole.slice(index === 0 ? 0 : ends[index - 1], end)),
        );
        expect(reader.reply()).to.deep.equal({ ...END, reply: 'Größe 42: yes.' });
        expect(seen).to.deep.equal([
          { type: 'conversation', id: 'conv_1' },
          { type: 'agent', agent: 'order-management', state: 'working', tool: 'get_order' },
          { type: 'text', text: 'Größe 42: ' },
          { type: 'text', text: 'yes.\n' },
        ]);
      }),
      { numRuns: 60 },
    );
  });

  it('fails with what the service says', () => {
    const reader = new ReplyReader(() => undefined);
    reader.feed(
      stream([
        ...PARTS,
        { type: 'error', errorText: 'x' },
        {
          type: 'data-problem',
          data: { code: 'model_unavailable', title: 'The assistant cannot answer right now.', retry: true },
        },
        { type: 'finish' },
      ]),
    );
    expect(() => reader.reply())
      .to.throw(ChatFailure, 'The assistant cannot answer right now.')
      .with.property('retry', true);
  });

  it('takes no half answer for a whole one', () => {
    const reader = new ReplyReader(() => undefined);
    reader.feed(stream(PARTS));
    expect(() => reader.reply()).to.throw(ChatFailure, /broke off/u);
  });
});

import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { expect } from 'chai';
import { preambleEncoder } from '../../src/model/bedrock-encoding.ts';
import { streamAssembly } from '../../src/model/bedrock-stream.ts';
import { STOP_REASONS, type ModelReply, type ToolSpec } from '../../src/model/model.ts';

function replyOf(events: readonly object[]): ModelReply {
  const assembly = streamAssembly();
  for (const event of events) assembly.take(event as ConverseStreamOutput);
  return assembly.reply('m');
}
const text = (words: string): object => ({ contentBlockDelta: { contentBlockIndex: 0, delta: { text: words } } });
const toolStart = (contentBlockIndex: number): object => ({
  contentBlockStart: { contentBlockIndex, start: { toolUse: { toolUseId: `t${contentBlockIndex}`, name: 'look' } } },
});
const toolInput = (contentBlockIndex: number, input: string): object => ({
  contentBlockDelta: { contentBlockIndex, delta: { toolUse: { input } } },
});
const stop = (contentBlockIndex: number): object => ({ contentBlockStop: { contentBlockIndex } });
const end = (stopReason: string): object => ({ messageStop: { stopReason } });

describe('assembling a ConverseStream', () => {
  for (const reason of STOP_REASONS) {
    it(`passes the stop reason ${reason} on`, () => {
      expect(replyOf([text('Well.'), stop(0), end(reason)])).to.deep.include({
        stopReason: reason,
        content: [{ type: 'text', text: 'Well.' }],
      });
    });
  }

  it('joins fragments of tools whose events are interleaved', () => {
    const reply = replyOf([
      toolStart(0),
      toolStart(1),
      toolInput(0, '{"a":'),
      toolInput(1, ''),
      toolInput(0, '1}'),
      stop(0),
      stop(1),
      end('tool_use'),
    ]);
    expect(reply.content).to.deep.equal([
      { type: 'tool_use', id: 't0', name: 'look', input: { a: 1 } },
      { type: 'tool_use', id: 't1', name: 'look', input: {} },
    ]);
  });

  it('leaves out a tool call that was cut off, and keeps max_tokens as the reason', () => {
    const reply = replyOf([text('Let me'), stop(0), toolStart(1), toolInput(1, '{"a"'), end('max_tokens')]);
    expect(reply).to.deep.include({ stopReason: 'max_tokens', content: [{ type: 'text', text: 'Let me' }] });
  });

  it('says malformed_tool_use for input that is no object', () => {
    expect(replyOf([toolStart(0), toolInput(0, '[1]'), stop(0), end('tool_use')])).to.deep.include({
      stopReason: 'malformed_tool_use',
      content: [],
    });
  });

  it('ignores reasoning, empty text and events it does not know', () => {
    const assembly = streamAssembly();
    const events = [
      { contentBlockDelta: { contentBlockIndex: 0, delta: { reasoningContent: { text: 'Hm' } } } },
      stop(0),
      text(''),
      { $unknown: ['new', {}] },
      end('end_turn'),
    ];
    expect(events.map((event) => assembly.take(event as ConverseStreamOutput))).to.deep.equal([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(assembly.reply('m').content).to.deep.equal([]);
  });

  it('refuses to call a stream complete that ended before the model was done', () => {
    expect(() => replyOf([text('Half')])).to.throw('before the model was done');
  });
});

describe('system prompt and tools', () => {
  const tools: readonly ToolSpec[] = [{ name: 'look', description: 'Looks.', inputSchema: { type: 'object' } }];

  it('are encoded once for each pair, tools once for each array', () => {
    const encode = preambleEncoder({ caches: true });
    const first = encode('Be kind.', tools);
    expect(encode('Be kind.', tools)).to.equal(first);
    const other = encode('Be brief.', tools);
    expect(other.toolConfig).to.equal(first.toolConfig);
    expect(other.system[0]).to.deep.equal({ text: 'Be brief.' });
  });

  it('have no cache points for a model that does not cache', () => {
    const { system, toolConfig } = preambleEncoder({ caches: false })('Be kind.', tools);
    expect(system).to.have.length(1);
    expect(toolConfig?.tools).to.have.length(1);
  });
});

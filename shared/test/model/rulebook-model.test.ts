import { expect } from 'chai';
import { rulebookModel } from '../../src/rulebook/model.ts';
import type { Rulebook } from '../../src/rulebook/rulebook.ts';
import { wordChunks } from '../../src/model/chunks.ts';
import { scriptedModel } from '../../src/model/scripted.ts';
import { drain, kindOf, modelRequest, settle } from './support.ts';

const says: Rulebook = { agent: 'supervisor', answer: () => ({ kind: 'say', text: 'Your order\nis on  its way. ' }) };
const calls: Rulebook = {
  agent: 'supervisor',
  answer: () => ({
    kind: 'call',
    calls: [
      { name: 'look', input: { id: 1 } },
      { name: 'look', input: { id: 2 } },
    ],
  }),
};

describe('rulebook behind the Model port', () => {
  it('streams its words one by one, and exactly', async () => {
    const { text, reply } = await drain(rulebookModel(says, { degraded: true }).converseStream(modelRequest()));
    expect(text).to.equal('Your order\nis on  its way. ');
    expect(reply).to.deep.include({
      modelId: 'rulebook',
      degraded: true,
      stopReason: 'end_turn',
      content: [{ type: 'text', text }],
    });
    expect(wordChunks(text)).to.deep.equal(['Your', ' order', '\nis', ' on', '  its', ' way.', ' ']);
  });

  it('calls tools, the same way each time, and estimates its usage', async () => {
    const model = rulebookModel(calls);
    const reply = await model.converse(modelRequest());
    expect(reply).to.deep.include({ stopReason: 'tool_use', degraded: false });
    expect(new Set(reply.content.map((block) => (block.type === 'tool_use' ? block.id : ''))).size).to.equal(2);
    expect(await model.converse(modelRequest())).to.deep.equal(reply);
    expect(reply.usage).to.include({ cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: Math.ceil(67 / 4) });
  });

  it('says nothing to a customer who has left', async () => {
    const signal = AbortSignal.abort();
    expect(await kindOf(rulebookModel(says).converse(modelRequest({ signal })))).to.equal('aborted');
    expect(await kindOf(drain(rulebookModel(says).converseStream(modelRequest({ signal }))))).to.equal('aborted');
  });
});

describe('scripted model', () => {
  it('answers from its queue and from functions of the request, and remembers what it was asked', async () => {
    const model = scriptedModel([
      { text: 'One.' },
      async ({ labels }) => {
        await settle();
        return { text: labels.tenant };
      },
    ]);
    model.push({ calls: [{ name: 'look', input: {}, id: 'fixed' }], stopReason: 'max_tokens' });
    expect((await drain(model.converseStream(modelRequest()))).text).to.equal('One.');
    expect((await model.converse(modelRequest())).content).to.deep.equal([{ type: 'text', text: 'acme' }]);
    expect(await model.converse(modelRequest())).to.deep.include({
      stopReason: 'max_tokens',
      content: [{ type: 'tool_use', id: 'fixed', name: 'look', input: {} }],
    });
    expect(model.requests).to.have.length(3);
    expect(model.remaining).to.equal(0);
    expect(await kindOf(model.converse(modelRequest()))).to.equal('invalid');
  });
});

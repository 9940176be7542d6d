import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { knownModel } from '@deskfleet/shared/model/models.ts';
import { expect } from 'chai';
import { promptCache } from '../../src/bedrock/prompt-cache.ts';
import { ask, endpoint, SONNET, unchangedClient } from './support.ts';

const facts = knownModel(SONNET)!;
const cachePoint = { cachePoint: { type: 'default' } } as const;
const system = (characters: number) => [{ text: 's'.repeat(characters) }, cachePoint];

describe('Bedrock endpoint: prompt cache', () => {
  it('writes a long prefix, then reads it, and counts only the rest as input', async () => {
    const bedrock = await endpoint();
    const client = unchangedClient(bedrock.url, true);
    const figures = async (text: string) =>
      (await client.send(new ConverseCommand(ask(text, { system: system(10_000) })))).usage;
    expect(await figures('12345678')).to.include({
      inputTokens: 2,
      cacheWriteInputTokens: 2500,
      cacheReadInputTokens: 0,
    });
    expect(await figures('1234')).to.include({ inputTokens: 1, cacheWriteInputTokens: 0, cacheReadInputTokens: 2500 });
    client.destroy();
    await bedrock.close();
  });

  it("does not cache a prefix below the model's minimum", () => {
    const usage = promptCache().count(SONNET, facts, { system: system(4000) });
    expect(usage).to.deep.equal({
      promptCharacters: 4000,
      inputTokens: 1000,
      cacheReadInputTokens: 0,
      cacheWriteInputTokens: 0,
    });
  });

  it('forgets a prefix five minutes after its last use, and keeps models apart', () => {
    let now = 0;
    const cache = promptCache(() => now);
    const read = (model = SONNET) => cache.count(model, facts, { system: system(10_000) }).cacheReadInputTokens;
    expect(read()).to.equal(0);
    expect(read('us.anthropic.claude-sonnet-4-6')).to.equal(0);
    now = 299_000;
    expect(read()).to.equal(2500);
    now = 299_000 + 300_000;
    expect(read()).to.equal(0);
  });
});

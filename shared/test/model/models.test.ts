import { expect } from 'chai';
import {
  costMicros,
  knownModel,
  MODEL_FACTS,
  modelChain,
  modelFacts,
  profileGeography,
  splitModelId,
} from '../../src/model/models.ts';
import { NO_USAGE } from '../../src/model/model.ts';

describe('model chain of a region', () => {
  it("starts with the region's Claude 3.7 Sonnet and goes on with its living successors", () => {
    expect(modelChain('eu-west-1')).to.deep.equal([
      'eu.anthropic.claude-3-7-sonnet-20250219-v1:0',
      'eu.anthropic.claude-sonnet-4-6',
      'eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'eu.anthropic.claude-haiku-4-5-20251001-v1:0',
    ]);
  });

  it('uses the profiles that a region has', () => {
    const geographies = [
      'us-east-1',
      'ca-central-1',
      'us-gov-west-1',
      'eu-central-2',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-southeast-2',
      'sa-east-1',
    ];
    expect(geographies.map(profileGeography)).to.deep.equal([
      'us',
      'us',
      'us-gov',
      'eu',
      'jp',
      'global',
      'au',
      'global',
    ]);
    expect(modelChain('ap-northeast-1').slice(0, 2)).to.deep.equal([
      'apac.anthropic.claude-3-7-sonnet-20250219-v1:0',
      'jp.anthropic.claude-sonnet-4-6',
    ]);
    expect(modelChain('sa-east-1')[0]).to.equal('global.anthropic.claude-sonnet-4-6');
  });

  it('is the chosen model alone when one is chosen', () => {
    expect(modelChain('eu-west-1', 'eu.anthropic.claude-sonnet-5')).to.deep.equal(['eu.anthropic.claude-sonnet-5']);
  });

  it('knows the facts about every model of every chain', () => {
    for (const region of ['us-east-1', 'eu-west-1', 'ap-northeast-1', 'me-central-1']) {
      for (const id of modelChain(region)) expect(knownModel(id), id).to.not.equal(undefined);
    }
  });
});

describe('model facts', () => {
  it('finds a model by profile, bare id and ARN', () => {
    const arn = 'arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-6';
    expect(splitModelId(arn)).to.deep.equal({ geography: 'eu', baseId: 'anthropic.claude-sonnet-4-6' });
    expect(knownModel(arn)).to.equal(knownModel('anthropic.claude-sonnet-4-6'));
  });

  it('sends a model it does not know nothing optional', () => {
    expect(knownModel('eu.example.model')).to.equal(undefined);
    expect(modelFacts('eu.example.model')).to.include({ takesTemperature: false, caches: false });
  });

  it('keeps temperature from the models that refuse it', () => {
    expect(modelFacts('us.anthropic.claude-sonnet-5').takesTemperature).to.equal(false);
    expect(modelFacts('us.anthropic.claude-sonnet-4-6').takesTemperature).to.equal(true);
  });
});

describe('cost of a call', () => {
  const usage = { inputTokens: 1000, outputTokens: 100, cacheReadTokens: 2000, cacheWriteTokens: 400 };

  it('adds input, output and cache at list price, ten percent more for a geographic profile', () => {
    expect(costMicros('global.anthropic.claude-sonnet-4-6', usage)).to.equal(3000 + 1500 + 600 + 1500);
    expect(costMicros('eu.anthropic.claude-sonnet-4-6', usage)).to.equal(7260);
  });

  it('is always a whole number, rounded up', () => {
    for (const { baseId, price } of MODEL_FACTS) {
      for (const micros of Object.values(price))
        expect(micros % 100, `${baseId}: prices are multiples of 100`).to.equal(0);
    }
    expect(costMicros('global.anthropic.claude-haiku-4-5-20251001-v1:0', { ...NO_USAGE, cacheReadTokens: 1 })).to.equal(
      1,
    );
    expect(costMicros('us.anthropic.claude-opus-5-5', { ...usage, inputTokens: 999_999 }) % 1).to.equal(0);
    expect(costMicros('eu.anthropic.claude-sonnet-4-6', NO_USAGE)).to.equal(0);
  });

  it('prices an unknown model like the dearest known one', () => {
    const known = MODEL_FACTS.map(({ baseId }) => costMicros(`global.${baseId}`, usage));
    expect(costMicros('global.example.model', usage)).to.be.at.least(Math.max(...known));
  });
});

/** InvokeModel for Titan Text Embeddings v2: the endpoint as an unchanged client sees it, and our own port over it. */
import { InvokeModelCommand, type BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { bedrockClient } from '@deskfleet/shared/model/bedrock.ts';
import { bedrockEmbedder, EMBEDDING_DIMENSIONS, vectorText, type Embedder } from '@deskfleet/shared/model/embedding.ts';
import { expect } from 'chai';
import { TITAN_EMBEDDING } from '../../src/bedrock/invoke.ts';
import { lexicalEmbedding } from '../../src/bedrock/lexical-embedding.ts';
import type { RunningBedrock } from '../../src/bedrock/start.ts';
import { endpoint, failure, SONNET, unchangedClient } from './support.ts';

interface Answer {
  readonly embedding?: number[];
  readonly embeddingsByType: { readonly float?: number[]; readonly binary?: number[] };
  readonly inputTextTokenCount: number;
}

const cosine = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0) / (Math.hypot(...a) * Math.hypot(...b));

describe('InvokeModel for Titan embeddings', () => {
  let bedrock: RunningBedrock;
  let client: BedrockRuntimeClient;

  before(async () => {
    bedrock = await endpoint({ keepPrompts: true });
    client = unchangedClient(bedrock.url);
  });
  beforeEach(() => {
    bedrock.control.reset();
    bedrock.log.clear();
  });
  after(async () => {
    client.destroy();
    await bedrock.close();
  });

  async function invoke(body: unknown, modelId = TITAN_EMBEDDING): Promise<Answer> {
    const output = await client.send(
      new InvokeModelCommand({
        modelId,
        body: JSON.stringify(body),
        contentType: 'application/json',
        accept: 'application/json',
      }),
    );
    return JSON.parse(new TextDecoder().decode(output.body)) as Answer;
  }

  it('answers a normalised vector of the length that is asked for, 1,024 without asking', async () => {
    for (const dimensions of [256, 512, 1024]) {
      const {
        embedding = [],
        embeddingsByType,
        inputTextTokenCount,
      } = await invoke({ inputText: 'My speaker has no sound', dimensions });
      expect(embedding).to.have.length(dimensions);
      expect(Math.hypot(...embedding)).to.be.closeTo(1, 1e-9);
      expect(embeddingsByType.float).to.deep.equal(embedding);
      expect(inputTextTokenCount).to.equal(5);
    }
    expect((await invoke({ inputText: 'sound' })).embedding).to.have.length(1024);
    expect(
      Math.hypot(...((await invoke({ inputText: 'speaker sound', normalize: false })).embedding ?? [])),
    ).to.be.above(1.5);
  });

  it('answers the types that are asked for', async () => {
    const { embedding, embeddingsByType } = await invoke({
      inputText: 'sound',
      dimensions: 256,
      embeddingTypes: ['binary'],
    });
    expect(embedding).to.equal(undefined);
    expect(embeddingsByType.float).to.equal(undefined);
    expect(new Set(embeddingsByType.binary)).to.deep.equal(new Set([0, 1]));
    const both = await invoke({ inputText: 'sound', dimensions: 256, embeddingTypes: ['float', 'binary'] });
    expect(both.embeddingsByType.binary).to.deep.equal(both.embedding?.map((value) => (value >= 0 ? 1 : 0)));
  });

  it('says the same every time, and logs what it was asked', async () => {
    const first = await invoke({ inputText: 'My headphones do not connect' });
    expect(await invoke({ inputText: 'My headphones do not connect' })).to.deep.equal(first);
    expect(bedrock.log.entries[0]).to.deep.include({
      operation: 'invoke',
      model: TITAN_EMBEDDING,
      state: 'finished',
      prompt_characters: 28,
    });
  });

  const REFUSED: readonly (readonly [string, unknown, RegExp])[] = [
    ['no text', { dimensions: 512 }, /required key \[inputText\] not found/u],
    ['an empty text', { inputText: '' }, /#\/inputText: expected minLength: 1, actual: 0/u],
    ['a text that is none', { inputText: 7 }, /#\/inputText/u],
    ['other dimensions', { inputText: 'a', dimensions: 300 }, /#\/dimensions: 300 is not a valid enum value/u],
    ['an unknown key', { inputText: 'a', text: 'b' }, /extraneous key \[text\] is not permitted/u],
    ['an unknown type', { inputText: 'a', embeddingTypes: ['int8'] }, /#\/embeddingTypes/u],
    ['too many characters', { inputText: 'a'.repeat(50_001) }, /maxLength: 50000, actual: 50001/u],
    ['too many tokens', { inputText: 'word '.repeat(9_000) }, /Too many input tokens\. Max input tokens: 8192/u],
    ['no object', ['a'], /expected type: JSONObject/u],
  ];
  for (const [what, body, message] of REFUSED)
    it(`refuses ${what}`, async () => {
      const error = await failure(invoke(body));
      expect(error.name).to.equal('ValidationException');
      expect(error.message).to.match(message);
    });

  it('refuses other models, and a retired one as Bedrock does', async () => {
    expect((await failure(invoke({ inputText: 'a' }, SONNET))).message).to.equal(
      'The provided model identifier is invalid.',
    );
    bedrock.control.retired = new Set([TITAN_EMBEDDING]);
    expect((await failure(invoke({ inputText: 'a' }))).name).to.equal('ResourceNotFoundException');
  });

  it('takes faults that name it, and leaves those of other models alone', async () => {
    bedrock.control.fault({ kind: 'throttle' });
    await invoke({ inputText: 'not meant' });
    bedrock.control.reset();
    bedrock.control.fault({ kind: 'throttle', model: TITAN_EMBEDDING });
    expect((await failure(invoke({ inputText: 'meant' }))).name).to.equal('ThrottlingException');
    await invoke({ inputText: 'over' });
  });

  describe('bedrockEmbedder', () => {
    const never = new AbortController().signal;
    let own: BedrockRuntimeClient;
    let embedder: Embedder;
    before(() => {
      own = bedrockClient('eu-west-1');
    });
    beforeEach(() => {
      embedder = bedrockEmbedder(own, TITAN_EMBEDDING, { timeoutMs: 5_000 });
    });
    after(() => {
      own.destroy();
    });

    it('asks for 512 normalised dimensions', async () => {
      const { vector, inputTokens } = await embedder.embed('My speaker has no sound', never);
      expect(vector).to.have.length(EMBEDDING_DIMENSIONS);
      expect(inputTokens).to.equal(5);
      expect(JSON.parse(bedrock.log.entries[0]?.prompt ?? '{}')).to.deep.equal({
        inputText: 'My speaker has no sound',
        dimensions: 512,
        normalize: true,
        embeddingTypes: ['float'],
      });
    });

    it('turns every fault into a ModelError of the right kind', async () => {
      const kinds = { throttle: 'throttled', drop: 'unavailable' } as const;
      for (const [kind, expected] of Object.entries(kinds)) {
        bedrock.control.fault({ kind: kind as 'throttle' | 'drop', model: TITAN_EMBEDDING });
        expect((await failure(embedder.embed('x', never))).kind, kind).to.equal(expected);
      }
      bedrock.control.fault({
        kind: 'error',
        model: TITAN_EMBEDDING,
        status: 403,
        type: 'AccessDeniedException',
        message: 'no',
      });
      expect((await failure(embedder.embed('x', never))).kind).to.equal('denied');
      expect((await failure(embedder.embed('  ', never))).kind).to.equal('invalid');
      const gone = new AbortController();
      gone.abort();
      expect(
        (await failure(bedrockEmbedder(own, TITAN_EMBEDDING, { timeoutMs: 5_000 }).embed('x', gone.signal))).kind,
      ).to.equal('aborted');
    });

    it('gives up when its time is over', async () => {
      bedrock.control.fault({ kind: 'hold', model: TITAN_EMBEDDING });
      const hasty = bedrockEmbedder(own, TITAN_EMBEDDING, { timeoutMs: 1 });
      expect((await failure(hasty.embed('x', never))).kind).to.equal('timeout');
    });

    it('leaves a model alone that keeps failing', async () => {
      const careful = bedrockEmbedder(own, TITAN_EMBEDDING, { timeoutMs: 5_000, failures: 2 });
      bedrock.control.fault({ kind: 'throttle', model: TITAN_EMBEDDING, times: 9 });
      await failure(careful.embed('x', never));
      await failure(careful.embed('x', never));
      bedrock.log.clear();
      expect((await failure(careful.embed('x', never))).message).to.match(/left alone/u);
      expect(bedrock.log.entries).to.deep.equal([]);
    });

    it('writes vectors as pgvector reads them', () => {
      expect(vectorText([0.1234567, -1, 0])).to.equal('[0.123457,-1,0]');
    });
  });
});

describe('the lexical embedding', () => {
  const embed = (text: string): number[] => lexicalEmbedding(text, 512, true);
  const likeness = (a: string, b: string): number => cosine(embed(a), embed(b));
  const ARTICLE = 'Headphones do not connect. Make sure the battery is above 10 percent, then pair them once more.';

  it('puts texts with common words, stems or letters near each other', () => {
    expect(likeness('my headphones do not connect', ARTICLE)).to.be.above(0.5);
    expect(likeness('connecting a headphone', ARTICLE)).to.be.above(0.4);
    expect(likeness('headfones conect', ARTICLE)).to.be.above(0.15);
    expect(likeness('the parcel is late', ARTICLE)).to.be.below(0.1);
  });

  it('does not mind case, accents, plural or order of clauses much', () => {
    expect(likeness('Große Köpfhörer', 'grosse kopfhorer')).to.be.above(0.5);
    expect(likeness('BATTERIES', 'battery')).to.be.closeTo(1, 1e-9);
    expect(likeness('no sound from the speaker', 'speaker without sound')).to.be.above(0.6);
  });

  it('has a direction for a text without words', () => {
    for (const text of ['?!', 'is it on', '…']) expect(Math.hypot(...embed(text))).to.be.closeTo(1, 1e-9);
  });
});

/** How well questions of our own find their section: by full text alone, and fused with the laptop's embedding. */
import { expect } from 'chai';
import { callTool } from '@deskfleet/local/testing/harness.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { ModelError } from '@deskfleet/shared/model/model.ts';
import { agent } from '../src/agent.ts';
import { RETRIEVAL_QUESTIONS, type RetrievalQuestion } from './retrieval-questions.ts';
import { contextOf } from './support.ts';

/** Hits among the first three of 80 questions that must be reached; what is reached today is a little more. */
const LEAST_TEXT = 0.78;
const LEAST_FUSED = 0.9;

const NO_EMBEDDING = {
  modelId: 'none',
  embed: () => Promise.reject(new ModelError('unavailable', 'no embeddings in this run')),
};

interface Quality {
  readonly hitAt1: number;
  readonly hitAt3: number;
  readonly missed: readonly string[];
}

async function measure(fused: boolean): Promise<Quality> {
  const found = await Promise.all(
    RETRIEVAL_QUESTIONS.map(async (question) => ({ question, ids: await firstThree(question, fused) })),
  );
  const hits = (most: number) =>
    found.filter(({ question, ids }) => ids.slice(0, most).some((id) => question.expected.includes(id)));
  const share = (most: number): number => hits(most).length / found.length;
  const missed = found
    .filter((one) => !hits(3).includes(one))
    .map(({ question, ids }) => `${question.query} → ${ids.join(', ') || 'nothing'}`);
  return { hitAt1: share(1), hitAt3: share(3), missed };
}

/** As they come: what was found, or else the headings that are offered. */
async function firstThree({ query, product }: RetrievalQuestion, fused: boolean): Promise<readonly string[]> {
  const context = await contextOf(null, fused ? {} : { embedder: NO_EMBEDDING });
  const result = await callTool(context, agent, 'search_knowledge', {
    query,
    limit: 3,
    ...(product === undefined ? {} : { product }),
  });
  const { articles = [], maybe = [] } = (result.ok ? result.data : {}) as {
    articles?: JsonObject[];
    maybe?: JsonObject[];
  };
  return [...articles, ...maybe].flatMap(({ id }) => (typeof id === 'string' ? [id] : [])).slice(0, 3);
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

describe('quality of retrieval', function () {
  this.timeout(30_000);
  let text: Quality;
  let fused: Quality;

  before(async () => {
    text = await measure(false);
    fused = await measure(true);
    for (const [name, quality] of Object.entries({ 'full text': text, fused }))
      process.stdout.write(
        `      ${name}: hit@1 ${percent(quality.hitAt1)}, hit@3 ${percent(quality.hitAt3)} of ${RETRIEVAL_QUESTIONS.length}\n`,
      );
  });

  it('has at least sixty questions, each with a section that exists', () => {
    expect(RETRIEVAL_QUESTIONS).to.have.length.of.at.least(60);
    expect(new Set(RETRIEVAL_QUESTIONS.map(({ query }) => query))).to.have.length(RETRIEVAL_QUESTIONS.length);
  });

  it('finds most of them by full text alone', () => {
    expect(text.hitAt3, text.missed.join('\n')).to.be.at.least(LEAST_TEXT);
  });

  it('finds more when words and meaning are fused', () => {
    expect(fused.hitAt3, fused.missed.join('\n')).to.be.at.least(Math.max(LEAST_FUSED, text.hitAt3));
    expect(fused.hitAt1).to.be.at.least(text.hitAt1);
  });
});

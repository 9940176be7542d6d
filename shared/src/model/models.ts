/**
 * What is known about each model: what it takes, what it costs, and which ones a region's chain is made of.
 * Data only; nothing here talks to AWS.
 *
 * Prices are LIST PRICES TO BE CHECKED against the account's own price list before they are used for billing.
 * Source: Anthropic's public model pages and price table as published in October/November 2026, "5m" cache writes;
 * the 10 % that geographic profiles cost more than global ones (4.5 generation and later) is from AWS's notes on
 * cross-Region inference. Read 2026-11-21.
 */
import type { ModelUsage } from './model.ts';

/** Micro-dollars (millionths of a US dollar) per million tokens; always whole numbers. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

export interface ModelFacts {
  /** Foundation model id, without the geography of a profile. */
  readonly baseId: string;
  /** Newer models answer ValidationException when `temperature` is sent. */
  readonly takesTemperature: boolean;
  /** Whether `cachePoint` blocks may be sent. */
  readonly caches: boolean;
  /** Shortest prefix, in tokens, that Bedrock writes to its prompt cache. */
  readonly minimumCacheTokens: number;
  readonly contextTokens: number;
  readonly price: ModelPrice;
  /** Percent that a geographic profile (`us.`, `eu.`, …) costs more than the `global.` one. */
  readonly geographicSurcharge: number;
  /** Day after which Bedrock answers 404; absent while the model lives. */
  readonly endOfLife?: string;
}

const DOLLAR = 1_000_000;
const TOKENS_PER_PRICE = 1_000_000;

function price(input: number, output: number, cacheRead: number, cacheWrite: number): ModelPrice {
  const micros = (dollars: number): number => Math.round(dollars * DOLLAR);
  return { input: micros(input), output: micros(output), cacheRead: micros(cacheRead), cacheWrite: micros(cacheWrite) };
}

const SONNET_3_7 = 'anthropic.claude-3-7-sonnet-20250219-v1:0';
const SONNET_4_5 = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const SONNET_4_6 = 'anthropic.claude-sonnet-4-6';
const HAIKU_4_5 = 'anthropic.claude-haiku-4-5-20251001-v1:0';

const older = { takesTemperature: true, caches: true, contextTokens: 200_000, geographicSurcharge: 10 } as const;
const newer = {
  takesTemperature: false,
  caches: true,
  minimumCacheTokens: 4096,
  contextTokens: 1_000_000,
  geographicSurcharge: 10,
} as const;

export const MODEL_FACTS: readonly ModelFacts[] = [
  {
    ...older,
    baseId: SONNET_3_7,
    minimumCacheTokens: 1024,
    geographicSurcharge: 0,
    price: price(3, 15, 0.3, 3.75),
    endOfLife: '2026-04-28',
  },
  { ...older, baseId: SONNET_4_6, minimumCacheTokens: 2048, price: price(3, 15, 0.3, 3.75) },
  { ...older, baseId: SONNET_4_5, minimumCacheTokens: 1024, price: price(3, 15, 0.3, 3.75) },
  { ...older, baseId: HAIKU_4_5, minimumCacheTokens: 4096, price: price(1, 5, 0.1, 1.25) },
  { ...newer, baseId: 'anthropic.claude-sonnet-5', price: price(2, 10, 0.2, 2.5) },
  { ...newer, baseId: 'anthropic.claude-sonnet-5-5', price: price(2, 10, 0.1, 2.5) },
  // Prompts beyond 100,000 tokens cost five times as much; the ledger uses the upper band so that budgets hold.
  { ...newer, baseId: 'anthropic.claude-haiku-5-5', price: price(0.5, 2.5, 0.05, 0.625) },
  { ...newer, baseId: 'anthropic.claude-opus-5-5', price: price(4, 20, 0.2, 5) },
];

/**
 * Stands in for a model that is not in the table: sends it nothing optional, and prices it like the dearest model
 * known, so that a budget errs on the safe side.
 */
const UNKNOWN: Omit<ModelFacts, 'baseId'> = {
  takesTemperature: false,
  caches: false,
  minimumCacheTokens: 4096,
  contextTokens: 200_000,
  geographicSurcharge: 0,
  price: price(5, 25, 0.5, 6.25),
};

const GEOGRAPHY = /^(us-gov|us|eu|apac|jp|au|global)\./;

/** Splits a profile id, a bare model id or the ARN of either into geography and foundation model id. */
export function splitModelId(modelId: string): { readonly geography?: string; readonly baseId: string } {
  const name = modelId.startsWith('arn:') ? modelId.slice(modelId.lastIndexOf('/') + 1) : modelId;
  const geography = GEOGRAPHY.exec(name)?.[1];
  return geography === undefined ? { baseId: name } : { geography, baseId: name.slice(geography.length + 1) };
}

/** Facts about a model by profile id, bare id or ARN; undefined when the table does not know it. */
export function knownModel(modelId: string): ModelFacts | undefined {
  const { baseId } = splitModelId(modelId);
  return MODEL_FACTS.find((facts) => facts.baseId === baseId);
}

/** As {@link knownModel}, with cautious assumptions for a model that is not in the table. */
export function modelFacts(modelId: string): ModelFacts {
  return knownModel(modelId) ?? { ...UNKNOWN, baseId: splitModelId(modelId).baseId };
}

/** Prefix of the inference profiles that can be called from a region, for models of the 4.5 generation and later. */
export function profileGeography(region: string): string {
  if (region.startsWith('us-gov-')) return 'us-gov';
  if (region.startsWith('us-') || region.startsWith('ca-')) return 'us';
  if (region.startsWith('eu-')) return 'eu';
  if (region === 'ap-northeast-1' || region === 'ap-northeast-3') return 'jp';
  if (region === 'ap-southeast-2' || region === 'ap-southeast-4') return 'au';
  return 'global';
}

/** Claude 3.7 Sonnet is older than the `jp`, `au` and `global` profiles: Asia had `apac`, other regions had none. */
function sonnet37Geography(region: string): string | undefined {
  if (region.startsWith('ap-')) return 'apac';
  const geography = profileGeography(region);
  return geography === 'global' ? undefined : geography;
}

/**
 * The model ids to try, in order.
 *
 * @param chosen `BEDROCK_MODEL_ID`: used alone when set.
 * @returns the region's Claude 3.7 Sonnet profile (past its end of life, so the gateway steps over it wherever AWS has
 *   switched it off) followed by its living successors.
 */
export function modelChain(region: string, chosen?: string): readonly string[] {
  if (chosen !== undefined) return [chosen];
  const geography = profileGeography(region);
  const first = sonnet37Geography(region);
  return [
    ...(first === undefined ? [] : [`${first}.${SONNET_3_7}`]),
    ...[SONNET_4_6, SONNET_4_5, HAIKU_4_5].map((baseId) => `${geography}.${baseId}`),
  ];
}

/**
 * What a call cost, in whole micro-dollars at list price, rounded up so that a ledger never undercounts. All sums stay
 * below 2^53 (a million tokens at the dearest price is 2.5e13), so the result is exact.
 */
export function costMicros(modelId: string, usage: ModelUsage): number {
  const facts = modelFacts(modelId);
  const { geography } = splitModelId(modelId);
  const list =
    usage.inputTokens * facts.price.input +
    usage.outputTokens * facts.price.output +
    usage.cacheReadTokens * facts.price.cacheRead +
    usage.cacheWriteTokens * facts.price.cacheWrite;
  const percent = 100 + (geography === undefined || geography === 'global' ? 0 : facts.geographicSurcharge);
  // Every price is a multiple of 100, so the division by 100 is exact before the percentage is applied.
  return Math.ceil(((list / 100) * percent) / TOKENS_PER_PRICE);
}

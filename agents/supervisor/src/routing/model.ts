/**
 * The trained model and its file. All numbers are little-endian.
 *
 *     0  4  "DFR1"
 *     4  4  number of features
 *     8  4  float: what a step of a weight is worth
 *    12  4  float: temperature
 *    16  4  float: least confidence at which the route is taken without asking a model
 *    20  4  length of the words in bytes
 *    24 32  SHA-256 of everything the file was made from (evals/routing/sources.ts)
 *    56     bias: a float per route
 *           where each group of features ends: 2^12 numbers of 16 bits. The group is the first 12 bits of the hash
 *           the next 16 bits of each hash, ascending within the group
 *           the weights: a signed byte per route and feature
 *           the words the router knows, the most common first, UTF-8, a line feed after each
 *
 * A feature is known by the first 28 bits of its hash; with some 50,000 of 268 million an unknown one is taken for a
 * known one about twice in 10,000 times.
 */
import { ROUTES } from './routes.ts';

export interface RoutingModel {
  /** Keys of the features (`featureKey`), ascending. */
  readonly keys: Uint32Array;
  /** A signed byte per feature and route. */
  readonly weights: Int8Array;
  readonly step: number;
  readonly bias: Float32Array;
  /** Scores are divided by it before they become probabilities, so that these are as often right as they say. */
  readonly temperature: number;
  readonly minimumConfidence: number;
  /** Words that are no typing errors, the most common first. */
  readonly words: readonly string[];
  /** SHA-256, 64 hexadecimal digits. */
  readonly madeFrom: string;
}

const MAGIC = 'DFR1';
const HEADER = 56;
const GROUP_BITS = 12;
const REST_BITS = 16;
const KEY_BITS = GROUP_BITS + REST_BITS;
const GROUPS = 1 << GROUP_BITS;
const REST_MASK = (1 << REST_BITS) - 1;
const MOST_FEATURES = 65_535;

/** The part of a hash by which the model knows a feature. */
export function featureKey(hash: number): number {
  return hash >>> (32 - KEY_BITS);
}

export function encodeModel(model: RoutingModel): Uint8Array {
  const { keys, weights, step, bias, temperature, minimumConfidence, madeFrom } = model;
  const words = new TextEncoder().encode(model.words.map((word) => `${word}\n`).join(''));
  if (keys.length > MOST_FEATURES) throw new Error(`${keys.length} features; the file holds at most ${MOST_FEATURES}`);
  const biasAt = HEADER;
  const endsAt = biasAt + 4 * ROUTES.length;
  const restsAt = endsAt + 2 * GROUPS;
  const weightsAt = restsAt + 2 * keys.length;
  const bytes = new Uint8Array(weightsAt + weights.length + words.length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC), 0);
  view.setUint32(4, keys.length, true);
  view.setFloat32(8, step, true);
  view.setFloat32(12, temperature, true);
  view.setFloat32(16, minimumConfidence, true);
  view.setUint32(20, words.length, true);
  for (let place = 0; place < 32; place += 1) {
    bytes[24 + place] = Number.parseInt(madeFrom.slice(2 * place, 2 * place + 2), 16);
  }
  bias.forEach((one, route) => view.setFloat32(biasAt + 4 * route, one, true));
  let feature = 0;
  for (let group = 0; group < GROUPS; group += 1) {
    while (feature < keys.length && (keys[feature] ?? 0) >>> REST_BITS === group) {
      view.setUint16(restsAt + 2 * feature, (keys[feature] ?? 0) & REST_MASK, true);
      feature += 1;
    }
    view.setUint16(endsAt + 2 * group, feature, true);
  }
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.length), weightsAt);
  bytes.set(words, weightsAt + weights.length);
  return bytes;
}

/** @throws Error when the bytes are no model of this version */
export function decodeModel(bytes: Uint8Array): RoutingModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER || new TextDecoder().decode(bytes.subarray(0, 4)) !== MAGIC) {
    throw new Error('not a routing model; make one with: npm run train:routing');
  }
  const count = view.getUint32(4, true);
  const biasAt = HEADER;
  const endsAt = biasAt + 4 * ROUTES.length;
  const restsAt = endsAt + 2 * GROUPS;
  const weightsAt = restsAt + 2 * count;
  const wordsAt = weightsAt + count * ROUTES.length;
  const end = wordsAt + view.getUint32(20, true);
  if (bytes.length !== end) {
    throw new Error(`the routing model is ${bytes.length} bytes long, not ${end} as it says`);
  }
  const keys = new Uint32Array(count);
  let feature = 0;
  for (let group = 0; group < GROUPS; group += 1) {
    const last = view.getUint16(endsAt + 2 * group, true);
    for (; feature < last; feature += 1) {
      keys[feature] = (group << REST_BITS) | view.getUint16(restsAt + 2 * feature, true);
    }
  }
  return {
    keys,
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + weightsAt, count * ROUTES.length),
    step: view.getFloat32(8, true),
    temperature: view.getFloat32(12, true),
    minimumConfidence: Number(view.getFloat32(16, true).toFixed(2)),
    madeFrom: Array.from(bytes.subarray(24, 56), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    words: new TextDecoder().decode(bytes.subarray(wordsAt, end)).split('\n').slice(0, -1),
    bias: Float32Array.from(ROUTES, (_, route) => view.getFloat32(biasAt + 4 * route, true)),
  };
}

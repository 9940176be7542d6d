import { readFileSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import fc from 'fast-check';
import { classify, MODEL_FILE } from '../src/routing/classify.ts';
import { decodeModel, encodeModel, featureKey, type RoutingModel } from '../src/routing/model.ts';
import { ROUTES } from '../src/routing/routes.ts';

const SOURCES = new URL('../src/routing/', import.meta.url);
const file = readFileSync(new URL(MODEL_FILE, SOURCES));

/** A model of a few features. */
const models: fc.Arbitrary<RoutingModel> = fc
  .uniqueArray(fc.nat(0xffff_ffff), { maxLength: 60, selector: featureKey })
  .chain((hashes) => {
    const keys = Uint32Array.from(hashes.map(featureKey)).sort();
    const float = fc.float({ min: -100, max: 100, noNaN: true });
    return fc.record({
      keys: fc.constant(keys),
      weights: fc
        .array(fc.integer({ min: -127, max: 127 }), {
          minLength: keys.length * ROUTES.length,
          maxLength: keys.length * ROUTES.length,
        })
        .map((all) => Int8Array.from(all)),
      step: float,
      bias: fc
        .array(float, { minLength: ROUTES.length, maxLength: ROUTES.length })
        .map((all) => Float32Array.from(all)),
      temperature: float,
      minimumConfidence: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
      words: fc.array(fc.stringMatching(/^[a-z]{3,9}$/u)),
      madeFrom: fc.stringMatching(/^[0-9a-f]{64}$/u),
    });
  });

describe('the model file of the local router', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(models, (model) => {
        expect(decodeModel(encodeModel(model))).to.deep.equal(model);
      }),
    );
  });

  it('is small, and its features are in order', () => {
    expect(file.length).to.be.below(600_000);
    const { keys, weights, temperature } = decodeModel(file);
    expect(weights).to.have.length(keys.length * ROUTES.length);
    expect(keys.every((key, place) => place === 0 || key > (keys[place - 1] ?? 0))).to.equal(true);
    expect(temperature).to.be.above(0);
  });

  it('refuses what is no model, or only a part of one', () => {
    expect(() => decodeModel(new Uint8Array(10))).to.throw(/not a routing model/u);
    expect(() => decodeModel(new Uint8Array(1000))).to.throw(/not a routing model/u);
    expect(() => decodeModel(file.subarray(0, file.length - 1))).to.throw(/bytes long, not/u);
  });

  it('is found beside the bundle in a build', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskfleet-router-'));
    try {
      const outfile = join(folder, 'main.mjs');
      await build({
        entryPoints: [fileURLToPath(new URL('classify.ts', SOURCES))],
        bundle: true,
        platform: 'node',
        format: 'esm',
        outfile,
        logLevel: 'silent',
      });
      copyFileSync(new URL(MODEL_FILE, SOURCES), join(folder, MODEL_FILE));
      const bundled = (await import(pathToFileURL(outfile).href)) as { classify: typeof classify };
      const message = 'where is my parcel and can i have a refund';
      expect(bundled.classify(message)).to.deep.equal(classify(message));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is copied by the build to every place that bundles the supervisor', () => {
    const script = readFileSync(new URL('../../../scripts/build.mjs', import.meta.url), 'utf8');
    for (const place of ['${next}/local', '${folder}']) expect(script).to.include(`${place}/${MODEL_FILE}`);
  });
});

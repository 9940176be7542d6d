/**
 * The local router: which route a message is for, without a language model. Trained offline (`npm run train:routing`)
 * from utterances of our own; see docs/routing.md. The model file is read once, when this module is loaded.
 */
import { readFileSync } from 'node:fs';
import { classifierOf, type Classify } from './classifier.ts';
import { decodeModel } from './model.ts';

/** Beside the sources, and beside the bundle in a build. */
export const MODEL_FILE = 'routing-model.bin';

const model = decodeModel(readFileSync(new URL(`./${MODEL_FILE}`, import.meta.url)));

/** Below it the route is a guess: ask a language model, or the customer. Chosen when the model is trained. */
export const MINIMUM_CONFIDENCE: number = model.minimumConfidence;

export const classify: Classify = classifierOf(model);

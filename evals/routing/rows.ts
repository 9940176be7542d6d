/** Utterances as files keep them: one JSON object a line. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isRoute, type Route } from '@deskfleet/supervisor/routing/routes.ts';

export interface LabelledRow {
  readonly utterance: string;
  readonly route: Route;
  /** The finer intent that the utterance was written for; whole intents are held out when parameters are chosen. */
  readonly intent: string;
}

const TRAIN_FOLDER = fileURLToPath(new URL('./train/', import.meta.url));

export const COMMON_WORDS_FILE = fileURLToPath(new URL('./common-words.txt', import.meta.url));

/** English words that are no typing errors even where our utterances do not have them. */
export function commonWords(): string[] {
  return readFileSync(COMMON_WORDS_FILE, 'utf8').trim().split(/\s+/u);
}

export function trainingFiles(): readonly string[] {
  return readdirSync(TRAIN_FOLDER)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => TRAIN_FOLDER + name);
}

export function trainingRows(): LabelledRow[] {
  return trainingFiles().flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, place) => (line.trim() === '' ? [] : [labelled(line, `${file}:${place + 1}`)])),
  );
}

function labelled(line: string, where: string): LabelledRow {
  const row: unknown = JSON.parse(line);
  if (typeof row === 'object' && row !== null && 'utterance' in row && 'route' in row && 'intent' in row) {
    const { utterance, route, intent } = row;
    if (typeof utterance === 'string' && isRoute(route) && typeof intent === 'string')
      return { utterance, route, intent };
  }
  throw new Error(`${where}: expected {"utterance": text, "route": a route, "intent": text}`);
}

/** Everything that the supervisor does beside its turns. */
import { Background, type BackgroundRuntime, type BackgroundWork } from './background.ts';
import { digestsRound } from './remembering/digests.ts';
import { outcomesRound } from './remembering/outcomes.ts';
import { resolveRound } from './staff/auto-resolve.ts';

export function backgroundWork({ settings }: Pick<BackgroundRuntime, 'settings'>): readonly BackgroundWork[] {
  return [
    { name: 'resolving conversations', intervalMs: settings.AUTO_RESOLVE_INTERVAL_MS, round: resolveRound },
    { name: 'writing down outcomes', intervalMs: settings.REMEMBER_INTERVAL_MS, round: outcomesRound },
    { name: 'shortening digests', intervalMs: settings.REMEMBER_INTERVAL_MS, round: digestsRound },
  ];
}

/** @returns how to stop it: resolves once nothing runs any more */
export function startBackgroundWork(runtime: BackgroundRuntime): () => Promise<void> {
  const running = backgroundWork(runtime).map((work) => new Background(runtime, work).start());
  return async () => {
    await Promise.all(running.map((one) => one.stop()));
  };
}

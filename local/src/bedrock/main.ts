/** Process of the laptop's Bedrock endpoint. Environment: BEDROCK_PORT, BEDROCK_LATENCY_MS (before the first token). */
import { rulebook as orderManagement } from '@deskfleet/order-management/rulebook.ts';
import { rulebook as personalization } from '@deskfleet/personalization/rulebook.ts';
import { rulebook as productRecommendation } from '@deskfleet/product-recommendation/rulebook.ts';
import { rulebook as supervisor } from '@deskfleet/supervisor/rulebook.ts';
import { rulebook as troubleshooting } from '@deskfleet/troubleshooting/rulebook.ts';
import { BEDROCK_PORT } from '../ports.ts';
import { startBedrock } from './start.ts';

const HOST = '127.0.0.1';

/** @throws {Error} naming the variable and what it should be. */
function wholeNumber(name: string, fallback: number, most: number): number {
  const given = process.env[name] ?? '';
  const value = given === '' ? fallback : Number(given);
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new Error(`${name} is "${given}": set it to a whole number from 0 to ${most}.`);
}

/** One line that says what to do. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE'
    ? 'The port of the Bedrock endpoint is taken: stop the other process or set BEDROCK_PORT to a free port.'
    : error.message;
}

async function main(): Promise<void> {
  const running = await startBedrock({
    rulebooks: [supervisor, orderManagement, productRecommendation, personalization, troubleshooting],
    host: HOST,
    port: wholeNumber('BEDROCK_PORT', BEDROCK_PORT, 65_535),
    latencyMs: wholeNumber('BEDROCK_LATENCY_MS', 0, 600_000),
  });
  const stop = (): void => {
    void running.close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  process.send?.({ type: 'ready', url: running.url });
  if (process.send === undefined) console.log(`Bedrock endpoint on ${running.url}`);
}

main().catch((error: unknown) => {
  const message = explain(error);
  if (process.send === undefined) {
    console.error(message);
    process.exit(1);
  }
  process.send({ type: 'failed', message }, () => process.exit(1));
});

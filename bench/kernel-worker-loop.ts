/** Runs turns when the benchmark says so and reports what they cost this process; the same for both sides of the comparison. */
import {
  median,
  ONCE,
  orderId,
  orderIdsIn,
  type StartReport,
  type WorkerOrder,
  type WorkerReport,
} from './kernel-protocol.ts';

/** One turn about one order; `onText` hears the words for the customer. @returns the whole reply. */
export type RunTurn = (turn: number, onText: (text: string) => void) => Promise<string>;

let next = 0;

async function timed(run: RunTurn): Promise<{ firstTokenMs: number; totalMs: number }> {
  const turn = next;
  next += 1;
  const started = performance.now();
  let firstTokenMs: number | undefined;
  const reply = await run(turn, () => {
    firstTokenMs ??= performance.now() - started;
  });
  const named = orderIdsIn(reply);
  if (firstTokenMs === undefined || named.length !== 1 || named[0] !== orderId(turn))
    throw new Error(`turn ${turn} is about ${orderId(turn)} and answered: ${reply}`);
  return { firstTokenMs, totalMs: performance.now() - started };
}

async function work(run: RunTurn, order: WorkerOrder): Promise<WorkerReport> {
  const measured: { firstTokenMs: number; totalMs: number }[] = [];
  let left = order.turns;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      measured.push(await timed(run));
    }
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: order.at_once }, lane));
  const { user, system } = process.cpuUsage(before);
  const rss = process.memoryUsage.rss();
  globalThis.gc?.();
  return {
    cpu_ms_per_turn: (user + system) / 1000 / order.turns,
    first_token_ms: median(measured.map((one) => one.firstTokenMs)),
    total_ms: median(measured.map((one) => one.totalMs)),
    rss_mib: rss / 2 ** 20,
    heap_bytes: process.memoryUsage().heapUsed,
  };
}

export async function serveTurns(run: RunTurn): Promise<void> {
  if (process.env[ONCE] === '1') {
    await timed(run);
    const { user, system } = process.cpuUsage();
    const report: StartReport = { cpu_ms: (user + system) / 1000 };
    process.send?.(report, () => process.exit(0));
    return;
  }
  process.on('message', (order: WorkerOrder) => {
    void work(run, order).then((report) => process.send?.(report));
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.({ rss_mib: process.memoryUsage.rss() / 2 ** 20 });
}

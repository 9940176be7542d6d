/**
 * Time limits that also end with what they are part of. Node 20's `AbortSignal.any([…, AbortSignal.timeout(ms)])` cannot
 * be used for this: the timeout is collected as garbage and never fires, and every signal joined to a long-lived one
 * leaves memory behind.
 */
export interface Deadline {
  /** Aborted with a parent's reason, or with a `TimeoutError` when the time is up. */
  readonly signal: AbortSignal;
  /** Whether the time ran out (and not a parent ended it). */
  readonly passed: boolean;
  /** Stops the clock and lets go of the parents. Safe to call twice. */
  stop(): void;
}

/** @param milliseconds from now */
export function startDeadline(milliseconds: number, parents: readonly AbortSignal[] = []): Deadline {
  const controller = new AbortController();
  let passed = false;
  const timer = setTimeout(() => {
    passed = true;
    end(new DOMException(`The time limit of ${milliseconds} ms has passed.`, 'TimeoutError'));
  }, milliseconds);
  timer.unref();
  const followers = parents.map((parent) => {
    const follow = (): void => end(parent.reason);
    parent.addEventListener('abort', follow, { once: true });
    return (): void => parent.removeEventListener('abort', follow);
  });
  function stop(): void {
    clearTimeout(timer);
    for (const letGo of followers) letGo();
  }
  function end(reason: unknown): void {
    stop();
    controller.abort(reason);
  }
  const ended = parents.find((parent) => parent.aborted);
  if (ended) end(ended.reason);
  return {
    signal: controller.signal,
    get passed() {
      return passed;
    },
    stop,
  };
}

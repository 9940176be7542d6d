/** Time as the endpoint sees it. Tests hand in one they can move, so that no test waits for a real limit. */
export interface Clock {
  /** Calls `action` once after `ms` milliseconds; the returned function calls it off. */
  after(ms: number, action: () => void): () => void;
}

/** The wall clock. Its timers never keep the process alive. */
export const systemClock: Clock = {
  after(ms, action) {
    // Node's timers overflow above 2^31-1 ms and would fire at once.
    const timer = setTimeout(action, Math.min(ms, 2_147_483_647));
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

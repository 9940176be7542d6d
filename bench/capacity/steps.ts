/** What happens in time: begins at `now` and calls `then` with the time when it is over. */
export type Step = (now: number, then: (now: number) => void) => void;

export function inSequence(steps: readonly Step[]): Step {
  return (now, then) => {
    const from = (index: number) => (at: number) => {
      const step = steps[index];
      if (step === undefined) then(at);
      else step(at, from(index + 1));
    };
    from(0)(now);
  };
}

/** Over when the last one is; at once when there are none. */
export function inParallel(steps: readonly Step[]): Step {
  return (now, then) => {
    if (steps.length === 0) return then(now);
    let left = steps.length;
    const over = (at: number): void => {
      left -= 1;
      if (left === 0) then(at);
    };
    for (const step of steps) step(now, over);
  };
}

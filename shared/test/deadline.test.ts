import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { startDeadline } from '../src/deadline.ts';

const fired = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(signal.reason), { once: true });
  });

describe('deadlines', () => {
  it('fire with a TimeoutError', async () => {
    const deadline = startDeadline(1);
    // The clock alone does not keep a process alive.
    const alive = setInterval(() => undefined, 1_000);
    expect(await fired(deadline.signal)).to.include({ name: 'TimeoutError' });
    clearInterval(alive);
    expect(deadline.passed).to.equal(true);
  });

  it('fire even when nobody but a listener holds them and memory is tidied up', async () => {
    setFlagsFromString('--expose-gc');
    const tidyUp = runInNewContext('gc') as () => void;
    const alive = setInterval(() => undefined, 1_000);
    const outer = startDeadline(60_000, [new AbortController().signal]);
    const waiting = fired(startDeadline(5, [outer.signal]).signal);
    tidyUp();
    expect(await waiting).to.include({ name: 'TimeoutError' });
    clearInterval(alive);
    outer.stop();
  });

  it('fire with their parent, for its reason', () => {
    const parent = new AbortController();
    const deadline = startDeadline(60_000, [new AbortController().signal, parent.signal]);
    const reason = new Error('left');
    parent.abort(reason);
    expect(deadline.signal.reason).to.equal(reason);
    expect(deadline.passed).to.equal(false);
    expect(startDeadline(60_000, [parent.signal]).signal.reason).to.equal(reason);
  });

  it('let go of their parents once stopped', () => {
    const parent = new AbortController();
    const deadline = startDeadline(60_000, [parent.signal]);
    deadline.stop();
    deadline.stop();
    parent.abort();
    expect(deadline.signal.aborted).to.equal(false);
  });
});

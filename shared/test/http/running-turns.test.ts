import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import type { Response } from 'express';
import { Problem } from '../../src/http/errors.ts';
import { RunningTurns } from '../../src/http/running-turns.ts';

/** As much of a response as the turns look at. */
function response(state: { destroyed?: boolean; writableFinished?: boolean } = {}): Response & EventEmitter {
  return Object.assign(new EventEmitter(), {
    destroyed: false,
    writableFinished: false,
    ...state,
  }) as unknown as Response & EventEmitter;
}

describe('running turns', () => {
  it('are waited for by a graceful stop, those that begin meanwhile too', async () => {
    const running = new RunningTurns();
    const ends: (() => void)[] = [];
    const turn = (): Promise<void> => running.track(new Promise((resolve) => ends.push(resolve)));
    const first = turn();
    let drained = false;
    const stop = running.drain(60_000).then(() => {
      drained = true;
    });
    const second = turn();
    expect(running.count).to.equal(2);
    ends[0]!();
    await first;
    expect(drained).to.equal(false);
    ends[1]!();
    await second;
    await stop;
    expect(running.count).to.equal(0);
  });

  it('are aborted when the grace is over', async () => {
    const running = new RunningTurns();
    const signal = running.signalFor(response(), 60_000);
    const turn = running
      .track(
        new Promise<never>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
      )
      .catch((error: unknown) => error);
    await running.drain(1);
    expect(await turn)
      .to.be.instanceOf(Problem)
      .and.include({ code: 'shutting_down' });
  });

  it("end a failed turn's place as well", async () => {
    const running = new RunningTurns();
    expect(await running.track(Promise.reject(new Error('x'))).catch(() => 'failed')).to.equal('failed');
    await running.drain(60_000);
  });

  it('are aborted when the customer leaves, but not when the answer is complete', () => {
    const running = new RunningTurns();
    const left = response();
    const signal = running.signalFor(left, 60_000);
    left.emit('close');
    expect(signal.aborted).to.equal(true);
    const complete = response({ writableFinished: true });
    const other = running.signalFor(complete, 60_000);
    complete.emit('close');
    expect(other.aborted).to.equal(false);
  });

  it('are not begun for a customer who has left already', () => {
    expect(new RunningTurns().signalFor(response({ destroyed: true }), 60_000).aborted).to.equal(true);
  });
});

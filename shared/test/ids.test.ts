import { expect } from 'chai';
import { newId } from '../src/ids.ts';

describe('ids', () => {
  // More than are made of one helping of random bytes, and many within a millisecond.
  const ids = Array.from({ length: 5_000 }, () => newId('call'));

  it('are UUIDs of version 7 without dashes', () => {
    for (const id of ids) expect(id).to.match(/^call_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/u);
  });

  it('are all different, in what is random, too', () => {
    expect(new Set(ids).size).to.equal(ids.length);
    expect(new Set(ids.map((id) => id.slice(-10))).size).to.equal(ids.length);
  });

  it('sort in the order in which they were made', () => {
    expect([...ids].sort()).to.deep.equal(ids);
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { masked, maskedDeep } from '../../src/telemetry/mask.ts';
import { newId } from '../../src/ids.ts';

const MASKED: readonly (readonly [string, string])[] = [
  ['no row for ana.silva+x@example.co.uk', 'no row for [e-mail]'],
  ['Key (email)=(ANA@EXAMPLE.COM) already exists', 'Key (email)=([e-mail]) already exists'],
  ['card 4242 4242 4242 4242 refused', 'card [card] refused'],
  ['card 4242424242424242', 'card [card]'],
  ['call +1 202 555 0143 now', 'call [phone] now'],
  ['call (202) 555-0143 or 202-555-0143', 'call [phone] or [phone]'],
  ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjMSJ9.abc_-123', 'Bearer [token]'],
];
const KEPT: readonly string[] = [
  'order o12345 of cust001',
  'took 1732550400123 ms',
  '2026-11-25T16:51:08.123Z',
  'at /shared/src/http/app.ts:12:34',
  'arn:aws:rds:eu-west-1:123456789012:cluster:deskfleet',
  'amount 12345.67',
];

describe('masking of logs', () => {
  for (const [line, expected] of MASKED)
    it(`masks ${JSON.stringify(line)}`, () => expect(masked(line)).to.equal(expected));
  for (const line of KEPT) it(`keeps ${JSON.stringify(line)}`, () => expect(masked(line)).to.equal(line));

  it('keeps an id that ends in what could be a card number', () => {
    expect(masked('conv_01a21493f2e571c6b5e9252289542555')).to.equal('conv_01a21493f2e571c6b5e9252289542555');
  });

  it('keeps our ids', () => {
    for (let count = 0; count < 200; count += 1) {
      const id = newId('conv');
      expect(masked(id)).to.equal(id);
    }
  });

  it('reaches every depth, and masking twice is masking once', () => {
    expect(maskedDeep({ a: ['x@y.example', { b: 'z@y.example' }], n: 5, nothing: null })).to.deep.equal({
      a: ['[e-mail]', { b: '[e-mail]' }],
      n: 5,
      nothing: null,
    });
    fc.assert(fc.property(fc.string(), (text) => masked(masked(text)) === masked(text)));
  });
});

import { expect } from 'chai';
import fc from 'fast-check';
import { addressLine, type PostalAddress } from '@deskfleet/shared/postal-address.ts';
import { ADDRESS_PARTS, newAddress, sameAddress } from '../src/policy/address.ts';

const HOME: PostalAddress = {
  line1: '3 Elm Road',
  line2: 'Apt 9',
  city: 'Boston',
  state: 'MA',
  postal_code: '02110',
  country: 'US',
};

describe('policy: addresses', () => {
  const given = (parts: Partial<PostalAddress>, present: PostalAddress | null = HOME) => newAddress(parts, present);

  it('asks for what a new street lacks, and takes the country over', () => {
    expect(given({ line1: '12 Main St' })).to.deep.include({ ok: false, missing: ['city', 'state', 'postal_code'] });
    expect(given({ line1: '12 Main St', city: 'Denver' })).to.deep.include({
      ok: false,
      missing: ['state', 'postal_code'],
    });
    expect(given({ line1: '12 Main St', city: 'Denver', state: 'Colorado', postal_code: '80205' })).to.deep.equal({
      ok: true,
      address: { line1: '12 Main St', line2: '', city: 'Denver', state: 'CO', postal_code: '80205', country: 'US' },
    });
    expect(given({ line1: 'Torstr. 1', city: 'Berlin', postal_code: '10119' }, null)).to.deep.include({
      missing: ['country'],
    });
  });

  it('corrects parts, and another city needs another code', () => {
    expect(given({ line2: 'Apt 10' })).to.deep.include({ ok: true, address: { ...HOME, line2: 'Apt 10' } });
    expect(given({ postal_code: '02111' })).to.deep.include({ ok: true, address: { ...HOME, postal_code: '02111' } });
    expect(given({ city: 'Denver' })).to.deep.include({ ok: false, missing: ['state', 'postal_code'] });
  });

  for (const [parts, part] of [
    [{ postal_code: '123' }, 'postal_code'],
    [{ postal_code: 'ABCDE' }, 'postal_code'],
    [{ state: 'Bavaria' }, 'state'],
    [{ line1: 'Main Street' }, 'line1'],
    [{ line1: '12345' }, 'line1'],
    [{ city: '80205' }, 'city'],
    [{ city: 'http://evil.example' }, 'city'],
    [{ line2: 'me@example.com' }, 'line2'],
    [{ line1: `1 ${'x'.repeat(120)}` }, 'line1'],
  ] as const) {
    it(`does not take ${JSON.stringify(parts).slice(0, 60)}`, () =>
      expect(given({ line1: '12 Main St', city: 'Denver', state: 'CO', postal_code: '80205', ...parts })).to.include({
        ok: false,
        code: 'address_invalid',
        part,
      }));
  }

  for (const [country, postal_code, ok] of [
    ['Germany', '10115', true],
    ['DE', '1011', false],
    ['uk', 'sw1a 1aa', true],
    ['United Kingdom', '12345', false],
    ['Canada', 'K1A 0B1', true],
    ['Netherlands', '1012 ab', true],
    ['Austria', '1070', true],
    ['Switzerland', '80011', false],
    ['Japan', '100-0001', true],
  ] as const) {
    it(`${country}: ${postal_code} is ${ok ? 'right' : 'wrong'}`, () =>
      expect(given({ line1: '12 High Road', city: 'Somewhere', postal_code, country }).ok).to.equal(ok));
  }

  it('what it takes is complete, and taken again unchanged', () => {
    const text = fc.string({ maxLength: 30 });
    const anyAddress = fc.record(
      {
        line1: text,
        line2: text,
        city: text,
        state: fc.constantFrom('', 'CO', 'ohio', 'xx'),
        postal_code: fc.constantFrom('', '80205', '10115', '1'),
        country: fc.constantFrom('', 'US', 'germany', 'Japan'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anyAddress, fc.constantFrom(HOME, null), (parts, present) => {
        const verdict = newAddress(parts, present);
        if (!verdict.ok) {
          expect(verdict.message).to.not.equal('');
          return;
        }
        const { address } = verdict;
        for (const part of ['line1', 'city', 'postal_code', 'country'] as const) expect(address[part]).to.not.equal('');
        for (const part of ADDRESS_PARTS) expect(address[part]).to.equal(address[part].trim());
        const again = newAddress(address, present);
        expect(again.ok && sameAddress(again.address, address)).to.equal(true);
        expect(addressLine(address)).to.include(address.line1);
      }),
    );
  });
});

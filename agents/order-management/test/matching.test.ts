/** Items and variants found by what customers call them. Products and options are invented. */
import { expect } from 'chai';
import fc from 'fast-check';
import { itemsNamed, variantsNamed, type Options } from '../src/policy/matching.ts';

const COLORS = ['black', 'brown', 'ivory'];
const PRODUCT = 'p1';

/** Goggles of every combination; two options share their values, another is yes or no. */
const GOGGLES = COLORS.flatMap((frame) =>
  COLORS.flatMap((lens) =>
    ['yes', 'no'].map((folding) => ({
      variant_id: `${frame}-${lens}-${folding}`,
      product_id: PRODUCT,
      options: { 'frame tint': frame, 'lens tint': lens, folding },
    })),
  ),
);
const ordered = (variant: { readonly variant_id: string; readonly options: Options }) => ({
  ...variant,
  name: 'Ski Goggles',
  category: 'Sports',
});
const goggles = fc.constantFrom(...GOGGLES);
const ids = (variants: readonly { readonly variant_id: string }[]): readonly string[] =>
  variants.map(({ variant_id }) => variant_id);

/** One style for all options of a sentence, as people keep to one. */
const STYLES: readonly ((option: string, value: string) => string)[] = [
  (option, value) => `${option} ${value}`,
  (option, value) => `${option}: ${value}`,
  (option, value) => `${option} is ${value}`,
  (option, value) => `a ${option} of ${value}`,
  (option, value) => `${value} (${option})`,
];

describe('variants named by their options', () => {
  it('finds the variant whose options are all said, in any style and order', () => {
    fc.assert(
      fc.property(
        goggles,
        goggles,
        fc.constantFrom(...STYLES),
        fc.constantFrom(', ', ' and ', '; '),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        (wanted, current, style, joint, order) => {
          const said = Object.entries(wanted.options).map(([option, value]) => style(option, value));
          const text = `one with ${order.map((place) => said[place]).join(joint)}`;
          expect(ids(variantsNamed(text, ordered(current), GOGGLES)), text).to.deep.equal([wanted.variant_id]);
        },
      ),
    );
  });

  it('keeps what is not said as it is', () => {
    fc.assert(
      fc.property(goggles, fc.constantFrom(...COLORS), fc.constantFrom(...STYLES), (current, tint, style) => {
        const found = variantsNamed(`the one with ${style('lens tint', tint)}`, ordered(current), GOGGLES);
        expect(found.map(({ options }) => options)).to.deep.equal([{ ...current.options, 'lens tint': tint }]);
      }),
    );
  });

  it('takes values that stand apart from the names of their options', () => {
    const [current] = GOGGLES;
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['ivory frame tint, brown lens tint', ['ivory-brown-yes']],
      ['one with an ivory frame tint, not folding', ['ivory-black-no']],
      ['black-brown-no', ['black-brown-no']],
      ['purple', []],
      ['', []],
    ];
    for (const [text, expected] of cases)
      expect(ids(variantsNamed(text, ordered(current!), GOGGLES)), text).to.deep.equal(expected);
  });

  it('reads sizes with and without a space, and values with a comma', () => {
    const boxes = ['8 inch', '10 inch', '10 inch, padded'].map((size) => ({
      variant_id: size,
      product_id: PRODUCT,
      options: { size },
    }));
    const find = (text: string): readonly string[] => ids(variantsNamed(text, ordered(boxes[0]!), boxes));
    expect(find('a 10inch one')).to.deep.equal(['10 inch']);
    expect(find('the 10-inch one')).to.deep.equal(['10 inch']);
    expect(find('size 10 inch, padded')).to.deep.equal(['10 inch, padded']);
    expect(find('the padded 10 inch one')).to.deep.equal(['10 inch']);
  });
});

describe('items named', () => {
  const items = [
    { ...ordered(GOGGLES[0]!), variant_id: 'a' },
    { ...ordered(GOGGLES.at(-1)!), variant_id: 'b' },
    { variant_id: 'c', name: 'Rain Poncho', category: 'Clothing', options: { size: 'M' } },
  ];

  it('by name, by options, by id', () => {
    expect(ids(itemsNamed('the poncho', items))).to.deep.equal(['c']);
    expect(ids(itemsNamed('ski goggles', items))).to.deep.equal(['a', 'b']);
    expect(ids(itemsNamed('my ivory goggles', items))).to.deep.equal(['b']);
    expect(ids(itemsNamed('b', items))).to.deep.equal(['b']);
  });

  it('none where nothing fits, also not for an unknown id', () => {
    expect(itemsNamed('a toaster', items)).to.deep.equal([]);
    expect(itemsNamed('12345678', items)).to.deep.equal([]);
  });
});

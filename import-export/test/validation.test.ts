/** Every error of a file is told with its line and its member, in each of the formats. */
import { expect } from 'chai';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { Folder, problemsOf, runImport } from './support.ts';

describe('errors in files', () => {
  const folder = new Folder();
  before(async function () {
    this.timeout(120_000);
    await sharedWorld();
  });
  after(() => folder.remove());

  async function problems(name: string, content: string): Promise<readonly string[]> {
    const { database } = await sharedWorld();
    return problemsOf(await runImport(database, folder.file(name, content), { tenant: 'acme' }));
  }

  const TENANT = '{"name": "S", "currency": "USD", "support_email": "s@s.example"}';

  it('finds the line of a member inside a JSON document', async () => {
    const text = `{
  "products": [
    {"id": "x1", "name": "One", "category": "c"},
    {
      "id": "x2",
      "name": "",
      "category": 7,
      "colour": "red",
      "rating": 4.55
    }
  ],
  "orders": [{
    "id": "ox1", "customer_id": "cust001", "status": "lost", "placed_at": "2026-02-30T10:00:00Z",
    "total": "1.999",
    "lines": [
      {"variant_id": "v0010", "quantity": 0, "unit_price_cents": 1.5}
    ]
  }]
}`;
    const found = await problems('places.json', text);
    expect(found.map((line) => line.split(' ', 2).join(' '))).to.have.members([
      '6 products[1].name',
      '7 products[1].category',
      '8 products[1].colour',
      '9 products[1].rating',
      '13 orders[0].status',
      '13 orders[0].placed_at',
      '16 orders[0].lines[0].quantity',
      '16 orders[0].lines[0].unit_price_cents',
    ]);
    expect(found.join('\n')).to.include('products[1].category is number, expected string');
    expect(found.join('\n')).to.include('products[1].colour is not known here; known: id, name');
    expect(found.join('\n')).to.include('names a day that does not exist');
  });

  const broken: readonly (readonly [string, string, string])[] = [
    ['{"products": [{"id": "x1",}]}', '1', 'is no JSON'],
    ['{\n"products": [\n{"id": "x1"}\n{"id": "x2"}\n]}', '4', 'a comma is missing'],
    ['{"products": [{"id": "x1"', '1', 'breaks off'],
    ['{"products": {}}', '1', 'is no list of records'],
    ['{"things": []}', '1', 'things is no kind of record; give: tenant, products'],
    ['[1]', '1', 'the document is one object'],
    ['', '1', 'the document is one object'],
    ['{"products": []} x', '1', 'goes on after the end'],
    ['{"products": [{"id": "a\n"}]}', '1', 'is no JSON'],
    [`{"products": [], "tenant": ${TENANT}, "tenant": ${TENANT}}`, '1', 'comes too late or twice'],
    [`{"products": [{"id":"x","name":"n","category":"c"}], "tenant": ${TENANT}}`, '1', 'comes too late or twice'],
  ];
  broken.forEach(([text, line, message], at) => {
    it(`tells where a JSON document breaks: ${JSON.stringify(text).slice(0, 60)}`, async () => {
      const found = await problems(`broken-${at}.json`, text);
      expect(
        found.some((one) => one.startsWith(`${line} `) && one.includes(message)),
        found.join('\n'),
      ).to.equal(true);
    });
  });

  it('tells the line of a JSON Lines file, and goes on after a broken one', async () => {
    const lines = [
      '\u{feff}{"kind": "product", "record": {"id": "x1", "name": "One", "category": "c"}}',
      '{"kind": "product", "record": {"id": "x1"',
      '',
      '{"kind": "gadget", "record": {}}',
      '{"kind": "product", "record": {"id": "x2", "name": "Two"}}\r',
      '{"id": "x3"}',
      '{"kind": "product", "record": {}, "more": 1}',
      '{"kind": "variant", "record": {"id": "w1", "product_id": "x1", "price": "1", "price_cents": 100}}',
      '{"kind": "variant", "record": {"id": "w2", "product_id": "x1"}}',
      '{"kind": "variant", "record": {"id": "w3", "product_id": "x1", "price": 1.5}}',
      '{"kind": "payment_method", "record": {"id": "mx1", "customer_id": "cust001", "kind": "gift_card"}}',
      '{"kind": "payment_method", "record": {"id": "mx2", "customer_id": "cust001", "kind": "paypal", "balance": "5"}}',
    ];
    const found = await problems('lines.jsonl', lines.join('\n'));
    expect(found.map((one) => one.replace(/;.*/u, ''))).to.deep.equal([
      '2 is no JSON: close brace expected',
      '4 kind is "gadget", which is no kind',
      '5 category is missing',
      '6 is not such as {"kind": "product", "record": {…}}',
      '7 more is not known here',
      '8 price_cents is given twice',
      '9 price_cents is missing',
      '10 price is no text',
      '11 balance_cents is missing',
      '12 balance_cents is only for gift cards',
    ]);
  });

  it('tells the line and column of a CSV file with quoted line breaks, CRLF and a byte-order mark', async () => {
    const text = [
      '\u{feff}id,name,category,description,rating,active,attributes,attributes.size',
      'x1,One,c,"two\r\nlines ""quoted"", and a comma",4.5,TRUE,,M',
      'x2,Two,c,,4.5x,perhaps,,',
      '',
      'x3,Three,c,"l\r\n\r\nm",,,{,',
      'x4,Four',
      'x1,Again,c,,,,,',
    ].join('\r\n');
    const { database } = await sharedWorld();
    const report = await runImport(database, folder.file('csv-a/products.csv', text), { tenant: 'acme' });
    expect(problemsOf(report)).to.deep.equal([
      '4 rating is "4.5x", no number',
      '4 active is "perhaps"; write true or false',
      '6 attributes is "{", no JSON',
      '9 has 2 cells, but the first line names 8 columns',
      '10 id is there twice (id "x1"); the first is at 2',
    ]);
  });

  const csv: readonly (readonly [string, string, string])[] = [
    ['id,name,colour\nx,y,z', '1', 'colour is no column of this file; known: id, name, category'],
    ['id,name\nx,y', '1', 'category is missing among the columns'],
    ['id,id,name,category\nx,x,y,z', '1', 'id is named twice'],
    ['id;name;category\nx;y;z', '1', 'is separated by semicolons'],
    ['id,name,category\nx,"y,z', '2', 'is no CSV'],
    ['id,name,category\nx,y"y,z\nx2,y,z', '2', 'is no CSV'],
    ['', '1', 'is empty'],
  ];
  csv.forEach(([text, line, message], at) => {
    it(`tells what is wrong with a CSV file: ${JSON.stringify(text)}`, async () => {
      const found = await problems(`csv-${at + 10}/products.csv`, text);
      expect(
        found.some((one) => one.startsWith(`${line} `) && one.includes(message)),
        found.join('\n'),
      ).to.equal(true);
    });
  });

  it('refuses bytes that are not UTF-8 and characters the database cannot keep', async () => {
    const { database } = await sharedWorld();
    const path = folder.file('latin/products.csv', '');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(path, Buffer.from('id,name,category\nx,Caf\xe9,c\n', 'latin1'));
    expect(problemsOf(await runImport(database, path, { tenant: 'acme' }))[0]).to.include(
      '2 name holds a character that cannot be kept',
    );
    const nul = await problems('nul.json', '{"products": [{"id": "x", "name": "a\\u0000b", "category": "c\\ud800"}]}');
    expect(nul).to.have.length(2);
  });

  it('refuses a row that the Data API could not give back', async () => {
    const body = '€'.repeat(20_000);
    const found = await problems(
      'large.json',
      JSON.stringify({
        articles: [
          { id: 'xa', article_id: 'xa', title: 't', section: 's', body, category: 'faq' },
          { id: 'xb', article_id: 'xb', title: 't', section: 's', body: `${body}x`, category: 'faq' },
        ],
      }),
    );
    expect(found[0]).to.include('is larger than 60000 bytes');
    expect(found[1]).to.include('articles[1].body is too big');
  });

  it('does not complain about what refers to a record that is wrong itself', async () => {
    const document = {
      products: [{ id: 'x1', name: '', category: 'c' }],
      variants: [{ id: 'w1', product_id: 'x1', price: 'free' }],
      orders: [
        {
          ...{
            id: 'ox1',
            customer_id: 'cust001',
            status: 'pending',
            placed_at: '2026-01-01T00:00:00Z',
            total_cents: 5,
          },
          lines: [{ variant_id: 'w1', product_id: 'x1', quantity: 1, unit_price_cents: 5 }],
        },
      ],
    };
    expect(await problems('cascade.json', JSON.stringify(document))).to.deep.equal([
      '1 products[0].name is empty; give a text',
      '1 variants[0].price is no amount; write one such as "19.99"',
    ]);
    folder.file('cascade/products.csv', 'id,name,category,rating\nx1,n,c,good\n');
    folder.file('cascade/variants.csv', 'id,product_id,price\nw1,x1,5\n');
    const { database } = await sharedWorld();
    expect(problemsOf(await runImport(database, `${folder.path}/cascade`, { tenant: 'acme' }))).to.deep.equal([
      '2 rating is "good", no number',
    ]);
  });

  it('shows a hundred errors at most and counts all', async () => {
    const { database } = await sharedWorld();
    const products = Array.from({ length: 150 }, (_, at) => ({ id: `x${at}`, name: '', category: '' }));
    const report = await runImport(database, folder.file('many.json', { products }), { tenant: 'acme' });
    expect(report.problems.count).to.equal(300);
    expect(report.problems.first).to.have.length(100);
    expect(report.counts).to.deep.equal({});
  });
});

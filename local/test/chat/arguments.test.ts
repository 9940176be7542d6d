import { expect } from 'chai';
import { readChatOptions, UsageError } from '../../src/chat/arguments.ts';

describe('the command line of npm run chat', () => {
  it('talks as a visitor to the fleet on this machine when nothing is said', () => {
    expect(readChatOptions([], {})).to.deep.equal({
      url: 'http://localhost:8080',
      customer: null,
      tenant: 'acme',
      token: null,
      once: null,
      json: false,
      conversation: null,
    });
  });

  it('takes every option, and the environment where an option is absent', () => {
    const argv = [
      '--as',
      'cust001',
      '--tenant',
      'globex',
      '--once',
      'Hi?',
      '--json',
      '--url',
      'https://shop.example/',
      '--conversation',
      'conv_1',
    ];
    expect(readChatOptions(argv, { DESKFLEET_URL: 'http://localhost:9090', DESKFLEET_TOKEN: 't' })).to.deep.equal({
      url: 'https://shop.example',
      customer: 'cust001',
      tenant: 'globex',
      token: 't',
      once: 'Hi?',
      json: true,
      conversation: 'conv_1',
    });
    expect(readChatOptions([], { DESKFLEET_URL: 'http://localhost:9090/' })).to.include({
      url: 'http://localhost:9090',
    });
    expect(readChatOptions([], { DESKFLEET_URL: '', DESKFLEET_TOKEN: '' })).to.include({
      url: 'http://localhost:8080',
      token: null,
    });
  });

  it('gives help', () => {
    expect(readChatOptions(['--help'], {})).to.equal('help');
    expect(readChatOptions(['-h', '--as', 'x'], {})).to.equal('help');
  });

  const mistakes: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>, RegExp])[] = [
    ['an unknown option', ['--colour'], {}, /'--colour'/u],
    ['words without an option', ['hello'], {}, /'hello'/u],
    ['an option without its value', ['--as'], {}, /--as/u],
    ['an empty question', ['--once', ' '], {}, /--once is empty/u],
    ['a tenant without a customer', ['--tenant', 'globex'], {}, /--tenant needs --as/u],
    ['json without a question', ['--json'], {}, /--json needs --once/u],
    ['no address', ['--url', 'localhost:8080'], {}, /--url is "localhost:8080"/u],
    ['no address in the environment', [], { DESKFLEET_URL: 'nowhere' }, /DESKFLEET_URL is "nowhere"/u],
  ];
  for (const [name, argv, environment, text] of mistakes) {
    it(`says in one line what is wrong: ${name}`, () => {
      expect(() => readChatOptions(argv, environment))
        .to.throw(UsageError, text)
        .with.property('message')
        .that.matches(/^[^\n]+ See: npm run chat -- --help$/u);
    });
  }
});

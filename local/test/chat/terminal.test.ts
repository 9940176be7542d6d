import { expect } from 'chai';
import { PassThrough } from 'node:stream';
import { openTerminal } from '../../src/chat/terminal.ts';

describe('the terminal of npm run chat', () => {
  it('keeps lines that were piped in before they were asked for, then tells that there are no more', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const terminal = openTerminal(input as unknown as NodeJS.ReadStream, output as unknown as NodeJS.WriteStream);
    const first = terminal.ask('> ');
    input.end('one\ntwo\n');
    expect([await first, await terminal.ask('> '), await terminal.ask('> '), await terminal.ask('> ')]).to.deep.equal([
      'one',
      'two',
      null,
      null,
    ]);
    expect(String(output.read())).to.include('> ');
  });
});

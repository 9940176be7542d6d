import { expect } from 'chai';
import { createLog, memoryLog } from '../../src/telemetry/log.ts';

/** What the logger really writes to standard output, parsed line by line. */
async function written(
  use: (log: ReturnType<typeof createLog>) => void,
  level: 'info' | 'debug' = 'info',
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const lines: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array): boolean => {
    lines.push(String(chunk));
    return true;
  };
  try {
    use(createLog({ LOG_LEVEL: level }, { agent: 'supervisor' }));
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  } finally {
    process.stdout.write = write;
  }
  return lines
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

describe('the log', () => {
  it('is one JSON object a line, with the fields of every child', async () => {
    const [line, ...rest] = await written((log) =>
      log
        .child({ request_id: 'req-1' })
        .child({ turn: 't1' })
        .info('request', { status: 200, tags: ['a'] }),
    );
    expect(rest).to.be.empty;
    expect(line).to.deep.include({
      level: 'info',
      message: 'request',
      agent: 'supervisor',
      request_id: 'req-1',
      turn: 't1',
      status: 200,
      tags: ['a'],
    });
    expect(Date.parse(String(line?.['timestamp']))).to.be.a('number').and.not.NaN;
  });

  it('keeps what an error was caused by on one line', async () => {
    const [line] = await written((log) =>
      log.error('turn failed', { code: 'internal', error: new Error('outer', { cause: new Error('inner\nline') }) }),
    );
    expect(line).to.include({ level: 'error', code: 'internal' });
    expect(line?.['error']).to.match(/^Error: outer\n[\s\S]*caused by Error: inner\nline/u);
    expect((await written((log) => log.error('odd', { error: 'text' })))[0]).to.include({ error: 'text' });
  });

  it('leaves out what is below its level', async () => {
    const lines = await written((log) => {
      log.debug('small');
      log.warn('large', { a: 1 });
    });
    expect(lines.map((line) => line['message'])).to.deep.equal(['large']);
    expect(await written((log) => log.debug('small'), 'debug')).to.have.length(1);
  });

  it('can be kept in memory instead', () => {
    const lines: NonNullable<Parameters<typeof memoryLog>[0]> = [];
    memoryLog(lines).child({ a: 1 }).warn('here', { b: 2 });
    expect(lines).to.deep.equal([{ level: 'warn', message: 'here', fields: { a: 1, b: 2 } }]);
  });
});

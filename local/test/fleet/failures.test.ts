/** What goes wrong in the middle of a turn, end to end, and what the customer is told. */
import { expect } from 'chai';
import { startFleet, type Fleet, type StreamPart } from '../../src/testing/fleet.ts';

const text = (parts: readonly StreamPart[]): string =>
  parts.map((part) => (part.type === 'text-delta' ? (part.delta ?? '') : '')).join('');

describe('a fleet in trouble', function () {
  this.timeout(90_000);
  let fleet: Fleet;
  before(async () => {
    fleet = await startFleet();
  });
  afterEach(async () => {
    await fleet.model('POST', '/reset');
  });

  it('sends the first token through the gateway before the model has sent its last', async () => {
    // The specialist's one call writes the answer; it stops after three events until it is released.
    await fleet.model('DELETE', '/requests');
    await fleet.model('POST', '/faults', { kind: 'hold', agent: 'order-management', after_events: 3 });
    const parts: StreamPart[] = [];
    let stateAtFirstToken: string | undefined;
    for await (const part of fleet.stream('Where is my order o12345?', { as: 'cust001' })) {
      parts.push(part);
      if (part.type !== 'text-delta' || stateAtFirstToken !== undefined) continue;
      stateAtFirstToken = (await fleet.modelCall('order-management', 'held')).state;
      await fleet.model('POST', '/release');
    }
    expect(stateAtFirstToken).to.equal('held');
    expect(parts.at(-1)?.type).to.equal('finish');
    expect(text(parts)).to.match(/12345/u);
  });

  it('shows which agent works before there are words', async () => {
    const types: string[] = [];
    for await (const part of fleet.stream('Where is my order o12345?', { as: 'cust001' })) types.push(part.type);
    expect(types.indexOf('data-agent')).to.be.greaterThan(-1).and.to.be.lessThan(types.indexOf('text-delta'));
    expect(types).to.include('data-usage');
  });

  it('aborts the model call when the client leaves in the middle of the stream', async () => {
    await fleet.model('DELETE', '/requests');
    await fleet.model('POST', '/faults', { kind: 'hold', agent: 'order-management', after_events: 3 });
    const leave = new AbortController();
    let left = false;
    try {
      for await (const part of fleet.stream('Where is my order o12345?', { as: 'cust001', signal: leave.signal })) {
        if (part.type === 'text-delta') leave.abort();
      }
    } catch {
      left = true;
    }
    expect(left).to.equal(true);
    const call = await fleet.modelCall('order-management', 'aborted');
    expect(call.state).to.equal('aborted');
  });

  it('answers what it can when an agent is killed mid-turn, says what is missing, and has it back', async () => {
    await fleet.model('DELETE', '/requests');
    await fleet.model('POST', '/faults', { kind: 'hold', agent: 'order-management', after_events: 0 });
    const answering = fleet.chat('Where is order o12345, and do you have speakers under 100 dollars?', {
      as: 'cust001',
    });
    await fleet.modelCall('order-management', 'held');
    const { back } = fleet.kill('order-management');
    const answer = await answering;
    expect(answer.agents).to.have.deep.members([
      { agent: 'order-management', outcome: 'failed' },
      { agent: 'product-recommendation', outcome: 'answered' },
    ]);
    expect(answer.reply)
      .to.match(/could not reach order management/iu)
      .and.match(/SonicWave|PocketBeat/u);
    expect(answer.reply).not.to.match(/transit|shipped|18 nov/iu);

    await back;
    const later = await fleet.chat('Where is order o12345?', { as: 'cust001', conversation: answer.conversation_id });
    expect(later.agents).to.deep.equal([{ agent: 'order-management', outcome: 'answered' }]);
  });

  it('marks an answer that breaks off in the middle', async () => {
    await fleet.model('POST', '/faults', { kind: 'hold', agent: 'order-management', after_events: 3 });
    const parts: StreamPart[] = [];
    let killed: { readonly back: Promise<void> } | undefined;
    for await (const part of fleet.stream('Where is my order o12345?', { as: 'cust001' })) {
      parts.push(part);
      if (part.type === 'text-delta') killed ??= fleet.kill('order-management');
    }
    expect(text(parts)).to.match(/broke off/iu);
    const finish = parts.at(-1)?.messageMetadata as { agents: { outcome: string }[] };
    expect(finish.agents.map((one) => one.outcome)).to.deep.equal(['failed']);
    await killed?.back;
  });

  it('retries a model that throttles before the stream, and one that throttles inside it before the first word', async () => {
    await fleet.model('POST', '/faults', { kind: 'throttle', agent: 'order-management' });
    await fleet.model('POST', '/faults', { kind: 'throttle_in_stream', agent: 'order-management', after_events: 0 });
    const answer = await fleet.chat('Where is my order o12345?', { as: 'cust001' });
    expect(answer.reply).to.match(/12345/u);
    expect(answer.degraded).to.equal(false);
  });

  it('still answers from the rulebook when every model refuses, and says that it is degraded', async () => {
    await fleet.model('POST', '/faults', {
      kind: 'error',
      status: 403,
      type: 'AccessDeniedException',
      message: 'no access',
      times: 50,
    });
    const answer = await fleet.chat('Where is my order o12345?', { as: 'cust001' });
    expect(answer.reply).to.match(/12345/u);
    expect(answer.degraded).to.equal(true);
  });

  it('says that the records cannot be reached when the database fails, as a problem document', async () => {
    await fetch(`${fleet.rdsData}/faults`, { method: 'POST', body: JSON.stringify({ kind: '503', times: 20 }) });
    const response = await fleet.ask('Where is my order o12345?', { as: 'cust001' });
    expect(response.status).to.equal(503);
    expect(response.headers.get('content-type')).to.match(/application\/problem\+json/u);
    expect(((await response.json()) as { code: string }).code).to.be.oneOf(['database_unavailable', 'outcome_unknown']);
    await fetch(`${fleet.rdsData}/faults`, { method: 'DELETE' });
    expect((await fleet.chat('Hello!', { as: 'cust001' })).reply).to.match(/hello/iu);
  });

  it('remembers the conversation after every process was restarted, and ends cleanly', async () => {
    const first = await fleet.chat('What is the state of order 12345?', { as: 'cust001' });
    expect(await fleet.stop()).to.equal(0);
    fleet = await startFleet({ dataDir: fleet.dataDir });
    const second = await fleet.chat('and when will it arrive?', { as: 'cust001', conversation: first.conversation_id });
    expect(second.reply).to.match(/18 nov|nov(ember)? 18|2026-11-18/iu);
    const whole = (await (
      await fetch(`${fleet.url}/supervisor/conversations/${first.conversation_id}`, {
        headers: await fleet.headers({ as: 'cust001' }),
      })
    ).json()) as { messages: unknown[] };
    expect(whole.messages).to.have.length(4);
  });
});

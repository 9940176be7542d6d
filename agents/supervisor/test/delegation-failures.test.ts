import { expect } from 'chai';
import type { ServerResponse } from 'node:http';
import { ModelError } from '@deskfleet/shared/model/model.ts';
import { delegateTo, gate, startTestFleet, type TestFleet } from './support.ts';

const OPEN_PART = 'so this part is open. Please ask again in a moment.';

/** The head of a stream and a few words, then whatever the test does with the rest. */
function beginStream(response: ServerResponse, words: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`data: ${JSON.stringify({ type: 'text-delta', id: 'reply', delta: words })}\n\n`);
}

describe('a specialist in trouble', () => {
  let fleet: TestFleet | undefined;
  afterEach(async () => {
    await fleet?.agents.close();
    fleet = undefined;
  });

  it('that is down is named, and the other answer is given', async () => {
    fleet = await startTestFleet({ instead: { 'order-management': null } });
    fleet.model.push(delegateTo('order-management', 'product-recommendation'));
    fleet.models['product-recommendation'].push({ text: 'The SonicWave.' });
    const reply = await fleet.ask('Both');
    expect(reply.agents).to.have.deep.members([
      { agent: 'order-management', outcome: 'failed' },
      { agent: 'product-recommendation', outcome: 'answered' },
    ]);
    expect(reply.reply).to.equal(
      `**Order management**\nI could not reach Order management just now, ${OPEN_PART}\n\n**Product recommendation**\nThe SonicWave.`,
    );
  });

  it('that is being replaced is asked once more, and nobody notices', async () => {
    let requests = 0;
    fleet = await startTestFleet({
      instead: {
        'order-management': (request, response) => {
          requests += 1;
          if (requests === 1) return void request.socket.destroy();
          if (requests === 2) return void response.writeHead(503).end('{}');
          beginStream(response, 'It is on its way.');
          const record = {
            agents: [],
            quotes: [],
            citations: [],
            tool_calls: [],
            usage: [],
            data_api_calls: 0,
            degraded: false,
          };
          response.end(
            `data: ${JSON.stringify({ type: 'data-record', data: { outcome: 'answered', complete: true, record } })}\n\n`,
          );
        },
      },
    });
    fleet.model.push(delegateTo('order-management'), delegateTo('order-management'));
    // The first turn meets a lost connection and a 503: two attempts are all it makes.
    expect((await fleet.ask('Where?')).agents).to.deep.equal([{ agent: 'order-management', outcome: 'failed' }]);
    expect(requests).to.equal(2);
    requests = 1;
    const reply = await fleet.ask('Where?');
    expect(reply.reply).to.equal('It is on its way.');
    expect(requests).to.equal(3);
  });

  it('that has begun to answer is never asked twice', async () => {
    let requests = 0;
    fleet = await startTestFleet({
      instead: {
        'order-management': (request, response) => {
          requests += 1;
          beginStream(response, 'Your order');
          setImmediate(() => request.socket.destroy());
        },
      },
    });
    fleet.model.push(delegateTo('order-management'));
    await fleet.ask('Where?');
    expect(requests).to.equal(1);
  });

  it('that fails again and again is left alone for a while, and told so', async () => {
    let requests = 0;
    fleet = await startTestFleet({
      settings: { DELEGATION_BREAKER_FAILURES: 2, DELEGATION_BREAKER_OPEN_MS: 60_000 },
      instead: {
        troubleshooting: (_request, response) => {
          requests += 1;
          response.writeHead(500).end();
        },
      },
    });
    const outcomes: unknown[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      fleet.model.push(delegateTo('troubleshooting', 'product-recommendation'));
      fleet.models['product-recommendation'].push({ text: 'The SonicWave.' });
      const reply = await fleet.ask('Both');
      outcomes.push(reply.agents[0]?.outcome);
      expect(reply.reply).to.contain('The SonicWave.');
      if (turn > 1)
        expect(reply.reply).to.contain('Troubleshooting is not available at the moment, so this part is open.');
    }
    expect(outcomes).to.deep.equal(['failed', 'failed', 'circuit_open', 'circuit_open']);
    expect(requests).to.equal(2);
  });

  it('that breaks off in the middle: what was heard stays, marked as not whole', async () => {
    fleet = await startTestFleet({
      instead: {
        'order-management': (request, response) => {
          beginStream(response, 'Your order');
          setImmediate(() => request.socket.destroy());
        },
      },
    });
    fleet.model.push(delegateTo('order-management'));
    const reply = await fleet.ask('Where?');
    expect(reply.agents).to.deep.equal([{ agent: 'order-management', outcome: 'failed' }]);
    expect(reply.reply).to.match(
      /\(The answer from Order management broke off here, so it is not complete\. Please ask again in a moment\.\)$/u,
    );
  });

  for (const [what, end] of [
    ['ends without its record', 'data: [DONE]\n\n'],
    ['sends something else', 'data: {not json\n\n'],
  ] as const) {
    it(`that ${what} is not taken to be whole`, async () => {
      fleet = await startTestFleet({
        instead: {
          'order-management': (_request, response) => {
            beginStream(response, 'Words.');
            response.end(end);
          },
        },
      });
      fleet.model.push(delegateTo('order-management'));
      const reply = await fleet.ask('Where?');
      expect(reply.agents).to.deep.equal([{ agent: 'order-management', outcome: 'failed' }]);
      expect(reply.reply).to.match(/^Words\.\n\n\(The answer from Order management broke off here/u);
    });
  }

  it('that takes too long is given up, and told so', async () => {
    fleet = await startTestFleet({ settings: { DELEGATION_TIMEOUT_MS: 200 } });
    fleet.model.push(delegateTo('order-management'));
    fleet.models['order-management'].push({ hold: new Promise(() => undefined) });
    const reply = await fleet.ask('Where?');
    expect(reply.agents).to.deep.equal([{ agent: 'order-management', outcome: 'timed_out' }]);
    expect(reply.reply).to.equal(`Order management took too long to answer, ${OPEN_PART}`);
    await fleet.agents.running.get('order-management')!.drain(10_000);
    expect(fleet.models['order-management'].aborted).to.have.length(1);
  });

  it('that never answers at all is given up', async () => {
    fleet = await startTestFleet({
      settings: { DELEGATION_TIMEOUT_MS: 100 },
      instead: { 'order-management': () => undefined },
    });
    fleet.model.push(delegateTo('order-management'));
    expect((await fleet.ask('Where?')).agents).to.deep.equal([{ agent: 'order-management', outcome: 'timed_out' }]);
  });

  it('that answers with an error is not quoted', async () => {
    fleet = await startTestFleet({
      instead: {
        'order-management': (_request, response) => {
          response.writeHead(500).end('select secret from orders');
        },
      },
    });
    fleet.model.push(delegateTo('order-management'));
    const reply = await fleet.ask('Where?');
    expect(reply.reply).to.equal(`I could not reach Order management just now, ${OPEN_PART}`);
  });

  it('without a model reports what it did before', async () => {
    fleet = await startTestFleet();
    fleet.model.push(delegateTo('order-management'));
    fleet.models['order-management'].push(
      { text: 'Let me look.', calls: [{ name: 'echo', input: { text: 'x' } }] },
      { error: new ModelError('unavailable', 'down') },
    );
    const reply = await fleet.ask('Where?');
    expect(reply.agents).to.deep.equal([{ agent: 'order-management', outcome: 'failed' }]);
    expect(reply.reply).to.match(/^Let me look\.\n\n\(The answer from Order management broke off here/u);
    expect(reply.usage.model_calls).to.equal(3);
  });

  it('that refuses is reported as refused', async () => {
    fleet = await startTestFleet();
    fleet.model.push(delegateTo('troubleshooting'));
    fleet.models.troubleshooting.push({ text: 'I cannot help with that.', stopReason: 'guardrail_intervened' });
    expect((await fleet.ask('Bad')).agents).to.deep.equal([{ agent: 'troubleshooting', outcome: 'refused' }]);
  });

  it('stops when the customer leaves', async () => {
    fleet = await startTestFleet();
    const begun = gate();
    fleet.model.push(delegateTo('order-management', 'troubleshooting'));
    fleet.models['order-management'].push(
      { text: 'One moment.', calls: [{ name: 'echo', input: { text: 'x' } }] },
      { hold: new Promise(() => undefined) },
    );
    fleet.models.troubleshooting.push(() => {
      begun.open();
      return { hold: new Promise(() => undefined) };
    });
    const left = new AbortController();
    const heard = (async (parts: AsyncIterable<unknown>) => {
      for await (const _ of parts);
    })(fleet.parts('Hi', { signal: left.signal })).then(
      () => 'ended',
      () => 'left',
    );
    await begun.opened;
    left.abort();
    expect(await heard).to.equal('left');
    for (const running of fleet.agents.running.values()) await running.drain(10_000);
    expect(fleet.models.troubleshooting.aborted).to.have.length(1);
  });

  it('is seen by the ready route, which stays 200: the others still answer', async () => {
    fleet = await startTestFleet({ instead: { troubleshooting: null } });
    const response = await fleet.agents.fetch('supervisor', '/supervisor/ready');
    expect(response.status).to.equal(200);
    expect(await response.json()).to.deep.include({
      ready: true,
      agents: {
        'order-management': 'ok',
        'product-recommendation': 'ok',
        personalization: 'ok',
        troubleshooting: 'unreachable',
      },
    });
  });
});

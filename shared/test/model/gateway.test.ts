import { expect } from 'chai';
import { scriptedModel } from '../../src/model/scripted.ts';
import { ModelError, type Model, type ModelRequest } from '../../src/model/model.ts';
import { drain, fails, kindOf, modelRequest, settle, testGateway } from './support.ts';

/** Both ways to ask must keep the same rules. */
const ways: readonly {
  readonly way: string;
  readonly ask: (model: Model, request?: ModelRequest) => Promise<string>;
}[] = [
  { way: 'converse', ask: async (model, request = modelRequest()) => (await model.converse(request)).modelId },
  {
    way: 'converseStream',
    ask: async (model, request = modelRequest()) => (await drain(model.converseStream(request))).reply.modelId,
  },
];
const never = new Promise<never>(() => undefined);

for (const { way, ask } of ways) {
  describe(`model gateway: ${way}`, () => {
    for (const kind of ['throttled', 'unavailable', 'timeout'] as const) {
      it(`retries a link that is ${kind}, with full jitter`, async () => {
        const { gateway, clock, calls } = testGateway([[fails(kind), fails(kind), { text: 'Yes.' }], []]);
        expect(await ask(gateway)).to.equal('one');
        expect(clock.delays).to.deep.equal([100, 200]);
        expect(calls.map((call) => call.outcome)).to.deep.equal([kind, kind, 'ok']);
      });
    }

    it('falls through to the next link when the retries are used up', async () => {
      const { gateway, models, warnings } = testGateway([
        [fails('throttled'), fails('throttled'), fails('throttled')],
        [{ text: 'Yes.' }],
      ]);
      expect(await ask(gateway)).to.equal('two');
      expect(models[0]?.requests).to.have.length(3);
      expect(warnings).to.deep.equal(['model link failed: one']);
    });

    it('does not retry a link that denies, and tries the next one', async () => {
      const { gateway, clock } = testGateway([[fails('denied')], [{ text: 'Yes.' }]]);
      expect(await ask(gateway)).to.equal('two');
      expect(clock.delays).to.deep.equal([]);
    });

    it('steps over a retired link once, warns once, and says so', async () => {
      const { gateway, models, warnings } = testGateway([[fails('retired')], [{ text: 'a' }, { text: 'b' }]]);
      expect(gateway.state().map(({ state }) => state)).to.deep.equal(['untried', 'untried']);
      expect([await ask(gateway), await ask(gateway)]).to.deep.equal(['two', 'two']);
      expect(models[0]?.requests).to.have.length(1);
      expect(warnings).to.deep.equal(['model is retired and will be stepped over from now on: one']);
      expect(gateway.state()).to.deep.equal([
        { modelId: 'one', state: 'retired', paid: true, last_error: 'retired' },
        { modelId: 'two', state: 'live', paid: false },
      ]);
    });

    it('warns once when several calls find a link retired at the same time', async () => {
      const { gateway, warnings } = testGateway([
        [fails('retired'), fails('retired')],
        [{ text: 'a' }, { text: 'b' }],
      ]);
      expect(await Promise.all([ask(gateway), ask(gateway)])).to.deep.equal(['two', 'two']);
      expect(warnings).to.have.length(1);
    });

    for (const kind of ['invalid', 'context_overflow'] as const) {
      it(`does not try another link when the request is ${kind}`, async () => {
        const { gateway, models } = testGateway([[fails(kind)], [{ text: 'No.' }]]);
        expect(await kindOf(ask(gateway))).to.equal(kind);
        expect(models[1]?.requests).to.have.length(0);
      });
    }

    it('gives the last error when no link answers, and says so when all are retired', async () => {
      const { gateway } = testGateway([[fails('retired')], [fails('denied'), fails('retired')]]);
      expect(await kindOf(ask(gateway))).to.equal('denied');
      expect(await kindOf(ask(gateway))).to.equal('retired');
      expect(await kindOf(ask(gateway))).to.equal('unavailable');
    });

    it('passes an abort on, never retries it, and bills the prompt', async () => {
      const { gateway, models, calls } = testGateway([[{ hold: never }], [{ text: 'No.' }]]);
      const leaving = new AbortController();
      const work = kindOf(ask(gateway, modelRequest({ signal: leaving.signal })));
      await settle();
      leaving.abort();
      expect(await work).to.equal('aborted');
      expect(models[0]?.aborted).to.have.length(1);
      expect(models[1]?.requests).to.have.length(0);
      expect(calls[0]).to.include({ outcome: 'aborted', estimated: true });
      expect(calls[0]?.usage.inputTokens).to.be.above(0);
    });

    it('does not start a call for a customer who has left', async () => {
      const { gateway, models } = testGateway([[{ text: 'No.' }]]);
      expect(await kindOf(ask(gateway, modelRequest({ signal: AbortSignal.abort() })))).to.equal('aborted');
      expect(models[0]?.requests).to.have.length(0);
    });

    it('gives a call up when its time is over, even when the model does not notice', async () => {
      const { gateway, clock, calls } = testGateway([[{ text: 'No.' }], [{ text: 'Yes.' }]], { retries: 0 });
      const deaf = testGateway([[]], {
        retries: 0,
        clock,
        chain: [
          {
            modelId: 'deaf',
            paid: true,
            model: {
              converse: () => never,
              converseStream: () => ({ [Symbol.asyncIterator]: () => ({ next: () => never }) }),
            },
          },
        ],
      });
      const work = kindOf(ask(deaf.gateway));
      await settle();
      clock.advance(60_000);
      expect(await work).to.equal('timeout');
      expect(await ask(gateway)).to.equal('one');
      expect(calls[0]?.outcome).to.equal('ok');
      expect(clock.waiting).to.equal(0);
    });

    it('opens the circuit of a link that fails in a row, and closes it when one call gets through', async () => {
      const realNow = Date.now;
      try {
        const { gateway, models, warnings } = testGateway(
          [
            [fails('unavailable'), fails('unavailable'), { text: 'Back.' }, { text: 'Back.' }],
            [{ text: 'a' }, { text: 'b' }],
          ],
          { retries: 5, breaker: { failures: 2, openMs: 30_000 } },
        );
        expect(await ask(gateway)).to.equal('two');
        expect(gateway.state()[0]).to.include({ state: 'open', last_error: 'unavailable' });
        expect(await ask(gateway)).to.equal('two');
        expect(models[0]?.requests).to.have.length(2);
        expect(warnings).to.deep.equal(['model link failed too often and is left alone for a while: one']);
        const opened = realNow();
        Date.now = () => opened + 30_001;
        expect(await Promise.all([ask(gateway), ask(gateway)])).to.deep.equal(['one', 'one']);
        expect(gateway.state()[0]).to.deep.equal({ modelId: 'one', state: 'live', paid: true });
      } finally {
        Date.now = realNow;
      }
    });

    it('does not count wrong requests against a link', async () => {
      const { gateway } = testGateway([[fails('invalid'), fails('invalid'), fails('invalid'), { text: 'Fine.' }]], {
        breaker: { failures: 2, openMs: 1000 },
      });
      for (let turn = 0; turn < 3; turn += 1) expect(await kindOf(ask(gateway))).to.equal('invalid');
      expect(await ask(gateway)).to.equal('one');
    });

    it('keeps a tenant whose budget is spent off the paid links', async () => {
      const asked: string[] = [];
      const { gateway, models } = testGateway([[], [], [{ text: 'From the rulebook.' }]], {
        chain: [
          { modelId: 'one', model: scriptedModel(), paid: true },
          {
            modelId: 'rulebook',
            model: scriptedModel([{ text: 'From the rulebook.' }], { modelId: 'rulebook', degraded: true }),
            paid: false,
          },
        ],
        allow: ({ tenant }) => {
          asked.push(tenant);
          return Promise.resolve(false);
        },
      });
      expect(await ask(gateway)).to.equal('rulebook');
      expect(asked).to.deep.equal(['acme']);
      expect(models[0]?.requests).to.have.length(0);
      const paidOnly = testGateway([[{ text: 'No.' }]], { allow: () => false });
      expect(await kindOf(ask(paidOnly.gateway))).to.equal('budget');
    });

    it('tells the ledger what a call cost', async () => {
      const usage = { inputTokens: 1000, outputTokens: 100, cacheReadTokens: 2000, cacheWriteTokens: 400 };
      const { gateway, calls } = testGateway([[]], {
        chain: [
          { modelId: 'eu.anthropic.claude-sonnet-4-6', paid: true, model: scriptedModel([{ text: 'Yes.', usage }]) },
        ],
      });
      await ask(gateway);
      expect(calls).to.have.length(1);
      expect(calls[0]).to.deep.include({
        modelId: 'eu.anthropic.claude-sonnet-4-6',
        labels: modelRequest().labels,
        usage,
        outcome: 'ok',
        estimated: false,
        cost_micros: 7260,
      });
    });
  });
}

describe('model gateway: streams', () => {
  it('passes words on as they come and ends with the reply', async () => {
    const { gateway } = testGateway([[{ chunks: ['It ', 'is.'], calls: [{ name: 'look', input: { id: 1 } }] }]]);
    const seen: string[] = [];
    for await (const event of gateway.converseStream(modelRequest()))
      seen.push(event.type === 'text' ? event.text : event.reply.stopReason);
    expect(seen).to.deep.equal(['It ', 'is.', 'tool_use']);
  });

  it('retries nothing once words were passed on, and bills what was written', async () => {
    const { gateway, models, calls } = testGateway([
      [{ chunks: ['Half a '], error: new ModelError('unavailable', 'It broke.') }],
      [{ text: 'No.' }],
    ]);
    expect(await kindOf(drain(gateway.converseStream(modelRequest())))).to.equal('unavailable');
    expect(models.map((model) => model.requests.length)).to.deep.equal([1, 0]);
    expect(calls).to.have.length(1);
    expect(calls[0]).to.include({ outcome: 'unavailable', estimated: true });
    expect(calls[0]?.usage.outputTokens).to.equal(2);
  });

  it('gives up waiting for the first event sooner than for the whole answer, and tries again', async () => {
    const { gateway, models, clock } = testGateway([[{ hold: never }, { text: 'Now.' }]]);
    const work = drain(gateway.converseStream(modelRequest()));
    await settle();
    clock.advance(19_999);
    expect(models[0]?.aborted).to.have.length(0);
    clock.advance(1);
    expect((await work).text).to.equal('Now.');
    expect(models[0]?.aborted).to.have.length(1);
    expect(clock.waiting).to.equal(0);
  });

  it('does not take a model that is busy writing tool input for one that is dead', async () => {
    let write: (value: unknown) => void = () => undefined;
    const written = new Promise((resolve) => {
      write = resolve;
    });
    const slow = scriptedModel([{ hold: written, calls: [{ name: 'look', input: {} }] }]);
    const { gateway, clock } = testGateway([[]], {
      retries: 0,
      chain: [
        {
          modelId: 'slow',
          paid: true,
          model: {
            converse: (request) => slow.converse(request),
            converseStream: (request, onFirstEvent) => {
              onFirstEvent?.();
              return slow.converseStream(request);
            },
          },
        },
      ],
    });
    const work = drain(gateway.converseStream(modelRequest()));
    await settle();
    clock.advance(30_000);
    write(undefined);
    expect((await work).reply.stopReason).to.equal('tool_use');
  });

  it('ends a stream that takes longer than the whole call may', async () => {
    const { gateway, clock } = testGateway([[{ chunks: ['one', 'two', 'three'] }]]);
    const read = async (): Promise<void> => {
      for await (const event of gateway.converseStream(modelRequest())) {
        expect(event).to.deep.equal({ type: 'text', text: 'one' });
        clock.advance(60_000);
      }
    };
    expect(await kindOf(read())).to.equal('timeout');
  });

  it('stops the model when the reader leaves the loop', async () => {
    const { gateway, models, calls, clock } = testGateway([[{ chunks: ['one', 'two', 'three'] }]]);
    for await (const event of gateway.converseStream(modelRequest())) {
      expect(event.type).to.equal('text');
      break;
    }
    expect(models[0]?.aborted).to.have.length(1);
    expect(calls[0]).to.include({ outcome: 'aborted', estimated: true });
    expect(clock.waiting).to.equal(0);
  });

  it('treats a stream that ends without a reply as unavailable', async () => {
    const { gateway } = testGateway([[]], {
      retries: 0,
      chain: [
        {
          modelId: 'short',
          paid: true,
          model: {
            converse: () => never,
            async *converseStream() {
              await settle();
              yield { type: 'text', text: 'Hm' };
            },
          },
        },
      ],
    });
    expect(await kindOf(drain(gateway.converseStream(modelRequest())))).to.equal('unavailable');
  });
});

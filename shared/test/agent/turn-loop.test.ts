import { expect } from 'chai';
import { echoTool, testAgent } from '@deskfleet/local/testing/kernel-shop.ts';
import { sharedWorld, toolContext } from '@deskfleet/local/testing/harness.ts';
import { done, refuse } from '../../src/agent/tool.ts';
import { ModelError, type ModelRequest, type StopReason, type ToolResultBlock } from '../../src/model/model.ts';
import { createModelGateway } from '../../src/model/gateway.ts';
import { scriptedModel } from '../../src/model/scripted.ts';
import { runTurnLoop } from '../../src/agent/turn-loop.ts';
import { play } from './support.ts';

const agent = testAgent([echoTool()]);
const echo = (text: string) => ({ name: 'echo', input: { text } });

function resultsIn(request: ModelRequest | undefined): readonly ToolResultBlock[] {
  return (request?.messages.at(-1)?.content ?? []).flatMap((block) => (block.type === 'tool_result' ? [block] : []));
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('the turn loop', () => {
  it('answers without a tool', async () => {
    const { result, model } = await play(agent, [{ text: 'Good morning.' }]);
    expect(result).to.deep.equal({ reply: 'Good morning.', outcome: 'answered' });
    expect(model.requests).to.have.length(1);
    expect(model.requests[0]).to.include({ system: agent.prompt, maxOutputTokens: 500 });
    expect(model.requests[0]?.tools.map((tool) => tool.name)).to.deep.equal(['echo', 'hand_back']);
  });

  it('runs a tool and answers from its result', async () => {
    const { result, model, context } = await play(agent, [
      { text: 'One moment.', calls: [{ ...echo('hi'), id: 'a' }] },
      { text: 'It said hi.' },
    ]);
    expect(result).to.deep.equal({ reply: 'One moment.\n\nIt said hi.', outcome: 'answered' });
    expect(resultsIn(model.requests[1])).to.deep.equal([
      { type: 'tool_result', toolUseId: 'a', isError: false, content: { said: 'hi' } },
    ]);
    expect(
      context.record.toolCalls.map(({ agent: by, tool, input, result: found, is_error }) => ({
        by,
        tool,
        input,
        found,
        is_error,
      })),
    ).to.deep.equal([
      { by: 'personalization', tool: 'echo', input: { text: 'hi' }, found: { said: 'hi' }, is_error: false },
    ]);
  });

  describe('with calls that are foreseen', () => {
    const sure = { ...agent, rulebook: { ...agent.rulebook, foresee: () => [echo('o1')] } };

    it('makes them before the model is asked, which reads their results as its own', async () => {
      const { result, model, context } = await play(sure, [{ text: 'It said o1.' }]);
      expect(result).to.deep.equal({ reply: 'It said o1.', outcome: 'answered' });
      expect(model.requests).to.have.length(1);
      const [use] = model.requests[0]?.messages.at(-2)?.content ?? [];
      expect(use).to.include({ type: 'tool_use', name: 'echo' });
      expect(resultsIn(model.requests[0])).to.deep.equal([
        { type: 'tool_result', toolUseId: use?.type === 'tool_use' && use.id, isError: false, content: { said: 'o1' } },
      ]);
      expect(context.record.toolCalls).to.have.length(1);
    });

    it('asks no model at all when the tool has answered the customer', async () => {
      const told = testAgent([
        echoTool((text, { speech }) => {
          speech.say(`Heard ${text}.`);
          return Promise.resolve({ ok: true, data: {}, answered: true });
        }),
      ]);
      const { result, model } = await play({ ...told, rulebook: sure.rulebook }, []);
      expect(result).to.deep.equal({ reply: 'Heard o1.', outcome: 'answered' });
      expect(model.requests).to.be.empty;
    });

    it('lets the model go on when what was named is not there', async () => {
      const missing = testAgent([echoTool(() => Promise.resolve(refuse('not_found', 'No such thing.')))]);
      const { result, model } = await play({ ...missing, rulebook: sure.rulebook }, [{ text: 'I cannot find it.' }]);
      expect(result).to.deep.equal({ reply: 'I cannot find it.', outcome: 'refused' });
      expect(resultsIn(model.requests[0])[0]?.isError).to.equal(true);
    });
  });

  it('runs the tools of one reply at the same time and keeps their order', async () => {
    const started: string[] = [];
    let release: () => void = () => undefined;
    const bothStarted = new Promise<void>((resolve) => {
      release = resolve;
    });
    const together = testAgent([
      echoTool(async (text) => {
        if (started.push(text) === 2) release();
        await bothStarted;
        return done({ said: text });
      }),
    ]);
    const { model } = await play(together, [{ calls: [echo('one'), echo('two')] }, { text: 'Both.' }]);
    expect(started).to.deep.equal(['one', 'two']);
    expect(resultsIn(model.requests[1]).map((block) => block.content)).to.deep.equal([
      { said: 'one' },
      { said: 'two' },
    ]);
  });

  it('sends back no empty text beside tool calls', async () => {
    const { model } = await play(agent, [{ chunks: [' '], calls: [echo('x')] }, { text: 'Done.' }]);
    expect(model.requests[1]?.messages.at(-2)?.content.map((block) => block.type)).to.deep.equal(['tool_use']);
  });

  describe('when the model stops for', () => {
    const partial = 'The first half';
    const said: Partial<Record<StopReason, readonly [string, string]>> = {
      end_turn: [partial, 'answered'],
      stop_sequence: [partial, 'answered'],
      max_tokens: [
        `${partial}… My answer became too long and was cut off here. Ask me for the part you need.`,
        'answered',
      ],
      guardrail_intervened: [partial, 'refused'],
      content_filtered: [partial, 'refused'],
    };
    for (const [reason, [reply, outcome]] of Object.entries(said)) {
      it(`${reason}: says what there is`, async () => {
        const { result } = await play(agent, [{ text: partial, stopReason: reason as StopReason }]);
        expect(result).to.deep.equal({ reply, outcome });
      });
    }

    it('tool_use without a tool: asks to put it another way', async () => {
      const { result } = await play(agent, [{ stopReason: 'tool_use' }]);
      expect(result.reply).to.match(/another way/u);
    });

    it('max_tokens in the middle of a tool call: does not run the half call', async () => {
      const { context, result } = await play(agent, [
        { text: partial, calls: [echo('half')], stopReason: 'max_tokens' },
      ]);
      expect(context.record.toolCalls).to.be.empty;
      expect(result.reply).to.include('cut off');
    });

    for (const reason of ['guardrail_intervened', 'content_filtered'] as const) {
      it(`${reason} before a word: refuses politely`, async () => {
        const { result } = await play(agent, [{ stopReason: reason }]);
        expect(result).to.deep.equal({
          reply: 'I cannot help with that. If I misunderstood you, please put it another way.',
          outcome: 'refused',
        });
      });
    }

    for (const [reason, kind] of [
      ['malformed_tool_use', 'unavailable'],
      ['malformed_model_output', 'unavailable'],
      ['model_context_window_exceeded', 'context_overflow'],
    ] as const) {
      it(`${reason}: fails as ${kind}`, async () => {
        const error = await failureOf(play(agent, [{ text: partial, stopReason: reason }]));
        expect(error).to.be.instanceOf(ModelError).and.include({ kind });
      });
    }
  });

  it('says so when the model says nothing at all', async () => {
    const { result } = await play(agent, [{}]);
    expect(result).to.deep.equal({
      reply: 'I have no answer to that. Could you put it another way?',
      outcome: 'answered',
    });
  });

  it('stops at the limit of model calls and says that it did', async () => {
    const { result, model } = await play(agent, [{ calls: [echo('1')] }, { calls: [echo('2')] }, { text: 'never' }], {
      maxModelCalls: 2,
    });
    expect(result).to.deep.equal({
      reply: 'I could not finish this in one go. Please ask again with fewer things at once.',
      outcome: 'failed',
    });
    expect(model.remaining).to.equal(1);
  });

  it('streams word by word what it gives whole without a stream', async () => {
    const script = [{ text: 'Let me look that up.', calls: [echo('x')] }, { chunks: ['It', ' is', ' here.'] }];
    const whole = await play(agent, script);
    const streamed = await play(agent, script, { streaming: true });
    expect(streamed.result).to.deep.equal(whole.result);
    expect(streamed.heard).to.equal(streamed.result.reply);
    expect(whole.heard).to.equal(whole.result.reply);
    expect(streamed.events.filter((event) => event.type === 'text').length).to.be.greaterThan(
      whole.events.filter((event) => event.type === 'text').length,
    );
  });

  it('ends with the reason of the abort, which reaches the model', async () => {
    for (const streaming of [true, false]) {
      const stop = new AbortController();
      const turn = failureOf(
        play(
          agent,
          [
            () => {
              queueMicrotask(() => stop.abort(new Error('left')));
              return { hold: new Promise(() => undefined) };
            },
          ],
          { signal: stop.signal, streaming },
        ),
      );
      expect(await turn)
        .to.be.instanceOf(ModelError)
        .and.include({ kind: 'aborted' });
    }
  });

  it('ends a tool that does not listen when the turn is aborted', async () => {
    const stop = new AbortController();
    const deaf = testAgent([
      echoTool(() => {
        stop.abort(new Error('left'));
        return new Promise(() => undefined);
      }),
    ]);
    const error = await failureOf(play(deaf, [{ calls: [echo('x')] }], { signal: stop.signal }));
    expect(error).to.be.instanceOf(Error).and.include({ message: 'left' });
  });

  it('makes no further model call for tools that answered the customer themselves', async () => {
    const speaker = testAgent([
      echoTool((text, context) => {
        context.speech.say(text);
        return Promise.resolve({ ok: true, data: {}, answered: true });
      }),
    ]);
    const { result, model } = await play(speaker, [{ calls: [echo('All of it.')] }]);
    expect(result).to.deep.equal({ reply: 'All of it.', outcome: 'answered' });
    expect(model.requests).to.have.length(1);
  });

  it('calls a turn whose last tools were all refused a refusal', async () => {
    const strict = testAgent([echoTool(() => Promise.resolve(refuse('not_allowed', 'The shop does not do this.')))]);
    const { result, model } = await play(strict, [{ calls: [echo('x')] }, { text: 'That is not possible.' }]);
    expect(result.outcome).to.equal('refused');
    expect(resultsIn(model.requests[1])[0]).to.deep.include({
      isError: true,
      content: { error: 'not_allowed', message: 'The shop does not do this.' },
    });
  });

  it('writes every model call into the ledger, failed ones too', async () => {
    const usage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 3, cacheWriteTokens: 0 };
    const { context } = await play(agent, [
      { usage, calls: [echo('x')] },
      { usage, text: 'Done.' },
    ]);
    expect([...context.record.usage.values()]).to.deep.equal([
      {
        agent: 'personalization',
        model_id: 'scripted',
        model_calls: 2,
        input_tokens: 20,
        output_tokens: 10,
        cached_tokens: 6,
        cost_micros: 0,
      },
    ]);
    const failing = toolContext(await sharedWorld(), agent, { customerId: null });
    const chain = [
      {
        modelId: 'us.anthropic.claude-sonnet-4-6',
        model: scriptedModel([{ error: new ModelError('unavailable', 'down') }]),
        paid: true,
      },
      { modelId: 'backup', model: scriptedModel([{ text: 'Here.', usage }], { degraded: true }), paid: false },
    ];
    const model = createModelGateway({ chain, timeoutMs: 30_000, firstEventTimeoutMs: 30_000, retries: 0 });
    await runTurnLoop({
      agent,
      model,
      context: failing,
      limits: { maxModelCalls: 2, maxOutputTokens: 100 },
      request: 'x',
      streaming: true,
    });
    expect(
      [...failing.record.usage.values()].map(({ model_id, model_calls, output_tokens }) => [
        model_id,
        model_calls,
        output_tokens,
      ]),
    ).to.deep.equal([
      ['us.anthropic.claude-sonnet-4-6', 1, 0],
      ['backup', 1, 5],
    ]);
    expect(failing.record.degraded).to.equal(true);
  });
});

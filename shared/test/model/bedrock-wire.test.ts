import { Readable } from 'node:stream';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  type ConverseStreamRequest,
} from '@aws-sdk/client-bedrock-runtime';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';
import { expect } from 'chai';
import fc from 'fast-check';
import { lean } from '../../src/aws-client.ts';
import { encodeRequest, preambleEncoder } from '../../src/model/bedrock-encoding.ts';
import { endedBy, eventStreams, heedSignals, writeBodies } from '../../src/model/bedrock-wire.ts';
import { frameCutter } from '../../src/model/event-frames.ts';
import { modelRequest } from './support.ts';

interface Sent {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const codec = new EventStreamCodec(toUtf8, fromUtf8);

function textOf(body: Sent['body'] | undefined): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}

function frame(kind: 'event' | 'exception', name: string, body: object): Buffer {
  const text = (value: string) => ({ type: 'string', value }) as const;
  const headers = {
    ':message-type': text(kind),
    [`:${kind}-type`]: text(name),
    ':content-type': text('application/json'),
  };
  return Buffer.from(codec.encode({ headers, body: Buffer.from(JSON.stringify(body)) }));
}

/** The SDK's client as it is or with our short cuts, and in both cases no network. */
function client(quick: boolean, answer: readonly Buffer[] = []): { client: BedrockRuntimeClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const made = new BedrockRuntimeClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    ...(quick && { eventStreamSerdeProvider: eventStreams, cacheMiddleware: true }),
    requestHandler: {
      handle: (request: Sent, options?: { readonly abortSignal?: AbortSignal }) => {
        sent.push(request);
        return options?.abortSignal?.aborted === true
          ? Promise.reject(new Error('stopped'))
          : Promise.resolve({ response: { statusCode: 200, headers: {}, body: Readable.from(answer) } });
      },
    } as never,
  });
  if (quick) {
    lean(made);
    writeBodies(made);
    heedSignals(made);
  }
  return { client: made, sent };
}

const input: ConverseStreamRequest = {
  ...encodeRequest(
    'arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-6',
    modelRequest({
      system: 'Be "helpful"\n\u2028 and brief 🎁.',
      tools: [
        { name: 'look', description: 'Looks.', inputSchema: { type: 'object', properties: { a: { const: 1 } } } },
      ],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Wo ist "o1"? ümlaut' }] },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'look', input: { a: [1, null, true] } }] },
        { role: 'user', content: [{ type: 'tool_result', toolUseId: 't', isError: true, content: { error: 'none' } }] },
      ],
    }),
    preambleEncoder({ caches: true }),
    { id: 'g', version: '1' },
  ),
};

describe('short cuts on the wire to Bedrock', () => {
  for (const Command of [ConverseStreamCommand, ConverseCommand]) {
    it(`sends what the SDK sends (${Command.name}), the second time as the first`, async () => {
      const [sdk, quick] = [client(false), client(true)];
      await sdk.client.send(new Command(input) as ConverseStreamCommand);
      for (let time = 0; time < 2; time += 1) await quick.client.send(new Command(input) as ConverseStreamCommand);
      const [wanted] = sdk.sent;
      expect(quick.sent).to.have.length(2);
      for (const { path, headers, body } of quick.sent) {
        expect(path).to.equal(wanted?.path);
        expect(JSON.parse(textOf(body))).to.deep.equal(JSON.parse(textOf(wanted?.body)));
        expect(headers).to.have.property('authorization');
        expect(headers['content-type']).to.equal('application/json');
        expect(headers['content-length']).to.equal(String(Buffer.byteLength(textOf(body))));
        // X-Ray's header is sent from Lambda only.
        expect(Object.keys(headers).sort()).to.deep.equal(Object.keys(wanted?.headers ?? {}).sort());
      }
    });
  }

  it('leaves other operations alone', async () => {
    const { client: quick, sent } = client(true);
    await quick.send(new InvokeModelCommand({ modelId: 'amazon.titan-embed-text-v2:0', body: '{"inputText":"a"}' }));
    expect(textOf(sent[0]?.body)).to.equal('{"inputText":"a"}');
  });

  it('leaves out what is not given', async () => {
    const { client: quick, sent } = client(true);
    await quick.send(new ConverseCommand({ modelId: 'm', system: undefined, messages: [] }));
    expect(textOf(sent[0]?.body)).to.equal('{"messages":[]}');
  });

  it('ends a call by its signal', async () => {
    const { client: quick } = client(true);
    const error: unknown = await quick
      .send(new ConverseCommand(endedBy(AbortSignal.abort(), { ...input })))
      .catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'stopped');
  });

  const events = [
    frame('event', 'messageStart', { role: 'assistant', p: 'abc' }),
    frame('event', 'contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Schön "🎁"' } }),
    frame('event', 'somethingNew', { later: true }),
    frame('event', 'contentBlockStop', { contentBlockIndex: 0 }),
    frame('event', 'messageStop', { stopReason: 'end_turn' }),
    frame('event', 'metadata', {
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
      metrics: { latencyMs: 4 },
    }),
  ];

  async function received(quick: boolean, chunks: readonly Buffer[]): Promise<unknown[]> {
    const output = await client(quick, chunks).client.send(new ConverseStreamCommand(input));
    const seen: unknown[] = [];
    for await (const event of output.stream ?? []) seen.push(event);
    return seen;
  }

  it('reads the events that the SDK reads, wherever the bytes were cut', async () => {
    const bytes = Buffer.concat(events);
    // What the SDK's types do not name (here: padding) it leaves out; nobody looks for it.
    const sdk = (await received(false, [bytes])).slice(1);
    expect(sdk).to.have.length(4);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
        const seen = await received(true, chunks);
        expect(seen[0]).to.have.nested.property('messageStart.role', 'assistant');
        expect(seen.slice(1)).to.deep.equal(sdk);
      }),
      { numRuns: 60 },
    );
  });

  it('throws the exceptions of a stream as the SDK does, known and unknown ones', async () => {
    for (const name of ['throttlingException', 'modelStreamErrorException', 'newException']) {
      const bytes = [
        ...events.slice(0, 2),
        frame('exception', name, { message: 'Slow down.', originalStatusCode: 429 }),
      ];
      const [sdk, quick] = await Promise.all(
        [false, true].map((how) =>
          received(how, bytes).then(
            () => undefined,
            (thrown: unknown) => thrown as Error,
          ),
        ),
      );
      expect(quick).to.be.instanceOf(Error);
      expect(quick?.constructor).to.equal(sdk?.constructor);
      expect(Object.entries(quick ?? {})).to.deep.equal(Object.entries(sdk ?? {}));
      expect(quick?.message).to.equal(sdk?.message);
    }
  });

  it('says that a stream was cut off in the middle of a frame, or was changed on its way', async () => {
    const whole = Buffer.concat(events);
    const changed = Buffer.from(whole);
    changed.writeUInt8(whole.readUInt8(60) ^ 1, 60);
    for (const [bytes, says] of [
      [whole.subarray(0, -3), 'in the middle of a frame'],
      [changed, 'checksum'],
      [Buffer.from('HTTP/1.1 502 Bad Gateway'), 'no event stream'],
    ] as const) {
      const error: unknown = await received(true, [bytes]).catch((thrown: unknown) => thrown);
      expect(error).to.have.property('message').that.includes(says);
    }
  });
});

describe('cutting an event stream into frames', () => {
  it('keeps what is not whole until the rest comes', () => {
    const cutter = frameCutter();
    const bytes = frame('event', 'messageStop', { stopReason: 'end_turn' });
    const seen = [...bytes].map((byte) => cutter.take(Buffer.from([byte])).map((one) => one.payload.toString()));
    expect(seen.slice(0, -1).flat()).to.deep.equal([]);
    expect(seen.at(-1)).to.deep.equal(['{"stopReason":"end_turn"}']);
    expect(cutter.pending).to.equal(false);
  });
});

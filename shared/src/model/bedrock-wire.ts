/**
 * Two short cuts on the wire to Bedrock, where a turn spends most of its CPU; both are options of the SDK. A
 * conversation's body is written with `JSON.stringify`, what never changes of it once, and the plain events of its stream
 * are read without the SDK's chain of async generators. Addresses, headers, signatures, other operations and everything
 * that goes wrong stay with the SDK: a frame that is no plain event (an exception above all) is handed to it as it came.
 */
import { Readable } from 'node:stream';
import type { BedrockRuntimeClient, BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';
import { EventStreamCodec, eventStreamSerdeProvider } from '@smithy/core/event-streams';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';
import { frameCutter, type Frame } from './event-frames.ts';

/** Same shape on the wire as in the SDK's types: nothing we ask of these is binary, a time or has another name. */
const CONVERSATIONS: ReadonlySet<string> = new Set(['Converse', 'ConverseStream']);
const PLAIN_EVENTS: ReadonlySet<unknown> = new Set([
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
]);

/** Objects that come back with every call (bedrock-encoding.ts) and their JSON in UTF-8. */
const written = new WeakMap<object, Buffer>();

function writtenOnce(value: object): Buffer {
  const known = written.get(value);
  if (known !== undefined) return known;
  const bytes = Buffer.from(JSON.stringify(value));
  written.set(value, bytes);
  return bytes;
}

/** Bytes: of a text the SDK and the socket would each make them anew, to measure, to sign and to send. */
function bodyBytes({ system, toolConfig, ...rest }: Readonly<Record<string, unknown>>): Buffer {
  const parts = Object.entries({ system, toolConfig }).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? [Buffer.from(`${JSON.stringify(name)}:`), writtenOnce(value), COMMA]
      : [],
  );
  return Buffer.concat([OPENING, ...parts, Buffer.from(JSON.stringify(rest).slice(1))]);
}

const OPENING = Buffer.from('{');
const COMMA = Buffer.from(',');

/** What we need of the SDK's protocol; its own type is a union of two that differ in names only. */
interface Protocol {
  serializeRequest(operation: { readonly name: string }, input: object, context: unknown): Promise<{ body: unknown }>;
}

/** Makes a client write the bodies of conversations itself. `system` and `toolConfig` must not be changed once sent. */
export function writeBodies({ config }: BedrockRuntimeClient): void {
  const protocol = config.protocol as Protocol;
  const bySdk = protocol.serializeRequest.bind(protocol);
  protocol.serializeRequest = async (operation, input, context) => {
    if (!CONVERSATIONS.has(operation.name)) return bySdk(operation, input, context);
    const { modelId, ...body } = input as Readonly<Record<string, unknown>>;
    // Messages, so that the SDK sets the headers of a request with a body.
    const request = await bySdk(operation, { modelId, messages: [] }, context);
    request.body = bodyBytes(body);
    return request;
  };
}

const codec = new EventStreamCodec(toUtf8, fromUtf8);

/** For a client's option of the same name. */
export const eventStreams: NonNullable<BedrockRuntimeClientConfig['eventStreamSerdeProvider']> = (options) => {
  const sdk = eventStreamSerdeProvider(options);
  return {
    serialize: (input, serializer) => sdk.serialize(input, serializer) as unknown,
    deserialize: async function* <T>(body: AsyncIterable<Buffer>, bySdk: Parameters<typeof sdk.deserialize<T>>[1]) {
      const cutter = frameCutter();
      for await (const chunk of body) {
        for (const frame of cutter.take(chunk)) {
          const name = plainEventName(frame);
          if (name === undefined) yield* sdk.deserialize<T>(Readable.from([frame.bytes]), bySdk);
          else yield { [name]: JSON.parse(frame.payload.toString()) as unknown } as T;
        }
      }
      if (cutter.pending) throw new Error('The event stream ended in the middle of a frame.');
    },
  };
};

/** Names of plain events by the bytes of their frame's headers, of which there are as many as kinds of events. */
const known = new Map<string, string | undefined>();
const MOST_KNOWN = 64;

function plainEventName({ bytes, headers }: Frame): string | undefined {
  const key = headers.toString('latin1');
  if (known.has(key)) return known.get(key);
  const { ':message-type': message, ':event-type': event } = codec.decode(bytes).headers;
  const name =
    message?.value === 'event' && typeof event?.value === 'string' && PLAIN_EVENTS.has(event.value)
      ? event.value
      : undefined;
  if (known.size < MOST_KNOWN) known.set(key, name);
  return name;
}

/** The signal of a call by its input. Handed over as an option, it would make the SDK put its middlewares together anew. */
const signals = new WeakMap<object, AbortSignal>();

/** Lets a signal end the call that is made with this input. @returns the input. */
export function endedBy<T extends object>(signal: AbortSignal, input: T): T {
  signals.set(input, signal);
  return input;
}

/** Makes a client end calls as {@link endedBy} says. */
export function heedSignals({ config, middlewareStack }: BedrockRuntimeClient): void {
  middlewareStack.add(
    (next) => async (args) => {
      const abortSignal = signals.get(args.input);
      if (abortSignal === undefined) return next(args);
      const sent = await config.requestHandler.handle(args.request as never, { abortSignal });
      return { response: sent.response as unknown, output: undefined as never };
    },
    { name: 'heedSignals', step: 'deserialize', priority: 'low' },
  );
}

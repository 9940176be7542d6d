/** Event-stream framing of ConverseStream: one message per event, in the order and with the headers Bedrock sends. */
import { EventStreamCodec, type MessageHeaders } from '@smithy/core/event-streams';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';

export type StreamEventName =
  'messageStart' | 'contentBlockStart' | 'contentBlockDelta' | 'contentBlockStop' | 'messageStop' | 'metadata';

const codec = new EventStreamCodec(toUtf8, fromUtf8);
const encoder = new TextEncoder();

function headers(type: 'event' | 'exception', name: string): MessageHeaders {
  return {
    ':message-type': { type: 'string', value: type },
    [`:${type}-type`]: { type: 'string', value: name },
    ':content-type': { type: 'string', value: 'application/json' },
  };
}

const eventHeaders = new Map<StreamEventName, MessageHeaders>();

export function eventFrame(name: StreamEventName, body: object): Uint8Array {
  let known = eventHeaders.get(name);
  if (known === undefined) {
    known = headers('event', name);
    eventHeaders.set(name, known);
  }
  return codec.encode({ headers: known, body: encoder.encode(JSON.stringify(body)) });
}

/** @param errorType as in HTTP answers, e.g. `ThrottlingException`; inside a stream it starts with a small letter. */
export function exceptionFrame(errorType: string, message: string): Uint8Array {
  const name = errorType.charAt(0).toLowerCase() + errorType.slice(1);
  return codec.encode({ headers: headers('exception', name), body: encoder.encode(JSON.stringify({ message })) });
}

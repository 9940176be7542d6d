/** Small helpers over Node's own requests and responses, HTTP/1.1 and HTTP/2 alike. */
import { randomUUID } from 'node:crypto';
import { constants, Http2ServerResponse } from 'node:http2';
import { AwsError } from './aws-error.ts';
import type { AnyRequest, AnyResponse } from './port.ts';

/** Bedrock takes bodies of up to 20 MB. */
const MOST_BYTES = 20 * 1024 * 1024;

export async function readBody(request: AnyRequest): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES)
      throw new AwsError(413, 'RequestEntityTooLargeException', 'The request is larger than 20 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** @throws {AwsError} SerializationException */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AwsError(400, 'SerializationException', 'The request body is not valid JSON.');
  }
}

export function sendJson(
  response: AnyResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = Buffer.from(JSON.stringify(body));
  head(response, status, { 'content-type': 'application/json', 'content-length': String(text.length), ...headers });
  response.end(text);
}

export function sendAwsError(response: AnyResponse, error: AwsError): void {
  sendJson(response, error.status, { message: error.message }, { 'x-amzn-errortype': error.type });
}

export function startEventStream(response: AnyResponse): void {
  head(response, 200, { 'content-type': 'application/vnd.amazon.eventstream' });
}

function head(response: AnyResponse, status: number, headers: Readonly<Record<string, string>>): void {
  const all = { 'x-amzn-requestid': randomUUID(), ...headers };
  if (response instanceof Http2ServerResponse) response.writeHead(status, all);
  else response.writeHead(status, all);
}

/** Writes and, when the client reads slowly, waits until there is room or it has gone. */
export async function write(response: AnyResponse, frame: Uint8Array): Promise<void> {
  const hasRoom = response instanceof Http2ServerResponse ? response.write(frame) : response.write(frame);
  if (hasRoom || response.destroyed) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      response.off('drain', go);
      response.off('close', go);
      resolve();
    };
    response.on('drain', go);
    response.on('close', go);
  });
}

/** Breaks the connection off: the client sees an aborted answer, or over HTTP/2 a stream reset. */
export function drop(response: AnyResponse): void {
  if (response instanceof Http2ServerResponse) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else response.socket?.destroy();
}

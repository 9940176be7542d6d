/**
 * One port that speaks HTTP/1.1 and HTTP/2, in the clear or over TLS: the first bytes of a connection tell which. The
 * SDK's default handler speaks HTTP/2 with prior knowledge, `NodeHttpHandler` and curl speak HTTP/1.1.
 */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer as createNetServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export type AnyRequest = IncomingMessage | Http2ServerRequest;
export type AnyResponse = ServerResponse | Http2ServerResponse;
export type Handler = (request: AnyRequest, response: AnyResponse) => void;

export interface Tls {
  readonly key: string;
  readonly cert: string;
}

export interface OpenPort {
  readonly port: number;
  /** Connections accepted since the start. */
  readonly accepted: number;
  /** Connections open now. */
  readonly open: number;
  /** The number of the connection a request came in on, counted from 1. */
  connectionOf(request: AnyRequest): number;
  /** Closes every connection and the port. */
  close(): Promise<void>;
}

/** No HTTP/1.1 method starts like the preface of HTTP/2, `PRI * HTTP/2.0`. */
const HTTP2_FIRST_BYTES = 'PRI';

export async function openPort(host: string, port: number, handler: Handler, tls?: Tls): Promise<OpenPort> {
  const http1 = createHttpServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, handler);
  const http2 = createHttp2Server(handler);
  const sockets = new Map<string, { readonly socket: Socket; readonly number: number }>();
  let accepted = 0;

  function sniff(socket: Socket): void {
    accepted += 1;
    const key = socketKey(socket);
    sockets.set(key, { socket, number: accepted });
    socket.once('close', () => sockets.delete(key));
    // A client that goes away is no event for a server; its requests see 'close'.
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    const read = (): void => {
      const first = socket.read() as Buffer | null;
      if (first === null) return;
      socket.off('readable', read);
      socket.unshift(first);
      const isHttp2 = first.toString('latin1', 0, HTTP2_FIRST_BYTES.length) === HTTP2_FIRST_BYTES;
      (isHttp2 ? http2 : http1).emit('connection', socket);
    };
    socket.on('readable', read);
  }

  const server =
    tls === undefined
      ? createNetServer({ noDelay: true }, sniff)
      : createTlsServer({ ...tls, ALPNProtocols: ['h2', 'http/1.1'] }, sniff);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

  return {
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    get open() {
      return sockets.size;
    },
    connectionOf: (request) => sockets.get(socketKey(request.socket))?.number ?? 0,
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const { socket } of sockets.values()) socket.destroy();
      await closed;
    },
  };
}

/** HTTP/2 hands out a stand-in for the socket, so connections are told apart by the peer's address. */
function socketKey(socket: Socket): string {
  return `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`;
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent as HttpsAgent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { bedrockClient } from '@deskfleet/shared/model/bedrock.ts';
import { eventStreams } from '@deskfleet/shared/model/bedrock-wire.ts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect } from 'chai';
import type { Tls } from '../../src/bedrock/port.ts';
import { ask, endpoint, streamOf, textOf, unchangedClient } from './support.ts';

/** A key and certificate for 127.0.0.1, made for this run only. */
function selfSigned(): Tls {
  const folder = mkdtempSync(join(tmpdir(), 'deskfleet-tls-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '1',
        '-keyout',
        key,
        '-out',
        cert,
        '-subj',
        '/CN=127.0.0.1',
        '-addext',
        'subjectAltName=IP:127.0.0.1',
      ],
      { stdio: 'ignore' },
    );
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('Bedrock endpoint: connections', () => {
  it("serves calls one after the other on one kept connection of the product's client", async () => {
    const bedrock = await endpoint();
    unchangedClient(bedrock.url).destroy();
    const client = bedrockClient('eu-west-1');
    for (let call = 0; call < 4; call += 1) await streamOf(client, ask('Hi'));
    expect(bedrock.connections()).to.deep.equal({ accepted: 1, open: 1 });
    expect(bedrock.log.entries.map((entry) => [entry.protocol, entry.connection])).to.deep.equal(
      Array(4).fill(['HTTP/1.1', 1]),
    );
    client.destroy();
    await bedrock.close();
  });

  it('serves both protocols on the same port', async () => {
    const bedrock = await endpoint();
    const clients = [unchangedClient(bedrock.url, false), unchangedClient(bedrock.url, true)];
    const answers = await Promise.all(clients.map((client) => streamOf(client, ask('Hi'))));
    expect(new Set(answers.map(textOf)).size).to.equal(1);
    expect(bedrock.log.entries.map((entry) => entry.protocol)).to.have.members(['HTTP/1.1', 'HTTP/2']);
    for (const client of clients) client.destroy();
    await bedrock.close();
  });

  for (const [reader, options] of [
    ["the SDK's", {}],
    ['our', { eventStreamSerdeProvider: eventStreams }],
  ] as const)
    it(`carries every stream to its end over TLS and HTTP/1.1 when ${reader} reader pauses at messageStop`, async () => {
      const tls = selfSigned();
      const bedrock = await endpoint({ tls });
      const client = new BedrockRuntimeClient({
        ...options,
        region: 'eu-west-1',
        endpoint: bedrock.url,
        maxAttempts: 1,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
        requestHandler: new NodeHttpHandler({ httpsAgent: new HttpsAgent({ keepAlive: true, ca: tls.cert }) }),
      });
      for (let stream = 1; stream <= 10; stream += 1) {
        const output = await client.send(new ConverseStreamCommand(ask('Hi')));
        const names: (string | undefined)[] = [];
        for await (const event of output.stream ?? []) {
          names.push(Object.keys(event)[0]);
          // A slow reader: does not go on before the endpoint has written everything and its side of the stream is over.
          if (event.messageStop) {
            while (bedrock.log.entries.at(-1)?.state !== 'finished')
              await new Promise((resolve) => {
                setImmediate(resolve);
              });
            for (let turn = 0; turn < 20; turn += 1)
              await new Promise((resolve) => {
                setImmediate(resolve);
              });
          }
        }
        expect(names.at(-1)).to.equal('metadata');
      }
      expect(bedrock.connections().accepted).to.equal(1);
      client.destroy();
      await bedrock.close();
    });

  it('tells a second endpoint on the same port at once that it is taken', async () => {
    const bedrock = await endpoint();
    const second = await endpoint({ port: bedrock.port }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(second).to.include({ code: 'EADDRINUSE' });
    await bedrock.close();
  });
});

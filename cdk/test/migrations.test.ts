/** The function behind the custom resource, as the bundle that is deployed, against the local Data API. */
import { readdirSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { LOCAL_DATABASE, LOCAL_RESOURCE_ARN, LOCAL_SECRET_ARN } from '@deskfleet/local/rds-data/identity.ts';
import { startRdsData, type RdsDataServer } from '@deskfleet/local/rds-data/server.ts';
import { answerCloudFormation, type CustomResourceEvent } from '../src/migrate/answer.ts';
import { migrateFromEnvironment } from '../src/migrate/run.ts';
import { ROOT, synthesized } from './support.ts';

interface Answer {
  readonly method: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

const PLENTY = { getRemainingTimeInMillis: () => 900_000 };

describe('the migrations of a deployment', function () {
  this.timeout(120_000);
  let rdsData: RdsDataServer;
  let cloudFormation: Server;
  let event: CustomResourceEvent;
  let environment: Readonly<Record<string, string>>;
  let taken = 200;
  let ownEnvironment: NodeJS.ProcessEnv;
  const answers: Answer[] = [];

  before(async () => {
    rdsData = await startRdsData({});
    environment = {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_RDS_DATA: rdsData.url,
      DATABASE_RESOURCE_ARN: LOCAL_RESOURCE_ARN,
      DATABASE_SECRET_ARN: LOCAL_SECRET_ARN,
      DATABASE_NAME: LOCAL_DATABASE,
    };
    // The SDK reads these where the settings do not reach.
    ownEnvironment = { ...process.env };
    Object.assign(process.env, environment);
    cloudFormation = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        answers.push({
          method: request.method,
          contentType: request.headers['content-type'],
          body: JSON.parse(text) as Answer['body'],
        });
        response.writeHead(taken).end();
      });
    });
    await new Promise<void>((resolve) => cloudFormation.listen(0, '127.0.0.1', resolve));
    event = {
      RequestType: 'Create',
      ResponseURL: `http://127.0.0.1:${(cloudFormation.address() as AddressInfo).port}/answer`,
      StackId: 'arn:aws:cloudformation:eu-central-1:123456789012:stack/deskfleet-dev-database/1',
      RequestId: 'request-1',
      LogicalResourceId: 'MigrationsRun',
    };
  });
  beforeEach(() => {
    answers.length = 0;
    taken = 200;
  });
  after(async () => {
    process.env = ownEnvironment;
    await rdsData.close();
    cloudFormation.close();
  });

  /** The deployed bundle reads the process's environment, as in a function. */
  async function callBundle(call: CustomResourceEvent): Promise<Answer> {
    const code = synthesized('dev').codeOf('database');
    const bundle = (await import(pathToFileURL(join(code, 'index.mjs')).href)) as {
      handler: (event: CustomResourceEvent, context: typeof PLENTY) => Promise<void>;
    };
    await bundle.handler(call, PLENTY);
    const answer = answers.at(-1);
    if (answer === undefined) throw new Error('CloudFormation was not answered');
    return answer;
  }

  const files = readdirSync(`${ROOT}migrations`).filter((file) => file.endsWith('.sql'));

  it('bring an empty database up to date, and say what they did', async () => {
    const { method, contentType, body } = await callBundle(event);
    expect([method, contentType ?? '']).to.deep.equal(['PUT', '']);
    expect(body).to.deep.include({
      Status: 'SUCCESS',
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
    });
    const { Applied, Waiting } = body['Data'] as { Applied: string; Waiting: string };
    expect(Applied.split(',').map((name) => `${name}.sql`)).to.deep.equal(files);
    expect(Waiting).to.equal('');
  });

  it('do nothing the second time, and are the same resource', async () => {
    const first = await callBundle(event);
    const second = await callBundle({ ...event, RequestType: 'Update', RequestId: 'request-2' });
    expect(second.body).to.deep.include({
      Status: 'SUCCESS',
      RequestId: 'request-2',
      Data: { Applied: '', Waiting: '' },
    });
    expect(second.body['PhysicalResourceId']).to.equal(first.body['PhysicalResourceId']);
  });

  it('let an older release be put back: what it does not know of is no fault', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deskfleet-migrations-'));
    for (const file of files.slice(0, -1)) await cp(`${ROOT}migrations/${file}`, join(folder, file));
    await answerCloudFormation({ ...event, RequestType: 'Update' }, PLENTY, (signal) =>
      migrateFromEnvironment(environment, folder, signal),
    );
    await rm(folder, { recursive: true });
    expect(answers[0]?.body).to.deep.include({ Status: 'SUCCESS', Data: { Applied: '', Waiting: '' } });
  });

  it('touch nothing when the resource is deleted', async () => {
    const calls = rdsData.statistics.snapshot();
    const { body } = await callBundle({ ...event, RequestType: 'Delete' });
    expect(body).to.include({ Status: 'SUCCESS' }).and.not.have.property('Data');
    expect(rdsData.statistics.snapshot()).to.deep.equal(calls);
  });

  it('fail the deployment with the file, the line and the words of PostgreSQL', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deskfleet-migrations-'));
    await cp(`${ROOT}migrations`, folder, { recursive: true });
    await writeFile(
      join(folder, '9999_broken.sql'),
      'create table fine (id text);\nalter table nowhere add column x text;\n',
    );
    await answerCloudFormation(event, PLENTY, (signal) => migrateFromEnvironment(environment, folder, signal));
    await rm(folder, { recursive: true });
    expect(answers[0]?.body['Status']).to.equal('FAILED');
    expect(answers[0]?.body['Reason']).to.match(
      /9999_broken\.sql, statement 2 of 2 \(line 2\).*"nowhere" does not exist/u,
    );
    // Nothing of the broken file is left.
    expect((await callBundle(event)).body).to.deep.include({ Status: 'SUCCESS', Data: { Applied: '', Waiting: '' } });
  });

  it('give up in time to say so', async () => {
    const nearlyOver = { getRemainingTimeInMillis: () => 20_001 };
    await answerCloudFormation(event, nearlyOver, async (signal) => {
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('ended before it was done')));
      });
      return {};
    });
    expect(answers[0]?.body).to.include({ Status: 'FAILED', Reason: 'ended before it was done' });
  });

  it('answer within the size that CloudFormation takes', async () => {
    await answerCloudFormation(event, PLENTY, () => Promise.reject(new Error('x'.repeat(10_000))));
    expect(JSON.stringify(answers[0]?.body).length).to.be.below(4_096);
  });

  it('are called again by the function service when the answer was not taken', async () => {
    taken = 503;
    const failed = await answerCloudFormation(event, PLENTY, () => Promise.resolve({})).catch((error: unknown) =>
      String(error),
    );
    expect(failed).to.match(/did not take the answer: 503/u);
  });
});

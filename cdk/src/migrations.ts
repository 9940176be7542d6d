/**
 * Brings the database up to date while the stack is deployed: a function that runs `migrations/*.sql` through the Data
 * API, called by CloudFormation whenever a file is added. When it fails the stack fails, and what comes after it in the
 * deployment, the fleet, stays as it was.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CustomResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FleetDatabase } from './database-stack.ts';
import { fleetName } from './names.ts';
import type { Environment } from './options.ts';
import { databaseEnvironment } from './task-environment.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = `${ROOT}migrations`;
/** The longest a function may run. */
const TIME_LIMIT = Duration.minutes(15);

/** CommonJS packages inside an ES module bundle still call require(). */
const BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

export class Migrations extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { database, environment }: { database: FleetDatabase; environment: Environment },
  ) {
    super(scope, id);
    const name = fleetName('migrations', environment);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${name}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    database.cluster.grantDataApiAccess(role);
    const handler = new NodejsFunction(this, 'Function', {
      functionName: name,
      description: 'Brings the database to the state of migrations/*.sql',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: TIME_LIMIT,
      role,
      logGroup,
      environment: databaseEnvironment(database),
      entry: fileURLToPath(new URL('migrate/handler.ts', import.meta.url)),
      projectRoot: ROOT,
      depsLockFilePath: `${ROOT}package-lock.json`,
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        banner: BANNER,
        // The versions that are tested here, not those that the runtime happens to bring.
        externalModules: [],
        commandHooks: {
          beforeBundling: () => [],
          beforeInstall: () => [],
          afterBundling: (_input, output) => [`cp -R "${FOLDER}" "${output}/migrations"`],
        },
      },
    });
    new CustomResource(this, 'Run', {
      resourceType: 'Custom::Migrations',
      serviceToken: handler.functionArn,
      serviceTimeout: TIME_LIMIT,
      properties: { files: checksums() },
    });
  }
}

/** File → SHA-256 of its text: what makes CloudFormation call again, and what a diff shows. */
function checksums(): Readonly<Record<string, string>> {
  const files = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(`${FOLDER}/${file}`))
        .digest('hex'),
    ]),
  );
}

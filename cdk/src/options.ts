/** The command line: what `-c name=value` may say. A wrong value ends the synthesis with one line each. */
import type { Node } from 'constructs';
import { z } from 'zod';
import { ENVIRONMENT_NAMES, ENVIRONMENTS, type EnvironmentName, type EnvironmentSizes } from './environments.ts';
import { isKnownRegion } from './model-regions.ts';

const flag = z.union([z.boolean(), z.enum(['true', 'false'])], { error: 'give true or false' }).transform(String);
const yes = (fallback: boolean) => flag.default(String(fallback)).transform((value) => value === 'true');
const text = (pattern: RegExp, hint: string) => z.coerce.string().regex(pattern, hint);

/** Every `-c` option. `cdk/README.md` explains them, a test compares. */
export const optionsTable = {
  env: z
    .enum(ENVIRONMENT_NAMES, { error: `give one of ${ENVIRONMENT_NAMES.join(', ')}` })
    .describe('Which environment.'),
  region: text(/^[a-z]{2}(-[a-z]+)+-\d$/u, 'give a region such as eu-central-1')
    .refine(isKnownRegion, 'the regions its model profiles lead to are not known; add them to cdk/src/model-regions.ts')
    .describe('Region; otherwise that of the AWS profile.'),
  certificateArn: text(/^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/.+$/u, 'give the ARN of an ACM certificate')
    .optional()
    .describe('Certificate of the load balancer. Without one `dev` speaks plain HTTP; the others need it.'),
  imageTag: text(/^[\w][\w.-]{0,127}$/u, 'give a tag of the images in the repositories')
    .optional()
    .describe('Tag of images that a pipeline has pushed; without it the CLI builds them from this folder.'),
  // What else has an ARN (profiles of one's own, provisioned throughput) does not say which model is behind it.
  modelId: text(
    /^([\w.:-]+|arn:[\w-]+:bedrock:[\w-]+:\d*:(inference-profile|foundation-model)\/[\w.:-]+)$/u,
    'give an inference profile of AWS, a model id or the ARN of either',
  )
    .optional()
    .describe("One model instead of the region's chain."),
  guardrailId: text(/^[\w:/.-]+$/u, 'give the id or ARN of a guardrail')
    .optional()
    .describe('Bedrock Guardrail for every model call.'),
  guardrailVersion: text(/^(DRAFT|\d+)$/u, 'give DRAFT or a number')
    .optional()
    .describe('Version of that guardrail.'),
  defaultTenant: text(/^[\w-]+$/u, 'give the id of a tenant')
    .optional()
    .describe('Tenant of a chat that brings no token.'),
  alarmEmail: z.email({ error: 'give an e-mail address' }).optional().describe('Who is told when an alarm goes off.'),
  autoPause: yes(false).describe('dev only: the database sleeps when nobody asks it for an hour.'),
  cache: yes(false).describe('ElastiCache Serverless (Valkey): rate limits count over all tasks together.'),
  collector: yes(false).describe('An AWS Distro for OpenTelemetry collector beside each agent.'),
  blueGreen: yes(false).describe('Blue/green deployments instead of rolling ones.'),
} satisfies Record<string, z.ZodType>;

const optionsSchema = z.object(optionsTable);
type Options = z.infer<typeof optionsSchema>;

/** One environment as it is to be: its row of the table and what the command line says. */
export interface Environment extends Options, EnvironmentSizes {
  readonly name: EnvironmentName;
}

export class OptionsError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'OptionsError';
  }
}

/** Where the fleet goes when neither `-c region` nor an AWS profile says so. */
const DEFAULT_REGION = 'eu-central-1';

/**
 * @param defaults `CDK_DEFAULT_REGION`, which the CLI sets from the AWS profile in use
 * @throws {OptionsError} one line for each option that is missing or wrong
 */
export function readOptions(
  node: Node,
  defaults: Readonly<Record<string, string | undefined>> = process.env,
): Environment {
  const unknown = unknownOptions(node);
  if (unknown.length > 0) throw new OptionsError(unknown);
  const given = Object.fromEntries(
    Object.keys(optionsTable).map((name) => [name, present(node.tryGetContext(name) as unknown)]),
  );
  const region = given['region'] ?? present(defaults['CDK_DEFAULT_REGION']) ?? DEFAULT_REGION;
  const parsed = optionsSchema.safeParse({ ...given, region });
  if (!parsed.success) throw new OptionsError(parsed.error.issues.map((issue) => problem(issue, given)));
  const environment: Environment = { ...ENVIRONMENTS[parsed.data.env], ...parsed.data, name: parsed.data.env };
  const problems = contradictions(environment);
  if (problems.length > 0) throw new OptionsError(problems);
  return environment;
}

/** An option that nobody reads would be left out of a deployment without a word. CDK's own keys have a colon or a slash. */
function unknownOptions(node: Node): readonly string[] {
  return Object.keys(node.getAllContext() as Readonly<Record<string, unknown>>)
    .filter((name) => /^\w+$/u.test(name) && !(name in optionsTable))
    .map((name) => `-c ${name} is no option. There are: ${Object.keys(optionsTable).join(', ')}.`);
}

function contradictions(environment: Environment): readonly string[] {
  const { name } = environment;
  return [
    ...(environment.certificateArn === undefined && !environment.mayLackCertificate
      ? [`-c certificateArn is missing: ${name} is reached over HTTPS only. Give the ARN of an ACM certificate.`]
      : []),
    ...(environment.autoPause && name !== 'dev'
      ? [`-c autoPause=true is for dev only: the first customer of ${name} would wait for the database to wake up.`]
      : []),
    ...(environment.guardrailVersion !== undefined && environment.guardrailId === undefined
      ? ['-c guardrailVersion needs -c guardrailId.']
      : []),
  ];
}

function problem(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const name = String(issue.path[0]);
  const value = given[name];
  const is = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
  return `-c ${name} ${is}: ${issue.message}. Example: npx cdk synth -c env=dev`;
}

function present(value: unknown): unknown {
  return value === '' || value === null ? undefined : value;
}

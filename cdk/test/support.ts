/** Templates as `cdk synth` writes them, made once for each environment in a run. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { onRunEnd } from '@deskfleet/local/testing/harness.ts';
import { z } from 'zod';
import type { EnvironmentName } from '../src/environments.ts';
import { addFleet } from '../src/fleet-app.ts';
import { readOptions } from '../src/options.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PARTS = ['repositories', 'network', 'sign-in', 'database', 'fleet', 'watching'] as const;
export type Part = (typeof PARTS)[number];

const resourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.any()).default({}),
  DependsOn: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
const templateSchema = z.looseObject({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })).default({}),
});
/** What a template says about a resource; its properties are of any form, as they are in JSON. */
export type Resource = z.infer<typeof resourceSchema> & { readonly id: string };

const reportSchema = z.looseObject({
  pluginReports: z.array(
    z.looseObject({ pluginName: z.string(), conclusion: z.string(), violations: z.array(z.unknown()) }),
  ),
});

const artifactSchema = z.looseObject({
  displayName: z.string(),
  dependencies: z.array(z.string()).default([]),
  properties: z.looseObject({ terminationProtection: z.boolean().optional() }),
});

export class Synthesized {
  readonly #folder: string;
  readonly #environment: EnvironmentName;

  constructor(folder: string, environment: EnvironmentName) {
    this.#folder = folder;
    this.#environment = environment;
  }

  /** The template of a stack, to the byte. */
  raw(part: Part): unknown {
    return this.#read(`deskfleet-${this.#environment}-${part}.template.json`);
  }

  template(part: Part): z.infer<typeof templateSchema> {
    return templateSchema.parse(this.raw(part));
  }

  resources(part: Part, type: string): readonly Resource[] {
    return Object.entries(this.template(part).Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => ({ ...resource, id }));
  }

  /** The only resource of its type. */
  resource(part: Part, type: string): Resource {
    const [only, ...others] = this.resources(part, type);
    if (only === undefined || others.length > 0)
      throw new Error(`${part} has ${others.length + 1} of ${type}, or none`);
    return only;
  }

  every(): readonly (Resource & { readonly part: Part })[] {
    return PARTS.flatMap((part) =>
      Object.entries(this.template(part).Resources).map(([id, resource]) => ({ ...resource, id, part })),
    );
  }

  /** Folder of the files of a function, as they are deployed. */
  codeOf(part: Part): string {
    const code = z.looseObject({ Code: z.looseObject({ S3Key: z.string() }) });
    const { S3Key } = code.parse(this.resource(part, 'AWS::Lambda::Function').Properties).Code;
    return join(this.#folder, `asset.${S3Key.replace(/\.zip$/u, '')}`);
  }

  report(): z.infer<typeof reportSchema> {
    return reportSchema.parse(this.#read('validation-report.json'));
  }

  /** How the CLI is to deploy a stack. */
  artifact(part: Part): z.infer<typeof artifactSchema> {
    const { artifacts } = z
      .looseObject({ artifacts: z.record(z.string(), z.unknown()) })
      .parse(this.#read('manifest.json'));
    return artifactSchema.parse(artifacts[`deskfleet-${this.#environment}-${part}`]);
  }

  #read(file: string): unknown {
    return JSON.parse(readFileSync(join(this.#folder, file), 'utf8'));
  }
}

export const CERTIFICATE = 'arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555';
/** What every environment needs to be said. */
const NEEDED: Readonly<Record<EnvironmentName, Readonly<Record<string, string>>>> = {
  dev: {},
  staging: { certificateArn: CERTIFICATE },
  prod: { certificateArn: CERTIFICATE },
};

/** What cdk.json says; `-c` adds to it. */
export function settingsOfCdk(): Readonly<Record<string, unknown>> {
  return z
    .looseObject({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(`${ROOT}cdk/cdk.json`, 'utf8'))).context;
}

const made = new Map<string, Synthesized>();

/** @param options as `-c name=value` gives them */
export function synthesized(environment: EnvironmentName, options: Readonly<Record<string, string>> = {}): Synthesized {
  const key = JSON.stringify([environment, options]);
  const before = made.get(key);
  if (before) return before;
  const outdir = mkdtempSync(join(tmpdir(), `deskfleet-cdk-${environment}-`));
  onRunEnd(() => rmSync(outdir, { recursive: true, force: true }));
  const context = { ...settingsOfCdk(), env: environment, ...NEEDED[environment], ...options };
  const app = new App({ outdir, context, analyticsReporting: false });
  addFleet(app, readOptions(app.node, {}));
  app.synth();
  const result = new Synthesized(outdir, environment);
  made.set(key, result);
  return result;
}

/** Follows what points to another resource of the same template. */
export function referenceOf(value: unknown): string | undefined {
  const reference = z
    .union([
      z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
      z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((get) => get['Fn::GetAtt'][0]),
    ])
    .safeParse(value);
  return reference.success ? reference.data : undefined;
}

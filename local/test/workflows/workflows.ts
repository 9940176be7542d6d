/** The GitHub workflows as GitHub reads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = `${ROOT}.github/workflows`;

const texts = z.record(z.string(), z.coerce.string());
const permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));
const concurrency = z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() });

const stepSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: texts.optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  env: texts.optional(),
  'working-directory': z.string().optional(),
});
export type WorkflowStep = z.infer<typeof stepSchema>;

const jobSchema = z.strictObject({
  if: z.string().optional(),
  needs: z.string().optional(),
  uses: z.string().optional(),
  with: texts.optional(),
  'runs-on': z.string().optional(),
  container: z.string().optional(),
  'timeout-minutes': z.number().optional(),
  strategy: z.strictObject({ 'fail-fast': z.boolean(), matrix: z.record(z.string(), z.array(z.string())) }).optional(),
  environment: z.string().optional(),
  permissions: permissions.optional(),
  concurrency: concurrency.optional(),
  env: texts.optional(),
  steps: z.array(stepSchema).default([]),
});
export type WorkflowJob = z.infer<typeof jobSchema>;

/** What the workflows here make use of; a key that is misspelt is a key that GitHub does not know either. */
const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions,
  concurrency: concurrency.optional(),
  jobs: z.record(z.string(), jobSchema),
});
type Workflow = z.infer<typeof workflowSchema>;

/** By file name. `on: pull_request:` has nothing below it. */
export const WORKFLOWS: ReadonlyMap<string, Workflow> = new Map(
  readdirSync(FOLDER).map((file) => [file, workflowSchema.parse(parse(readFileSync(`${FOLDER}/${file}`, 'utf8')))]),
);

export interface NamedJob {
  /** File and job. */
  readonly where: string;
  readonly file: string;
  readonly workflow: Workflow;
  readonly job: WorkflowJob;
}

export const JOBS: readonly NamedJob[] = [...WORKFLOWS].flatMap(([file, workflow]) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ where: `${file}: ${name}`, file, workflow, job })),
);

export const STEPS: readonly (WorkflowStep & { readonly where: string; readonly of: NamedJob })[] = JOBS.flatMap((of) =>
  of.job.steps.map((step, index) => ({ ...step, of, where: `${of.where}, step ${index + 1}` })),
);

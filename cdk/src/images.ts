/** Where the image of an agent comes from: built from this folder by the CLI, or pushed by a pipeline. */
import { fileURLToPath } from 'node:url';
import { IgnoreMode } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import type { FleetMember } from '@deskfleet/shared/fleet.ts';
import type { Environment } from './options.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Beside what `.dockerignore` leaves out: what changes from machine to machine must not change the image's hash. */
const EXCLUDED = ['**/node_modules', '.git', 'dist', 'dist-*', 'coverage', '.deskfleet', '**/cdk.out', '**/*.log'];

/** Synthesis only reads the folder; Docker is needed by `cdk deploy`, and not at all with `-c imageTag`. */
export function imageOf(
  { name }: FleetMember,
  environment: Environment,
  repositories: ReadonlyMap<string, IRepository>,
): ContainerImage {
  const repository = repositories.get(name);
  if (environment.imageTag !== undefined && repository !== undefined)
    return ContainerImage.fromEcrRepository(repository, environment.imageTag);
  return ContainerImage.fromAsset(ROOT, {
    assetName: name,
    file: 'Dockerfile',
    buildArgs: { AGENT: name },
    // Tasks run on x86, whatever the machine that builds.
    platform: Platform.LINUX_AMD64,
    exclude: EXCLUDED,
    ignoreMode: IgnoreMode.DOCKER,
  });
}

/** The function behind the custom resource of migrations.ts. */
import { fileURLToPath } from 'node:url';
import { answerCloudFormation, type CustomResourceEvent, type LambdaContext } from './answer.ts';
import { migrateFromEnvironment } from './run.ts';

const FOLDER = fileURLToPath(new URL('migrations', import.meta.url));

export async function handler(event: CustomResourceEvent, context: LambdaContext): Promise<void> {
  await answerCloudFormation(event, context, (signal) => migrateFromEnvironment(process.env, FOLDER, signal));
}

import { closeWorlds } from './harness.ts';

export const mochaHooks = {
  async afterAll(): Promise<void> {
    await closeWorlds();
  },
};

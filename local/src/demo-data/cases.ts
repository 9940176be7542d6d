import type { DemoCase } from './cases/demo-case.ts';
import { SAMPLE_CASES } from './cases/sample-cases.ts';
import { TRICKY_CASES } from './cases/tricky-cases.ts';

export type { DemoCase } from './cases/demo-case.ts';

/** Named customers with the question to ask as them and what a right answer says. */
export const DEMO_CASES: readonly DemoCase[] = [...SAMPLE_CASES, ...TRICKY_CASES];

/**
 * What the three environments differ in: one table. Everything else is the same in all of them, so that what was tried
 * in `staging` is what runs in `prod`.
 */
import { fleetMember } from '@deskfleet/shared/fleet.ts';

export const ENVIRONMENT_NAMES = ['dev', 'staging', 'prod'] as const;
export type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];

export interface EnvironmentSizes {
  /** For names that may have 32 characters in all. */
  readonly shortName: string;
  /** Fargate size of each agent's task: CPU units (1024 = 1 vCPU) and memory in MiB. */
  readonly task: { readonly cpu: number; readonly memoryMiB: number };
  /** Tasks of each agent: how many at least, and how many at most when there is much to do. */
  readonly tasks: { readonly desired: number; readonly most: number };
  /** NAT gateways; two survive the loss of a zone, one saves its price. */
  readonly natGateways: 1 | 2;
  /** Whether AWS services are reached by interface endpoints; otherwise through the NAT gateway. */
  readonly interfaceEndpoints: boolean;
  /** Aurora capacity units (2 GiB of memory each), lowest and highest. */
  readonly database: { readonly leastAcu: number; readonly mostAcu: number; readonly reader: boolean };
  /** Whether what customers and the shop have written survives the deletion of a stack. */
  readonly keepsData: boolean;
  /** Cognito's threat protection (Plus plan): stolen passwords, unusual sign-ins. Paid for by the user. */
  readonly threatProtection: boolean;
  /** Whether it may be reached over plain HTTP when no certificate is given. */
  readonly mayLackCertificate: boolean;
}

const SMALL = fleetMember('supervisor').size;

export const ENVIRONMENTS: Readonly<Record<EnvironmentName, EnvironmentSizes>> = {
  dev: {
    shortName: 'dev',
    task: SMALL,
    tasks: { desired: 1, most: 2 },
    natGateways: 1,
    interfaceEndpoints: false,
    database: { leastAcu: 0.5, mostAcu: 4, reader: false },
    keepsData: false,
    threatProtection: false,
    mayLackCertificate: true,
  },
  staging: {
    shortName: 'stg',
    task: SMALL,
    tasks: { desired: 1, most: 4 },
    natGateways: 1,
    interfaceEndpoints: true,
    database: { leastAcu: 0.5, mostAcu: 4, reader: false },
    keepsData: false,
    threatProtection: false,
    mayLackCertificate: false,
  },
  prod: {
    shortName: 'prod',
    task: { cpu: SMALL.cpu * 2, memoryMiB: SMALL.memoryMiB * 2 },
    tasks: { desired: 2, most: 10 },
    natGateways: 2,
    interfaceEndpoints: true,
    database: { leastAcu: 0.5, mostAcu: 4, reader: true },
    keepsData: true,
    threatProtection: true,
    mayLackCertificate: false,
  },
};

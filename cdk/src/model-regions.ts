/**
 * Where Bedrock's cross-region inference profiles lead. IAM asks for the model in every region a request may be answered
 * in. Source: AWS's pages on geographic cross-Region inference and the model cards; read 2026-11-21. For `jp`, `au`
 * and for `us` from other regions than us-east-1 check the model card of the account's own region.
 */
import { profileGeography } from '@deskfleet/shared/model/models.ts';

const EU = ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'] as const;
const US = ['us-east-1', 'us-east-2', 'us-west-2'] as const;

/** Profile prefix → regions that it answers in, whatever region it is called from. */
const DESTINATIONS: Readonly<Record<string, readonly string[]>> = {
  eu: EU,
  us: US,
  jp: ['ap-northeast-1', 'ap-northeast-3'],
  au: ['ap-southeast-2', 'ap-southeast-4'],
  apac: [
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-south-1',
    'ap-south-2',
    'ap-southeast-1',
    'ap-southeast-2',
    'ap-southeast-4',
  ],
  'us-gov': ['us-gov-east-1', 'us-gov-west-1'],
};

/** Regions that profiles can be called from and that AWS's pages name; eu-west-2 and eu-central-2 add themselves. */
const SOURCES = [
  ...new Set([
    ...EU,
    ...US,
    'eu-west-2',
    'eu-central-2',
    'us-west-1',
    'ca-central-1',
    ...Object.values(DESTINATIONS).flat(),
  ]),
];

export function isKnownRegion(region: string): boolean {
  return SOURCES.includes(region);
}

/**
 * Regions as an ARN of a foundation model writes them: `*` is any, '' the ARN without a region that requests of `global.`
 * profiles carry.
 */
export const ANY_REGION = '*';
const UNSPECIFIED_REGION = '';

/** The regions a profile may answer in when it is called from `source`. */
export function profileDestinations(geography: string, source: string): readonly string[] {
  if (geography === 'global') return [ANY_REGION, UNSPECIFIED_REGION];
  return [...new Set([source, ...(DESTINATIONS[geography] ?? DESTINATIONS[profileGeography(source)] ?? [])])].sort();
}

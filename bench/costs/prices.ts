/** The dated price table `prices.json`. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const price = z.strictObject({ usd: z.number().positive(), unit: z.string(), from: z.string() });
const assumed = z.strictObject({ value: z.number().positive(), meaning: z.string() });

const PRICE_NAMES = [
  'natGatewayHour',
  'natGatewayGigabyte',
  'interfaceEndpointHour',
  'interfaceEndpointGigabyte',
  'publicAddressHour',
  'loadBalancerHour',
  'loadBalancerUnitHour',
  'fargateVcpuHour',
  'fargateGigabyteHour',
  'auroraAcuHour',
  'auroraStorageMonth',
  'auroraIoMillion',
  'dataApiMillion',
  'secretMonth',
  'webAclMonth',
  'webAclRuleMonth',
  'wafMillion',
  'alarmMetricMonth',
  'dashboardMonth',
  'customMetricMonth',
  'logGigabyte',
  'keyMonth',
  'cacheGigabyteHour',
] as const;
const ASSUMED_NAMES = [
  'databaseGigabytes',
  'containerInsightsMetrics',
  'cacheLeastGigabytes',
  'logBytesPerTurn',
  'databaseIoPerStatement',
] as const;

const pricesSchema = z.strictObject({
  region: z.string(),
  date: z.iso.date(),
  note: z.string(),
  prices: z.record(z.enum(PRICE_NAMES), price),
  assumed: z.record(z.enum(ASSUMED_NAMES), assumed),
});
export type Prices = z.infer<typeof pricesSchema>;

/** @throws {z.ZodError} when a price is missing or is none. */
export function readPrices(): Prices {
  return pricesSchema.parse(JSON.parse(readFileSync(new URL('./prices.json', import.meta.url), 'utf8')));
}

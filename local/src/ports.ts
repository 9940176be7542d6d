/** The ports of the laptop beside the fleet's own. All move together by the port offset. */
import { FLEET } from '@deskfleet/shared/fleet.ts';

export const GATEWAY_PORT = 8080;
export const RDS_DATA_PORT = 8090;
export const BEDROCK_PORT = 8091;

export interface Port {
  readonly name: string;
  readonly port: number;
}

/** Every port `npm start` listens on. */
export function allPorts(offset: number): readonly Port[] {
  const endpoints = [
    { name: 'gateway', port: GATEWAY_PORT },
    { name: 'rds-data', port: RDS_DATA_PORT },
    { name: 'bedrock', port: BEDROCK_PORT },
  ];
  return [...endpoints, ...FLEET].map(({ name, port }) => ({ name, port: port + offset }));
}

/** The one port above 8000 that browsers and `fetch` call unsafe (Fetch standard, "port blocking"). */
const BLOCKED_PORT = 10_080;

/** A port that nobody could be reached on through a browser; undefined when all are fine. */
export function blockedPort(offset: number): Port | undefined {
  return allPorts(offset).find(({ port }) => port === BLOCKED_PORT);
}

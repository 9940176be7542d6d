/**
 * How many messages are taken in a minute: from one network address, one customer, and for one tenant. Counted in Redis
 * when `REDIS_URL` is set, so that all tasks count together, else in the process. A counter that cannot be reached lets
 * the message through: it guards against abuse, it must not become the reason why nobody is answered.
 */
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Principal } from '../agent/context.ts';
import type { Settings } from '../settings.ts';
import type { Logger } from '../telemetry/log.ts';
import { Problem } from './errors.ts';

const WINDOW_SECONDS = 60;

type LimitSettings = Pick<
  Settings,
  'RATE_LIMIT_ADDRESS_PER_MINUTE' | 'RATE_LIMIT_CUSTOMER_PER_MINUTE' | 'RATE_LIMIT_TENANT_PER_MINUTE' | 'REDIS_URL'
>;

export interface RateLimit {
  /** Counts one message. @throws {Problem} `rate_limited`, with the seconds to wait */
  take(principal: Principal, addressHash: string): Promise<void>;
  close(): void;
}

export function createRateLimit(settings: LimitSettings, log: Logger): RateLimit {
  const connecting = settings.REDIS_URL === undefined ? undefined : connectRedis(settings.REDIS_URL, log);
  const limiter = async (name: string, points: number): Promise<RateLimiterAbstract | undefined> => {
    if (points === 0) return undefined;
    const options = { keyPrefix: `deskfleet:${name}`, points, duration: WINDOW_SECONDS };
    const redis = await connecting;
    return redis
      ? // While Redis cannot be reached each process counts for itself.
        new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: new RateLimiterMemory(options) })
      : new RateLimiterMemory(options);
  };
  const address = limiter('address', settings.RATE_LIMIT_ADDRESS_PER_MINUTE);
  const customer = limiter('customer', settings.RATE_LIMIT_CUSTOMER_PER_MINUTE);
  const tenant = limiter('tenant', settings.RATE_LIMIT_TENANT_PER_MINUTE);

  async function count(counter: Promise<RateLimiterAbstract | undefined>, key: string): Promise<void> {
    try {
      await (await counter)?.consume(key);
    } catch (refused) {
      if (refused instanceof RateLimiterRes) {
        const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw new Problem('rate_limited', {
          detail: `Too many messages in a short time. Please wait ${String(seconds)} seconds and send it again.`,
          extra: { retry_after_seconds: seconds },
        });
      }
      log.error('a rate limit could not be counted', { error: refused });
    }
  }

  return {
    take: async (principal, addressHash) => {
      // From the narrowest to the widest: one caller's flood does not use up the shop's share.
      await count(address, `${principal.tenant}:${addressHash}`);
      if (principal.customerId !== null) await count(customer, `${principal.tenant}:${principal.customerId}`);
      await count(tenant, principal.tenant);
    },
    close: () => void connecting?.then((redis) => redis.disconnect()),
  };
}

/** The client is loaded only where there is a Redis: it takes a process longer to start than Express does. */
async function connectRedis(url: string, log: Logger): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, { maxRetriesPerRequest: 1, connectTimeout: 2_000, commandTimeout: 500 });
  redis.on('error', (error) => log.error('Redis cannot be reached; each process counts for itself', { error }));
  return redis;
}

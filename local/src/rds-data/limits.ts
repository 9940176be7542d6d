/** The service's limits. Sizes in bytes, times in milliseconds; tests and callers may narrow or lift them. */
export interface Limits {
  /** One row of a result, as the database returns it. */
  readonly rowBytes: number;
  /** One ExecuteStatement answer. */
  readonly responseBytes: number;
  /** formattedRecords (formatRecordsAs JSON). */
  readonly formattedBytes: number;
  /** One request with its headers. */
  readonly requestBytes: number;
  /** Characters of one SQL text. */
  readonly sqlLength: number;
  /** One call. */
  readonly callMs: number;
  /** Between two calls of one transaction. */
  readonly transactionIdleMs: number;
  /** One transaction in all. */
  readonly transactionLifeMs: number;
}

const MIB = 1024 * 1024;

export const AWS_LIMITS: Limits = {
  rowBytes: 64 * 1024,
  responseBytes: MIB,
  formattedBytes: 10 * MIB,
  requestBytes: 4 * MIB,
  sqlLength: 65_536,
  callMs: 45_000,
  transactionIdleMs: 3 * 60_000,
  transactionLifeMs: 24 * 3_600_000,
};

/**
 * The embedded database has one session, so a forgotten transaction would stop everybody for three minutes. It is
 * rolled back sooner, with AWS's own error.
 */
export const EMBEDDED_TRANSACTION_IDLE_MS = 15_000;

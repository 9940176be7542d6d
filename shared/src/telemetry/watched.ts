/**
 * Messages of log lines that are counted on AWS: alarms and dashboard look for exactly these (`cdk/src/log-metrics.ts`).
 * Data only. Every line has `message`; the fields named here are there, too.
 */
export const WATCHED = {
  /** One request; `code` when it ended in an error of the table in `http/errors.ts`. */
  request: 'request',
  /** A link of the model chain did not answer; `modelId`, `kind`. */
  modelFailed: 'model link failed',
  /** A tool failed for a reason of ours; `tool`, `timed_out`. */
  toolFailed: 'tool failed',
  /** A customer was answered without a language model; `conversation`, `turn`. */
  degraded: 'a reply is degraded',
  /** `P/ready` could not reach the database; `reason`. */
  databaseCheckFailed: 'database check failed',
  /** Conversations that wait for a person, of all shops; `waiting`, `longest_seconds`. */
  handoffQueue: 'hand-off queue',
} as const;

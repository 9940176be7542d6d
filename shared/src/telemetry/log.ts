/** Structured logs: one JSON object a line on standard output. No message text and no personal data at `info`. */
import { createLogger, format, transports, type Logger as WinstonLogger } from 'winston';
import type { Settings } from '../settings.ts';
import { maskedDeep } from './mask.ts';

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>;

export interface Logger {
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** The same logger with fields on every line. */
  child(fields: LogFields): Logger;
}

/** An error with its chain of causes, for the log only. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${describeError(error.cause)}`;
}

function wrap(winston: WinstonLogger): Logger {
  return {
    error: (message, fields = {}) => {
      const { error, ...rest } = fields;
      winston.error(message, error === undefined ? rest : { ...rest, error: describeError(error) });
    },
    warn: (message, fields) => winston.warn(message, fields),
    info: (message, fields) => winston.info(message, fields),
    debug: (message, fields) => winston.debug(message, fields),
    child: (fields) => wrap(winston.child(fields)),
  };
}

/** The last thing that happens to a line, whoever wrote it. */
const maskPersonalData = format((line) => {
  for (const [key, value] of Object.entries(line)) line[key] = maskedDeep(value);
  return line;
});

export function createLog(settings: Pick<Settings, 'LOG_LEVEL'>, fields: LogFields): Logger {
  return wrap(
    createLogger({
      level: settings.LOG_LEVEL,
      defaultMeta: fields,
      format: format.combine(maskPersonalData(), format.timestamp(), format.json()),
      // winston declares its transports apart from the class they are made of.
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
      transports: new transports.Console(),
    }),
  );
}

/** A logger that keeps its lines, for tests. */
export function memoryLog(
  lines: { level: string; message: string; fields: Readonly<Record<string, unknown>> }[] = [],
): Logger {
  const at = (bound: LogFields): Logger => {
    const keep =
      (level: string) =>
      (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
        lines.push({ level, message, fields: { ...bound, ...fields } });
      };
    return {
      error: keep('error'),
      warn: keep('warn'),
      info: keep('info'),
      debug: keep('debug'),
      child: (fields) => at({ ...bound, ...fields }),
    };
  };
  return at({});
}

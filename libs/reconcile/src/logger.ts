import type { LogFields, Logger } from './contract.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type LoggerOptions = {
  /** The least important level that is written. Default info. */
  readonly level?: LogLevel;
  /** In every line. */
  readonly fields?: LogFields;
  /** Takes one finished line without its end. Default: standard output. */
  readonly write?: (line: string) => void;
};

const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** JSON lines: ts, level, msg and the fields. What is called like a secret is not written, at any depth. */
export function createLogger({ level = 'info', fields = {}, write = writeLine }: LoggerOptions = {}): Logger {
  function log(lineLevel: LogLevel, message: string, extra: LogFields = {}): void {
    if (order.indexOf(lineLevel) < order.indexOf(level)) return;
    const line = { ts: new Date().toISOString(), level: lineLevel, msg: message, ...fields, ...extra };
    write(JSON.stringify(line, presentable()));
  }
  return {
    debug: (message, extra) => log('debug', message, extra),
    info: (message, extra) => log('info', message, extra),
    warn: (message, extra) => log('warn', message, extra),
    error: (message, extra) => log('error', message, extra),
    child: (extra) => createLogger({ level, fields: { ...fields, ...extra }, write }),
  };
}

function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

const secretName = /pass(word|wd|phrase)?$|^auth$|secret$|token$|cookie$|credential|private.?key|authorization|^stringData$/i;

/** A JSON replacer. Logging must never be what breaks: cycles and bigints become text. */
function presentable(): (this: unknown, key: string, value: unknown) => unknown {
  const ancestors: unknown[] = [];
  return function replace(this: unknown, key: string, value: unknown): unknown {
    if (value !== undefined && value !== null && (secretName.test(key) || isSecretData(this, key))) return '[redacted]';
    if (value instanceof Error) return describeError(value);
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null) return value;
    while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop();
    if (ancestors.includes(value)) return '[circular]';
    ancestors.push(value);
    return value;
  };
}

function isSecretData(holder: unknown, key: string): boolean {
  return key === 'data' && typeof holder === 'object' && holder !== null && 'kind' in holder && holder.kind === 'Secret';
}

function describeError(error: Error): object {
  const { code, retry } = error as { code?: unknown; retry?: unknown };
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return { name: error.name, message: error.message, code, retry, cause, stack: error.stack };
}

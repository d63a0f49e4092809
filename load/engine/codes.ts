// k6's exit codes (k6 errext/exitcodes), as far as the embedded engine can end with them, and the errors that carry one.
export const EXIT = {
  ok: 0,
  thresholds: 99,
  setupTimeout: 100,
  teardownTimeout: 101,
  invalidConfig: 104,
  externalAbort: 105,
  scriptException: 107,
  scriptAborted: 108,
  markedAsFailed: 110,
  other: 255,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An error that ends the run with one of k6's exit codes. */
export class EngineError extends Error {
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = 'EngineError';
    this.exitCode = exitCode;
  }
}
export const invalidConfig = (message: string): EngineError => new EngineError(EXIT.invalidConfig, message);

/** What k6 has and this engine does not have. The run ends with 104: going on would give a wrong result with exit code 0. */
export class Refusal extends EngineError {
  constructor(what: string, where = '', instead = '') {
    const hint = instead === '' ? '' : ` Write: ${instead}. Or`;
    super(
      EXIT.invalidConfig,
      `${where && `${where}: `}the embedded engine has no ${what}.${hint || ' To use it,'} run it with k6.`,
    );
    this.name = 'Refusal';
  }
}

/** An exception as it is logged: with its stack where it has one. */
export const textOf = (error: unknown): string => {
  const { stack, message } = Object(error) as { stack?: unknown; message?: unknown };
  return String(stack ?? message ?? error);
};

/** Why an operation could not be done; each code is mapped once to an exit code or an HTTP status. */
export type ErrorCode = 'invalid' | 'not-found' | 'forbidden' | 'conflict' | 'round-closed'

/** One thing that is wrong with some input: where it stands and what to do about it. */
export interface Fault {
  /** The file, when the input spans several. */
  readonly file?: string
  /** JSON pointer into the input, '' for the whole of it. */
  readonly path: string
  readonly reason: string
}

/** The one error of malines: `message` is a sentence for people, `faults` lists every fault of bad input at once. */
export class MalinesError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly faults: readonly Fault[] = [],
  ) {
    super(message)
    this.name = 'MalinesError'
  }
}

/** A fault on one line, as the command line and test failures print it. */
export function faultLine(fault: Fault): string {
  return [fault.file, fault.path, fault.reason].filter((part) => part !== undefined && part !== '').join(': ')
}

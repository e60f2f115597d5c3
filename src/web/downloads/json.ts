/** Results and comparisons as files: the same bytes that the command line prints. */
export const jsonOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** A word of the method as the option of a message: ICU allows no hyphen there. */
export const option = (word: string): string => word.replaceAll('-', '_')

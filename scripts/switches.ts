/** A switch that does not fit; the message is for the person who typed it. */
export class UsageError extends Error {}

/** Reads a command's switches by `read`. What was typed wrongly is said, with the help, and the command ends with 2. */
export function switchesOr<T>(help: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    console.error(`${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${help}`);
    process.exit(2);
  }
}

/**
 * A whole number: what is none must not become one, or nothing would be done and called a success.
 * @throws UsageError
 */
export function wholeNumber(name: string, text: string, least = 0): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least)
    throw new UsageError(`--${name} takes a whole number from ${least} on, not "${text}"`);
  return number;
}

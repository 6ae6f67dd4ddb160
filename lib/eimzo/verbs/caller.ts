import type * as z from 'zod/mini';
import type { VerbName } from '../verb-table.ts';

/** Makes one call and reads its answer. Throws ModuleError. */
export type Caller = <S extends z.core.$ZodType>(
  verb: VerbName,
  args: readonly string[],
  answer: S,
  signal?: AbortSignal,
) => Promise<z.output<S>>;

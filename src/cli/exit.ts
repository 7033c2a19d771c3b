/** How a command ends. */
import { SafeError } from '../redact/safeError.ts';

export const exitCodes = { passed: 0, blocked: 1, usage: 2, incomplete: 3 } as const;

/** Something the caller can mend: a wrong revision, an unreadable file. Its message says how. */
export class UsageError extends SafeError {}

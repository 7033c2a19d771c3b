/** JSON web tokens: a header that names an algorithm, and a payload. */

export interface JsonWebToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A base64 text as the JSON object that it encodes, or null. */
export function jsonOfBase64(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    // Not JSON: an answer, not a failure.
    return null;
  }
}

/** Reads a token; what stands before its header (`ghs_12345_`) is left out. */
export function readJsonWebToken(text: string): JsonWebToken | null {
  const [head = '', body = '', signature] = text.slice(text.indexOf('eyJ')).split('.');
  if (signature === undefined || signature === '') return null;
  const header = jsonOfBase64(head);
  const payload = header && typeof header.alg === 'string' ? jsonOfBase64(body) : null;
  return header && payload ? { header, payload } : null;
}
